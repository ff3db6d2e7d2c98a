"""The order in which the steps of an edition of the label follow one another."""

from datetime import date, datetime, timedelta
from itertools import combinations
from typing import NamedTuple

from django.utils import timezone

from pma_site.core.french import day, day_and_hour

from .choices import StepKind

# Each is over before the next one begins; on the same day they may follow each other.
IN_TURN = [StepKind.CALL, StepKind.COMMITTEE, StepKind.ANNOUNCEMENT, StepKind.CEREMONY]
ONCE = {
    StepKind.CALL: "Une édition n’a qu’un appel à candidatures : prolongez celui qui y est.",
    StepKind.ANNOUNCEMENT: "Une édition n’a qu’une annonce des résultats.",
}


class Dated(NamedTuple):
    """A step by its dates, each of which may be missing."""

    kind: str
    name: str
    start: date | None
    end: date | None

    @property
    def first(self):
        """The first day that is known of it."""
        return self.start or self.end

    @property
    def last(self):
        """The last day that is known of it."""
        return self.end or self.start


def released_at(own: datetime | None, common: datetime | None) -> datetime | None:
    """When a result is released on every door: with those of its edition, or at an instant of its own that is later.

    None where neither is fixed: it stays hidden.
    """
    return max(filter(None, [own, common]), default=None)


def contradictions(
    steps: list[Dated], announced: date | None = None, called: Dated | None = None
) -> list[tuple[int | None, str]]:
    """What cannot be in the dates of `steps`: the place in the list of the step to mend, and why, in French.

    `announced` is the day of the instant when results are released, None where it is not fixed; the place is None
    where that instant itself is what does not fit. `called` is the call that the public applies by, from its first day
    to its last: it stands for the step of the call. Steps without a date contradict nothing.
    """
    found = []
    for kind, message in ONCE.items():
        places = [place for place, step in enumerate(steps) if step.kind == kind]
        found += [(place, message) for place in places[1:]]
    if called:
        found += [(place, _other_than(called)) for place, step in enumerate(steps) if _differs(step, called)]
    placed = [(place, step) for place, step in enumerate(steps) if step.first]
    if called:
        placed = [(place, step) for place, step in placed if step.kind != StepKind.CALL]
        placed.append((None, called))
    released = [step for _, step in placed if step.kind == StepKind.ANNOUNCEMENT]
    if announced and released and not released[0].first <= announced <= released[0].last:
        step = released[0]
        found.append((None, f"L’étape «\u00a0{step.name}\u00a0» est {_dates(step)} : accordez les deux dates."))
    elif announced and not released:
        # The instant stands for the step that the calendar does not show.
        placed.append((None, Dated(StepKind.ANNOUNCEMENT, "Annonce des résultats", announced, announced)))
    for (place, one), (other_place, other) in combinations(placed, 2):
        if message := _out_of_turn(one, other) or _out_of_turn(other, one):
            # What stands elsewhere is not mended here: the other of the two is.
            found.append((other_place if other_place is not None else place, message))
    return found


def _differs(step, called):
    return step.kind == StepKind.CALL and step.first and (step.first, step.last) != (called.first, called.last)


def _other_than(called):
    return f"L’appel en ligne est ouvert {_dates(called)} : laissez ces dates vides, elles en viennent."


def _dates(step):
    """« le 3 mai 2023 », « du 3 mai 2023 au 5 mai 2023 »."""
    return f"le {day(step.first)}" if step.first == step.last else f"du {day(step.first)} au {day(step.last)}"


def _out_of_turn(earlier, later):
    """Why `later` cannot be where it is, if it is the one of the two that comes after; "" where all is well."""
    kinds = (earlier.kind, later.kind)
    if all(kind in IN_TURN for kind in kinds) and IN_TURN.index(kinds[0]) < IN_TURN.index(kinds[1]):
        clash = later.first < earlier.last
    elif kinds == (StepKind.CALL, StepKind.REVIEW):
        clash = later.first < earlier.first
    elif earlier.kind == StepKind.REVIEW and later.kind in (StepKind.ANNOUNCEMENT, StepKind.CEREMONY):
        clash = later.first < earlier.last
    else:
        clash = False
    if not clash:
        return ""
    return (
        f"«\u00a0{later.name}\u00a0» ({_dates(later)}) vient après «\u00a0{earlier.name}\u00a0» ({_dates(earlier)}) : "
        "ces dates se contredisent."
    )


def call_dates(name: str, opens_at: datetime, closes_at: datetime) -> Dated:
    """A call from its first day to its last: one that closes at midnight is not open on the day that begins then."""
    last = timezone.localtime(closes_at - timedelta(minutes=1)).date()
    return Dated(StepKind.CALL, name, timezone.localtime(opens_at).date(), last)


def embargo_in_words(instant: datetime | None) -> str:
    """Who may know what is announced at `instant`, for those who prepare it; None where it is not fixed."""
    if instant is None:
        return "Aucun instant d’annonce n’est fixé : tout résultat préparé reste caché, le site affiche « Candidat »."
    if instant <= timezone.now():
        return f"Public depuis le {day_and_hour(instant)}."
    return (
        f"Sous embargo jusqu’au {day_and_hour(instant)}. D’ici là, le site affiche « Candidat » ; à cet instant, tout "
        "paraît partout à la fois, sans que personne n’ait rien à faire."
    )
