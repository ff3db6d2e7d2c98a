"""Accounts that keep the register of readers."""

from django.contrib.auth.models import Permission

from tests import builders
from tests.back_office import signed_in


def account_that_may(*rights):
    """An account of the admin with these rights (« change_office ») on what the readers' register holds."""
    account = builders.account()
    account.user_permissions.set(
        [
            Permission.objects.get(codename="access_admin"),
            *Permission.objects.filter(content_type__app_label="readers", codename__in=rights),
        ]
    )
    return account


def keeper():
    """Somebody who keeps the town halls, signed in."""
    return signed_in(account_that_may("view_office", "add_office", "change_office"))
