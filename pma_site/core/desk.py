"""The desk, the home page of the admin: what waits for somebody, told by each part of the site and read in one query.

A part adds its piles by DESK_HOOK, its short ways by SHORTCUT_HOOK; neither knows the others.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import CharField, Count, DateTimeField, F, IntegerField, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Coalesce
from django.utils import timezone
from django.utils.text import Truncator
from wagtail import hooks

from .french import day

# Each is registered with a function from an account to piles, or to short ways.
DESK_HOOK = "register_desk_piles"
SHORTCUT_HOOK = "register_desk_shortcuts"

# How many of a pile the desk names.
SHOWN = 3


def waiting_since(on: date) -> str:
    """« depuis le 3 juin 2026 », « aujourd’hui », « pour le 3 juin 2027 »."""
    today = timezone.localdate()
    if on == today:
        return "aujourd’hui"
    return f"depuis le {day(on)}" if on < today else f"pour le {day(on)}"


@dataclass(frozen=True)
class Pile:
    """Things of one kind that wait for an account: proposals to answer, figures to refresh.

    `rows` are those that wait, in the order in which to take them. `words` and `since` are expressions: what one of
    them is called, and the moment from which it waits. `key` is what `address` leads to it by. `title` says how many
    there are: « 3 propositions à examiner ». `everything` is the address of the whole list, `dated` what is said of
    the moment. `nuance` is an expression for what `dated` must know beside it, such as how exactly it is known.
    """

    name: str
    icon: str
    rows: QuerySet
    words: Any
    since: Any
    title: Callable[[int], str]
    address: Callable[[str], str]
    everything: str
    key: Any = field(default_factory=lambda: F("pk"))
    dated: Callable[..., str] = waiting_since
    nuance: Any = None


@dataclass(frozen=True)
class Item:
    """One thing that waits: what it is called, where it is dealt with, and what is said of its moment."""

    words: str
    address: str
    when: str


@dataclass(frozen=True)
class Task:
    """A pile that is not empty: how many wait, and the first of them."""

    pile: Pile
    total: int
    items: list

    @property
    def title(self):
        return self.pile.title(self.total)

    @property
    def more(self):
        """How many of it are not named."""
        return self.total - len(self.items)


@dataclass(frozen=True)
class Shortcut:
    """Something done so often that the desk leads straight to it."""

    label: str
    address: str
    icon: str
    order: int


def shortcuts_of(user) -> list[Shortcut]:
    """Return the short ways of an account, the most used first."""
    offered = [way for tell in hooks.get_hooks(SHORTCUT_HOOK) for way in tell(user)]
    return sorted(offered, key=lambda way: way.order)


def tasks_of(user) -> list[Task]:
    """Return what waits for an account, in the order in which the parts of the site tell of it, in one query."""
    return _read([pile for tell in hooks.get_hooks(DESK_HOOK) for pile in tell(user)])


def _read(piles: Iterable[Pile]) -> list[Task]:
    piles = list(piles)
    parts = [_part(number, pile) for number, pile in enumerate(piles)]
    if not parts:
        return []
    found = parts[0].union(*parts[1:], all=True) if parts[1:] else parts[0]
    totals, items = {}, {}
    for number, key, words, since, total, nuance in sorted(found, key=lambda row: (row[0], row[3])):
        totals[number] = total
        pile = piles[number]
        when = pile.dated(timezone.localdate(since), *([] if pile.nuance is None else [nuance]))
        items.setdefault(number, []).append(Item(Truncator(words).chars(90), pile.address(key), when))
    return [Task(piles[number], totals[number], items[number]) for number in sorted(items)]


def _part(number, pile):
    """The first rows of a pile in the shape that all parts of one union share."""
    rows = pile.rows
    counted = rows.order_by().annotate(desk_all=Value(1)).values("desk_all").annotate(desk_count=Count("pk"))
    first = rows.model._base_manager.filter(pk__in=rows.values("pk")[:SHOWN])
    return (
        first.order_by()
        .annotate(
            desk_pile=Value(number, IntegerField()),
            desk_key=Cast(pile.key, CharField()),
            desk_words=Cast(pile.words, CharField()),
            desk_since=Cast(pile.since, DateTimeField()),
            desk_total=Coalesce(Subquery(counted.values("desk_count")), 0),
            desk_nuance=Cast(Value("") if pile.nuance is None else pile.nuance, CharField()),
        )
        .values_list("desk_pile", "desk_key", "desk_words", "desk_since", "desk_total", "desk_nuance")
    )
