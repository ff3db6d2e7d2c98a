"""What search has to know of each thing that the public may read: one module for pages, one for other records."""

from .description import Description
from .pages import described_pages
from .records import RECORDS, described_record, key_of

__all__ = ["RECORDS", "Description", "described_pages", "described_record", "key_of"]
