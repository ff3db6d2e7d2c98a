"""Venues and events in the admin."""

import django_filters
from django.forms import CheckboxSelectMultiple
from wagtail.admin.filters import DateRangePickerWidget, RelatedFilterMixin, WagtailFilterSet
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.ui.tables.pages import BulkActionsColumn, PageStatusColumn, PageTitleColumn
from wagtail.admin.views.pages.listing import ExplorableIndexView, PageFilterSet
from wagtail.admin.viewsets.pages import PageViewSet

from pma_site.core.registers import RegisterViewSet
from pma_site.territory.models import Commune, Epci

from .admin_views.menu import MENU_HOOK
from .choices import EventStatus, EventTheme
from .models import EventPage, EventSeries, Venue


class VenueFilterSet(WagtailFilterSet):
    """By intercommunality, commune and access."""

    epci = django_filters.ModelChoiceFilter(
        label="Intercommunalité",
        field_name="commune__epci",
        queryset=Epci.objects.all(),
        empty_label="Toutes",
    )
    commune = django_filters.ModelChoiceFilter(
        label="Commune",
        queryset=Commune.objects.filter(venues__isnull=False).distinct(),
        empty_label="Toutes",
    )

    class Meta:
        model = Venue
        fields = ["epci", "commune", "wheelchair_access"]


class VenueViewSet(RegisterViewSet):
    """The venues, with their town."""

    model = Venue
    icon = "thumbtack"
    list_display = [
        "name",
        Column("town", label="Commune ou ville", sort_key="commune__spelling"),
        BooleanColumn("wheelchair_access", label="Accessible", sort_key="wheelchair_access"),
    ]
    filterset_class = VenueFilterSet
    list_select_related = ["commune"]
    list_export = ["name", "street", "postal_code", "town", "wheelchair_access", "hearing_loop", "website"]
    chooser_columns = [Column("town", label="Commune ou ville")]
    chooser_form_fields = ["name", "street", "postal_code", "commune", "outside_place", "wheelchair_access"]
    ordering = "name"
    menu_hook = MENU_HOOK
    menu_name = "lieux"
    menu_order = 80


class SeriesViewSet(RegisterViewSet):
    """What comes back every year, of which each edition is an event."""

    model = EventSeries
    article = "une"
    icon = "list-ul"
    list_display = ["name"]
    search_fields = ["name"]
    search_backend_name = None
    chooser_form_fields = ["name"]
    ordering = "name"
    menu_hook = MENU_HOOK
    menu_name = "series"
    menu_order = 90


class ChoiceInSearchFilter(RelatedFilterMixin, django_filters.MultipleChoiceFilter):
    """A choice that can be combined with words searched, though it is not in the search index."""


class EventFilterSet(PageFilterSet):
    """By day, theme and state, after Wagtail's own filters of pages."""

    first_day = django_filters.DateFromToRangeFilter(label="Premier jour", widget=DateRangePickerWidget)
    theme = ChoiceInSearchFilter(
        label="Thème", choices=EventTheme.choices, widget=CheckboxSelectMultiple, use_subquery=True
    )
    status = ChoiceInSearchFilter(
        label="État", choices=EventStatus.choices, widget=CheckboxSelectMultiple, use_subquery=True
    )

    class Meta:
        model = EventPage
        fields = []


class EventIndexView(ExplorableIndexView):
    """The list of the events, where several may be called off at once."""

    template_name = "agenda/admin/events.html"


class EventViewSet(PageViewSet):
    """The events below the agenda, the latest first."""

    model = EventPage
    icon = "date"
    index_view_class = EventIndexView
    columns = [
        BulkActionsColumn("bulk_actions"),
        PageTitleColumn("title", label="Titre", sort_key="title", classname="title"),
        Column("when", label="Date", sort_key="first_day"),
        Column("place_in_words", label="Lieu"),
        Column("get_theme_display", label="Thème"),
        Column("get_status_display", label="État"),
        PageStatusColumn("status", label="Publication", sort_key="live"),
    ]
    filterset_class = EventFilterSet
    ordering = "-first_day"
