"""Keys that a machine draws for itself, where nobody gave it any."""

from pathlib import Path

from django.core.management.utils import get_random_secret_key


def own_key(folder: Path, name: str) -> str:
    """Return this machine's key `name`, drawn at random on the first start and kept in `folder`."""
    path = folder / name
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(get_random_secret_key())
    return path.read_text()
