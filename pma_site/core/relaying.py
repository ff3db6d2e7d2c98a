"""How one message is handed to a relay or to a provider, and what each answer means."""

import re
import smtplib
import ssl
from collections.abc import Callable
from contextlib import suppress
from email.message import Message
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend as SmtpBackend
from django.core.mail.message import sanitize_address

from .mail import Answer, Result, one_line

_HEADER_BEGUN_BELOW = re.compile(rb"(?m)^([\w-]+:)[ \t]*\r\n[ \t]+")


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
    # What speaks to providers is loaded when the first message leaves.
    from .providers import over_api

    return over_api(backend, message, commit)


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
    """Close what hand_over left open; how the relay takes its leave (providers raise OSError too) matters to nobody."""
    with suppress(OSError, smtplib.SMTPException):
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
