"""In how many ways a page is looked at."""

from django.db import connection


def looks(*ways):
    """All the ways to look at a page on SQLite; beside it the first, as no browser sees which database there is."""
    return list(ways) if connection.vendor == "sqlite" else list(ways[:1])
