"""Key figures in the admin: indicators, and their values to choose from."""

from django.urls import reverse
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.snippets.models import SnippetAdminURLFinder
from wagtail.snippets.views.snippets import SnippetViewSet

from pma_site.core.registers import RegisterChooserViewSet, RegisterViewSet

from .models import Indicator, IndicatorValue


class IndicatorViewSet(RegisterViewSet):
    model = Indicator
    icon = "order"
    list_display = ["title", "unit", "source"]
    list_filter = ["source"]
    list_export = ["title", "unit", "definition", "source"]
    ordering = "title"
    add_to_admin_menu = True
    menu_label = "Chiffres-clés"
    menu_name = "chiffres-cles"
    menu_order = 340

    def parts_of(self, record):
        return record.values.all()


class IndicatorValueURLFinder(SnippetAdminURLFinder):
    """A value is edited inside its indicator."""

    model = Indicator

    def get_edit_url(self, instance):
        if self.user_can_edit:
            return reverse(Indicator.snippet_viewset.get_url_name("edit"), args=[instance.indicator_id])
        return None


class IndicatorValueViewSet(SnippetViewSet):
    """Values are only chosen here: no list, no form, no menu."""

    model = IndicatorValue
    icon = "order"
    chooser_viewset_class = RegisterChooserViewSet
    chooser_columns = [
        Column("indicator", label="Indicateur"),
        Column("period", label="Période"),
        DateColumn("as_of", label="Connu au"),
    ]
    menu_item_is_registered = True
    url_finder_class = IndicatorValueURLFinder

    def get_queryset(self, request):
        return IndicatorValue.objects.select_related("indicator")

    def get_urlpatterns(self):
        return []
