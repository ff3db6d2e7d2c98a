"""« Abonnés » in the admin: who asked for the letter, where that stands. Nobody but they subscribe or change it."""

import django_filters
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.forms import CheckboxSelectMultiple
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.forms.search import SearchForm
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.permissions import ModelPermissionPolicy
from wagtail.snippets.views.snippets import InspectView

from pma_site.core.mail_addresses import address_hash
from pma_site.core.refusals import Refused
from pma_site.core.registers import RegisterIndexView, RegisterViewSet
from pma_site.territory.models import Commune

from .. import leaving, subscriptions
from ..choices import LeavingWay, ReadingState
from ..models import Subscription
from .menu import MENU_HOOK

CHANGE = "readers.change_subscription"


class SeenOnlyPolicy(ModelPermissionPolicy):
    """Whoever may see or change subscriptions sees them; nobody writes one in a form."""

    def user_has_permission(self, user, action):
        return action == "view" and (super().user_has_permission(user, "view") or user.has_perm(CHANGE))


class SubscriptionFilterSet(WagtailFilterSet):
    """By where the subscription stands, and by commune."""

    state = django_filters.MultipleChoiceFilter(
        label="Situation", choices=ReadingState.choices, widget=CheckboxSelectMultiple, method="filter_state"
    )
    commune = django_filters.ModelChoiceFilter(
        label="Commune",
        queryset=Commune.objects.filter(subscriptions__isnull=False).distinct(),
        empty_label="Toutes",
    )

    class Meta:
        model = Subscription
        fields = ["commune"]

    def filter_state(self, subscriptions, name, values):
        """The same as Subscription.standing says of each."""
        to_confirm = Q(recipient__state=ReadingState.ACTIVE, confirmed_at=None)
        wanted = Q(recipient__state__in=values) & ~to_confirm
        return subscriptions.filter(wanted | to_confirm if ReadingState.PENDING in values else wanted)


class SubscriptionIndexView(RegisterIndexView):
    """The list: no box to tick, and an address is found when it is typed whole, as the search index holds none."""

    def search_queryset(self, queryset):
        return (
            queryset.filter(recipient__address_hash=address_hash(self.search_query)) if self.is_searching else queryset
        )

    def get_search_form(self):
        typed = self.request.GET if self.search_kwarg in self.request.GET else None
        return SearchForm(typed, placeholder="Adresse entière")

    @property
    def columns(self):
        return super().columns[1:]


class SubscriptionView(InspectView):
    """One subscription, with the proofs of consent, and what the team may do for its owner."""

    template_name = "readers/admin/subscription.html"

    def get_context_data(self, **kwargs):
        recipient = self.object.recipient
        return {
            **super().get_context_data(**kwargs),
            "subscription": self.object,
            "consents": recipient.consents.all(),
            "notices": recipient.notices.all(),
            "may_change": self.request.user.has_perm(CHANGE),
            "has_left": recipient.state == ReadingState.LEFT,
            "may_be_sent_its_link": bool(recipient.email) and recipient.state != ReadingState.PENDING,
        }


def _page_of(subscription):
    return reverse(Subscription.snippet_viewset.get_url_name("inspect"), args=[subscription.pk])


class SubscriptionViewSet(RegisterViewSet):
    """The subscriptions, the latest first."""

    model = Subscription
    icon = "mail"
    menu_hook = MENU_HOOK
    menu_name = "abonnes"
    menu_label = "Abonnés"
    menu_order = 20
    list_display = [
        TitleColumn("recipient", label="Adresse", sort_key="recipient__email", get_url=_page_of),
        Column("commune", label="Commune", sort_key="commune__spelling"),
        Column("standing", label="Situation", sort_key="recipient__state"),
        DateColumn("asked_at", label="Demandé", sort_key="asked_at"),
        DateColumn("confirmed_at", label="Confirmé", sort_key="confirmed_at"),
    ]
    list_select_related = ["recipient", "commune"]
    has_chooser = False
    search_fields = ["recipient__email"]
    search_backend_name = None
    filterset_class = SubscriptionFilterSet
    index_view_class = SubscriptionIndexView
    inspect_view_class = SubscriptionView
    inspect_view_enabled = True
    inspect_template_name = SubscriptionView.template_name
    ordering = "-asked_at"

    @property
    def permission_policy(self):
        return SeenOnlyPolicy(self.model)

    def get_urlpatterns(self):
        shown = {"list", "list_results", "inspect"}
        return [
            *(pattern for pattern in super().get_urlpatterns() if pattern.name in shown),
            path("desabonner/<int:pk>/", unsubscribe, name="unsubscribe"),
            path("lien/<int:pk>/", send_manage_link, name="send_link"),
        ]


def _asked_of(request, pk):
    if not request.user.has_perm(CHANGE):
        raise PermissionDenied
    return get_object_or_404(Subscription.objects.select_related("recipient"), pk=pk)


@require_POST
def unsubscribe(request, pk):
    """Unsubscribe somebody who asked the team for it; no import brings them back."""
    subscription = _asked_of(request, pk)
    leaving.leave(subscription.recipient.code, LeavingWay.OBJECTION)
    messages.success(request, f"« {subscription.recipient} » ne recevra plus la lettre.")
    return redirect(_page_of(subscription))


@require_POST
def send_manage_link(request, pk):
    """Have the link by which a subscriber manages their data sent to them: nobody else may see it."""
    subscription = _asked_of(request, pk)
    try:
        sent = subscriptions.send_manage_link(subscription.recipient)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(_page_of(subscription))
    if sent:
        messages.success(request, "Le message est prêt : il part dans la minute.")
    else:
        messages.warning(request, "Nous lui avons déjà écrit aujourd’hui. Recommencez demain.")
    return redirect(_page_of(subscription))
