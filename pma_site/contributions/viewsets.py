"""« Participation » in the admin: the calls, the answers to them, and what readers say is missing."""

import django_filters
from django.forms import CheckboxSelectMultiple, RadioSelect
from django.urls import path, reverse
from django.utils.html import format_html
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from pma_site.core.registers import RegisterViewSet
from pma_site.territory.models import Commune, Epci

from . import admin_views
from .admin_lists import ReadIndexView, SeenOnlyPolicy, known_calls
from .choices import CallMoment, ContributionState
from .models import Call, CallAnswer
from .remark_admin import RemarkViewSet


class CallFilterSet(WagtailFilterSet):
    """By where they stand."""

    moment = django_filters.ChoiceFilter(
        label="Situation",
        choices=CallMoment.choices,
        empty_label="Toutes",
        widget=RadioSelect,
        method="filter_moment",
    )

    class Meta:
        model = Call
        fields = []

    def filter_moment(self, calls, name, value):
        return {
            CallMoment.DRAFT: lambda: calls.filter(is_online=False),
            CallMoment.ANNOUNCED: calls.announced,
            CallMoment.OPEN: calls.open,
            CallMoment.CLOSED: calls.closed,
        }[value]()


class AnswersColumn(Column):
    """How many answers came, and how many are to look at; it leads to them."""

    def get_value(self, instance):
        address = reverse(CallAnswer.snippet_viewset.get_url_name("list"))
        waiting = f", dont {instance.waiting} à examiner" if instance.waiting else ""
        return format_html(
            '<a href="{}?call={}">{}{}<span class="w-sr-only"> : {}</span></a>',
            address,
            instance.pk,
            instance.received or "Aucune",
            waiting,
            instance,
        )


class TallyColumn(Column):
    """The way to the communes that answered, and to the file of the answers."""

    def get_value(self, instance):
        return format_html(
            '<a href="{}">Bilan<span class="w-sr-only"> : {}</span></a>',
            reverse("contributions_call_tally", args=[instance.pk]),
            instance,
        )


class CallViewSet(RegisterViewSet):
    """The calls, the latest first."""

    model = Call
    icon = "comment"
    list_display = [
        "title",
        Column("when", label="Quand"),
        AnswersColumn("received", label="Réponses"),
        TallyColumn("tally", label="Bilan et fichier"),
    ]
    filterset_class = CallFilterSet
    chooser_columns = [Column("when", label="Quand")]
    ordering = "-opens_at"
    menu_label = "Tous les appels"

    def get_queryset(self, request):
        return self.model.objects.with_counts()

    def choosable(self, request):
        return super().choosable(request).filter(pk__in=known_calls(request.user))


class AnswerFilterSet(WagtailFilterSet):
    """By call, by what the team has to do, and by place."""

    call = django_filters.ModelChoiceFilter(
        label="Appel", queryset=lambda request: known_calls(request.user), empty_label="Tous"
    )
    state = django_filters.MultipleChoiceFilter(
        label="État",
        choices=[state for state in ContributionState.choices if state[0] != ContributionState.MERGED],
        widget=CheckboxSelectMultiple,
    )
    epci = django_filters.ModelChoiceFilter(
        label="Intercommunalité", field_name="commune__epci", queryset=Epci.objects.all(), empty_label="Toutes"
    )
    commune = django_filters.ModelChoiceFilter(label="Commune", queryset=Commune.objects.all(), empty_label="Toutes")

    class Meta:
        model = CallAnswer
        fields = ["call", "state", "epci", "commune"]


def _state(answer):
    words = answer.get_state_display().capitalize()
    return f"{words} ; la commune en a envoyé une autre" if answer.is_one_of_some else words


class AnswerViewSet(RegisterViewSet):
    """The answers, the latest first."""

    model = CallAnswer
    icon = "mail"
    list_display = [
        TitleColumn(
            "sender_name",
            label="Nom",
            sort_key="sender_name",
            accessor=lambda answer: answer.sender_name or "nom effacé",
            get_url=lambda answer: admin_views.page_of(answer),
        ),
        Column("commune", label="Commune", sort_key="commune__spelling"),
        Column("call", label="Appel", sort_key="call__title"),
        Column("state", label="État", accessor=_state, sort_key="state"),
        Column("reference", label="Référence"),
        DateColumn("sent_at", label="Envoyée", sort_key="sent_at"),
    ]
    list_select_related = ["call", "commune"]
    has_chooser = False
    search_fields = ["sender_name", "sender_email", "reference", "commune__name", "commune__spelling"]
    search_backend_name = None
    filterset_class = AnswerFilterSet
    index_view_class = ReadIndexView
    inspect_view_class = admin_views.AnswerView
    inspect_view_enabled = True
    inspect_template_name = admin_views.AnswerView.template_name
    ordering = "-sent_at"
    menu_label = "Réponses"

    @property
    def permission_policy(self):
        return SeenOnlyPolicy(self.model)

    def get_queryset(self, request):
        return super().get_queryset(request).with_others()

    def get_urlpatterns(self):
        shown = {"list", "list_results", "inspect"}
        return [
            *(pattern for pattern in super().get_urlpatterns() if pattern.name in shown),
            path("decider/<int:pk>/", admin_views.decide, name="decide"),
        ]


class CallViewSetGroup(SnippetViewSetGroup):
    """Their entry in the menu."""

    items = [CallViewSet, AnswerViewSet, RemarkViewSet]
    menu_label = "Participation"
    menu_name = "appels"
    menu_icon = "comment"
    menu_order = 340
