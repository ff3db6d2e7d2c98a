"""The uploaded files of the site, wherever they are kept: those that the public sees, and those it does not."""

from collections.abc import Iterator
from pathlib import Path

from django.core.files.base import File
from django.core.files.storage import storages

# The folder of each storage in an archive.
PLACES = {"media": "default", "private": "private"}


def names(place: str) -> Iterator[str]:
    """Yield the names of all files of a storage; what is half written or hidden is none."""
    yield from _below(storages[PLACES[place]], "")


def _below(storage, folder):
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in sorted(files):
        if name and not name.startswith("."):
            yield f"{folder}/{name}".lstrip("/")
    for name in sorted(folders):
        yield from _below(storage, f"{folder}/{name}".lstrip("/"))


def open_file(place: str, name: str):
    """Open a file to be read; None where it was deleted meanwhile."""
    try:
        return storages[PLACES[place]].open(name)
    except FileNotFoundError:
        return None


def put_back(place: str, name: str, source) -> None:
    """Write a file under its name, in the place of what is there."""
    storage = storages[PLACES[place]]
    if not hasattr(storage, "base_location"):
        storage.delete(name)
        storage.save(name, File(source))
        return
    path = Path(storage.path(name))
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700 if place == "private" else 0o777)
    mode = storage.file_permissions_mode or 0o644
    draft = path.with_name(f".{path.name}.neuf")
    try:
        with draft.open("wb") as target:
            while content := source.read(1 << 20):
                target.write(content)
        draft.chmod(mode)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def delete(place: str, name: str) -> None:
    """Delete a file."""
    storages[PLACES[place]].delete(name)
