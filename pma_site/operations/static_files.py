"""The static files as visitors get them: with names that tell their content, compressed once, kept for ever."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command

_STAMP = ".collected"
ADVICE = "Lancez « manage.py collectstatic --noinput »."
# What « collectstatic » leaves out, too.
_LEFT_OUT = ["CVS", ".*", "*~"]


def collect_what_changed() -> int:
    """Collect and compress the static files if any is new or other than last time; return how many there are, or 0."""
    digest, count = hashlib.sha256(repr(settings.STORAGES["staticfiles"]).encode()), 0
    for finder in get_finders():
        for name, storage in finder.list([]):
            digest.update(f"{name}\0{storage.size(name)}\0{storage.get_modified_time(name)}\n".encode())
            count += 1
    stamp = Path(settings.STATIC_ROOT) / _STAMP
    if stamp.exists() and stamp.read_text() == digest.hexdigest():
        return 0
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(digest.hexdigest())
    return count


def missing() -> list[str]:
    """Return the names of files that were not collected: each page of this code that asks for one would fail."""
    # As this process knows them: it reads once what was collected.
    collected = getattr(staticfiles_storage, "hashed_files", None)
    if collected is None:
        return []
    names = {
        staticfiles_storage.clean_name(f"{prefix}/{name}" if (prefix := getattr(storage, "prefix", "")) else name)
        for finder in get_finders()
        for name, storage in finder.list(_LEFT_OUT)
    }
    return sorted(names - collected.keys())
