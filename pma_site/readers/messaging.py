"""The transport is tried by one message to oneself, then confirmed: from then on messages may leave."""

import os
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from pma_site.core import mail, relaying, sender_domain
from pma_site.core.mail import Answer, Result
from pma_site.core.models import TransportConfirmation
from pma_site.core.refusals import Refused
from pma_site.core.typography import french_text

PAGE = "readers_messaging"
# A folder of a test that went wrong may hold any number: we do not count further.
MOST_FILES = 10_000


@dataclass(frozen=True)
class Written:
    """The messages that were written into files instead of leaving: how many files, and when the last one was."""

    count: int = 0
    last_at: datetime | None = None
    more: bool = False


def written_here() -> Written:
    """Count the files of messages on this machine."""
    count, last = 0, 0.0
    try:
        with os.scandir(settings.EMAIL_FILE_PATH) as files:
            for file in files:
                if count == MOST_FILES:
                    return Written(count, more=True)
                if file.is_file():
                    count, last = count + 1, max(last, file.stat().st_mtime)
    except OSError:
        # No folder yet, or one that goes while we look.
        return Written(count)
    return Written(count, datetime.fromtimestamp(last, tz=timezone.get_current_timezone()) if count else None)


def try_out(user) -> Answer:
    """Hand one message, to the very person who asks for it, to the transport of now, and return its answer.

    It is the only message that may leave before the transport is confirmed. Raises Refused for an account without
    address, and for a sender that nobody is.
    """
    if not user.email:
        raise Refused(
            "Votre compte n’a pas d’adresse électronique : ajoutez-en une ici, puis revenez à « Messagerie ».",
            reverse("wagtailadmin_account"),
        )
    _check_sender()
    body = render_to_string("readers/mail/trial.txt", {"transport": mail.description(), "local": mail.is_local()})
    subject = f"{settings.WAGTAIL_SITE_NAME} : message d’essai"
    message = EmailMessage(
        french_text(subject), french_text(body), to=[user.email], headers={"Auto-Submitted": "auto-generated"}
    )
    backend = get_connection(settings.MAIL_TRANSPORT)
    try:
        return relaying.hand_over(backend, message, lambda: True)
    finally:
        # It was answered: how the relay says goodbye matters to nobody.
        relaying.hang_up(backend)


def confirm(user, tried: str) -> TransportConfirmation:
    """Let messages leave from now on; `tried` is the fingerprint of the transport that took the message to oneself.

    Raises Refused where nothing would leave anyway, and for a transport that was not tried.
    """
    if mail.is_local():
        raise Refused(
            "Aucun transport n’est réglé : les messages restent sur cette machine. Il n’y a rien à confirmer.",
            reverse(PAGE),
        )
    _check_sender()
    if tried != mail.fingerprint():
        raise Refused("Envoyez-vous d’abord un message d’essai par ce transport, et voyez s’il arrive.", reverse(PAGE))
    return mail.confirm(user)


def _check_sender():
    if not mail.is_local() and not sender_domain.is_real(sender_domain.domain_of(settings.DEFAULT_FROM_EMAIL)):
        raise Refused(
            f"L’adresse d’expédition « {settings.DEFAULT_FROM_EMAIL} » n’existe pas : réglez DEFAULT_FROM_EMAIL.",
            reverse(PAGE),
        )


def is_accepted(answer: Answer) -> bool:
    """Whether the transport took the message."""
    return answer.result == Result.ACCEPTED
