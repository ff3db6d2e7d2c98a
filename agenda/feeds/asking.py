"""What is asked of a feed: the filters of the agenda, read from its address."""

from datetime import date
from functools import wraps
from urllib.parse import urlencode

from django import forms
from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.decorators.http import require_safe

from pma_site.core.french import day

from ..entries import FACETS
from ..forms import AgendaFilterForm, RecordField
from ..models import EventPage
from ..models.published import published
from ..periods import EVERYTHING


class Asked:
    """The filters of one request; not valid where one of them has a value that is not offered.

    Without `periods`, those that are about time are not offered: who subscribes wants what is to come.
    """

    def __init__(self, data, periods=True):
        if not data and periods:
            # The whole agenda: nothing is to be looked up.
            self.form = AgendaFilterForm(data)
            self.is_valid = self.form.is_valid()
            return
        with published() as keeper:
            self.form = AgendaFilterForm(data, names=keeper.names)
            if not periods:
                for name in filter(self._is_period, list(self.form.fields)):
                    del self.form.fields[name]
            self.is_valid = self.form.is_valid()
            if not periods:
                everything = keeper.asked({}, EVERYTHING, timezone.now())
                self.form.offer({facet: keeper.catalogue.counts(facet, everything) for facet in FACETS})

    def _is_period(self, name):
        return name in ("periode", "du", "au", "mois", "annee")

    @cached_property
    def _given(self):
        values = ((name, self.form.cleaned_data.get(name)) for name in self.form.fields)
        return {name: value for name, value in values if value not in (None, "")}

    @property
    def is_about_time(self):
        """Whether a period is asked for, so that what is shown changes by itself."""
        return any(map(self._is_period, self._given))

    @property
    def is_everything(self):
        """Whether nothing is filtered."""
        return not self._given

    @property
    def events(self) -> QuerySet:
        """The events that the filters let through, of every date where no period is asked for; not only those online.

        The ledgers know what is online.
        """
        filters = self.form.cleaned_data
        events = EventPage.objects.matching(filters) if self.is_about_time else EventPage.objects.filtered(filters)
        return events.select_related(None).order_by()

    @property
    def facets(self) -> list[str] | None:
        """The filters by choice, as the ledger remembers them of what was withdrawn; None where there are others."""
        if any(self._is_period(name) or not self._is_choice(name) for name in self._given):
            return None
        return [f"{name}:{value}" for name, value in self._given.items()]

    def _is_choice(self, name):
        return isinstance(self.form.fields[name], forms.ChoiceField)

    @property
    def in_words(self) -> list[str]:
        """« Liévin », « Culture et patrimoine »: what was chosen, in words."""
        return [_in_words(self.form.fields[name], value) for name, value in self._given.items()]

    @property
    def query(self) -> str:
        """The filters as a query string, « ?commune=62498 », always written the same; empty where there are none."""
        pairs = [(name, self.form.data[name]) for name in self._given]
        return f"?{urlencode(pairs)}" if pairs else ""

    @property
    def title(self) -> str:
        """The name of a feed, with its filters."""
        return " – ".join(["Agenda du Pôle Métropolitain de l’Artois", *self.in_words])

    @property
    def refusal(self) -> str:
        """What is wrong, a line a filter, for who typed the address."""
        lines = ["Cette adresse demande un filtre que l’agenda ne connaît pas.", ""]
        for name, messages in self.form.errors.items():
            label = self.form.fields[name].label if name in self.form.fields else "Filtres"
            lines += [f"{label} ({name}) : {message}" for message in messages]
        return "\n".join([*lines, "", "Choisissez les filtres dans la page « S’abonner à l’agenda »."])


def _in_words(field, value):
    if isinstance(value, date):
        return day(value)
    if isinstance(field, RecordField):
        return field.known[value]
    # « Culture et patrimoine (12) », where counts are shown.
    names = dict(field.choices) if isinstance(field, forms.ChoiceField) else {}
    return str(names.get(value, value)).partition(" (")[0]


def feed(view):
    """Give a view the filters that are asked of it, and refuse those that are not offered (400, in plain text)."""

    @require_safe
    @wraps(view)
    def answer(request):
        asked = Asked(request.GET)
        if not asked.is_valid:
            return HttpResponse(asked.refusal, status=400, content_type="text/plain; charset=utf-8")
        return view(request, asked)

    return answer
