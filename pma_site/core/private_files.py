"""Files that the public does not see: they lie outside MEDIA_ROOT, under names drawn by lot."""

import os
import secrets

from django.conf import settings
from django.core.files.storage import FileSystemStorage, Storage, storages
from django.db import transaction
from django.utils import timezone
from django.utils.deconstruct import deconstructible


@deconstructible
class PrivateStorage(Storage):
    """Where they are kept, whichever that is on this site: the storage « private » of STORAGES."""

    def _of_site(name):  # noqa: N805 - no method yet: it makes one
        return lambda self, *args, **kwargs: getattr(storages["private"], name)(*args, **kwargs)

    _open, _save = _of_site("_open"), _of_site("_save")
    path, url, size = _of_site("path"), _of_site("url"), _of_site("size")
    delete, exists, listdir = _of_site("delete"), _of_site("exists"), _of_site("listdir")
    get_modified_time = _of_site("get_modified_time")
    del _of_site


class PrivateFolder(FileSystemStorage):
    """A folder of this machine: PRIVATE_ROOT, readable by the site alone. Its files have no address."""

    def __init__(self):
        super().__init__(file_permissions_mode=0o600, directory_permissions_mode=0o700)

    @property
    def base_location(self):
        return settings.PRIVATE_ROOT

    @property
    def location(self):
        return os.path.abspath(self.base_location)  # noqa: PTH100 - as Django's own

    def url(self, name):
        raise ValueError(f"« {name} » n’a pas d’adresse publique.")


def drawn_name(instance, filename: str) -> str:
    """Name a file by lot, in a folder of its month: nothing of what its owner called it is kept but the kind."""
    suffix = filename.rpartition(".")[2].lower()
    return f"{timezone.localdate():%Y-%m}/{secrets.token_hex(16)}.{suffix if suffix.isalnum() else 'bin'}"


def forget_file(sender, instance, **kwargs):
    """Delete the `file` of a row that is gone, once the database knows that it is (signal post_delete)."""
    name, storage = instance.file.name, instance.file.storage
    transaction.on_commit(lambda: storage.delete(name))
