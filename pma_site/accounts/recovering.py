"""An account whose owner lost what opens it: its second factors are taken away, and set up anew at the next entry."""

from allauth.mfa.models import Authenticator
from django.db import transaction
from wagtail.log_actions import log

from . import notices, sessions


def set_back(account, by=None) -> None:
    """Take all second factors of `account` away, close its sessions, and tell its owner.

    `by` is the administrator who does it; None for who runs the machine.
    """
    with transaction.atomic():
        Authenticator.objects.filter(user=account).delete()
        sessions.close_all(account)
        log(instance=account, action="accounts.factor.reset", user=by)
    notices.tell_of_change(account, "Un administrateur a remis votre second facteur à zéro et fermé vos sessions.")
