"""« Demandes d’adhésion »: who wants to join the network, and what becomes of it."""

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages

from pma_site.contributions import deciding
from pma_site.core.refusals import Refused

from .. import joining
from ..forms.network_joining import AcceptanceForm, WordsForm
from ..models import MemberPage, MembershipRequest
from .network import A_PAGE, MEMBERS, for_keepers, frame, rest_of_query

TITLE = "Demandes d’adhésion"
READ_AGAIN = "Relisez la demande, puis décidez."


def _trail():
    return (reverse("network_members"), MEMBERS), (reverse("network_requests"), TITLE)


@for_keepers
@require_safe
def requests(request):
    """The list: those to decide on first, the oldest of them at the top."""
    rows = MembershipRequest.objects.open_first().select_related("commune")
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("p"))
    context = {**frame(TITLE, _trail()[0]), "requests": page, "query": rest_of_query(request)}
    return TemplateResponse(request, "projects/admin/network_requests.html", context)


@for_keepers
@require_safe
def demand(request, pk):
    """One request, which organisations it may be about, and what can be done with it."""
    return _page(request, _found(pk))


def _found(pk):
    return get_object_or_404(MembershipRequest.objects.select_related("commune", "page", "decided_by"), pk=pk)


def _page(request, shown, status=200, **forms):
    seen = {"seen": shown.fingerprint}
    twins = joining.twins_of(shown.sender_organisation) if shown.is_open else []
    context = {
        **frame(shown.sender_organisation or shown.reference, *_trail()),
        "demand": shown,
        "twins": twins,
        "free_twins": [twin for twin in twins if twin.member is None],
        "member_twins": [twin for twin in twins if twin.member],
        "seen": shown.fingerprint,
        "ask_form": WordsForm(initial=seen, prefix="question"),
        "decline_form": WordsForm(initial=seen, prefix="refus"),
        **forms,
    }
    return TemplateResponse(request, "projects/admin/network_request.html", context, status=status)


@for_keepers
@require_POST
def accept(request, pk):
    """Make an organisation, or take one that is known, and a draft page of it; open that."""
    shown, form = _found(pk), AcceptanceForm(request.POST)
    try:
        if not form.is_valid():
            raise Refused(READ_AGAIN)
        said = form.cleaned_data
        page = joining.accept(pk, said["organisation"], user=request.user, seen=said["seen"] or "rien")
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("network_request", shown.pk)
    messages.success(
        request,
        f"« {page.title} » est en brouillon dans l’annuaire, avec son contact privé. Ajoutez une photo, relisez et "
        "publiez : la personne recevra l’adresse de la page.",
    )
    return redirect("wagtailadmin_pages:edit", page.pk)


@for_keepers
@require_POST
def merge(request, pk, member_pk):
    """Tie it to a member that is there already."""
    shown, member = _found(pk), get_object_or_404(MemberPage, pk=member_pk)
    try:
        joining.merge(pk, member, user=request.user, seen=request.POST.get("seen", "")[:100] or "rien")
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("network_request", shown.pk)
    messages.success(request, f"La demande est rattachée à « {member.title} ».")
    return redirect("network_requests")


@for_keepers
@require_POST
def ask(request, pk):
    """Ask its sender something."""
    return _answered(request, pk, "ask_form", "question", deciding.ask, "Votre question part par courriel.")


@for_keepers
@require_POST
def decline(request, pk):
    """Say no, with the reason."""
    done = "La demande est déclinée. La raison part par courriel."
    return _answered(request, pk, "decline_form", "refus", deciding.decline, done)


def _answered(request, pk, name, prefix, act, done):
    shown, form = _found(pk), WordsForm(request.POST, prefix=prefix)
    if not form.is_valid():
        return _page(request, shown, 400, **{name: form})
    said = form.cleaned_data
    try:
        act(MembershipRequest, shown.pk, said["words"], user=request.user, seen=said["seen"] or "rien")
    except Refused as refusal:
        messages.error(request, str(refusal))
        again = _found(pk)
        # What was written is shown again beside what has changed: whoever reads that may send it still.
        typed = {"seen": again.fingerprint, "words": said["words"]}
        return _page(request, again, 409, **{name: WordsForm(initial=typed, prefix=prefix)})
    messages.success(request, done)
    return redirect("network_requests")
