"""« Territoire » in the admin: communes and intercommunalities."""

from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from pma_site.core.registers import RegisterViewSet

from .models import Commune, Epci


class CommuneViewSet(RegisterViewSet):
    """The communes, by name and intercommunality."""

    model = Commune
    article = "une"
    icon = "globe"
    list_display = [
        "name",
        Column("epci", label="Intercommunalité", sort_key="epci__name"),
        "population",
        "insee_code",
    ]
    list_filter = ["epci"]
    list_select_related = ["epci"]
    list_export = ["insee_code", "name", "epci", "population", "postal_codes"]
    chooser_columns = [Column("epci", label="Intercommunalité", accessor="epci.acronym")]
    ordering = "spelling"


class EpciViewSet(RegisterViewSet):
    """The intercommunalities."""

    model = Epci
    article = "une"
    icon = "group"
    list_display = ["name", "acronym", "siren"]
    search_fields = ["name", "acronym", "siren"]
    search_backend_name = None
    ordering = "name"


class TerritoryViewSetGroup(SnippetViewSetGroup):
    """Their entry in the menu."""

    items = [CommuneViewSet, EpciViewSet]
    menu_label = "Territoire"
    menu_name = "territoire"
    menu_icon = "globe"
    menu_order = 320
