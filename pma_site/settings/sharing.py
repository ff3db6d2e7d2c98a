"""What several machines share: counts and cache in Redis, files in buckets of S3, background work in the database."""

from collections.abc import Mapping

from django.core.exceptions import ImproperlyConfigured

# A cache that does not answer must not hold a page up: the site does without (core.shared_cache).
REDIS_PATIENCE = 1
_KEYS = ("S3_ACCESS_KEY", "S3_SECRET_KEY")
# Limits and codes that served are counted in the memory of a process: so many that no stranger counts them out. A try
# to enter with another name leaves two or three, and a network has thirty in a quarter of an hour; 300 bytes each.
MOST_COUNTED = 50_000
_MEMORY = "django.core.cache.backends.locmem.LocMemCache"


def caches(environ: Mapping[str, str]) -> dict:
    """Return CACHES: Redis at REDIS_URL, otherwise the memory of each process.

    Raises ImproperlyConfigured for an address that is none of Redis.
    """
    url = environ.get("REDIS_URL", "")
    if not url:
        return {
            "default": {"BACKEND": _MEMORY, "OPTIONS": {"MAX_ENTRIES": MOST_COUNTED}},
            # Wagtail's own: who looks at pages with many pictures fills this one alone.
            "renditions": {"BACKEND": _MEMORY, "LOCATION": "renditions"},
        }
    if not url.startswith(("redis://", "rediss://", "unix://")):
        raise ImproperlyConfigured("REDIS_URL doit commencer par « redis:// », « rediss:// » ou « unix:// ».")
    patience = {"socket_connect_timeout": REDIS_PATIENCE, "socket_timeout": REDIS_PATIENCE}
    return {
        "default": {
            "BACKEND": "pma_site.core.shared_cache.SharedCache",
            "LOCATION": url,
            "KEY_PREFIX": "pma",
            # The latter for the memory that stands in for it.
            "OPTIONS": {**patience, "MAX_ENTRIES": MOST_COUNTED},
        }
    }


def storages(environ: Mapping[str, str]) -> dict:
    """Return the settings of the files that are uploaded: in folders, or in two buckets of a server that speaks S3.

    Raises ImproperlyConfigured where one of the variables is missing.
    """
    folders = {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "private": {"BACKEND": "pma_site.core.private_files.PrivateFolder"},
    }
    media, private = environ.get("MEDIA_BUCKET", ""), environ.get("PRIVATE_BUCKET", "")
    if not media and not private:
        return folders
    if not (media and private) or media == private:
        raise ImproperlyConfigured("MEDIA_BUCKET et PRIVATE_BUCKET vont ensemble, et sont deux espaces différents.")
    for name in _KEYS:
        if not environ.get(name):
            raise ImproperlyConfigured(f"MEDIA_BUCKET demande aussi {name} (voir le README).")
    common = {
        "access_key": environ.get("S3_ACCESS_KEY"),
        "secret_key": environ.get("S3_SECRET_KEY"),
        "endpoint_url": environ.get("S3_ENDPOINT") or None,
        "region_name": environ.get("S3_REGION") or "us-east-1",
        # No file is public by itself: the site hands them out, under its own address.
        "default_acl": None,
        "file_overwrite": False,
    }
    return {
        "default": {
            "BACKEND": "pma_site.core.buckets.MediaBucket",
            "OPTIONS": {**common, "bucket_name": media},
        },
        "private": {
            "BACKEND": "pma_site.core.buckets.PrivateBucket",
            "OPTIONS": {**common, "bucket_name": private},
        },
    }


def tasks(environ: Mapping[str, str]) -> tuple[list[str], dict]:
    """Return the apps that background work needs and TASKS: at once, or in the database for workers anywhere.

    Raises ImproperlyConfigured for a queue that does not exist.
    """
    queue = environ.get("TASK_QUEUE", "") or "immediate"
    if queue == "immediate":
        return [], {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    if queue == "database":
        return ["django_tasks_db"], {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    raise ImproperlyConfigured(f"TASK_QUEUE doit être « immediate » ou « database », et non « {queue} ».")
