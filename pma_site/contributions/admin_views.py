"""What the team reads of the answers to a call in the admin, and what it decides."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe
from wagtail.log_actions import log
from wagtail.snippets.views.snippets import InspectView

from pma_site.core import admin_frame
from pma_site.core.spreadsheets import write_csv, write_xlsx

from . import answering
from .admin_desk import Desk, acts_on
from .admin_lists import DECIDE, known_calls, reads_answers
from .models import CallAnswer
from .tallying import table, tally

FILES = {
    "csv": (write_csv, "text/csv; charset=utf-8"),
    "xlsx": (write_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


def page_of(answer: CallAnswer) -> str:
    """The screen of one answer."""
    return reverse(CallAnswer.snippet_viewset.get_url_name("inspect"), args=[answer.pk])


def _render(request, answer, form, status):
    context = {**frame(f"{answer}", answer.call), **_context(answer, request.user, form)}
    return TemplateResponse(request, AnswerView.template_name, context, status=status)


DESK = Desk(
    model=CallAnswer,
    related=("call", "commune"),
    permission=DECIDE,
    acts=acts_on(
        CallAnswer,
        answering.accept,
        "La réponse est acceptée : la personne en est prévenue.",
        "La réponse est déclinée : la personne en est prévenue, avec votre motif.",
    ),
    page_of=page_of,
    render=_render,
    logged="answer",
)
decide = DESK.view


def _context(answer, user, form=None):
    return {**DESK.context(answer, user, form), "others": answer.others_of_commune}


class AnswerView(InspectView):
    """One answer: what was said, by whom, where it stands, and what may be decided."""

    template_name = "contributions/admin/answer.html"

    def get_context_data(self, **kwargs):
        return {**super().get_context_data(**kwargs), **_context(self.object, self.request.user)}


def _call_for(request, pk):
    if not reads_answers(request.user):
        raise PermissionDenied
    return get_object_or_404(known_calls(request.user), pk=pk)


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
    return admin_frame.frame("comment", title, (answers, "Réponses"))
