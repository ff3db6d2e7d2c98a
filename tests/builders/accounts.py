"""Accounts of the admin."""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group

from tests.builders import counting

PASSWORD = "un-mot-de-passe-assez-long"


def account(*roles, **fields):
    """An account that can log in with PASSWORD, in the groups named `roles`."""
    number = next(counting.numbers)
    user = get_user_model().objects.create_user(
        **{
            "username": f"compte{number}",
            "email": f"compte{number}@example.org",
            "password": PASSWORD,
            "first_name": "Camille",
            "last_name": f"Durand {number}",
            **fields,
        }
    )
    user.groups.set(Group.objects.get(name=role) for role in roles)
    return user


def administrator(**fields):
    return account(is_superuser=True, **fields)


def reviewer(**fields):
    """An account that may sit in a committee of the label."""
    return account("Comités du label", **fields)
