"""« Annuaire » in the admin: organisations, people and their mandates."""

import django_filters
from django.db.models import Q
from django.forms import CheckboxSelectMultiple, RadioSelect
from django.utils import timezone
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from pma_site.core.registers import RegisterViewSet
from pma_site.territory.models import Commune, Epci

from .choices import MandateKind, OrganisationKind
from .models import Mandate, Organisation, Person


class OrganisationFilterSet(WagtailFilterSet):
    """By nature, intercommunality and commune of the seat."""

    kind = django_filters.MultipleChoiceFilter(
        label="Nature", choices=OrganisationKind.choices, widget=CheckboxSelectMultiple
    )
    epci = django_filters.ModelChoiceFilter(
        label="Intercommunalité",
        field_name="commune__epci",
        queryset=Epci.objects.all(),
        empty_label="Toutes",
    )
    commune = django_filters.ModelChoiceFilter(
        label="Commune",
        queryset=Commune.objects.filter(organisations__isnull=False).distinct(),
        empty_label="Toutes",
    )

    class Meta:
        model = Organisation
        fields = ["kind", "epci", "commune"]


class OrganisationViewSet(RegisterViewSet):
    """The organisations, with their place."""

    model = Organisation
    article = "une"
    icon = "home"
    list_display = ["name", "acronym", "kind", Column("place", label="Lieu", sort_key="commune__spelling")]
    filterset_class = OrganisationFilterSet
    list_select_related = ["commune"]
    list_export = ["name", "acronym", "kind", "place", "street", "postal_code", "website", "email", "phone"]
    chooser_columns = [Column("acronym", label="Sigle"), Column("place", label="Lieu")]
    chooser_form_fields = ["name", "acronym", "kind", "commune", "outside_place"]
    ordering = "name"


class PersonFilterSet(WagtailFilterSet):
    """By organisation."""

    organisation = django_filters.ModelChoiceFilter(
        label="Organisation",
        queryset=Organisation.objects.filter(people__isnull=False).distinct(),
        empty_label="Toutes",
    )

    class Meta:
        model = Person
        fields = ["organisation"]


class PersonViewSet(RegisterViewSet):
    """The people, with what they do and where."""

    model = Person
    article = "une"
    icon = "user"
    list_display = [
        "last_name",
        "first_name",
        "position",
        Column("organisation", label="Organisation", sort_key="organisation__name"),
        "email",
    ]
    filterset_class = PersonFilterSet
    list_select_related = ["organisation"]
    list_export = ["last_name", "first_name", "position", "organisation", "email", "phone"]
    chooser_columns = [Column("position", label="Fonction"), Column("organisation", label="Organisation")]
    chooser_form_fields = ["first_name", "last_name", "position", "organisation", "email", "phone"]
    ordering = "last_name"


class MandateFilterSet(WagtailFilterSet):
    """By body, by quality, and whether the mandate is in force."""

    body = django_filters.ModelChoiceFilter(
        label="Instance",
        queryset=Organisation.objects.filter(mandates__isnull=False).distinct(),
        empty_label="Toutes",
    )
    kind = django_filters.MultipleChoiceFilter(
        label="Qualité", choices=MandateKind.choices, widget=CheckboxSelectMultiple
    )
    in_force = django_filters.ChoiceFilter(
        label="Mandat",
        choices=[("oui", "En cours"), ("non", "Terminé ou à venir")],
        empty_label="Tous",
        widget=RadioSelect,
        method="filter_in_force",
    )

    class Meta:
        model = Mandate
        fields = ["body", "kind"]

    def filter_in_force(self, mandates, name, value):
        in_force = Q(pk__in=Mandate.objects.in_force(timezone.localdate()).values("pk"))
        return mandates.filter(in_force if value == "oui" else ~in_force)


class MandateViewSet(RegisterViewSet):
    """Who sits where, in the order of display."""

    model = Mandate
    icon = "key"
    list_display = [
        "person",
        Column("body", label="Instance", sort_key="body__name"),
        "kind",
        "function",
        "rank",
        "start",
        "end",
    ]
    filterset_class = MandateFilterSet
    list_select_related = ["person", "body"]
    list_export = ["person", "body", "kind", "function", "rank", "represents", "start", "end"]
    chooser_title = "Mandat"
    chooser_columns = [Column("body", label="Instance")]
    ordering = "rank"


class DirectoryViewSetGroup(SnippetViewSetGroup):
    """Their entry in the menu."""

    items = [OrganisationViewSet, PersonViewSet, MandateViewSet]
    menu_label = "Annuaire"
    menu_name = "annuaire"
    menu_icon = "group"
    menu_order = 300
