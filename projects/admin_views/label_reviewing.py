"""« Mes dossiers »: what a member of a committee reads, and the opinion that they give."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_safe
from wagtail.admin import messages

from pma_site.core.alphabet import InFrench
from pma_site.core.refusals import Refused

from .. import instructing
from ..applying import files
from ..forms.label_instruction import OpinionForm
from ..instructing import comparing, hearings_of, judging
from .label_screens import for_reviewers, frame, waiting_for

TITLE = "Mes dossiers"


@require_safe
@for_reviewers
def my_files(request):
    """What is before one's committees, those without one's opinion first."""
    hearings = hearings_of(request.user).order_by(
        "committee__closed_at", "committee__place", InFrench("application__title")
    )
    hearings = list(hearings.prefetch_related("opinions"))
    groups = {}
    for hearing in hearings:
        mine = next((each for each in hearing.opinions.all() if each.reviewer_id == request.user.pk), None)
        groups.setdefault(hearing.committee, []).append({"hearing": hearing, "mine": mine})
    context = {**frame(TITLE), "groups": groups.items()}
    return TemplateResponse(request, "projects/admin/label/my_files.html", context)


@for_reviewers
def my_file(request, pk):
    """One application before one's committee, and one's opinion on it."""
    hearing = get_object_or_404(hearings_of(request.user), pk=pk)
    application = hearing.application
    opinions = list(hearing.opinions.select_related("reviewer"))
    for opinion in opinions:
        opinion.hearing = hearing
    mine = next((each for each in opinions if each.reviewer_id == request.user.pk), None)
    criteria = [(answer["criterion"], answer["heading"]) for answer in application.answers]
    initial = {"vote": mine.vote, "note": mine.note} if mine else {}
    initial |= {f"critere-{key}": level for key, level in (mine.appreciations if mine else {}).items()}
    form = OpinionForm(request.POST if request.method == "POST" else None, criteria=criteria, initial=initial)
    status = 200
    if form.is_bound and form.is_valid():
        try:
            said = form.cleaned_data
            judging.give_opinion(
                hearing.pk, user=request.user, vote=said["vote"], note=said["note"], appreciations=form.appreciations
            )
        except Refused as refusal:
            messages.error(request, str(refusal))
            status = 409
        else:
            messages.success(request, f"Votre avis sur « {application.title} » est enregistré. Vous pouvez le changer.")
            following = waiting_for(request.user).order_by("committee__place", InFrench("application__title")).first()
            return redirect("label_my_file", following.pk) if following else redirect("label_my_files")
    elif form.is_bound:
        status = 400
    context = {
        **frame(application.title, (reverse("label_my_files"), TITLE)),
        "hearing": hearing,
        "application": application,
        "files": application.files.deposited(),
        # Read before one has judged, those of others would weigh on one's own.
        "others": [each for each in opinions if each is not mine] if mine else [],
        "hidden": 0 if mine else len(opinions),
        "judgement": comparing.Judgement(hearing, hearing.committee),
        "mine": mine,
        "mine_alone": [mine],
        "form": form,
    }
    return TemplateResponse(request, "projects/admin/label/my_file.html", context, status=status)


@require_safe
def attachment(request, pk):
    """A file joined to an application, for who may read that application."""
    if not (instructing.may_run(request.user) or instructing.may_review(request.user)):
        raise Http404
    found = get_object_or_404(instructing.readable_files(request.user), pk=pk)
    response = files.served(found)
    if response is None:
        raise Http404
    return response
