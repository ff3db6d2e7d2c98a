"""« Étapes pour la lettre »: which of the latest milestones the next issue reports."""

from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from pma_site.core.refusals import Refused

from ..board import axes_of
from ..forms.roadmap import LetterForm, SinceForm
from ..models import Milestone
from ..noting import choose_for_letter
from .roadmap import above, for_keepers, frame

TITLE = "Étapes pour la lettre"


@require_http_methods(["GET", "HEAD", "POST"])
@for_keepers
def letter_milestones(request):
    """The milestones since a day, of the axes one may change: those ticked go into the letter."""
    asked = SinceForm(request.GET or {"depuis": timezone.localdate().replace(month=1, day=1)})
    milestones = Milestone.objects.none()
    if asked.is_valid():
        milestones = (
            Milestone.objects.filter(action__axis__in=axes_of(request.user), action__axis__live=True)
            .since(asked.cleaned_data["depuis"])
            .select_related("action__axis")
            .order_by("-day", "-pk")
        )
    form = LetterForm(request.POST or None, milestones=milestones)
    if request.method == "POST" and asked.is_valid() and form.is_valid():
        try:
            count = choose_for_letter(request.user, form.chosen, {milestone.pk for milestone in milestones})
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            plural = "s" if count > 1 else ""
            messages.success(request, f"{count} étape{plural} changée{plural}." if count else "Rien n’a changé.")
            return redirect(f"{reverse('roadmap_letter')}?depuis={asked.cleaned_data['depuis'].isoformat()}")
    context = {
        **frame(TITLE, above()),
        # The day as the admin writes days, whichever way it came.
        "asked": SinceForm(initial=asked.cleaned_data) if asked.is_valid() else asked,
        "form": form,
        "milestones": milestones,
        "media": asked.media,
        "action_url": request.get_full_path(),
        "submit_button_label": "Enregistrer le choix",
        "submit_button_active_label": "Enregistrement…",
    }
    status = 200 if asked.is_valid() and request.method != "POST" else 400
    return TemplateResponse(request, "projects/admin/roadmap/letter.html", context, status=status)
