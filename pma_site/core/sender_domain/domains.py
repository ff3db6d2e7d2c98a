"""The domains that messages leave in the name of, those above them, and by whom they are sent."""

import re

from django.conf import settings

from ..mail import one_line
from ..mail_addresses import canonical

# What each provider asks to put into SPF, the name of its DKIM key, and where it shows it.
PROVIDERS = {
    "brevo": ("spf.brevo.com", "brevo1", "dans Brevo, « Expéditeurs, domaines et IP », puis « Domaines »"),
    "mailjet": ("spf.mailjet.com", "mailjet", "dans Mailjet, « Domaines et adresses d’expéditeurs »"),
    "scaleway": ("_spf.tem.scaleway.com", "", "dans la console Scaleway, « Transactional Email », « Domaines »"),
}


def domain_of(address: str) -> str:
    """The domain of an address, in ASCII; empty for none."""
    bare = re.sub(r"^.*<|>.*$", "", address)
    return canonical(bare).rpartition("@")[2] if "@" in bare else ""


def is_real(domain: str) -> bool:
    """Whether a domain can be somebody's: not of this machine alone, nor made up (RFC 2606)."""
    return "." in domain and domain.rpartition(".")[2] not in ("invalid", "localhost", "local", "test")


def current_provider() -> str:
    """The key in PROVIDERS of the provider that sends our messages; empty for a relay of our own, or none."""
    name = settings.MAIL_TRANSPORT.split(".")[-2]
    return name if name in PROVIDERS else ""


def senders() -> tuple[str, str]:
    """The sender's domain, and that of the returns, which SPF is about."""
    sender = domain_of(settings.DEFAULT_FROM_EMAIL)
    return sender, domain_of(settings.BOUNCE_ADDRESS) or sender


def upwards(domain: str) -> list[str]:
    """A domain and those above it, up to the last that somebody can own; eight at most."""
    labels = domain.split(".")
    starts = [0, *range(max(1, len(labels) - 7), len(labels) - 1)]
    return [".".join(labels[start:]) for start in starts]


def tags_of(text: str) -> dict[str, str]:
    """The tags of a record « v=…; p=… », spaces aside; the first of each counts."""
    pairs = [piece.partition("=") for piece in one_line(text).split(";") if "=" in piece]
    return {name.strip().lower(): value.strip() for name, _, value in reversed(pairs)}
