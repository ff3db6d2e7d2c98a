"""Files that the public does not see: they lie outside MEDIA_ROOT, under names drawn by lot."""

import os
import secrets

from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.db import transaction
from django.utils import timezone


class PrivateStorage(FileSystemStorage):
    """Where they are kept: PRIVATE_ROOT, readable by the site alone. They have no address."""

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
