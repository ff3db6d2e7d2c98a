"""E-mail addresses: when two of them are one, and how one is remembered without being kept."""

import hashlib
import hmac
import re
import unicodedata
from contextlib import suppress

from django.conf import settings
from django.core.validators import EmailValidator

_ATOM = r"[-!#$%&'*+/=?^_`{}|~0-9a-z]"


class ReachableAddressValidator(EmailValidator):
    """An address of the open Internet: letters that need no quotes, a domain, no bare host and no number of a machine.

    Nobody's address has a name in quotes (RFC 5321 § 4.1.2), in which headers and second addresses hide.
    """

    message = "Cette adresse n’est pas complète. Elle ressemble à « prenom.nom@exemple.fr »."
    code = "invalid"
    user_regex = re.compile(rf"{_ATOM}+(\.{_ATOM}+)*\Z", re.IGNORECASE | re.ASCII)

    def __init__(self):
        super().__init__(allowlist=[])

    def validate_domain_part(self, domain_part):
        return self.domain_regex.match(domain_part) is not None


def canonical(address: str) -> str:
    """Return an address as it is compared: NFKC, small letters, the domain in ASCII (IDNA, RFC 5891).

    Twins that only differ in width, composition or case are one. Mail servers may tell `Jean@` from `jean@`
    (RFC 5321 § 2.4); none in use does.
    """
    local, _, domain = unicodedata.normalize("NFKC", address).strip().casefold().rpartition("@")
    # A domain that cannot exist stays as it is, for its form to refuse.
    with suppress(UnicodeError):
        domain = domain.rstrip(".").encode("idna").decode("ascii")
    return f"{local}@{domain}" if local else domain


def is_address(text: str) -> bool:
    """Whether a text may be an address: something, « @ », something. Who is looked for may have been typed wrongly."""
    return bool(re.fullmatch(r"[^\s@]+@[^\s@]+", canonical(text)))


def mailbox(address: str) -> str:
    """Return the box that an address leads to: « jean+lettre@… » and « jean@… » are read by one person (RFC 5233).

    Google reads no dots in the names of its boxes, and has two names for one house.
    """
    local, _, domain = canonical(address).rpartition("@")
    local = local.partition("+")[0]
    return f"{local.replace('.', '')}@gmail.com" if domain in ("gmail.com", "googlemail.com") else f"{local}@{domain}"


def keyed_hash(text: str) -> str:
    """Return what remembers `text` without telling it to who reads the database: an HMAC-SHA256, in hexadecimal.

    Its key is `REFUSAL_KEY`, which must outlive every change of `SECRET_KEY`: those who left would be forgotten.
    """
    return hmac.new(settings.REFUSAL_KEY.encode(), text.encode(), hashlib.sha256).hexdigest()


def address_hash(address: str) -> str:
    """Return the keyed hash of an address, however it is spelt."""
    return keyed_hash(canonical(address))
