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
