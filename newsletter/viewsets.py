"""Issues and key figures in the admin."""

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.ui.tables.pages import BulkActionsColumn, PageStatusColumn, PageTitleColumn
from wagtail.admin.views.pages.listing import ExplorableIndexView
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.admin.widgets.button import Button, HeaderButton
from wagtail.models import Page
from wagtail.snippets.models import SnippetAdminURLFinder

from pma_site.core.registers import ChosenViewSet, RegisterIndexView, RegisterViewSet

from .admin_views.figures import NEXT, TO_REFRESH, due_in_words
from .choosers import FigureChooserViewSet
from .models import Indicator, IndicatorValue, IssueIndexPage, IssuePage
from .models.numbers import month_in_words, number_in_words, numbered


class IssueIndexView(ExplorableIndexView):
    """The list of all letters, written here or kept as a PDF, from which the next issue is begun."""

    def annotate_queryset(self, pages):
        return numbered(super().annotate_queryset(pages))

    @cached_property
    def add_button(self):
        """Begin an issue from the last one, rather than from a blank page."""
        return self.add_url and HeaderButton("Nouveau numéro", url=reverse("new_issue"), icon_name="plus")

    @cached_property
    def header_more_buttons(self):
        if not self.add_url:
            return super().header_more_buttons
        address = reverse("wagtailadmin_pages:add", args=["newsletter", "archivedissuepage", self.parent_page.pk])
        older = Button("Ajouter un ancien numéro", url=address, icon_name="doc-full", priority=1)
        return [older, *super().header_more_buttons]


class IssueViewSet(PageViewSet):
    """The letters, the latest first."""

    model = IssuePage
    parent_models = [IssueIndexPage]
    icon = "mail"
    index_view_class = IssueIndexView
    columns = [
        BulkActionsColumn("bulk_actions"),
        Column(
            "number",
            label="Numéro",
            accessor=lambda page: number_in_words(page.number),
            sort_key="number",
            width="10%",
        ),
        PageTitleColumn("title", label="Titre", sort_key="title", classname="title"),
        Column(
            "month", label="Parution", accessor=lambda page: month_in_words(page.month), sort_key="month", width="15%"
        ),
        DateColumn("latest_revision_created_at", label="Modifié", sort_key="latest_revision_created_at", width="15%"),
        PageStatusColumn("status", label="Statut", sort_key="live", width="12%"),
    ]
    ordering = "-number"

    def get_index_view_kwargs(self, **kwargs):
        return super().get_index_view_kwargs(**{"model": Page, **kwargs})


class IndicatorIndexView(RegisterIndexView):
    """The list of the indicators, from which those to refresh are reached."""

    @cached_property
    def header_buttons(self):
        return [
            *super().header_buttons,
            HeaderButton(TO_REFRESH, url=reverse("figures_to_refresh"), icon_name="history"),
        ]


class NextValueColumn(Column):
    """The way to the next value, in the line of each indicator."""

    def get_value(self, instance):
        return format_html(
            '<a class="button button-small button-secondary" href="{}">{}<span class="w-sr-only"> : {}</span></a>',
            reverse("figure_next_value", args=[instance.pk]),
            NEXT,
            instance,
        )


class IndicatorViewSet(RegisterViewSet):
    """The indicators, each with its values."""

    model = Indicator
    icon = "order"
    index_view_class = IndicatorIndexView
    list_display = [
        "title",
        "unit",
        "source",
        Column(
            "latest", label="Dernière valeur", accessor=lambda indicator: indicator.latest and indicator.latest.display
        ),
        Column("due_on", label="À actualiser le", accessor=due_in_words),
        NextValueColumn("next", label="Changer"),
    ]
    list_filter = ["source"]
    list_export = ["title", "unit", "definition", "source"]
    chooser_title = "Intitulé"
    ordering = "title"
    add_to_admin_menu = True
    menu_label = "Chiffres-clés"
    menu_name = "chiffres-cles"
    menu_order = 340

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("values")

    is_kept_while_used = True

    def parts_of(self, record):
        return record.values.all()


class IndicatorValueURLFinder(SnippetAdminURLFinder):
    """A value is edited inside its indicator."""

    model = Indicator

    def get_edit_url(self, instance):
        if self.user_can_edit:
            return reverse(Indicator.snippet_viewset.get_url_name("edit"), args=[instance.indicator_id])
        return None


class IndicatorValueViewSet(ChosenViewSet):
    """Values are only chosen here: no list, no form, no menu."""

    model = IndicatorValue
    article = "une"
    icon = "order"
    chooser_viewset_class = FigureChooserViewSet
    chooser_title = "Chiffre"
    chooser_columns = [
        Column("indicator", label="Indicateur"),
        Column("period", label="Période"),
        Column("as_of", label="Connu au"),
    ]
    menu_item_is_registered = True
    url_finder_class = IndicatorValueURLFinder

    def get_queryset(self, request):
        return IndicatorValue.objects.select_related("indicator")

    def get_urlpatterns(self):
        return []

    def get_url_name(self, view_name):
        # Where the chooser finds nothing, it offers to write: that is done in an indicator.
        return Indicator.snippet_viewset.get_url_name("add") if view_name == "add" else super().get_url_name(view_name)
