"""What search has to know of each thing that the public may read: pages, other records, views."""

from .description import Description
from .pages import described_pages, online_pages
from .records import RECORDS, described_record, key_of
from .views import described_views

__all__ = [
    "RECORDS",
    "Description",
    "described_pages",
    "described_record",
    "described_views",
    "key_of",
    "online_pages",
]
