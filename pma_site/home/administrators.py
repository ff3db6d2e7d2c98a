"""The first account: whoever starts the site must be able to enter its admin."""

import secrets
from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.db import transaction

NAME = "admin"
# No letter or figure that is mistaken for another when copied from a screen.
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


@dataclass(frozen=True)
class Administrator:
    """What became of the account: `password` is known only when it was drawn just now."""

    password_changed: bool = False
    password: str = ""


@transaction.atomic
def ensure_administrator(password: str = "") -> Administrator:
    """Create the administrator if there is none, with `password` or one drawn at random.

    An account that exists keeps everything, but takes `password` when one is given. Nothing is done either
    when the account was removed and another active administrator remains.
    """
    accounts = get_user_model().objects
    account = accounts.select_for_update().filter(username=NAME).first()
    if account:
        if not password or account.check_password(password):
            return Administrator()
        account.set_password(password)
        account.save(update_fields=["password"])
        return Administrator(password_changed=True)
    if not password and accounts.filter(is_superuser=True, is_active=True).exists():
        return Administrator()
    drawn = "" if password else draw_password()
    accounts.create_superuser(NAME, password=password or drawn)
    return Administrator(password=drawn)


def draw_password() -> str:
    """Return a password of 20 random characters (99 bits), in groups that can be read out."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(5)) for _ in range(4))
