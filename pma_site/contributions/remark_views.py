"""« Il manque quelque chose ? »: the form below the page of a place, and what its sender's own link opens."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from pma_site.core.refusals import Refused
from pma_site.readers.views.frame import private
from pma_site.territory.models import Commune, Epci

from . import links, remarking
from .forms import SubmissionForm
from .models import Remark
from .models.contributions import new_reference
from .remark_forms import RemarkForm
from .views import TOO_MANY, correction, followed, may_send, readable, withdrawal
from .wording import KEPT, LEGAL, RIGHTS

THANKS = "remarks:thanks"
MENTIONS = {"legal": LEGAL.text, "kept": KEPT, "rights": RIGHTS}
# A page of text and who wrote it; beyond, nothing is read.
MOST_BYTES = 64 * 1024
TOO_BIG = "Cette remarque est trop longue : 2 000 signes au plus. Revenez en arrière : votre texte y est encore."
SIREN = 9


def _place(code):
    """The commune of an INSEE code, or the intercommunality of a SIREN. Raises Http404 for neither."""
    if len(code) == SIREN:
        return get_object_or_404(Epci, siren=code)
    return get_object_or_404(Commune, insee_code=code)


@require_http_methods(["GET", "HEAD", "POST"])
@private
@readable(MOST_BYTES, TOO_BIG)
def new(request, code):
    """The form; nothing is kept before it is sent."""
    place = _place(code)
    if request.method != "POST":
        return _form(request, place, RemarkForm(), trap=SubmissionForm.set_now())
    form, trap = RemarkForm(request.POST), SubmissionForm(request.POST)
    valid = form.is_valid()
    if trap.is_sprung:
        return redirect(links.thanks_path(THANKS, new_reference()))
    problem, status = "", 400
    if valid:
        problem = trap.complaint
        if not problem and not may_send(request):
            problem, status = TOO_MANY, 429
        if not problem:
            try:
                remark = remarking.send(place, form.cleaned_data, code=trap.code)
                return redirect(links.thanks_path(THANKS, remark.reference))
            except Refused as refusal:
                problem, status = str(refusal), 409
    return _form(request, place, form, status, trap=trap.shown_again(), problem=problem)


def _form(request, place, form, status=200, **context):
    """The form of a remark on a place; `remark` in the context is one that is corrected."""
    about = {"title": "Il manque quelque chose ?", "look": "communes", "place": place, "form": form}
    return render(request, "contributions/remark_form.html", {**about, **MENTIONS, **context}, status=status)


@require_safe
@private
def thanks(request, token):
    """What was just sent has arrived: its reference, and what comes next."""
    reference = links.thanked(THANKS, token)
    if reference is None:
        raise Http404
    remark = Remark.objects.select_related("commune", "epci").filter(reference=reference).first()
    context = {"title": "Votre remarque est arrivée", "look": "communes", "reference": reference}
    return render(request, "contributions/remark_sent.html", {**context, "place": remark.place if remark else None})


@require_safe
@private
def remark(request, token):
    """What a sender sent, where it stands, and what they may still do."""
    shown = followed(Remark, token)
    done = request.GET.get("fait") == "corrigee"
    context = {"title": "Votre remarque", "look": "communes", "remark": shown, "token": token, "done": done}
    return render(request, "contributions/remark.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@private
@readable(MOST_BYTES, TOO_BIG)
def correct(request, token):
    """The same form with what was sent, to be put right."""
    shown = followed(Remark, token)
    if not shown.is_open:
        return redirect("remarks:remark", token)
    form = RemarkForm(request.POST if request.method == "POST" else None, remark=shown)
    done, problem, status = correction(request, shown, form, lambda: remarking.correct(shown, form.cleaned_data))
    if done:
        return done
    known = {"title": "Corriger votre remarque", "remark": shown, "token": token, "problem": problem}
    return _form(request, shown.place, form, status, **known)


@require_http_methods(["GET", "HEAD", "POST"])
@private
def withdraw(request, token):
    """Take a remark back: a page that says what that means, with one button."""
    template, title = "contributions/remark_withdraw.html", "Retirer votre remarque"
    return withdrawal(request, Remark, token, template, title=title, look="communes")
