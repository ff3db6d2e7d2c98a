"""Files that the public does not see: they lie outside MEDIA_ROOT, under names drawn by lot."""

import secrets

from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.utils import timezone


def private_storage() -> FileSystemStorage:
    """Where they are kept: PRIVATE_ROOT, readable by the site alone."""
    return FileSystemStorage(
        location=settings.PRIVATE_ROOT,
        base_url=None,
        file_permissions_mode=0o600,
        directory_permissions_mode=0o700,
    )


def drawn_name(instance, filename: str) -> str:
    """Name a file by lot, in a folder of its month: nothing of what its owner called it is kept but the kind."""
    suffix = filename.rpartition(".")[2].lower()
    return f"{timezone.localdate():%Y-%m}/{secrets.token_hex(16)}.{suffix if suffix.isalnum() else 'bin'}"
