"""The questions of a call, as an editor lines them up. The identity of a block is that of its question, for ever."""

from .streams import QuestionStream

__all__ = ["QuestionStream"]
