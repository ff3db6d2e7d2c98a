"""The years of the roadmap side by side: what each axis promised, did and moved, and who paid."""

from collections import defaultdict
from dataclasses import dataclass, fields

from django.db.models import Sum
from wagtail.models import Page

from ..choices import ActionStep, ContributionKind
from .actions import Action
from .axes import AxisPage


@dataclass
class Tally:
    """The actions of a year, in numbers: each promised one is counted once among the others.

    `moved` are those postponed, and those that a later year took over; `under_way` the ones still to come.
    """

    done: int = 0
    moved: int = 0
    under_way: int = 0
    given_up: int = 0

    @property
    def promised(self):
        """How many actions the year set out with."""
        return sum(getattr(self, field.name) for field in fields(self))

    def count(self, step, is_carried):
        """Count an action at a step; `is_carried` tells that a later year took it over."""
        if step == ActionStep.DONE:
            self.done += 1
        elif step == ActionStep.ABANDONED:
            self.given_up += 1
        elif step == ActionStep.POSTPONED or is_carried:
            self.moved += 1
        else:
            self.under_way += 1


@dataclass(frozen=True)
class AxisOverTheYears:
    """An axis, known by its address from year to year, and pairs (year, Tally) of its years, the latest first."""

    title: str
    years: list


@dataclass(frozen=True)
class YearOfBudget:
    """Who paid for a year, in euros; `unknown` contributions have no published amount.

    What `members` or `grants` gave, and the `total`, is None where no amount of it is published.
    """

    year: int
    members: int | None
    grants: int | None
    unknown: int

    @property
    def total(self):
        known = (self.members or 0) + (self.grants or 0)
        return None if self.unknown and not known else known


@dataclass(frozen=True)
class Comparison:
    """The published years: all axes together, each axis, and the budgets."""

    together: AxisOverTheYears
    axes: list
    budgets: list


def compare(roadmaps) -> Comparison:
    """Compare published years (RoadmapPage), the latest first, in four queries whatever their number.

    Drafts count for nothing: neither an axis that is not online, nor what its actions take over.
    """
    years = {roadmap.path: roadmap.year for roadmap in roadmaps}
    axes = [axis for axis in AxisPage.objects.online().order_by("path") if _year_path(axis) in years]
    actions = list(
        Action.objects.filter(axis__in=[axis.pk for axis in axes]).values_list("axis", "step", "key", "carried_from")
    )
    carried = {origin for _, _, _, origin in actions if origin}
    tallies, titles, together = defaultdict(dict), {}, {year: Tally() for year in years.values()}
    by_axis = {axis.pk: (axis.slug, years[_year_path(axis)]) for axis in axes}
    for axis in sorted(axes, key=lambda axis: years[_year_path(axis)]):
        slug, year = by_axis[axis.pk]
        # The title it had last.
        titles[slug] = axis.title
        tallies[slug][year] = Tally()
    for axis, step, key, _ in actions:
        slug, year = by_axis[axis]
        for tally in (tallies[slug][year], together[year]):
            tally.count(step, key in carried)
    order = dict.fromkeys(by_axis[axis.pk][0] for axis in sorted(axes, key=lambda axis: -years[_year_path(axis)]))
    return Comparison(
        AxisOverTheYears("Tous les axes", _latest_first(together)),
        [AxisOverTheYears(titles[slug], _latest_first(tallies[slug])) for slug in order],
        _budgets(roadmaps),
    )


def _year_path(axis):
    return axis.path[: -Page.steplen]


def _latest_first(tallies):
    return sorted(tallies.items(), reverse=True)


def _budgets(roadmaps):
    if not roadmaps:
        return []
    lines = roadmaps[0].contributions.model.objects.filter(roadmap__in=[roadmap.pk for roadmap in roadmaps])
    sums = {
        (row["roadmap"], row["kind"]): row["total"]
        for row in lines.values("roadmap", "kind").order_by().annotate(total=Sum("amount"))
    }
    unknown = defaultdict(int)
    for key in lines.filter(amount=None).values_list("roadmap", flat=True):
        unknown[key] += 1
    return [
        YearOfBudget(
            roadmap.year,
            sums.get((roadmap.pk, ContributionKind.MEMBER), 0),
            sums.get((roadmap.pk, ContributionKind.GRANT), 0),
            unknown[roadmap.pk],
        )
        for roadmap in roadmaps
    ]
