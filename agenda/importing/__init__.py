"""Events brought in from elsewhere: a source is read and examined first, then its events become drafts."""

from .runs import apply_some, correct_columns, discard, read_address, read_again, receive

__all__ = ["apply_some", "correct_columns", "discard", "read_address", "read_again", "receive"]
