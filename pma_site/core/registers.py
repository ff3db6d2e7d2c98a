"""How a register (organisations, people, venues…) is kept in the admin: listed, searched, chosen, traced."""

from collections.abc import Iterable

from django.db import models
from django.db.models import QuerySet
from django.urls import NoReverseMatch, reverse
from django.utils.functional import cached_property
from wagtail.admin.views.generic.chooser import ChooseResultsViewMixin, ChooseViewMixin, CreationFormMixin
from wagtail.models import ReferenceIndex
from wagtail.snippets.views.chooser import (
    BaseSnippetChooseView,
    SnippetChooserViewSet,
    SnippetChosenMultipleView,
    SnippetChosenView,
    SnippetCreateView,
)
from wagtail.snippets.views.snippets import DeleteView, IndexView, SnippetViewSet, UsageView

from .alphabet import sorted_in_french
from .record_chooser import RegisterChooser, choosing
from .refusals import Refused


class RegisterIndexView(IndexView):
    """The list of a register: search, filters and order work together, whatever the field."""

    def order_queryset(self, queryset):
        return sorted_in_french(super().order_queryset(queryset))

    def search_queryset(self, queryset):
        if not self.is_searching:
            return queryset
        found = super().search_queryset(self.model.objects.order_by())
        return queryset.filter(pk__in=[record.pk for record in found])


def references_to(record: models.Model) -> QuerySet:
    """Return the references to a record of a register, or to one of the records it is made of."""
    references = ReferenceIndex.objects.none()
    for part in [record, *record.snippet_viewset.parts_of(record)]:
        references |= ReferenceIndex.get_references_to(part)
    return references


def refuse_while_used(records: Iterable[models.Model]) -> None:
    """Raise Refused where one of `records`, about to be deleted, is kept for as long as something uses it."""
    for record in records:
        viewset = getattr(record, "snippet_viewset", None)
        if getattr(viewset, "is_kept_while_used", False) and references_to(record).exists():
            usage = reverse(viewset.get_url_name("usage"), args=[record.pk])
            raise Refused(f"«\u00a0{record}\u00a0» sert ailleurs (voir ci-dessous) : retirez-le d’abord de là.", usage)


class RegisterUsageView(UsageView):
    """The pages and records that use this one, or one of the records it is made of."""

    def get_queryset(self):
        return references_to(self.object).group_by_source_object()


class RegisterDeleteView(DeleteView):
    """Delete a record, unless what uses it would lose it without a word."""

    def get_usage(self):
        usage = references_to(self.object).group_by_source_object()
        if self.model.snippet_viewset.is_kept_while_used and usage.count():
            usage.is_protected = True
        return usage


class BaseRegisterChooseView(BaseSnippetChooseView):
    """The window in which a record is chosen: as many columns as needed to tell namesakes apart."""

    per_page = 15
    # Its title says all.
    page_subtitle = ""

    def get_object_list(self):
        return self.model_class.snippet_viewset.choosable(self.request)

    @property
    def title_column(self):
        column = super().title_column
        column.label = self.model_class.snippet_viewset.chooser_title
        return column

    @property
    def columns(self):
        return [*super().columns, *self.model_class.snippet_viewset.chooser_columns]

    def get_context_data(self, **kwargs):
        return {**super().get_context_data(**kwargs), "page_title": choosing(self.model_class)}


class ShortFormMixin(CreationFormMixin):
    """The short form with which a record is created in the window, over the form of the page."""

    def get_creation_form_kwargs(self):
        # The page behind has fields of the same names.
        return {**super().get_creation_form_kwargs(), "auto_id": "id_creation_%s"}


class RegisterChooseView(ChooseViewMixin, ShortFormMixin, BaseRegisterChooseView):
    """The whole window."""


class RegisterChooseResultsView(ChooseResultsViewMixin, ShortFormMixin, BaseRegisterChooseView):
    """Its list alone, as the search is typed."""


class RegisterChosenView(SnippetChosenView):
    """A record is chosen."""

    def get_object(self, pk):
        return self.model_class.snippet_viewset.choosable(self.request).get(pk=pk)


class RegisterChosenMultipleView(SnippetChosenMultipleView):
    """Several are."""

    def get_objects(self, pks):
        return self.model_class.snippet_viewset.choosable(self.request).filter(pk__in=pks)


class RegisterCreateView(ShortFormMixin, SnippetCreateView):
    """A record is created, and chosen."""


class RegisterChooserViewSet(SnippetChooserViewSet):
    """Choose a record by its name or its commune."""

    choose_view_class = RegisterChooseView
    choose_results_view_class = RegisterChooseResultsView
    chosen_view_class = RegisterChosenView
    chosen_multiple_view_class = RegisterChosenMultipleView
    create_view_class = RegisterCreateView
    creation_tab_label = "Créer"

    @cached_property
    def widget_class(self):
        return RegisterChooser(model=self.model, icon=self.icon)


class _WhereItIsChanged:
    """Where a record is changed; nowhere, for what the public sent: no screen changes that."""

    def get_edit_url(self, instance):
        try:
            return super().get_edit_url(instance)
        except NoReverseMatch:
            return None


class ChosenViewSet(SnippetViewSet):
    """Records that are chosen in a window."""

    # That of the name of its model: « un appel », « une personne ».
    article = "un"
    # The head of the column of the chooser that names the record: people, places and organisations have no title.
    chooser_title = "Nom"
    # Columns of the chooser after the record's name.
    chooser_columns = ()
    chooser_viewset_class = RegisterChooserViewSet

    def choosable(self, request):
        """Return the records that may be named to whoever opens that window."""
        return self.get_queryset(request)


class RegisterViewSet(ChosenViewSet):
    """A register kept in the admin."""

    # Related records that lists show, loaded with the records.
    list_select_related = ()
    # Fields of the short form with which a record is created from the chooser; none: it is only chosen.
    chooser_form_fields = None

    index_view_class = RegisterIndexView
    usage_view_class = RegisterUsageView
    delete_view_class = RegisterDeleteView
    # Whether a record stays for as long as something uses it, even where the database would let it go.
    is_kept_while_used = False
    # Whether there is a window to choose a record in: whoever opens the admin may open it, without any other right.
    has_chooser = True
    copy_view_enabled = False
    list_per_page = 50

    @property
    def url_finder_class(self):
        return type("_Finder", (_WhereItIsChanged, super().url_finder_class), {})

    @property
    def chooser_viewset(self):
        chooser = super().chooser_viewset
        chooser.form_fields = self.chooser_form_fields
        return chooser

    def register_chooser_viewset(self):
        if self.has_chooser:
            super().register_chooser_viewset()

    def get_queryset(self, request):
        return self.model.objects.select_related(*self.list_select_related)

    def parts_of(self, record):
        """Records kept inside this one whose uses count as its own."""
        return []
