"""Migrations of a whole database in half the time: what Django asks again and again is asked once."""

import functools
from contextlib import contextmanager
from unittest.mock import patch

from django.apps import apps
from django.db.models import Field


@contextmanager
def asked_once():
    """While this lasts, no field of a migration is taken apart twice.

    Each migration renders the models anew, and each model its fields. A field of a state is never altered in its
    place (Django's ModelState says so), nor does the setting change that stands for a model.
    """
    parts = {}

    def clone(field):
        if id(field) not in parts:
            # With the field itself: no other gets its number.
            parts[id(field)] = field, *field.deconstruct()[2:]
        _, positional, named = parts[id(field)]
        return type(field)(*positional, **named)

    setting_of = functools.cache(apps.get_swappable_settings_name)
    with patch.object(Field, "clone", clone), patch.object(apps, "get_swappable_settings_name", setting_of):
        yield
