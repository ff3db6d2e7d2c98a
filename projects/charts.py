"""Figures of the roadmap as bars. Knows no model."""

from dataclasses import dataclass

# A bar of the largest amount, in units of its SVG.
FULL = 1000


@dataclass(frozen=True)
class Bar:
    """What one organisation brings: a length out of FULL; `amount` in euros, None where it is not published."""

    name: str
    acronym: str
    is_grant: bool
    amount: int | None
    length: int


@dataclass(frozen=True)
class Stack:
    """What became of the actions of a year: three lengths that follow one another, out of FULL.

    What is left of `whole` is still under way or given up.
    """

    label: str
    whole: int
    done: int
    moved: int

    @property
    def done_and_moved(self):
        """Where the second length ends."""
        return self.done + self.moved


def year_stacks(years: list) -> list[Stack]:
    """Return a bar for each of some pairs (year, tally with `promised`, `done`, `moved`), as long as it promised.

    None at all where nothing was promised.
    """
    largest = max((tally.promised for _, tally in years), default=0)
    if not largest:
        return []

    def length(count):
        return round(FULL * count / largest)

    return [Stack(str(year), length(tally.promised), length(tally.done), length(tally.moved)) for year, tally in years]


def year_bars(budgets: list) -> list[Bar]:
    """Return a bar for each year, as long as its published total in euros; none where no amount is published."""
    largest = max((budget.total or 0 for budget in budgets), default=0)
    if not largest:
        return []
    known = [budget for budget in budgets if budget.total is not None]
    return [Bar(str(budget.year), "", False, budget.total, round(FULL * budget.total / largest)) for budget in known]


def budget_bars(budget: dict) -> list[Bar]:
    """Return the bars of RoadmapPage.budget: members, then grants, in their order; none without a published amount."""
    rows = [(row, False) for row in budget["members"]] + [(row, True) for row in budget["grants"]]
    largest = max((row["amount"] or 0 for row, _ in rows), default=0)
    if not largest:
        return []
    return [
        Bar(row["name"], row["acronym"], is_grant, row["amount"], round(FULL * (row["amount"] or 0) / largest))
        for row, is_grant in rows
    ]
