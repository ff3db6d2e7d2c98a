"""Messages that leave by the API of a provider (django-anymail), and what its answers and its silence mean."""

import re
from collections.abc import Callable

import requests
from anymail import exceptions as anymail
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from urllib3.exceptions import NewConnectionError

from .mail import Answer, Result, is_local, one_line


def over_api(backend: BaseEmailBackend, message: EmailMessage, commit: Callable[[], bool]) -> Answer:
    """Hand a message to a provider, or to a transport that stays on this machine: see relaying.hand_over."""
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
