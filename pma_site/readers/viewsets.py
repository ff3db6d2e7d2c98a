"""« Lecteurs » in the admin: the town halls, the elected members, the colleagues who read along."""

import django_filters
from django.forms import CheckboxSelectMultiple, RadioSelect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets import AdminDateInput

from pma_site.core.french import day
from pma_site.core.registers import RegisterViewSet
from pma_site.territory.models import Epci

from .admin_views.menu import MENU_HOOK
from .admin_views.offices import IndividualCreateView, IndividualEditView, OfficeCreateView, OfficeEditView
from .forms.review import last_election
from .models import ElectedReader, Office, Tester


class OfficeFilterSet(WagtailFilterSet):
    """By intercommunality, by how the letter reaches them, and by what the team has to do."""

    epci = django_filters.ModelChoiceFilter(
        label="Intercommunalité", field_name="commune__epci", queryset=Epci.objects.all(), empty_label="Toutes"
    )
    channel = django_filters.ChoiceFilter(
        label="La lettre y arrive",
        choices=[("poste", "par la poste"), ("courriel", "par courriel"), ("aucun", "d’aucune façon")],
        empty_label="Toutes les mairies",
        widget=RadioSelect,
        method="filter_channel",
    )
    todo = django_filters.MultipleChoiceFilter(
        label="À voir",
        choices=[
            ("sans-courriel", "Sans courriel"),
            ("injoignable", "Courriel sans effet"),
            ("pli-revenu", "Pli revenu"),
            ("sans-maire", "Sans maire"),
            ("demande", "Demande de la mairie"),
        ],
        widget=CheckboxSelectMultiple,
        method="filter_todo",
    )
    since = django_filters.DateFilter(label="Pas vérifiées depuis le", widget=AdminDateInput, method="filter_since")

    class Meta:
        model = Office
        fields = ["epci"]

    def filter_channel(self, offices, name, value):
        if value == "aucun":
            return offices.not_by_post().not_by_email()
        return offices.by_post() if value == "poste" else offices.by_email()

    def filter_todo(self, offices, name, values):
        for value in values:
            offices = TODO[value](offices)
        return offices

    def filter_since(self, offices, name, value):
        return offices.to_review(value)


TODO = {
    "sans-courriel": lambda offices: offices.filter(recipient=None),
    "injoignable": lambda offices: offices.exclude(recipient=None).filter(by_email=True).not_by_email(),
    "pli-revenu": lambda offices: offices.returned(),
    "sans-maire": lambda offices: offices.without_mayor(),
    "demande": lambda offices: offices.wishing(),
}


def _email(office):
    """Its address, and what is wrong with it."""
    recipient = office.recipient
    if recipient is None:
        return "sans courriel"
    if recipient.is_reachable:
        return recipient.email
    return format_html("{} <strong>({})</strong>", recipient.email or "adresse effacée", recipient.get_state_display())


def _commune(office):
    """Its commune and intercommunality, which tell town halls of like names apart."""
    return format_html("{}<br>{}", office.commune, office.commune.epci.acronym)


def _mayor(office):
    mandate = office.current_mandate
    return mandate.person if mandate else "Siège vacant"


def _channels(office):
    ways = [name for name, used in (("poste", office.gets_post), ("courriel", office.gets_email)) if used]
    return ", ".join(ways).capitalize() or "Aucun"


def _day(name):
    """Return what reads the day `name` of a record, in words."""

    def words(record):
        value = getattr(record, name)
        return day(value) if value else ""

    return words


class ReturnColumn(Column):
    """Why its last letter came back, or the way to say that one did."""

    def get_value(self, instance):
        words = instance.get_postal_return_display() or "Signaler"
        hidden = "" if instance.postal_return else f" un pli revenu : {instance}"
        return format_html(
            '<a href="{}">{}<span class="w-sr-only">{}</span></a>',
            reverse("readers_return", args=[instance.pk]),
            words.capitalize(),
            hidden,
        )


class MayorColumn(Column):
    """Who the mayor is, and the way to replace them."""

    def get_value(self, instance):
        query = {"depuis": last_election().isoformat(), "mairie": instance.pk, "seule": 1}
        return format_html(
            '{}<br><a href="{}?{}">Remplacer<span class="w-sr-only"> le maire : {}</span></a>',
            super().get_value(instance),
            reverse("readers_review"),
            urlencode(query),
            instance,
        )


class OfficeViewSet(RegisterViewSet):
    """The town halls, by commune."""

    model = Office
    icon = "home"
    list_display = [
        "name",
        Column("commune", label="Commune", accessor=_commune, sort_key="commune__spelling"),
        MayorColumn("mayor", label="Maire", accessor=_mayor),
        Column("channels", label="Envois", accessor=_channels),
        Column("email", label="Courriel", accessor=_email),
        ReturnColumn("postal_return", label="Pli revenu", sort_key="postal_return"),
        Column("reviewed_on", label="Vérifiée le", accessor=_day("reviewed_on"), sort_key="reviewed_on"),
    ]
    filterset_class = OfficeFilterSet
    add_view_class = OfficeCreateView
    edit_view_class = OfficeEditView
    ordering = "commune__spelling"
    menu_hook = MENU_HOOK
    menu_name = "mairies"
    menu_label = "Mairies"
    menu_order = 10
    has_chooser = False

    def get_queryset(self, request):
        return self.model.objects.with_mayors().with_channels()


class ElectedReaderViewSet(RegisterViewSet):
    """The elected members who get the letter at an address of their own."""

    model = ElectedReader
    icon = "user"
    has_chooser = False
    list_display = [
        "person",
        Column("email", label="Courriel", accessor=_email),
        Column("until", label="Jusqu’au", accessor=_day("until")),
    ]
    list_select_related = ["person", "recipient"]
    search_fields = ["person__first_name", "person__last_name", "recipient__email"]
    search_backend_name = None
    add_view_class = IndividualCreateView
    edit_view_class = IndividualEditView
    menu_hook = MENU_HOOK
    menu_name = "elus"
    menu_label = "Élus"
    menu_order = 20


class TesterViewSet(RegisterViewSet):
    """The colleagues to whom a test is sent."""

    model = Tester
    icon = "mail"
    has_chooser = False
    list_display = ["name", Column("email", label="Courriel", accessor=_email)]
    list_select_related = ["recipient"]
    search_fields = ["name", "recipient__email"]
    search_backend_name = None
    add_view_class = IndividualCreateView
    edit_view_class = IndividualEditView
    menu_hook = MENU_HOOK
    menu_name = "liste-de-test"
    menu_label = "Liste de test"
    menu_order = 30
