"""« Remarques » in the admin: what readers said is missing on the page of a place, and what the team decides."""

import django_filters
from django.forms import CheckboxSelectMultiple
from django.template.response import TemplateResponse
from django.urls import path, reverse
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.snippets.views.snippets import InspectView

from pma_site.core.admin_frame import frame
from pma_site.core.registers import RegisterViewSet
from pma_site.territory.models import Commune, Epci

from . import remarking
from .admin_desk import Desk, acts_on
from .admin_lists import ReadIndexView, SeenOnlyPolicy
from .choices import ContributionState, RemarkSubject
from .models import Remark


def page_of(remark: Remark) -> str:
    """The screen of one remark."""
    return reverse(Remark.snippet_viewset.get_url_name("inspect"), args=[remark.pk])


def _render(request, remark, form, status):
    listed = reverse(Remark.snippet_viewset.get_url_name("list"))
    context = {**DESK.context(remark, request.user, form), **frame("help", f"{remark}", (listed, "Remarques"))}
    return TemplateResponse(request, RemarkView.template_name, context, status=status)


DESK = Desk(
    model=Remark,
    related=("commune", "epci"),
    permission="contributions.change_remark",
    acts=acts_on(
        Remark,
        remarking.accept,
        "La remarque est prise en compte : la personne en est prévenue.",
        "La remarque est déclinée : la personne en est prévenue, avec votre motif.",
    ),
    page_of=page_of,
    render=_render,
    logged="remark",
    accept="C’est pris en compte",
)


class RemarkView(InspectView):
    """One remark: what is missing, who says so, where it stands, and what may be decided."""

    template_name = "contributions/admin/remark.html"

    def get_context_data(self, **kwargs):
        return {**super().get_context_data(**kwargs), **DESK.context(self.object, self.request.user)}


class RemarkFilterSet(WagtailFilterSet):
    """By what the team has to do, by subject and by place."""

    state = django_filters.MultipleChoiceFilter(
        label="État",
        choices=[state for state in ContributionState.choices if state[0] != ContributionState.MERGED],
        widget=CheckboxSelectMultiple,
    )
    subject = django_filters.MultipleChoiceFilter(
        label="Sujet", choices=RemarkSubject.choices, widget=CheckboxSelectMultiple
    )
    epci = django_filters.ModelChoiceFilter(
        label="Intercommunalité",
        queryset=Epci.objects.all(),
        empty_label="Toutes",
        method="filter_epci",
    )
    commune = django_filters.ModelChoiceFilter(label="Commune", queryset=Commune.objects.all(), empty_label="Toutes")

    class Meta:
        model = Remark
        fields = ["state", "subject", "epci", "commune"]

    def filter_epci(self, remarks, name, value):
        return remarks.filter(epci=value) | remarks.filter(commune__epci=value)


class RemarkViewSet(RegisterViewSet):
    """The remarks: those to look at first."""

    model = Remark
    icon = "help"
    list_display = [
        TitleColumn("place", label="Page", accessor="place", get_url=page_of),
        Column("subject", label="Sujet", accessor="get_subject_display", sort_key="subject"),
        Column("sender_name", label="Nom", accessor=lambda remark: remark.sender_name or "nom effacé"),
        Column("state", label="État", accessor=lambda remark: remark.get_state_display().capitalize()),
        Column("reference", label="Référence"),
        DateColumn("sent_at", label="Envoyée", sort_key="sent_at"),
    ]
    list_select_related = ["commune", "epci"]
    has_chooser = False
    search_fields = ["text", "sender_name", "sender_email", "reference", "commune__name", "commune__spelling"]
    search_backend_name = None
    filterset_class = RemarkFilterSet
    index_view_class = ReadIndexView
    inspect_view_class = RemarkView
    inspect_view_enabled = True
    inspect_template_name = RemarkView.template_name
    ordering = "-sent_at"
    menu_label = "Remarques"

    @property
    def permission_policy(self):
        return SeenOnlyPolicy(self.model)

    def get_urlpatterns(self):
        shown = {"list", "list_results", "inspect"}
        return [
            *(pattern for pattern in super().get_urlpatterns() if pattern.name in shown),
            path("decider/<int:pk>/", DESK.view, name="decide"),
        ]
