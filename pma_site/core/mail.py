"""How messages leave the site, and that none does before an administrator said so."""

import hashlib
import hmac
import logging
import re
import smtplib
import ssl
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from email.message import Message
from email.utils import formataddr, parseaddr
from enum import Enum

import requests
from anymail import exceptions as anymail
from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend as SmtpBackend
from django.core.mail.message import sanitize_address
from django.utils import timezone
from urllib3.exceptions import NewConnectionError

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


_HEADER_BEGUN_BELOW = re.compile(rb"(?m)^([\w-]+:)[ \t]*\r\n[ \t]+")


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


def hand_over(backend: BaseEmailBackend, message: EmailMessage, commit: Callable[[], bool]) -> Answer:
    """Hand one message, to one address, to the relay that `backend` speaks to, and return what became of it.

    `commit` is called at the last moment at which nothing has left: just before the final dot of SMTP's DATA (RFC 5321
    § 4.1.1.4), or before the call of a provider. Where it says no, nothing leaves. It never raises for a fault of
    the relay or of the network; what `commit` raises passes through, and nothing leaves.
    """
    if not parseaddr(message.to[0])[1].rpartition("@")[0].isascii():
        # It would need SMTPUTF8 (RFC 6531) at every relay on the way; Django would write to another address.
        return Answer(Result.REFUSED, "L’adresse a des lettres accentuées avant l’arobase : le courrier n’y va pas.")
    if isinstance(backend, SmtpBackend):
        return _over_smtp(backend, message, commit)
    return _over_api(backend, message, commit)


def _over_smtp(backend, message, commit):
    try:
        recipient, content = _bare(message.to[0]), as_transmitted(message.message())
    except Exception as error:
        # Python's own rules on headers raise many things; none of them is a reason to stop sending to others.
        return Answer(Result.REFUSED, one_line(f"Ce message n’a pas pu être écrit : {error}")[:500])
    try:
        sender = _bare(settings.BOUNCE_ADDRESS or message.from_email)
    except ValueError as error:
        return Answer(Result.FAULT, one_line(f"L’adresse d’expédition ne s’écrit pas ainsi : {error}")[:500])
    committed = False
    try:
        backend.open()
        smtp = backend.connection
        smtp.ehlo_or_helo_if_needed()
        code, text = smtp.mail(sender, _options(smtp, content))
        if not _taken(code):
            return _set_aside(backend, code, Answer(Result.FAULT if code >= 500 else Result.LATER, _said(code, text)))
        code, text = smtp.rcpt(recipient)
        if not _taken(code):
            return _set_aside(backend, code, _about_message(code, text))
        code, text = smtp.docmd("DATA")
        if code != 354:
            return _set_aside(backend, code, _about_message(code, text))
        smtp.send(content)
        committed = commit()
        if not committed:
            # Without its final dot the relay throws away what it read.
            _drop(backend)
            return Answer(Result.LOST)
        smtp.send(b".\r\n")
        code, text = smtp.getreply()
        if _taken(code):
            return Answer(Result.ACCEPTED, _said(code, text))
        if code < 400:
            _drop(backend)
            return Answer(Result.UNKNOWN, one_line(f"Réponse incompréhensible du relais : {_said(code, text)}")[:500])
        if code == 421:
            _drop(backend)
        return _about_message(code, text)
    except (OSError, smtplib.SMTPException) as error:
        _drop(backend)
        if committed:
            return Answer(Result.UNKNOWN, one_line(f"Sans réponse du relais : {error}")[:500])
        result = Result.FAULT if _is_ours(error) else Result.LATER
        return Answer(result, one_line(f"{type(error).__name__} : {error}")[:500])
    except BaseException:
        # The database said no to `commit`, or the process is stopped: what follows on this connection would be text.
        _drop(backend)
        raise


def _about_message(code, text):
    return Answer(_refusal(code, text), _said(code, text), of_message=True)


def _taken(code):
    return 200 <= code < 300


def _said(code, text):
    words = text.decode("utf-8", "replace") if isinstance(text, bytes) else str(text)
    return one_line(f"{code} {words}")[:500]


def _refusal(code, text):
    if code < 500:
        return Result.LATER
    words = text.decode("utf-8", "replace") if isinstance(text, bytes) else str(text)
    # RFC 3463: x.7.x is about rights and policy, x.1.7 and x.1.8 about the sender. RFC 5321 and 4954: 500 to 504 but
    # 501, and 530 to 538, about how we speak. None of them is about the reader.
    ours = re.match(r"5\.(7\.|1\.[78]\b)", words) or code in (500, 502, 503, 504) or 530 <= code <= 538
    return Result.FAULT if ours else Result.REFUSED


def hang_up(backend: BaseEmailBackend) -> None:
    """Close what hand_over left open; how the relay takes its leave matters to nobody."""
    with suppress(OSError, smtplib.SMTPException, requests.RequestException):
        backend.close()


def _is_ours(error):
    """Whether the connection itself was refused for good: by our password, our certificate, our network."""
    if isinstance(error, smtplib.SMTPResponseException):
        return error.smtp_code >= 500
    return isinstance(error, smtplib.SMTPNotSupportedError | ssl.SSLCertVerificationError)


def _options(smtp, content):
    """What RFC 1870 and RFC 6152 let the relay know of a message before it comes."""
    options = [f"size={len(content)}"] if smtp.has_extn("size") else []
    return [*options, "body=8bitmime"] if smtp.has_extn("8bitmime") and not content.isascii() else options


def _set_aside(backend, code, answer):
    """Make the connection ready for the next message, or leave it where the relay does not follow."""
    try:
        if code == 421 or backend.connection.rset()[0] != 250:
            _drop(backend)
    except (OSError, smtplib.SMTPException):
        _drop(backend)
    return answer


def _drop(backend):
    """Hang up without a word; the next message gets a new connection."""
    if backend.connection is not None:
        backend.connection.close()
        backend.connection = None
    # What had not signed in yet.
    hang_up(backend)


def _bare(address):
    """The address alone, its domain in ASCII; raises ValueError where it is none."""
    bare = parseaddr(address)[1]
    if not re.fullmatch(r".+@[^@]+", bare):
        raise ValueError(address)
    return sanitize_address(("", bare), "utf-8")


def as_transmitted(message: Message) -> bytes:
    """Return a message as it crosses the wire, all but the final dot: lines end in CRLF, dots at their start double."""
    content = re.sub(rb"\r\n|\r|\n", b"\r\n", message.as_bytes())
    head, gap, body = content.partition(b"\r\n\r\n")
    # Python begins a long header on its second line: some programs then show the space before it.
    content = _HEADER_BEGUN_BELOW.sub(rb"\1 ", head) + gap + body
    if not content.endswith(b"\r\n"):
        content += b"\r\n"
    return re.sub(rb"(?m)^\.", b"..", content)


def _over_api(backend, message, commit):
    if not is_local():
        # A provider gives messages names of its own: it tells ours with whatever becomes of them.
        message.metadata = {"message": message.extra_headers.get("Message-ID", "")}
    if not commit():
        return Answer(Result.LOST)
    try:
        backend.send_messages([message])
    except Exception as error:
        return Answer(_failure(error, message.to[0]), one_line(f"{type(error).__name__} : {error}")[:500])
    status = getattr(message, "anymail_status", None)
    if status is None:
        return Answer(Result.ACCEPTED, "écrit sur cette machine" if is_local() else "remis")
    if "failed" in status.status:
        words = getattr(status.esp_response, "text", "")
        return Answer(_blame(words, message.to[0]), one_line(words)[:500])
    return Answer(Result.ACCEPTED, one_line(f"accepté par le prestataire : {status.message_id}")[:500])


def _failure(error, address):
    """What became of a message that a backend without SMTP raised `error` for."""
    if isinstance(error, anymail.AnymailRecipientsRefused | anymail.AnymailInvalidAddress):
        return Result.REFUSED
    code, cause = getattr(error, "status_code", None), error.__cause__
    # A certificate is looked at before anything is said; another fault of TLS may come after the message.
    unsafe = isinstance(cause, requests.exceptions.SSLError) and "CERTIFICATE_VERIFY_FAILED" in str(cause)
    if code == 429 or unsafe or isinstance(cause, requests.ConnectTimeout):
        return Result.LATER
    if isinstance(cause, requests.ConnectionError) and cause.args:
        # Nobody answered at all, or somebody hung up while we spoke.
        nobody = isinstance(getattr(cause.args[0], "reason", None), NewConnectionError)
        return Result.LATER if nobody else Result.UNKNOWN
    if code in (400, 422):
        return _blame(str(error), address)
    if code is not None:
        return Result.FAULT if 400 <= code < 500 else Result.UNKNOWN
    # What is said before anything is posted; on this machine, a full disk.
    before = anymail.AnymailUnsupportedFeature | anymail.AnymailSerializationError | anymail.AnymailConfigurationError
    return Result.FAULT if is_local() or isinstance(error, before) else Result.UNKNOWN


def _blame(words, address):
    """Whether a provider that takes no message blames its reader or its sender."""
    about_reader = address.casefold() in words.casefold() or re.search(r"\bin to\b|\bTo\[0\]|\brecipient\b", words)
    return Result.REFUSED if about_reader else Result.FAULT
