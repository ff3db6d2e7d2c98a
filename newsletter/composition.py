"""A new issue, begun as a draft from the last one."""

from dataclasses import dataclass
from datetime import date

from dateutil.relativedelta import relativedelta
from django.apps import apps
from django.db import transaction
from django.utils import timezone

from .choices import CarriedPart
from .forms import next_month, title_by_number
from .models import IndicatorValue, IssueIndexPage, IssuePage
from .models.numbers import highest_number, letter_numbered

EVENTS_PROPOSED = 6
# Where none is known yet, the agenda announces those of so many months, from that of the letter on.
MONTHS_AHEAD = 3
# A part whose year has changed gets a title that is true of any year.
TITLES_OF_A_YEAR = {
    "roadmap_axes": "Les axes de la feuille de route {year}",
    "budget": "Le budget {year}",
    "actions_done": "Les actions réalisées en {year}",
    "candidates": "Label Euralens {year} : les projets candidats",
}
PART_OF_BLOCK = {
    "callout": CarriedPart.INVITATIONS,
    "contact_line": CarriedPart.INVITATIONS,
    "call": CarriedPart.INVITATIONS,
    "roadmap_axes": CarriedPart.ROADMAP,
    "budget": CarriedPart.ROADMAP,
    "governance": CarriedPart.ROADMAP,
    "actions_done": CarriedPart.ROADMAP,
    "candidates": CarriedPart.LABEL,
    "key_figures": CarriedPart.FIGURES,
    "agenda": CarriedPart.AGENDA,
}
MASTHEAD = ("director", "director_title", "editor", "editor_title", "committee")
STANDING_TITLES = ("feature_kicker", "territory_title")
STREAMS = ("cover", "feature", "territory")


class NumberTakenError(ValueError):
    """Another issue already has this number; it is `issue`."""

    def __init__(self, issue):
        super().__init__(f"Le n°\u00a0{issue.number} existe déjà.")
        self.issue = issue


def last_issue():
    """Return the issue with the highest number, published or not, as it was last saved; None where there is none."""
    issue = IssuePage.objects.latest_first().first()
    return issue and issue.get_latest_revision_as_object()


def propose_issue(last):
    """Return the number and the month after those of the `last` issue (None: there is none), and since when the roadmap
    is reported.
    """
    today = timezone.localdate()
    return {
        "number": highest_number() + 1,
        "month": next_month(max(today, last.month) if last else today),
        "since": last.month if last else today.replace(month=1, day=1),
    }


@transaction.atomic
def start_issue(user, number, month, title="", carried=tuple(CarriedPart), since=None):
    """Create issue `number` of `month` as a draft of `user`, with the `carried` parts of the last one; return it.

    It reports what the roadmap did since a day, by default since the month of the last issue.

    Raises NumberTakenError.
    """
    # Who comes second waits here, then finds the number taken.
    index = IssueIndexPage.objects.select_for_update(of=("self",)).get()
    taken = letter_numbered(number)
    if taken:
        raise NumberTakenError(taken)
    last = last_issue()
    issue = IssuePage(number=number, month=month, title=title or title_by_number(number), owner=user, live=False)
    issue.slug = _free_slug(index, number)
    if last:
        _take_over_titles(issue, last, carried)
    for stream, blocks in _Carrier(month, carried, last, since).streams().items():
        setattr(issue, stream, blocks)
    index.add_child(instance=issue)
    issue.save_revision(user=user)
    return issue


def _free_slug(index, number):
    slug, taken = str(number), set(index.get_children().values_list("slug", flat=True))
    while slug in taken:
        slug = f"numero-{slug}"
    return slug


def _take_over_titles(issue, last, carried):
    for name in STANDING_TITLES + (MASTHEAD if CarriedPart.MASTHEAD in carried else ()):
        value = getattr(last, name)
        # A draft may lack what a page must have: the new one then has what is usual.
        if value or name in STANDING_TITLES:
            setattr(issue, name, value.get_prep_value() if name == "committee" else value)


@dataclass
class _Carrier:
    """Takes the blocks of the last issue one by one and makes those of the new one."""

    month: date
    carried: tuple
    last: IssuePage | None
    since: date | None

    def __post_init__(self):
        roadmaps, editions = (
            apps.get_model(name).objects for name in ("projects.RoadmapPage", "projects.LabelEditionPage")
        )
        self.roadmap = roadmaps.in_progress(self.month.year).first()
        self.edition = editions.in_progress(self.month.year).first()
        self.events = apps.get_model("agenda.EventPage").objects.to_announce(self.month).soonest_first()

    def streams(self):
        """Return the raw blocks of each stream of the new issue."""
        streams = {name: self._blocks(getattr(self.last, name, None)) for name in STREAMS}
        kinds = {block["type"] for blocks in streams.values() for block in blocks}
        # What the last issue did not have is proposed as well.
        for name, kind, value in (
            (
                "feature",
                "actions_done",
                {"title": "Premières actions réalisées", "roadmap": getattr(self.roadmap, "pk", None)},
            ),
            ("territory", "agenda", {"title": "Agenda"}),
        ):
            if kind not in kinds:
                streams[name] += self._block(kind, value)
        return streams

    def _blocks(self, stream):
        raw = stream.get_prep_value() if stream else []
        return [new for block in raw for new in self._block(block["type"], block["value"])]

    def _block(self, kind, value):
        if PART_OF_BLOCK.get(kind) not in self.carried:
            return []
        value = getattr(self, f"_{kind}", lambda same: same)(dict(value))
        return [{"type": kind, "value": value}] if value else []

    def _callout(self, value):
        # One that gives somebody to write to is a standing invitation; another is news.
        return value if value.get("contacts") else None

    def _call(self, value):
        # One that nobody can answer any more is not asked again.
        calls = apps.get_model("contributions.Call").objects.not_closed()
        return value if not value.get("call") or calls.filter(pk=value["call"]).exists() else None

    def _of_year(self, kind, value, field, page):
        if page and value.get(field) != page.pk:
            # What was said of another year is not true of this one.
            value |= {field: page.pk, "title": TITLES_OF_A_YEAR[kind].format(year=page.year)}
            if "text" in value:
                value["text"] = ""
        return value if value.get(field) else None

    def _roadmap_axes(self, value):
        return self._of_year("roadmap_axes", value, "roadmap", self.roadmap)

    def _budget(self, value):
        return self._of_year("budget", value, "roadmap", self.roadmap)

    def _actions_done(self, value):
        value = self._of_year("actions_done", value, "roadmap", self.roadmap)
        since = self.since or (self.last.month if self.last else None)
        return value and {**value, "since": since.isoformat() if since else None}

    def _governance(self, value):
        return {**value, "as_of": timezone.localdate().isoformat()}

    def _candidates(self, value):
        return self._of_year("candidates", value, "edition", self.edition)

    def _key_figures(self, value):
        shown = [_key(figure) for figure in value["figures"]]
        latest = dict(IndicatorValue.objects.latest_of_each().values_list("indicator_id", "pk"))
        indicators = dict(IndicatorValue.objects.filter(pk__in=shown).values_list("pk", "indicator_id"))
        figures = [latest[indicators[figure]] for figure in shown if figure in indicators]
        # The same indicator is shown once, even if the last issue showed two of its values.
        return {**value, "figures": list(dict.fromkeys(figures))}

    def _agenda(self, value):
        events, start, end = [event.pk for event in self.events[:EVENTS_PROPOSED]], None, None
        if not events:
            # Those that will be announced by then come by themselves.
            start, end = self.month, self.month + relativedelta(months=MONTHS_AHEAD, days=-1)
        return {**value, "events": events, "start": start and start.isoformat(), "end": end and end.isoformat()}


def _key(item):
    """Return the key of a record in a raw list, whose items are stored with an identity or bare."""
    return item["value"] if isinstance(item, dict) else item
