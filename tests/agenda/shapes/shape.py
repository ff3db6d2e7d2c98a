"""A form that an event takes: as a clerk types it, and as a reader should understand it."""

from dataclasses import dataclass, field

LENS, LIEVIN, BETHUNE = "Lens", "Liévin", "Béthune"


@dataclass(frozen=True)
class Slot:
    """One slot, its moments as the clerk types them: « 06/03/2027 10:00 »."""

    start: str
    end: str = ""
    all_day: bool = False
    status: str = "programme"
    note: str = ""


@dataclass(frozen=True)
class Shape:
    """One event: what is typed, and what its page must say.

    `when` is its date in words, which every door shows; `says` is what else its page says, `place` is where it is.
    `venue` is the name of a venue and its commune, or its town outside the territory.
    """

    title: str
    slots: tuple[Slot, ...]
    when: str
    place: str = ""
    says: tuple[str, ...] = ()
    venue: tuple[str, str] | None = None
    communes: tuple[str, ...] = ()
    organisers: tuple[tuple[str, str], ...] = ()
    prices: tuple[dict, ...] = ()
    fields: dict = field(default_factory=dict)


def one(start, end="", **more):
    """An event of one slot."""
    return (Slot(start, end, **more),)


def on(days, hours, **more):
    """The same hours, « 10:00-12:00 » or « 10:00 », on several days of 2027 written « 06/03 »."""
    start, _, end = hours.partition("-")
    return tuple(Slot(f"{day}/2027 {start}", end and f"{day}/2027 {end}", **more) for day in days.split())


def whole(days):
    """Several whole days of 2027."""
    return tuple(Slot(f"{day}/2027 00:00", all_day=True) for day in days.split())
