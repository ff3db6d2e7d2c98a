"""Venues and events in the admin."""

import django_filters
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column

from pma_site.core.registers import RegisterViewSet
from pma_site.territory.models import Commune, Epci

from .models import Venue


class VenueFilterSet(WagtailFilterSet):
    """By intercommunality, commune and access."""

    epci = django_filters.ModelChoiceFilter(
        label="Intercommunalité", field_name="commune__epci", queryset=Epci.objects.all(), empty_label="Toutes"
    )
    commune = django_filters.ModelChoiceFilter(
        label="Commune", queryset=Commune.objects.filter(venues__isnull=False).distinct(), empty_label="Toutes"
    )

    class Meta:
        model = Venue
        fields = ["epci", "commune", "wheelchair_access"]


class VenueViewSet(RegisterViewSet):
    model = Venue
    icon = "thumbtack"
    list_display = ["name", Column("town", label="Commune ou ville", sort_key="commune__spelling"), "wheelchair_access"]
    filterset_class = VenueFilterSet
    list_select_related = ["commune"]
    list_export = ["name", "street", "postal_code", "town", "wheelchair_access", "hearing_loop", "website"]
    chooser_columns = [Column("town", label="Commune ou ville")]
    ordering = "name"
    add_to_admin_menu = True
    menu_name = "lieux"
    menu_order = 330
