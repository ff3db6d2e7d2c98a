"""The door of the admin as somebody comes through it, with the code that their telephone would show."""

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth
from django.test import Client

from tests import builders

DOOR = "/admin/acces/"
CODE = f"{DOOR}second-facteur/code/"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # noqa: S105 - of nobody


def code_now():
    """The code of this half minute."""
    return auth.format_hotp_value(auth.hotp_value(SECRET, next(auth.yield_hotp_counters_from_time()) + 1))


def with_application(account):
    """Give an account an application that knows SECRET, and recovery codes."""
    auth.TOTP.activate(account, SECRET)
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    RecoveryCodes.activate(account)
    return account


def recovery_codes(account):
    """The codes that an account wrote down."""
    return Authenticator.objects.get(user=account, type="recovery_codes").wrap().get_unused_codes()


def enter(account, client=None, *, password=builders.PASSWORD, address="127.0.0.1", **headers):
    """Give the name and the password of an account at the door; return the browser and the answer."""
    client = client or Client()
    data = {"login": account.get_username(), "password": password}
    return client, client.post(DOOR, data, REMOTE_ADDR=address, **headers)


def is_inside(client):
    """Whether the home page of the admin opens."""
    return client.get("/admin/").status_code == 200
