"""How many proposals came from each commune, and what became of them."""

from dataclasses import dataclass

from django.db.models import Avg, Count, F, Q

from pma_site.contributions.choices import OPEN_STATES, ContributionState
from pma_site.core.spreadsheets import write_csv

from ..models import Proposal

HEADERS = [
    "Commune",
    "Code INSEE",
    "Reçues",
    "En ligne ou rattachées",
    "Déclinées",
    "Retirées",
    "En attente",
    "Délai moyen (jours)",
]
NO_COMMUNE = "Hors territoire ou en ligne"


@dataclass(frozen=True)
class Line:
    """The figures of one commune; `delay` is the mean number of days from a proposal to its answer, or None."""

    commune: str
    insee_code: str
    received: int
    accepted: int
    declined: int
    withdrawn: int
    waiting: int
    delay: float | None

    @property
    def delay_in_words(self):
        """« 2,5 », or nothing."""
        return "" if self.delay is None else f"{self.delay:.1f}".replace(".", ",")

    @property
    def cells(self):
        """The line as a table writes it."""
        figures = (self.received, self.accepted, self.declined, self.withdrawn, self.waiting)
        return [self.commune, self.insee_code, *map(str, figures), self.delay_in_words]


def by_commune(year: int | None = None) -> list[Line]:
    """Return a line for each commune that proposals came for, of one year or of all, in the order of names."""
    answered = Q(state__in=[ContributionState.ACCEPTED, ContributionState.MERGED, ContributionState.DECLINED])
    proposals = Proposal.objects.filter(sent_at__year=year) if year else Proposal.objects.all()
    rows = (
        proposals.order_by()
        .values("commune__name", "commune__insee_code", "commune__spelling")
        .annotate(
            received=Count("pk"),
            accepted=Count("pk", Q(state__in=[ContributionState.ACCEPTED, ContributionState.MERGED])),
            declined=Count("pk", Q(state=ContributionState.DECLINED)),
            withdrawn=Count("pk", Q(state=ContributionState.WITHDRAWN)),
            waiting=Count("pk", Q(state__in=OPEN_STATES)),
            delay=Avg(F("decided_at") - F("sent_at"), filter=answered),
        )
        .order_by(F("commune__spelling").asc(nulls_last=True))
    )
    return [
        Line(
            commune=row["commune__name"] or NO_COMMUNE,
            insee_code=row["commune__insee_code"] or "",
            delay=row["delay"].total_seconds() / 86400 if row["delay"] is not None else None,
            **{name: row[name] for name in ("received", "accepted", "declined", "withdrawn", "waiting")},
        )
        for row in rows
    ]


def years() -> list[int]:
    """The years in which something was proposed, the latest first."""
    return [moment.year for moment in Proposal.objects.datetimes("sent_at", "year", order="DESC")]


def as_csv(year: int | None = None) -> bytes:
    """The same as a file for a spreadsheet."""
    return write_csv(HEADERS, [line.cells for line in by_commune(year)])
