"""What the roadmap, the label and the network put on the desk of those who keep them."""

from uuid import UUID

from django.db.models import F
from django.urls import reverse

from pma_site.contributions.choices import ContributionState
from pma_site.core.desk import Pile, Shortcut
from pma_site.core.french import counted, day
from pma_site.core.sections import section_for

from .. import board, instructing
from ..choices import DatePrecision
from ..models import (
    Action,
    Application,
    Campaign,
    Confirmation,
    Correction,
    MembershipRequest,
    NetworkIndexPage,
    RoadmapPage,
)
from ..models.actions import known_day, last_heard, last_heard_precision
from .applications import may_read
from .label_screens import waiting_for
from .network import KEEP


def piles_of(user):
    """Yield what waits for an account."""
    if may_read(user):
        yield _received(Application, "title", "candidature", "label_application", "label_applications", "pick")
    if instructing.may_review(user) and not user.is_superuser:
        yield _before_committees(user)
    if board.keeps_the_roadmap(user):
        yield from _of_the_roadmap(user)
    if user.has_perm(KEEP):
        yield from _of_the_network()


def _received(model, words, noun, one, everything, icon, several=""):
    """What the public sent and nobody has looked at."""
    return Pile(
        name=model._meta.model_name,
        icon=icon,
        rows=model.objects.filter(state=ContributionState.RECEIVED).order_by("sent_at", "pk"),
        words=F(words),
        since=F("sent_at"),
        title=lambda count: f"{counted(count, noun, several)} à examiner",
        address=lambda key: reverse(one, args=[key]),
        everything=reverse(everything),
    )


def _before_committees(user):
    return Pile(
        name="avis",
        icon="folder",
        rows=waiting_for(user).order_by("committee__step", "pk"),
        words=F("application__title"),
        since=F("application__sent_at"),
        title=lambda count: f"{counted(count, 'dossier')} à lire avant le comité",
        address=lambda key: reverse("label_my_file", args=[key]),
        everything=reverse("label_my_files"),
        dated=lambda on: f"candidature du {day(on)}",
    )


def _of_the_roadmap(user):
    roadmap = board.year_at_hand(RoadmapPage.objects.order_by("-year"))
    if roadmap is None:
        return
    rows = Action.objects.needing_somebody(roadmap).filter(axis__in=board.axes_of(user))
    yield Pile(
        name="actions",
        icon="list-ul",
        rows=rows.order_by(F("due_on").asc(nulls_last=True), "heard_on", "pk"),
        words=F("title"),
        since=last_heard(roadmap.year),
        title=lambda count: f"{counted(count, 'action')} de {roadmap.year} sans nouvelle ou en retard",
        key=F("key"),
        address=lambda key: reverse("roadmap_add_milestone", args=[UUID(key)]),
        everything=f"{reverse('roadmap_board')}?annee={roadmap.year}",
        dated=_last_news,
        nuance=last_heard_precision(),
    )


def _last_news(on, precision):
    """« dernière nouvelle le 28 mars 2023 », « en mars 2023 », or that there was none since the year began."""
    if not precision:
        return f"aucune nouvelle depuis le début de {on.year}"
    return f"dernière nouvelle {'le' if precision == DatePrecision.DAY else 'en'} {known_day(on, precision)}"


def _of_the_network():
    yield _received(
        Correction,
        "member__title",
        "correction de fiche",
        "network_correction",
        "network_corrections",
        "edit",
        several="corrections de fiches",
    )
    yield _received(
        MembershipRequest,
        "sender_organisation",
        "demande d’adhésion",
        "network_request",
        "network_requests",
        "plus",
        several="demandes d’adhésion",
    )
    latest = Campaign.objects.started().order_by("-year").values("pk")[:1]
    yield Pile(
        name="silencieux",
        icon="mail",
        rows=Confirmation.objects.filter(campaign__in=latest).silent().filter(withdrawn_at=None).order_by("pk"),
        words=F("member__title"),
        since=F("sent_at"),
        title=lambda count: f"{counted(count, 'membre')} du réseau sans réponse à la confirmation annuelle",
        key=F("campaign"),
        address=lambda key: f"{reverse('network_campaign', args=[key])}?situation=silencieux",
        everything=reverse("network_campaigns"),
        dated=lambda on: f"message du {day(on)}",
    )


def shortcuts_of(user):
    """Yield the short ways of an account."""
    if board.keeps_the_roadmap(user):
        yield Shortcut("Ajouter une étape à une action", reverse("roadmap_board"), "list-ul", order=20)
    index = section_for(user, NetworkIndexPage)
    if index is not None and index.permissions_for_user(user).can_add_subpage():
        # Who does not keep private contacts writes the page alone.
        page_form = reverse("wagtailadmin_pages:add", args=["projects", "memberpage", index.pk])
        address = reverse("network_add") if user.has_perm(KEEP) else page_form
        yield Shortcut("Ajouter un membre", address, "group", order=50)
