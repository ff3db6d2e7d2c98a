"""What the letter puts on the desk of those who work on it: answers of proof-readers, sendings, key figures."""

from django.db.models import F, TextField, Value
from django.db.models.functions import Coalesce, Concat
from django.forms.widgets import Script
from django.urls import reverse
from wagtail.admin.ui.components import Component

from pma_site.core.choices import OutgoingState
from pma_site.core.desk import Pile, Shortcut
from pma_site.core.french import NBSP, counted, day
from pma_site.core.sections import section_for

from ..models import Delivery, Indicator, IssueIndexPage, IssuePage, ProofComment, Sending, last_known_day
from .menu import works_on_letters
from .sending import PERMISSION as SEND

REFRESH = "newsletter.change_indicator"


def piles_of(user):
    """Yield what waits for an account."""
    if works_on_letters(user):
        yield Pile(
            name="relectures",
            icon="comment",
            rows=ProofComment.objects.filter(handled_at=None).order_by("made_at", "pk"),
            words=Concat("name", Value(f"{NBSP}: "), "text", output_field=TextField()),
            since=F("made_at"),
            title=lambda count: f"{counted(count, 'remarque')} de relecture à traiter",
            key=F("proof__issue"),
            address=lambda key: f"{reverse('newsletter_proofs', args=[key])}#remarques",
            everything=reverse("newsletter_letters"),
        )
    if user.has_perm(SEND):
        yield from _of_sendings()
    if user.has_perm(REFRESH):
        edit = Indicator.snippet_viewset.get_url_name("edit")
        yield Pile(
            name="chiffres",
            icon="history",
            rows=Indicator.objects.due().order_by(F("known_on").asc(nulls_first=True), "title"),
            words=F("title"),
            since=Coalesce(last_known_day(), "refresh_on"),
            title=lambda count: f"{counted(count, 'chiffre-clé', 'chiffres-clés')} à actualiser",
            address=lambda key: reverse(edit, args=[key]),
            everything=reverse("figures_to_refresh"),
            dated=lambda on: f"valeur du {day(on)}",
        )


def _of_sendings():
    everything = reverse("newsletter_sendings")
    yield Pile(
        name="envois",
        icon="mail",
        rows=Sending.objects.open().order_by("starts_at", "pk"),
        words=F("subject"),
        since=F("starts_at"),
        title=lambda count: f"{counted(count, 'envoi')} aux lecteurs en attente ou en cours",
        address=lambda key: reverse("newsletter_sending", args=[key]),
        everything=everything,
    )
    yield Pile(
        name="incertains",
        icon="warning",
        rows=Delivery.objects.filter(state=OutgoingState.UNKNOWN).order_by("pk"),
        words=F("sending__subject"),
        since=F("sending__starts_at"),
        title=lambda count: (
            f"{counted(count, 'lettre')} dont le sort est incertain\u00a0: arrivée{'s' * (count > 1)} ou non\u00a0?"
        ),
        key=F("sending"),
        address=lambda key: reverse("newsletter_sending", args=[key]),
        everything=everything,
    )


class NextIssuePanel(Component):
    """« Le prochain numéro »: where it stands, what one does with it, and its checks, which come in once made."""

    template_name = "newsletter/admin/desk_issue.html"
    order = 200

    class Media:
        js = (Script("js/components/load.js", type="module"),)

    def get_context_data(self, parent_context=None):
        user = parent_context["request"].user
        issue = IssuePage.objects.next_to_send()
        context = {
            "issue": issue,
            "may_begin": section_for(user, IssueIndexPage).permissions_for_user(user).can_add_subpage(),
        }
        if issue:
            rights = issue.permissions_for_user(user)
            context |= {"may_edit": rights.can_edit(), "may_send": issue.live and user.has_perm(SEND)}
        return context


def shortcuts_of(user):
    """Yield the short ways of an account."""
    if works_on_letters(user):
        yield Shortcut("Nouveau numéro", reverse("new_issue"), "mail", order=30)
    if user.has_perm(REFRESH):
        yield Shortcut(
            "Changer un chiffre", reverse(Indicator.snippet_viewset.get_url_name("list")), "history", order=40
        )
    if user.has_perm(SEND):
        yield Shortcut("Envoyer un numéro", reverse("newsletter_sendings"), "mail", order=45)
