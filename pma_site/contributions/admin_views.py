"""What the team reads of the answers to a call in the admin, and what it decides."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages
from wagtail.log_actions import log
from wagtail.snippets.views.snippets import InspectView

from pma_site.core.refusals import Refused
from pma_site.core.spreadsheets import write_csv, write_xlsx

from . import answering, deciding
from .call_forms import DecisionForm
from .models import Call, CallAnswer
from .tallying import table, tally

DECIDE, VIEW = "contributions.change_callanswer", "contributions.view_callanswer"
FILES = {
    "csv": (write_csv, "text/csv; charset=utf-8"),
    "xlsx": (write_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
# What each button of an answer does: the use case, whether it needs words, what was done.
ACTS = {
    "accepter": (answering.accept, False, "La réponse est acceptée : la personne en est prévenue."),
    "demander": (
        lambda pk, words, **known: deciding.ask(CallAnswer, pk, words, **known),
        True,
        "La question part à la personne.",
    ),
    "decliner": (
        lambda pk, words, **known: deciding.decline(CallAnswer, pk, words, **known),
        True,
        "La réponse est déclinée : la personne en est prévenue, avec votre motif.",
    ),
}


def page_of(answer: CallAnswer) -> str:
    """The screen of one answer."""
    return reverse(CallAnswer.snippet_viewset.get_url_name("inspect"), args=[answer.pk])


def _context(answer, user, form=None):
    return {
        "answer": answer,
        "others": answer.others_of_commune,
        "form": form or DecisionForm(initial={"seen": answer.fingerprint}),
        "may_decide": user.has_perm(DECIDE) and answer.is_open,
        "decide_address": reverse(CallAnswer.snippet_viewset.get_url_name("decide"), args=[answer.pk]),
    }


class AnswerView(InspectView):
    """One answer: what was said, by whom, where it stands, and what may be decided."""

    template_name = "contributions/admin/answer.html"

    def get_context_data(self, **kwargs):
        return {**super().get_context_data(**kwargs), **_context(self.object, self.request.user)}


@require_POST
def decide(request, pk):
    """Accept, ask or decline, and tell the sender."""
    if not request.user.has_perm(DECIDE):
        raise PermissionDenied
    answer = get_object_or_404(CallAnswer.objects.select_related("call", "commune"), pk=pk)
    name = request.POST.get("faire")
    if name not in ACTS:
        messages.error(request, "Choisissez ce que vous décidez.")
        return redirect(page_of(answer))
    act, needs_words, done = ACTS[name]
    form = DecisionForm(request.POST, needs_words=needs_words)
    form.fields["words"].error_messages["required"] = "Écrivez votre message : la personne le lira tel quel."
    if not form.is_valid():
        context = {**frame(f"{answer}", answer.call), **_context(answer, request.user, form), "sent": name}
        return TemplateResponse(request, AnswerView.template_name, context, status=400)
    # Without it, nobody knows what was read.
    seen = form.cleaned_data["seen"] or "rien"
    try:
        act(answer.pk, form.cleaned_data["words"], user=request.user, seen=seen)
    except Refused as refusal:
        messages.error(request, str(refusal))
        answer = get_object_or_404(CallAnswer.objects.select_related("call", "commune"), pk=pk)
        # What was written is shown again beside what has changed: whoever reads that may send it still.
        form = DecisionForm(initial={"seen": answer.fingerprint, "words": form.cleaned_data["words"]})
        context = {**frame(f"{answer}", answer.call), **_context(answer, request.user, form), "sent": name}
        return TemplateResponse(request, AnswerView.template_name, context, status=409)
    log(instance=answer, action=f"contributions.answer.{name}", user=request.user)
    messages.success(request, done if answer.sender_email else "C’est noté. Plus personne n’est à prévenir.")
    return redirect(page_of(answer))


def _call_for(request, pk):
    if not (request.user.has_perm(VIEW) or request.user.has_perm(DECIDE)):
        raise PermissionDenied
    return get_object_or_404(Call, pk=pk)


@require_safe
def show_tally(request, pk):
    """Who of the communes answered a call, what they chose, and the way to the file."""
    call = _call_for(request, pk)
    context = {**frame(f"Bilan : {call}", call), "call": call, "tally": tally(call)}
    return TemplateResponse(request, "contributions/admin/tally.html", context)


@require_POST
def export(request, pk, file_format):
    """All the answers to a call as a file; that it was taken out is kept."""
    call = _call_for(request, pk)
    if file_format not in FILES:
        raise Http404
    write, content_type = FILES[file_format]
    header, rows = table(call)
    log(instance=call, action="contributions.call.export", user=request.user, data={"rows": len(rows)})
    response = HttpResponse(write(header, rows), content_type=content_type)
    name = f"appel-{call.slug}-{timezone.localdate():%Y-%m-%d}.{file_format}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store, private"
    return response


def frame(title, call):
    """What the frame of a screen about a call needs."""
    answers = f"{reverse(CallAnswer.snippet_viewset.get_url_name('list'))}?call={call.pk}"
    return {
        "page_title": title,
        "header_title": title,
        "header_icon": "comment",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": "Accueil"},
            {"url": answers, "label": "Réponses"},
            {"url": "", "label": title},
        ],
    }
