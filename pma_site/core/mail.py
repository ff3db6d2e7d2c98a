"""By which way messages leave the site, and that none does before an administrator said so; relaying.py sends them."""

import hashlib
import hmac
import logging
import re
from dataclasses import dataclass
from email.utils import formataddr, parseaddr
from enum import Enum

from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from .models import TransportConfirmation

logger = logging.getLogger(__name__)

NOT_CONFIRMED = (
    "L’équipe n’a pas été prévenue : aucun message ne part tant que le transport n’est pas confirmé dans "
    "l’administration."
)

# Transports by which nothing leaves the machine.
LOCAL = ("console", "dummy", "filebased", "locmem")
_FILES = "django.core.mail.backends.filebased.EmailBackend"
_CONTROLS = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]+")


class TransportNotConfirmedError(Exception):
    """Messages could leave the machine, but no administrator has confirmed the transport yet."""


def is_local() -> bool:
    """Whether messages stay on this machine: in files, in memory or on the screen."""
    return settings.MAIL_TRANSPORT.split(".")[-2] in LOCAL


def description() -> str:
    """The transport in words for an administrator: « SMTP, relais.example.org:587 »."""
    name = settings.MAIL_TRANSPORT.split(".")[-2]
    if name == "smtp":
        return f"SMTP, {settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
    if is_local():
        here = {"filebased": f"Fichiers, dans {settings.EMAIL_FILE_PATH}", "console": "Écran du serveur"}
        return here.get(name, "Mémoire du serveur, pour des essais")
    return f"Prestataire {name.capitalize()}"


def fingerprint() -> str:
    """What changes when messages would leave another way: confirmed once, it is asked again after a change."""
    parts = [settings.MAIL_TRANSPORT, settings.DEFAULT_FROM_EMAIL]
    if not is_local():
        parts += [settings.EMAIL_HOST, str(settings.EMAIL_PORT), settings.EMAIL_HOST_USER]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def is_confirmed() -> bool:
    """Whether messages may leave: an administrator confirmed this very transport."""
    return TransportConfirmation.objects.filter(fingerprint=fingerprint()).exists()


def is_held_back() -> bool:
    """Whether a message that should leave would stay in a file of this machine, for want of a confirmed transport."""
    return not is_local() and not is_confirmed()


def reaches_people() -> bool:
    """Whether a message that the site sends leaves this machine."""
    return not is_local() and is_confirmed()


def confirm(user) -> TransportConfirmation:
    """Let messages leave by the transport of now."""
    return TransportConfirmation.objects.update_or_create(
        fingerprint=fingerprint(),
        defaults={"description": description(), "confirmed_by": user, "confirmed_at": timezone.now()},
    )[0]


def transport(**options) -> BaseEmailBackend:
    """Open nothing, but return the backend by which messages leave; raises TransportNotConfirmedError."""
    if not is_local() and not is_confirmed():
        raise TransportNotConfirmedError
    return get_connection(settings.MAIL_TRANSPORT, **options)


class GuardedBackend(BaseEmailBackend):
    """Every message that the site sends by Django's ordinary means passes here: unconfirmed, it goes into a file."""

    def send_messages(self, messages):
        try:
            backend = transport(fail_silently=self.fail_silently)
        except TransportNotConfirmedError:
            logger.warning("Transport non confirmé : messages écrits dans un fichier, %d.", len(messages))
            backend = get_connection(_FILES, file_path=settings.EMAIL_FILE_PATH)
        return backend.send_messages(messages)


def one_line(text: str) -> str:
    """Return a text as it may stand in a header: line ends and controls of any alphabet become a space."""
    return _CONTROLS.sub(" ", text).strip()


def sender() -> str:
    """Who the site's messages are from: the name of the letter, and the address of DEFAULT_FROM_EMAIL."""
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return formataddr((name or settings.WAGTAIL_SITE_NAME, address))


def host() -> str:
    """The name of the site's host, as messages carry it: that of `BASE_URL`."""
    return re.sub(r"^https?://|[:/].*$", "", settings.WAGTAILADMIN_BASE_URL)


def message_id(kind: str, key: int) -> str:
    """Return the Message-ID (RFC 5322) of the row `key` of `kind`: the same at each attempt, and not to be invented."""
    name = f"{kind}.{key}"
    seal = hmac.new(settings.REFUSAL_KEY.encode(), f"message-id {name}".encode(), hashlib.sha256).hexdigest()[:24]
    return f"<{name}.{seal}@{host()}>"


def row_of(text: str) -> tuple[str, int] | None:
    """Return the kind and the key of the row whose message_id stands in `text`; None for one we never gave."""
    found = re.search(r"([a-z]{1,20})\.([0-9]{1,18})\.[0-9a-f]{24}@[!-=?-~]+", text)
    if not found:
        return None
    kind, key = found[1], int(found[2])
    return (kind, key) if hmac.compare_digest(message_id(kind, key), f"<{found[0]}>") else None


class Result(Enum):
    """What became of a message that was to be handed over."""

    ACCEPTED = "accepted"
    REFUSED = "refused"  # For good: 5xx about this address or this message.
    LATER = "later"  # Not taken now: 4xx, a relay that does not answer.
    FAULT = "fault"  # Ours: the relay refuses the site itself.
    UNKNOWN = "unknown"  # Handed over without an answer.
    LOST = "lost"  # Somebody else holds the message meanwhile: nothing was handed over.


@dataclass(frozen=True)
class Answer:
    """What the relay said, in its own words; `of_message` where it had taken the sender, and spoke of this message."""

    result: Result
    text: str = ""
    of_message: bool = False
