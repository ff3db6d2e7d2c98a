"""As dev, with Django's debugging pages and automatic reload, for who changes the code."""

from .dev import *  # noqa: F403

DEBUG = True
