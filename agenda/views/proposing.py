"""« Proposer un événement »: the steps of the form, each an address of its own, so that going back loses nothing."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from pma_site.contributions import links
from pma_site.contributions.forms import TOO_FAST, SubmissionForm
from pma_site.contributions.models.contributions import new_reference
from pma_site.contributions.views import TOO_MANY, inviting_office, may_send, readable
from pma_site.contributions.wording import KEPT, LEGAL, RIGHTS
from pma_site.core.limits import network_of, within_limit
from pma_site.core.refusals import Refused
from pma_site.readers.forms.subscribing import LEAST_SECONDS
from pma_site.readers.views.frame import around_the_form, page_here, private
from pma_site.territory.models import Commune

from ..models import Proposal, ProposalDraft, Venue
from ..proposal_forms.steps import REVIEW, STEPS, after, before
from ..proposing import drafts, reading, sending, typing

TITLE = "Proposer un événement"
THANKS = "proposals:thanks"
# Forms that one part of the network may begin in an hour.
BEGUN, HOUR = 60, 3600
# Requests with pictures, which take long to decode, that one part of the network may send in an hour.
PICTURED = 120
TOO_MANY_PICTURES = (
    "Beaucoup d’images viennent de votre réseau en ce moment : celles-ci ne sont pas gardées. Réessayez dans une "
    "heure, ou continuez sans images."
)
# Three pictures of 8 Mo and their texts; beyond twice that, nothing is read.
MOST_BYTES = 60 * 1024 * 1024
TOO_BIG = "Cet envoi est trop lourd : 8 Mo au plus par image, trois images au plus. Le reste de votre saisie est gardé."
# What the address of the thanks bears after a correction.
CORRECTED = "correction"
FIRST = next(iter(STEPS))
# What the listing of venues offers as one types.
VENUES = 150


def _refused(request, title, words, status):
    context = {"title": title, "look": "agenda", "standfirst": words}
    return render(request, "agenda/proposals/told.html", context, status=status)


@require_safe
def start(request):
    """The first step, for who comes by the public door or by the link of their town hall; nothing is kept yet."""
    token, office = drafts.new_token(), inviting_office(request)
    page = page_here(request)
    context = {
        **(page.get_context(request) if page else {}),
        **around_the_form(page),
        "office": office,
        "invitation": request.GET.get(links.OFFICE_PARAMETER, "")[:60] if office else "",
    }
    response = _shown(request, token, FIRST, drafts.form_of(None, FIRST), more=context)
    # Back from the next step, the browser shows this page as it was left, and not one with another token.
    response["Cache-Control"] = "private, max-age=0"
    return response


@private
@readable(MOST_BYTES, TOO_BIG)
@require_http_methods(["GET", "HEAD", "POST"])
def step(request, token, step):
    """One step of the form of a token: shown as it was left, or kept and followed by the next."""
    code = drafts.code_behind(token)
    if code is None or step not in STEPS:
        raise Http404
    if sent := sending.sent_by(code):
        return _thanked(sent, code)
    draft = ProposalDraft.objects.select_related("office__commune").filter(code=code).first()
    if request.method == "POST":
        return _kept(request, token, step, draft, code)
    if draft is None:
        if step != FIRST:
            return redirect("proposals:step", token, FIRST)
        return _shown(request, token, step, drafts.form_of(None, step))
    return _shown(request, token, step, drafts.shown_form(draft, step), draft=draft)


def _thanked(proposal, code):
    """The answer to who sent a proposal by the form of identity `code`, or corrected it."""
    address = links.thanks_path(THANKS, proposal.reference)
    return redirect(f"{address}?{CORRECTED}" if proposal.correction == code else address)


def may_begin(request) -> bool:
    """Count one more form that is begun, and tell whether that part of the network may still begin one."""
    return within_limit(f"proposition-{network_of(request)}", BEGUN, HOUR)


def _kept(request, token, step, draft, code):
    if SubmissionForm(request.POST).is_sprung:
        # A program that fills in what nobody sees learns nothing, and nothing of it is kept.
        return redirect(links.thanks_path(THANKS, new_reference()))
    if draft is None:
        if not may_begin(request):
            form = drafts.form_of(None, step, request.POST)
            return _shown(request, token, step, form, status=429, problem=TOO_MANY)
        draft = drafts.begin(code, links.office_behind_invitation(request.POST.get(links.OFFICE_PARAMETER, "")[:60]))
    if request.FILES and not within_limit(f"proposition-images-{network_of(request)}", PICTURED, HOUR):
        form = drafts.form_of(draft, step, request.POST)
        return _shown(request, token, step, form, draft=draft, status=429, problem=TOO_MANY_PICTURES)
    form = drafts.form_of(draft, step, request.POST, request.FILES)
    is_valid, action = form.is_valid(), request.POST.get("action", "")
    try:
        drafts.keep(draft, step, request.POST, more_dates=action == "date")
        if step == "images":
            drafts.keep_pictures(draft, form.pictures, form.removed)
            form.kept = {image.place: image for image in draft.images.all()}
    except Refused as refusal:
        if sent := sending.sent_by(code):
            return _thanked(sent, code)
        return _refused(request, "Ce formulaire n’est plus ouvert", str(refusal), 410)
    if action == "retour":
        return redirect("proposals:step", token, before(step))
    if action == "date":
        return redirect(f"{reverse('proposals:step', args=[token, step])}#date-{form.count + 1}")
    if not is_valid:
        return _shown(request, token, step, form, draft=draft, status=400)
    if request.POST.get("vers") == REVIEW or after(step) == REVIEW:
        return redirect("proposals:review", token)
    return redirect("proposals:step", token, after(step))


def _shown(request, token, step, form, *, draft=None, status=200, problem="", more=None):
    names = list(STEPS)
    place = step == "ou"
    context = {
        "title": TITLE,
        "look": "agenda",
        "token": token,
        "step": step,
        "step_title": STEPS[step][0],
        "number": names.index(step) + 1,
        "count": len(names) + 1,
        "is_first": step == FIRST,
        "form": form,
        "trap": SubmissionForm(),
        "problem": problem,
        "office": draft.office if draft else None,
        "correcting": bool(draft and draft.proposal_id),
        "towards": REVIEW if REVIEW in (request.GET.get("vers"), request.POST.get("vers")) else "",
        "communes": Commune.objects.values_list("name", flat=True) if place else (),
        "venues": Venue.objects.exclude(commune=None).values_list("name", flat=True)[:VENUES] if place else (),
        "legal": [LEGAL.text, KEPT, RIGHTS] if step == "vous" else (),
        **(more or {}),
    }
    return render(request, "agenda/proposals/step.html", context, status=status)


@private
@readable(MOST_BYTES, TOO_BIG)
@require_http_methods(["GET", "HEAD", "POST"])
def review(request, token):
    """All that was typed, as the team will read it, and the button that sends it."""
    code = drafts.code_behind(token)
    if code is None:
        raise Http404
    if sent := sending.sent_by(code):
        return _thanked(sent, code)
    draft = ProposalDraft.objects.select_related("office__commune").filter(code=code).first()
    if draft is None:
        return _refused(request, "Ce formulaire n’est plus ouvert", drafts.GONE, 410)
    status, problem = 200, ""
    if request.method == "POST":
        if SubmissionForm(request.POST).is_sprung:
            return redirect(links.thanks_path(THANKS, new_reference()))
        try:
            # Whoever corrects holds a signed link: no program typed it.
            if not draft.proposal_id and drafts.code_behind(token, youngest=LEAST_SECONDS) is None:
                raise Refused(TOO_FAST)
            if not may_send(request):
                status = 429
                raise Refused(TOO_MANY)
            proposal = sending.send(code)
        except Refused as refusal:
            status, problem = (400 if status == 200 else status), str(refusal)
        else:
            return _thanked(proposal, code)
    forms = sending.forms_of(draft)
    missing = {step for step, form in forms.items() if not form.is_valid()}
    proposal = Proposal()
    typing.write(proposal, forms)
    images = sending.described(forms["images"])
    context = {
        "title": TITLE,
        "look": "agenda",
        "token": token,
        "sections": reading.sections(proposal, images, missing),
        "images": images,
        "is_complete": not missing,
        "count": len(STEPS) + 1,
        "trap": SubmissionForm(),
        "problem": problem,
        "office": draft.office,
        "correcting": bool(draft.proposal_id),
        "legal": LEGAL.text,
    }
    return render(request, "agenda/proposals/review.html", context, status=status)


@require_safe
@private
def picture(request, token, place):
    """A picture of a form that is being filled in, for who fills it in."""
    code = drafts.code_behind(token)
    draft = ProposalDraft.objects.filter(code=code).first() if code else None
    return served(draft and draft.images.filter(place=place).first())


def served(image):
    """The file of a picture that whoever asks may see. Raises Http404 where there is none."""
    if not image:
        raise Http404
    content = image.read()
    if content is None:
        raise Http404
    return HttpResponse(content, content_type="image/jpeg", headers={"X-Content-Type-Options": "nosniff"})
