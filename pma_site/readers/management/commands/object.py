"""The short name of `object_person`."""

from .object_person import Command

__all__ = ["Command"]
