"""Addresses as each output writes them: in full in an e-mail, short on paper."""

import re

# The forms that a town hall is invited to, by a link of its own: calls, and the proposing of an event.
_INVITING = r"/(?:appels/[\w-]+|proposer-un-evenement)/"
_OWN_ADDRESS = re.compile(r'\b(href|src)="/(?!/)')


def absolute_links(html: str, base: str) -> str:
    """Return `html` with the addresses of this site written in full; `base` has no final slash."""
    return _OWN_ADDRESS.sub(rf'\1="{base}/', html)


def full(address: str, base: str) -> str:
    """Return an address in full: those of this site start at its root."""
    return f"{base}{address}" if address.startswith("/") else address


def short(address: str) -> str:
    """Return an address as one prints it, to be typed by hand: « lechtibiketour.org/home/vtt-2 »."""
    return re.sub(r"^https?://(?:www\.)?", "", address).rstrip("/")


def inviting(text: str, base: str, mark: str) -> str:
    """Return a text or HTML with `mark` behind each address, in full, of a form that a town hall is invited to."""
    end = r"(?=[\s\"<>)]|$)"
    return re.sub(f"{re.escape(base)}{_INVITING}{end}", lambda address: address.group() + mark, text) if mark else text
