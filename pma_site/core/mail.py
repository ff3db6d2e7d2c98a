"""How messages leave the site, and that none does before an administrator said so."""

import hashlib
import hmac
import logging
import re
import smtplib
from collections.abc import Callable
from dataclasses import dataclass
from email.message import Message
from enum import Enum

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend as SmtpBackend
from django.core.mail.message import sanitize_address
from django.utils import timezone

from .models import TransportConfirmation

logger = logging.getLogger(__name__)

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
        return f"Fichiers, dans {settings.EMAIL_FILE_PATH}" if name == "filebased" else name
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
            logger.warning("Transport non confirmé : %d message(s) écrit(s) dans un fichier.", len(messages))
            backend = get_connection(_FILES, file_path=settings.EMAIL_FILE_PATH)
        return backend.send_messages(messages)


def one_line(text: str) -> str:
    """Return a text as it may stand in a header: line ends and controls of any alphabet become a space."""
    return _CONTROLS.sub(" ", text).strip()


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
    found = re.search(r"<?([a-z]+)\.(\d{1,18})\.[0-9a-f]{24}@[^\s>]+>?", text)
    if not found:
        return None
    kind, key = found[1], int(found[2])
    given = message_id(kind, key).strip("<>")
    return (kind, key) if hmac.compare_digest(given, found[0].strip("<>")) else None


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
    """What the relay said, in its own words."""

    result: Result
    text: str = ""


def _said(code, text):
    words = text.decode("utf-8", "replace") if isinstance(text, bytes) else str(text)
    return one_line(f"{code} {words}")[:500]


def hand_over(backend: BaseEmailBackend, message: EmailMessage, commit: Callable[[], bool]) -> Answer:
    """Hand one message, to one address, to the relay that `backend` speaks to, and return what became of it.

    `commit` is called at the last moment at which nothing has left: just before the final dot of SMTP's DATA (RFC 5321
    § 4.1.1.4), or before the call of a provider. Where it says no, nothing leaves. It never raises for a fault of
    the relay or of the network.
    """
    if isinstance(backend, SmtpBackend):
        return _over_smtp(backend, message, commit)
    if not commit():
        return Answer(Result.LOST)
    try:
        backend.send_messages([message])
    except Exception as error:
        status = getattr(error, "status_code", None)
        if status is not None and 400 <= status < 500:
            # The provider answered: it did not take the message.
            return Answer(Result.LATER if status == 429 else Result.FAULT, one_line(str(error))[:500])
        return Answer(Result.UNKNOWN, one_line(f"{type(error).__name__} : {error}")[:500])
    return Answer(Result.ACCEPTED, "écrit sur cette machine" if is_local() else "accepté par le prestataire")


def _over_smtp(backend, message, commit):
    committed = False
    try:
        backend.open()
        smtp = backend.connection
        smtp.ehlo_or_helo_if_needed()
        sender = sanitize_address(settings.BOUNCE_ADDRESS or message.from_email, "utf-8")
        code, text = smtp.mail(_bare(sender))
        if code >= 400:
            return _closed(backend, Answer(Result.FAULT if code >= 500 else Result.LATER, _said(code, text)))
        code, text = smtp.rcpt(_bare(sanitize_address(message.to[0], "utf-8")))
        if code >= 400:
            return _closed(backend, Answer(_refusal(code, text), _said(code, text)), keep=True)
        code, text = smtp.docmd("DATA")
        if code != 354:
            return _closed(backend, Answer(_refusal(code, text), _said(code, text)), keep=True)
        smtp.send(as_transmitted(message.message()))
        try:
            committed = commit()
        except BaseException:
            _closed(backend, None)
            raise
        if not committed:
            # Without its final dot the relay throws away what it read.
            return _closed(backend, Answer(Result.LOST))
        smtp.send(b".\r\n")
        code, text = smtp.getreply()
        if code == 421:
            backend.connection = None
        if code < 400:
            return Answer(Result.ACCEPTED, _said(code, text))
        return Answer(_refusal(code, text), _said(code, text))
    except (OSError, smtplib.SMTPException) as error:
        _closed(backend, None)
        if committed:
            return Answer(Result.UNKNOWN, one_line(f"Sans réponse du relais : {error}")[:500])
        fault = isinstance(error, smtplib.SMTPAuthenticationError | smtplib.SMTPNotSupportedError)
        return Answer(Result.FAULT if fault else Result.LATER, one_line(f"{type(error).__name__} : {error}")[:500])


def _refusal(code, text):
    if code < 500:
        return Result.LATER
    words = text.decode("utf-8", "replace") if isinstance(text, bytes) else str(text)
    # RFC 3463: x.7.x is about rights and policy, that is about us and not about the reader.
    return Result.FAULT if re.match(r"5\.7\.", words) else Result.REFUSED


def _closed(backend, answer, keep=False):
    """Forget the transaction; the connection as well, unless it may serve for the next message."""
    smtp = backend.connection
    if smtp is None:
        return answer
    if keep:
        try:
            if smtp.rset()[0] == 250:
                return answer
        except (OSError, smtplib.SMTPException):
            pass
    smtp.close()
    backend.connection = None
    return answer


def _bare(address):
    return re.sub(r"^.*<|>.*$", "", address)


def as_transmitted(message: Message) -> bytes:
    """Return a message as it crosses the wire, all but the final dot: lines end in CRLF, dots at their start double."""
    content = re.sub(rb"\r\n|\r|\n", b"\r\n", message.as_bytes())
    if not content.endswith(b"\r\n"):
        content += b"\r\n"
    return re.sub(rb"(?m)^\.", b"..", content)
