"""The calls of the team: their list, the page on which one answers, and what a sender's own link opens."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from pma_site.core.refusals import Refused
from pma_site.core.shelf_life import reading
from pma_site.readers.views.frame import private

from . import answering, links
from .call_forms import AnswerForm, StepForm
from .choices import REMEMBERED
from .forms import SubmissionForm
from .models import Call, CallAnswer
from .models.contributions import new_reference
from .views import TOO_MANY, correction, followed, inviting_office, may_send, withdrawal
from .wording import KEPT, LEGAL, RIGHTS

THANKS = "contributions:thanks"
MENTIONS = {"legal": LEGAL.text, "kept": KEPT, "rights": RIGHTS}
ABOUT = "Les questions que le Pôle Métropolitain de l’Artois pose aux maires et aux élus du territoire."


@require_safe
@reading()
def calls(request):
    """The calls that are open, those to come, those of the last year."""
    context = {
        "title": "Appels aux maires",
        "description": ABOUT,
        "open": Call.objects.open().order_by("closes_at", "pk"),
        "announced": Call.objects.announced().order_by("opens_at", "pk"),
        "closed": Call.objects.closed().filter(closes_at__gt=timezone.now() - REMEMBERED).order_by("-closes_at"),
    }
    return render(request, "contributions/calls.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@private
def call(request, slug):
    """One call: the question, and as long as it is open the form to answer, read over once before it is sent.

    It is addressed by a link that may name a town hall, whose commune is then filled in.
    """
    shown = get_object_or_404(Call.objects.online().select_related("contact"), slug=slug)
    if request.method == "POST":
        return _answered(request, shown)
    if not shown.is_open:
        return _page(request, shown, "contributions/call.html", indexed=True)
    office = inviting_office(request)
    form = AnswerForm(questions=shown.questions, commune=office.commune if office else None)
    context = {"form": form, "trap": SubmissionForm.set_now(), "office": office}
    return _page(request, shown, "contributions/call.html", indexed=not request.GET, **context)


def _answered(request, shown):
    step = StepForm(request.POST)
    asked = step.cleaned_data["etape"] if step.is_valid() else "relire"
    form, trap = AnswerForm(request.POST, questions=shown.questions), SubmissionForm(request.POST)
    office, valid = inviting_office(request), form.is_valid()
    if trap.is_sprung:
        return redirect(links.thanks_path(THANKS, new_reference()))
    if not shown.is_open:
        # What was typed stays readable: it can be copied into a message.
        return _page(request, shown, "contributions/call.html", status=410, lost=form)
    context = {"form": form, "trap": trap.shown_again(), "office": office}
    if asked == "corriger" or not valid:
        return _page(request, shown, "contributions/call.html", status=200 if valid else 400, **context)
    if asked == "relire":
        return _page(request, shown, "contributions/call_review.html", **context)
    problem, status = trap.complaint, 400
    if not problem and not may_send(request):
        problem, status = TOO_MANY, 429
    if not problem:
        try:
            answer = answering.send(shown, form.rows, code=trap.code, office=office, **form.sender)
            return redirect(links.thanks_path(THANKS, answer.reference))
        except Refused as refusal:
            problem, status = str(refusal), 409
            if problem == answering.CLOSED:
                return _page(request, shown, "contributions/call.html", status=410, lost=form)
    return _page(request, shown, "contributions/call_review.html", status=status, problem=problem, **context)


def _page(request, shown, template, *, status=200, indexed=False, **context):
    """A page about a call; `indexed` tells whether search engines may keep it: one that nothing personal is on."""
    said = {"title": shown.title, "description": shown.summary, "call": shown, **MENTIONS, **context}
    response = render(request, template, said, status=status)
    if indexed:
        response["X-Robots-Tag"] = "all"
    return response


@require_safe
@private
def thanks(request, token):
    """What was just sent has arrived: its reference, and what comes next."""
    reference = links.thanked(THANKS, token)
    if reference is None:
        raise Http404
    answer = CallAnswer.objects.select_related("call").filter(reference=reference).first()
    context = {"title": "Votre réponse est arrivée", "reference": reference, "call": answer.call if answer else None}
    return render(request, "contributions/answer_sent.html", context)


@require_safe
@private
def answer(request, token):
    """What a sender sent, where it stands, and what they may still do."""
    shown = followed(CallAnswer, token)
    context = {"title": "Votre réponse", "answer": shown, "token": token, "done": request.GET.get("fait") == "corrigee"}
    return render(request, "contributions/answer.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@private
def correct(request, token):
    """The same form with what was sent, to be put right."""
    shown = followed(CallAnswer, token)
    if not shown.may_be_corrected:
        return redirect("contributions:answer", token)
    typed = request.POST if request.method == "POST" else None
    form = AnswerForm(typed, questions=shown.call.questions, answer=shown)
    done, problem, status = correction(request, shown, form, lambda: answering.correct(shown, form.rows, **form.sender))
    if done:
        return done
    context = {"title": "Corriger votre réponse", "answer": shown, "token": token, "form": form, "problem": problem}
    return render(request, "contributions/answer_correct.html", {**context, **MENTIONS}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@private
def withdraw(request, token):
    """Take an answer back: a page that says what that means, with one button."""
    template = "contributions/answer_withdraw.html"
    return withdrawal(request, CallAnswer, token, template, title="Retirer votre réponse")
