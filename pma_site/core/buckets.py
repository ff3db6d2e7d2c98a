"""Uploaded files in buckets of a server that speaks S3, for a site on several machines."""

from urllib.parse import quote

from django.conf import settings
from storages.backends.s3 import S3Storage


class MediaBucket(S3Storage):
    """What the public sees. Readers get it under the site's own address: nothing of a page comes from elsewhere."""

    def url(self, name, *args, **kwargs):
        return f"{settings.MEDIA_URL}{quote(name)}"


class PrivateBucket(S3Storage):
    """What the team alone sees: files here have no address."""

    def url(self, name, *args, **kwargs):
        raise ValueError(f"« {name} » n’a pas d’adresse publique.")
