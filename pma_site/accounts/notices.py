"""What the owner of an account is told by e-mail, in words that say what to do."""

import logging

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from wagtail.log_actions import log

from pma_site.core import mail
from pma_site.core.limits import within_limit
from pma_site.core.typography import french_text

from . import tries

logger = logging.getLogger(__name__)

# One message in so many seconds about the same thing.
SILENCE = 60 * 60


def tell_of_tries(account, network: str) -> None:
    """Tell the owner, once an hour, that somebody tries passwords; the log of accesses says it too."""
    if not within_limit(f"told:tries:{account.pk}", 1, SILENCE):
        return
    log(instance=account, action="accounts.tries", data={"network": network})
    path = reverse("accounts_unlock", args=[tries.unlocking_token(account)])
    _write(
        account,
        "quelqu’un essaie des mots de passe sur votre compte",
        "accounts/mail/tries.txt",
        network=network,
        unlock=settings.WAGTAILADMIN_BASE_URL + path,
        reset=_reset(),
    )


def tell_of_wrong_codes(account, network: str) -> None:
    """Tell the owner, once an hour, that somebody gave the right password and several wrong codes."""
    if within_limit(f"told:codes:{account.pk}", 1, SILENCE):
        log(instance=account, action="accounts.codes", data={"network": network})
        reset = _reset()
        _write(
            account,
            "votre mot de passe est peut-être connu",
            "accounts/mail/codes.txt",
            network=network,
            reset=reset,
        )


def tell_of_change(account, what: str) -> None:
    """Tell the owner what changed in how the account is entered (« Une clé a été ajoutée »)."""
    reset = _reset()
    _write(account, "l’accès à votre compte a changé", "accounts/mail/change.txt", what=what, reset=reset)


def _reset():
    return settings.WAGTAILADMIN_BASE_URL + reverse("wagtailadmin_password_reset")


def _write(account, subject, template, **context):
    if not account.email:
        logger.warning("Compte %s sans adresse : son titulaire n’a pas pu être prévenu.", account.pk)
        return
    context |= {"account": account, "when": timezone.localtime()}
    message = EmailMessage(
        french_text(mail.one_line(f"{settings.WAGTAIL_SITE_NAME} : {subject}")),
        french_text(render_to_string(template, context)),
        mail.sender(),
        [account.email],
        headers={"Auto-Submitted": "auto-generated"},
    )
    try:
        message.send()
    except Exception:
        # Whatever the relay has, nobody is kept out of the admin for it.
        logger.exception("Compte %s : le message à son titulaire n’est pas parti.", account.pk)
