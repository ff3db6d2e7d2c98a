"""The table that compares the applications of an edition: what they are, and what each committee says of them."""

from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from django.db.models import Prefetch

from pma_site.core.alphabet import InFrench
from pma_site.core.french import fold

from ..choices import Verdict, Vote
from ..models import Application, CandidatePage, Hearing, LabelCommittee, Opinion

# The best first, then what nobody said anything of.
_RANKS = {
    value: rank for rank, value in enumerate(["favorable", "recevable", "reserve", "defavorable", "irrecevable", ""])
}


@dataclass
class Judgement:
    """What one committee says of one application; `hearing` is None where it was not put before it."""

    hearing: Hearing | None
    committee: LabelCommittee

    @cached_property
    def votes(self):
        """How many of its members voted each way."""
        return Counter(opinion.vote for opinion in self.hearing.opinions.all()) if self.hearing else Counter()

    @property
    def conclusion(self):
        """What it concludes as a whole, in a word; "" as long as it does not."""
        return self.hearing.get_conclusion_display() if self.hearing else ""

    @property
    def votes_in_words(self):
        """« 3 favorables, 1 réservé, 1 déport »."""
        words = [
            f"{self.votes[verdict]} {verdict.label}{'s' if self.votes[verdict] > 1 else ''}"
            for verdict in Verdict
            if self.votes[verdict]
        ]
        if aside := self.votes[Vote.NO_PART]:
            words.append(f"{aside} déport{'s' if aside > 1 else ''}")
        return ", ".join(words)

    @property
    def in_words(self):
        """All of it on one line, for a cell of a table."""
        if self.hearing is None:
            return "non présenté"
        return " – ".join(filter(None, [self.conclusion, self.votes_in_words])) or "aucun avis"

    @property
    def rank(self):
        """What orders a column: the conclusion, then the balance of the votes."""
        if self.hearing is None:
            return len(_RANKS), 0
        balance = self.votes[Vote.FAVOURABLE] - self.votes[Vote.UNFAVOURABLE]
        return _RANKS[self.hearing.conclusion], -balance


@dataclass
class Line:
    """One application in the table."""

    application: Application
    candidate: CandidatePage | None
    judgements: list[Judgement] = field(default_factory=list)

    @property
    def admissible(self):
        """« recevable », « irrecevable », or "" as long as nobody decided."""
        decision = getattr(self.application, "admissibility", None)
        return decision.get_verdict_display() if decision else ""

    @property
    def project(self):
        """The page of the candidate, or else what was deposited: what names it."""
        return self.application.title

    @property
    def budget(self) -> Decimal:
        """Its budget in euros."""
        return self.application.budget_total


@dataclass
class Comparison:
    """The table: its committees in their turn, its lines in the order that was asked for."""

    committees: list[LabelCommittee]
    lines: list[Line]


# By what the lines may be ordered, beside a committee (« comite-12 »).
ORDERS = {
    "projet": lambda line: fold(line.application.title),
    "budget": lambda line: line.budget,
    "recevabilite": lambda line: _RANKS[line.admissible],
}


def compare(edition, *, by: str = "projet", backwards: bool = False, only: LabelCommittee | None = None) -> Comparison:
    """Return the table of an edition, in seven queries whatever its size.

    `only` keeps the applications and the opinions of one committee: what its members may read. An order that is not
    known is that of the titles.
    """
    committees = [only] if only else list(LabelCommittee.objects.filter(edition=edition).in_turn())
    hearings = Hearing.objects.filter(committee__in=committees).prefetch_related(
        Prefetch("opinions", Opinion.objects.select_related("reviewer"))
    )
    rows = Application.objects.of(edition).standing().select_related("admissibility").prefetch_related("communes")
    if only:
        rows = rows.filter(hearings__committee=only)
    rows = rows.prefetch_related(Prefetch("hearings", hearings, to_attr="before"))
    rows = list(rows.order_by(InFrench("title"), "pk"))
    pages = CandidatePage.objects.filter(pk__in=[row.candidate_id for row in rows if row.candidate_id])
    pages = {} if only else pages.select_related("latest_revision").in_bulk()
    lines = [_line(row, pages, committees) for row in rows]
    for place, committee in enumerate(committees):
        if by == f"comite-{committee.pk}":
            lines.sort(key=lambda line, place=place: line.judgements[place].rank, reverse=backwards)
            return Comparison(committees, lines)
    lines.sort(key=ORDERS.get(by, ORDERS["projet"]), reverse=backwards)
    return Comparison(committees, lines)


def _line(application, pages, committees):
    before = {hearing.committee_id: hearing for hearing in application.before}
    judgements = [Judgement(before.get(committee.pk), committee) for committee in committees]
    return Line(application, pages.get(application.candidate_id), judgements)


def as_table(comparison: Comparison) -> tuple[list[str], list[list[str | Decimal]]]:
    """The same as the header and the rows of a spreadsheet: texts, and the budget as an amount in euros."""
    header = [
        "Référence",
        "Projet",
        "Objet",
        "Porteurs",
        "Communes",
        "Avancement",
        "Budget (€)",
        "Recevabilité",
        "Raison",
    ]
    for committee in comparison.committees:
        header += [f"{committee.name} : avis", f"{committee.name} : votes", f"{committee.name} : motifs"]
    return header, [_cells(line) for line in comparison.lines]


def _cells(line):
    row = line.application
    decision = getattr(row, "admissibility", None)
    cells = [row.reference, row.title, row.subject, row.holders_in_words, row.place_in_words]
    cells += [row.get_project_state_display(), line.budget, line.admissible]
    cells.append(decision.reason if decision else "")
    for judgement in line.judgements:
        summary = judgement.hearing.summary if judgement.hearing else ""
        cells += [judgement.conclusion, judgement.votes_in_words, summary]
    return cells
