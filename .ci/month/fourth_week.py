"""Week 4."""


def live(month):
    """Live it."""
