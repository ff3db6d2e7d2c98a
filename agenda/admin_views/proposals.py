"""« Propositions »: what the public proposes for the agenda, read, decided on and counted."""

from functools import wraps

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem

from pma_site.contributions import deciding
from pma_site.contributions.waiting import received
from pma_site.core import admin_frame
from pma_site.core.refusals import Refused

from ..creation import may_create_event
from ..models import EventPage, Proposal
from ..proposal_forms.answering import WAITING, MergeForm, ProposalFilterForm, SeenForm, WordsForm
from ..proposing import accepting, figures, reading, twins
from ..views.proposing import served

TITLE = "Propositions"
A_PAGE = 30
CHANGE, VIEW = "agenda.change_proposal", "agenda.view_proposal"
READ_AGAIN = "Relisez la proposition, puis décidez."


def may_read(user):
    """Whether `user` may read what was proposed."""
    return user.has_perm(CHANGE) or user.has_perm(VIEW)


def for_readers(view):
    """Open a screen to who may read proposals."""

    @wraps(view)
    def answer(request, *args, **kwargs):
        if not may_read(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return answer


def for_deciders(view):
    """Open a screen to who may decide on proposals."""

    @wraps(view)
    def answer(request, *args, **kwargs):
        if not request.user.has_perm(CHANGE):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return require_POST(answer)


class ProposalsMenuItem(MenuItem):
    """« Propositions (3) », with how many wait to be looked at."""

    def is_shown(self, request):
        return may_read(request.user)

    def render_component(self, request):
        waiting = received(request.user, Proposal)
        item = MenuItem(f"{TITLE} ({waiting})" if waiting else TITLE, self.url, self.name, icon_name=self.icon_name)
        return item.render_component(request)


def frame(title, *trail):
    """The frame of a screen of this part; `trail` as in admin_frame."""
    return admin_frame.frame("mail", title, *trail)


def above():
    """The list, as the trail of what lies below it names it."""
    return reverse("agenda_proposals"), TITLE


@require_safe
@for_readers
def proposals(request):
    """The list: those to decide on first."""
    form = ProposalFilterForm(request.GET, years=figures.years())
    form.is_valid()
    asked, rows = form.cleaned_data, Proposal.objects.open_first().select_related("commune")
    if asked.get("etat") == WAITING:
        rows = rows.open()
    elif asked.get("etat"):
        rows = rows.filter(state=asked["etat"])
    if asked.get("commune"):
        rows = rows.filter(commune=asked["commune"])
    if asked.get("annee"):
        rows = rows.filter(sent_at__year=asked["annee"])
    query = request.GET.copy()
    query.pop("p", None)
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("p"))
    context = {**frame(TITLE), "form": form, "proposals": page, "query": query.urlencode()}
    return TemplateResponse(request, "agenda/admin/proposals.html", context)


@require_safe
@for_readers
def proposal(request, pk):
    """One proposal, as its sender wrote it, with what may be the same event, and what can be done with it."""
    return _page(request, get_object_or_404(Proposal.objects.select_related("commune", "office", "event"), pk=pk))


def _page(request, record, status=200, **forms):
    seen = {"seen": record.fingerprint}
    may_decide = record.is_open and request.user.has_perm(CHANGE)
    events = twins.events_like(record) if may_decide else []
    context = {
        **frame(record.title or record.reference, above()),
        "proposal": record,
        "sections": reading.sections(record, record.images.all(), for_team=True) if record.title else [],
        "images": record.images.all(),
        "may_decide": may_decide,
        "may_create": may_create_event(request.user),
        "twins": events,
        "other_proposals": twins.proposals_like(record) if may_decide else [],
        "accept_form": SeenForm(initial=seen),
        "merge_form": _merge_form(record, initial={**seen, "slots": True, "pictures": True}, found=events),
        "ask_form": WordsForm(initial=seen, prefix="question"),
        "decline_form": WordsForm(initial=seen, prefix="refus"),
        **forms,
    }
    context["media"] = context["merge_form"].media
    return TemplateResponse(request, "agenda/admin/proposal.html", context, status=status)


def _merge_form(record, data=None, initial=None, found=None):
    like = [twin.record.pk for twin in (twins.events_like(record) if found is None else found)]
    return MergeForm(
        data,
        initial=initial,
        events=EventPage.objects.all(),
        twins=EventPage.objects.filter(pk__in=like),
        widget=EventPage.chooser_viewset.widget_class(),
    )


@for_deciders
def accept(request, pk):
    """Make a draft event of it, and open that."""
    record, form = get_object_or_404(Proposal, pk=pk), SeenForm(request.POST)
    try:
        if not form.is_valid():
            raise Refused(READ_AGAIN)
        event = accepting.accept(record.pk, user=request.user, seen=form.cleaned_data["seen"])
    except Refused as refusal:
        return _told(request, record, refusal)
    messages.success(
        request,
        f"« {event.title} » est en brouillon dans l’agenda. Relisez-le et publiez-le : la personne qui l’a proposé "
        "recevra alors son adresse.",
    )
    return redirect("wagtailadmin_pages:edit", event.pk)


@for_deciders
def merge(request, pk):
    """Tie it to an event that the agenda has."""
    record = get_object_or_404(Proposal.objects.select_related("commune"), pk=pk)
    form = _merge_form(record, request.POST)
    if not form.is_valid():
        return _page(request, record, 400, merge_form=form)
    asked = form.cleaned_data
    try:
        event = accepting.merge(
            record.pk,
            form.chosen,
            user=request.user,
            seen=asked["seen"],
            slots=asked["slots"],
            pictures=asked["pictures"],
        )
    except Refused as refusal:
        return _told(request, record, refusal)
    words = "Ce qui y a été ajouté est en brouillon." if asked["slots"] or asked["pictures"] else ""
    messages.success(request, f"La proposition est rattachée à « {event.title} ». {words}")
    return redirect("wagtailadmin_pages:edit", event.pk)


@for_deciders
def ask(request, pk):
    """Ask its sender something."""
    return _answer(request, pk, "ask_form", "question", deciding.ask, "Votre question part par courriel.")


@for_deciders
def decline(request, pk):
    """Say no, with the reason."""
    return _answer(
        request,
        pk,
        "decline_form",
        "refus",
        deciding.decline,
        "La proposition est déclinée. La raison part par courriel.",
    )


def _answer(request, pk, name, prefix, act, done):
    record = get_object_or_404(Proposal.objects.select_related("commune"), pk=pk)
    form = WordsForm(request.POST, prefix=prefix)
    if not form.is_valid():
        return _page(request, record, 400, **{name: form})
    try:
        act(Proposal, record.pk, form.cleaned_data["words"], user=request.user, seen=form.cleaned_data["seen"])
    except Refused as refusal:
        messages.error(request, str(refusal))
        record = get_object_or_404(Proposal.objects.select_related("commune", "office", "event"), pk=pk)
        # What was written is shown again beside what has changed: whoever reads that may send it still.
        typed = {"seen": record.fingerprint, "words": form.cleaned_data["words"]}
        return _page(request, record, 409, **{name: WordsForm(initial=typed, prefix=prefix)})
    messages.success(request, done if record.sender_email else "C’est noté. Plus personne n’est à prévenir.")
    return redirect("agenda_proposals")


def _told(request, record, refusal):
    messages.error(request, str(refusal))
    return redirect("agenda_proposal", record.pk)


@require_safe
@for_readers
def picture(request, pk, place):
    """A picture of a proposal, which the public does not see."""
    response = served(get_object_or_404(Proposal, pk=pk).images.filter(place=place).first())
    response["Cache-Control"] = "no-store, private"
    return response
