"""Occasions on which organisations meet: a room that keeps such occasions says here which, another asks for them."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Gathering:
    """An occasion, as a list offers it (« Rencontre, 13 avril 2023 »), and the keys of the organisations there."""

    key: str
    label: str
    organisations: tuple[int, ...]


_sources: list[Callable] = []


def tell_of(source: Callable[[list[int]], list[Gathering]]) -> None:
    """Register who knows of gatherings: called with keys of organisations, it returns those of some of them."""
    if source not in _sources:
        _sources.append(source)


def gatherings_of(keys: list[int]) -> list[Gathering]:
    """The occasions at which some of these organisations (their keys) are, as the rooms tell of them."""
    return [gathering for source in _sources for gathering in source(keys)]
