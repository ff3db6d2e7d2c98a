"""The agenda as a reader sees it: the list by days, what narrows it down, the month and the years."""

from calendar import Calendar
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

from django.core.paginator import Paginator
from django.utils import timezone

from pma_site.core.french import day

from ..catalogue import YEAR
from ..choices import Period
from ..entries import FACETS
from ..forms import YEARS_AWAY, AgendaFilterForm, query_string
from ..headings import day_heading, month_in_words, window_in_words
from ..periods import COMING, PAST, named_window, window_of
from .cards import events_found
from .published import published

EVENTS_A_PAGE = 20
UNDER_WAY = "En ce moment"
NO_DATE = "Date à confirmer"
# What says which stretch of time is asked for.
TIMES = ("periode", "du", "au", "mois", YEAR)


@dataclass
class Group:
    """Events under one heading of the list; `continued` where it began on the page before."""

    title: str
    continued: bool
    events: list = field(default_factory=list)


@dataclass(frozen=True)
class Way:
    """A link to another view of the agenda: its words, what it says to who hears it alone, its address, its count."""

    words: str
    address: str
    name: str = ""
    count: int | None = None
    current: bool = False


@dataclass(frozen=True)
class Day:
    """One box of the month: its day, how many events it has, the address of their list."""

    date: date
    count: int
    address: str
    today: bool


class Listing:
    """What the agenda, at `path`, shows for the parameters of an address; everything is read when it is made."""

    def __init__(self, data, path):
        self.path = path
        self.now = timezone.now()
        self.today = timezone.localdate(self.now)
        with published() as keeper:
            self.form = AgendaFilterForm(data, names=keeper.names)
            self.form.is_valid()
            self.filters = self.form.cleaned_data
            self.window = window_of(self.filters, self.today)
            self.asked = keeper.asked(self.filters, self.window, self.now)
            self.catalogue = keeper.catalogue
            self._look_up(data.get("page"))
        self.groups = self._group()
        self.chosen = self._chosen()
        self.form.show_only_what_counts()
        self.next_events = events_found(self._next)
        self.last_events = events_found(self._last)

    def _look_up(self, number):
        """Ask the catalogue for all that the page needs, before another request may change it."""
        self.total = self._count(self.asked)
        self.items = Paginator(_Rows(self.total), EVENTS_A_PAGE).get_page(number)
        start = (self.items.number - 1) * EVENTS_A_PAGE
        lines = self.catalogue.some(self.asked, max(start - 1, 0), start + EVENTS_A_PAGE)
        self._before, self._found = (lines[:1], lines[1:]) if start else ([], lines)
        self.form.offer({facet: self.catalogue.counts(facet, self.asked) for facet in FACETS})
        self.form.offer({"periode": self._counts_of_periods()})
        self.years = self._years() if self.window.over else []
        self.weeks = self._weeks() if self.filters.get("mois") else []
        nothing = not self.total
        self._next = self.catalogue.some(self.asked.during(COMING), 0, 1) if nothing and self.window != COMING else []
        self._last = self.catalogue.some(self.asked.during(PAST), 0, 3) if nothing and not self.window.over else []
        self.without_one = self._without_one() if nothing else []

    @property
    def title(self):
        """« Événements à venir », « Ce week-end », « Décembre 2026 »."""
        period = self.filters.get("periode")
        named = (
            period and self.window == named_window(period, self.today) and period not in (Period.COMING, Period.PAST)
        )
        return Period(period).label if named else window_in_words(self.window)

    def _chosen(self):
        """The filters in force, each as a link to the list without it."""
        ways = []
        for name, words in self.form.in_force.items():
            if name in ("mois", YEAR) or self.filters[name] == Period.PAST:
                # Views of their own rather than filters.
                continue
            label = self.form.base_fields[name].label
            shown = (
                {"du": f"du {words:%d/%m/%Y}", "au": f"au {words:%d/%m/%Y}"}[name] if name in ("du", "au") else words
            )
            shown = f"« {shown} »" if name == "q" else shown
            ways.append(Way(shown, self._address(**{name: None}), f"Retirer le filtre {label} : {shown}"))
        return ways

    @property
    def needs_form(self):
        """Whether the form is to be seen at once: what was typed is refused. Filters in force stand above the list."""
        return bool(self.form.errors)

    @property
    def all_of_it(self):
        """The address of the same view without any filter."""
        return self._address(**dict.fromkeys((*FACETS, "q", "du", "au")))

    @property
    def selection(self):
        """The parameters of an address for the same events at any time, for a subscription; "" for all of them."""
        return query_string(self._parameters(**dict.fromkeys(TIMES)))

    @property
    def views(self):
        """The ways to look at the agenda: to come, by month, past."""
        month = f"{self.filters.get('mois') or self.today:%Y-%m}"
        return [
            Way("À venir", self._at(), current=not (self.weeks or self.window.over)),
            Way("Par mois", self._at(mois=month), current=bool(self.weeks)),
            Way("Passés", self._at(periode=Period.PAST.value), current=self.window.over),
        ]

    @cached_property
    def months(self):
        """The ways to the month before and the month after the one shown, where there are any."""
        first = self.filters["mois"]
        before, after = first - timedelta(days=1), first + timedelta(days=31)
        return {
            name: Way(month_in_words(month).capitalize(), self._at(mois=f"{month:%Y-%m}"))
            for name, month in (("before", before), ("after", after))
            if abs(month.year - self.today.year) <= YEARS_AWAY
        }

    def _count(self, asked):
        return self.catalogue.matching(asked).bit_count()

    def _counts_of_periods(self):
        windows = {period.value: named_window(period, self.today) for period in Period}
        return {value: self._count(self.asked.during(window)) for value, window in windows.items()}

    def _years(self):
        counted = self.catalogue.counts(YEAR, self.asked.during(PAST))
        shown = self.window.year
        return [
            Way(str(year), self._at(annee=year), count=count, current=year == shown)
            for year, count in sorted(counted.items(), reverse=True)
        ]

    def _weeks(self):
        """The boxes of the month, a list a week; None for the days of other months."""
        first = self.filters["mois"]
        counts = self.catalogue.days(self.asked)
        return [
            [self._box(each, counts[each]) if each.month == first.month else None for each in week]
            for week in Calendar().monthdatescalendar(first.year, first.month)
        ]

    def _box(self, each, count):
        return Day(each, count, self._at(du=each, au=each), each == self.today)

    def _without_one(self):
        """The links that each take one filter away, with how many events they lead to."""
        ways = []
        for name in (name for name in self.form.in_force if name in (*FACETS, "q")):
            count = self._count(self.asked.without(name))
            words = self.form.in_force[name]
            shown = f"« {words} »" if name == "q" else words
            ways += [Way(f"Sans le filtre {shown}", self._address(**{name: None}), count=count)] if count else []
        count = self._count(self.asked.during(COMING))
        if self.window != COMING and count:
            ways.append(Way("Toutes les dates à venir", self._at(), count=count))
        return ways

    def _parameters(self, **changes):
        given = {**self.form.parameters, **changes}
        return {name: str(value) for name, value in given.items() if value is not None}

    def _address(self, **changes):
        """The address of the same list but for some parameters; None takes one away."""
        return self.path + query_string(self._parameters(**changes))

    def _at(self, **times):
        """The address of what the same filters give at another time."""
        return self._address(**{**dict.fromkeys(TIMES), **times})

    def _group(self):
        events = {event.pk: event for event in events_found(self._found)}
        groups, last = [], self._heading(self._before[0]) if self._before else None
        for line in self._found:
            if line.event not in events:
                continue
            heading = self._heading(line)
            if not groups or heading != groups[-1].title:
                groups.append(Group(heading, continued=not groups and heading == last))
            groups[-1].events.append(events[line.event])
        return groups

    def _heading(self, line):
        """What an event stands under: a day, the present, no date; the month in which it ended once it is over."""
        slot = line.slot
        if slot is None:
            return NO_DATE
        if self.window.over:
            return month_in_words(date.fromordinal(slot.last)).capitalize()
        if slot.start <= self.now < slot.closes:
            return UNDER_WAY
        if self.window.first and slot.start < self.window.since:
            return f"Commencés avant le {day(self.window.first)}"
        words = day_heading(date.fromordinal(slot.first), self.today)
        return f"{words[0].upper()}{words[1:]}"


class _Rows:
    """As many rows as there are events, for Django's paginator: the catalogue gives the rows themselves."""

    ordered = True

    def __init__(self, total):
        self.total = total

    def __len__(self):
        return self.total

    def __getitem__(self, part):
        return range(self.total)[part]
