"""« Envoyer aux lecteurs » in the admin: the test, the lists, the confirmation, and the progress of a sending."""

from datetime import timedelta
from functools import wraps

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, Min, Prefetch, Q
from django.http import Http404, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem

from pma_site.core import mail
from pma_site.core.admin_frame import frame
from pma_site.core.choices import OutgoingState
from pma_site.core.refusals import Refused
from pma_site.readers.choices import ReadingList
from pma_site.readers.models import Recipient

from .. import ledger, sending
from ..audience import audience
from ..choices import SendingAction, SendingState
from ..forms.sending import ConfirmationForm, ListsForm, ProblemsForm
from ..mailing import compose
from ..models import Delivery, Dispatch, IssuePage, Sending

PERMISSION = "newsletter.send_issue"
A_PAGE = 50
# The speed is that of the last minute.
RECENT = timedelta(seconds=60)
# A sending of which nothing left for that long has no worker, most likely.
SILENCE = timedelta(minutes=2)


def for_senders(view):
    """Open a view to those who may send an issue: it is a right of its own, apart from writing and publishing."""

    @wraps(view)
    def answer(request, *args, **kwargs):
        if not request.user.has_perm(PERMISSION):
            raise PermissionDenied
        response = view(request, *args, **kwargs)
        response.headers.setdefault("Cache-Control", "no-store, private")
        return response

    return answer


class SendingsMenuItem(MenuItem):
    """« Envois », for those who may send."""

    def __init__(self):
        super().__init__("Envois", reverse("newsletter_sendings"), name="envois", icon_name="mail", order=10)

    def is_shown(self, request):
        return request.user.has_perm(PERMISSION)


def _frame(title, *trail, subject=""):
    return {
        **frame("mail", title, *trail, subject=subject),
        "local_transport": mail.is_local(),
        "transport": mail.description(),
        "confirmed": mail.is_local() or mail.is_confirmed(),
    }


def _frame_of(issue, title):
    """The frame of a screen below « Envois » about one issue."""
    return _frame(title, (reverse("newsletter_sendings"), "Envois"), subject=issue.get_admin_display_title())


@require_safe
@for_senders
def sendings(request):
    """The letters online, the latest first, and what was sent of each."""
    # One that was taken offline meanwhile is still the place where its sending is paused.
    on_their_way = Sending.objects.open().values("issue")
    issues = IssuePage.objects.filter(Q(live=True) | Q(pk__in=on_their_way)).order_by("-number")
    issues = issues.prefetch_related(
        Prefetch("sendings", Sending.objects.select_related("prepared_by").defer("html", "text"))
    )
    page = Paginator(issues, A_PAGE).get_page(request.GET.get("page"))
    context = {**_frame("Envois"), "issues": page}
    return TemplateResponse(request, "newsletter/admin/sendings.html", context)


@for_senders
def send(request, issue_id):
    """What leaves, the test to oneself, the lists with their count, and the confirmation."""
    issue = get_object_or_404(IssuePage.objects.live(), pk=issue_id)
    running = Sending.objects.open().filter(issue=issue).first()
    if running and request.method != "POST":
        return redirect("newsletter_sending", running.pk)
    status, confirmation = 200, None
    if request.method == "POST":
        confirmation = ConfirmationForm(request.POST)
        status = 400
        if confirmation.is_valid():
            try:
                said = confirmation.cleaned_data
                prepared = sending.prepare(issue, lists=said["listes"], count=said["nombre"], user=request.user)
            except Refused as refusal:
                confirmation.add_error(None, str(refusal))
            else:
                messages.success(request, "L’envoi est lancé. Vous pouvez le retirer pendant dix minutes.")
                return redirect("newsletter_sending", prepared.pk)
    chosen = request.POST if request.method == "POST" else request.GET
    # Who counts without a list is told so.
    lists = ListsForm(chosen if {"listes", "compter"} & set(chosen) else None)
    readers = samples = None
    if lists.is_valid():
        readers = audience(issue, lists.cleaned_data["listes"], rehearsal=mail.is_local())
        samples = names_of(readers.chosen[:3])
        confirmation = confirmation or ConfirmationForm(initial={"listes": lists.cleaned_data["listes"]})
    elif lists.is_bound:
        status = 400
    composed = compose(issue)
    context = {
        **_frame_of(issue, "Envoyer aux lecteurs"),
        "issue": issue,
        "composed": composed,
        "weight": len(composed.html.encode()),
        "test": sending.tested(issue, composed, request.user),
        "lists": lists,
        "chosen_lists": lists.cleaned_data.get("listes", []) if lists.is_bound else [],
        "reading_lists": ReadingList.choices,
        "readers": readers,
        "by_list": [(name.label, readers.by_list()[name]) for name in ReadingList if readers.by_list()[name]]
        if readers
        else [],
        "samples": samples,
        "confirmation": confirmation,
        "former": issue.sendings.select_related("prepared_by").defer("html", "text"),
        "declared": Dispatch.objects.filter(version__issue=issue),
    }
    return TemplateResponse(request, "newsletter/admin/send.html", context, status=status)


def names_of(recipients):
    """Return how one recognises a few recipients: the name of the town hall, of the person, or the address."""
    keys = [recipient.pk for recipient in recipients]
    found = (
        Recipient.objects.filter(pk__in=keys).select_related("elected__person", "tester").prefetch_related("offices")
    )
    names = {}
    for recipient in found:
        office = next(iter(recipient.offices.all()), None)
        person = getattr(recipient, "elected", None) or getattr(recipient, "tester", None)
        names[recipient.pk] = f"{office or person}, {recipient.email}" if office or person else recipient.email
    return [names[key] for key in keys if key in names]


@require_POST
@for_senders
def send_test(request, issue_id):
    """Send the issue to oneself."""
    issue = get_object_or_404(IssuePage.objects.live(), pk=issue_id)
    back = f"{reverse('newsletter_send', args=[issue.pk])}?{request.POST.get('retour', '')[:200]}"
    try:
        sending.send_test(issue, request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        to = f"remis au relais pour {request.user.email}"
        where = "écrit dans un fichier de cette machine" if mail.is_local() else to
        messages.success(request, f"Message d’essai {where}. Ouvrez-le avant de lancer l’envoi.")
    return redirect(back.rstrip("?"))


@require_safe
@for_senders
def progress(request, sending_id):
    """How a sending goes on; `?partie=1` answers with the part that changes, for the page that is open."""
    sendings = Sending.objects.select_related("issue", "prepared_by").defer("html", "text")
    shown = get_object_or_404(sendings, pk=sending_id)
    form = ProblemsForm(request.GET)
    chosen = form.cleaned_data["liste"] if form.is_valid() else ""
    context = {"sending": shown, "chosen": chosen, "choices": ProblemsForm, **progress_of(shown)}
    if "partie" in request.GET:
        return TemplateResponse(request, "newsletter/admin/sending_live.html", context)
    context |= {
        **_frame_of(shown.issue, "Envoi"),
        "rows": Paginator(_problems(shown, chosen), A_PAGE).get_page(request.GET.get("page")) if chosen else None,
    }
    return TemplateResponse(request, "newsletter/admin/sending.html", context)


_STATES = {
    ProblemsForm.UNKNOWN: OutgoingState.UNKNOWN,
    ProblemsForm.REFUSED: OutgoingState.REFUSED,
    ProblemsForm.WITHHELD: OutgoingState.WITHHELD,
}


def _problems(shown, chosen):
    if chosen == ProblemsForm.EXCLUDED:
        return shown.exclusions.select_related("recipient")
    return shown.deliveries.filter(state=_STATES[chosen]).order_by("pk")


def progress_of(shown):
    """Return the figures of a sending: letters by state, how many are done, how fast, how long it takes still."""
    counts = shown.counts()
    total = sum(counts.values())
    waiting = counts[OutgoingState.READY] + counts[OutgoingState.CLAIMED] + counts[OutgoingState.COMMITTING]
    speed = _speed(shown)
    problems = {key: counts[state] for key, state in _STATES.items()}
    problems[ProblemsForm.EXCLUDED] = shown.exclusions.count()
    return {
        "counts": {OutgoingState(state).name.lower(): number for state, number in counts.items()},
        "total": total,
        "waiting": waiting,
        "done": total - waiting,
        "retried": shown.deliveries.filter(state=OutgoingState.READY, attempts__gt=0).count(),
        "returned": shown.deliveries.exclude(returned_at=None).count(),
        "speed": speed,
        "minutes_left": -(-waiting // speed) if speed and waiting else None,
        "is_stuck": shown.state == SendingState.RUNNING and not speed and shown.starts_at < timezone.now() - SILENCE,
        "actions": [
            action
            for action in shown.possible_actions
            if action != SendingAction.AGAIN or counts[OutgoingState.REFUSED]
        ],
        "problem_lists": [
            (key, label, problems[key]) for key, label in ProblemsForm.base_fields["liste"].choices if key
        ],
    }


def _speed(shown):
    """How many letters a minute the relay took or refused of late; 0 while nothing is known."""
    now = timezone.now()
    states = [OutgoingState.ACCEPTED, OutgoingState.REFUSED]
    recent = shown.deliveries.filter(state__in=states, settled_at__gte=now - RECENT)
    known = recent.aggregate(number=Count("pk"), first=Min("settled_at"))
    if not known["number"]:
        return 0
    return round(known["number"] * 60 / max(5, (now - known["first"]).total_seconds()))


# What may be asked of a sending: the use case, and what is said once it is done.
_ACTIONS = {
    SendingAction.WITHDRAW: (ledger.withdraw, "L’envoi est retiré : aucune lettre n’est partie."),
    SendingAction.PAUSE: (ledger.pause, "L’envoi est en pause."),
    SendingAction.RESUME: (ledger.resume, "L’envoi reprend."),
    SendingAction.STOP: (ledger.stop, "L’envoi est arrêté."),
    SendingAction.AGAIN: (ledger.try_refused_again, "Les lettres refusées vont être présentées à nouveau."),
}


@require_POST
@for_senders
def act(request, sending_id, action):
    """Withdraw, pause, resume, stop a sending, or try its refused letters again."""
    shown = get_object_or_404(Sending, pk=sending_id)
    if action not in _ACTIONS:
        raise Http404
    do, words = _ACTIONS[action]
    try:
        do(shown, request.user)
        messages.success(request, words)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("newsletter_sending", shown.pk)


@require_POST
@for_senders
def settle(request, delivery_id):
    """Decide of an uncertain letter."""
    delivery = get_object_or_404(Delivery, pk=delivery_id)
    left = {"1": True, "0": False}.get(request.POST.get("partie"))
    if left is None:
        return HttpResponseBadRequest("Choisissez l’une des deux décisions.")
    try:
        ledger.settle_by_hand(delivery, request.user, left=left)
        messages.success(request, "Notée comme partie." if left else "Cette lettre va repartir.")
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect(f"{reverse('newsletter_sending', args=[delivery.sending_id])}?liste={ProblemsForm.UNKNOWN}")
