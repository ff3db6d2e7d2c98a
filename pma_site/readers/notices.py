"""Placeholder until merged."""


def compose(notice):
    """Return its message."""
    raise NotImplementedError
