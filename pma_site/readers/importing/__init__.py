"""Files of town halls, subscribers and elected members: examined first, then applied, and undone as a whole."""

from .runs import (
    ChangedSinceError,
    apply,
    discard,
    examine,
    guess_columns,
    receive,
    undo,
)

__all__ = ["ChangedSinceError", "apply", "discard", "examine", "guess_columns", "receive", "undo"]
