"""« Nouvelle année », « Clore l’année » and « Rouvrir l’année »."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages
from wagtail.log_actions import LogFormatter

from pma_site.core.refusals import Refused

from ..closing import close_year, drafted, reopen_year, waiting
from ..forms.roadmap import NewYearForm, ReopeningForm
from ..models import RoadmapPage
from ..new_year import axes_to_carry, begin_year, contributions_to_carry, last_year
from .roadmap import above, frame, may_begin


class ReopeningInWords(LogFormatter):
    """How the history of a year tells that it was opened again, and why."""

    label = "Rouvrir l’année"

    def format_message(self, log_entry):
        return f"Année rouverte : {log_entry.data.get('reason', '')}"


@require_http_methods(["GET", "HEAD", "POST"])
def new_year(request):
    """Show what the new year takes over from the last one, let one untick, and make it."""
    if not may_begin(request.user):
        raise PermissionDenied
    last = last_year()
    given = {
        "last": last,
        "axes": axes_to_carry(last) if last else [],
        "contributions": list(contributions_to_carry(last)) if last else [],
    }
    form = NewYearForm(request.POST or None, **given)
    if request.method == "POST" and form.is_valid():
        try:
            begun = begin_year(request.user, form.cleaned_data["year"], **form.carried)
        except Refused as refused:
            form.add_error("year", str(refused))
        else:
            return _told(request, begun)
    context = {
        **frame("Nouvelle année", above()),
        "form": form,
        "last": last,
        "media": form.media,
        "action_url": request.path,
        "submit_button_label": "Créer les brouillons",
        "submit_button_active_label": "Création en cours…",
    }
    status = 200 if request.method != "POST" else 400
    return TemplateResponse(request, "projects/admin/roadmap/new_year.html", context, status=status)


def _told(request, begun):
    def counted(number, noun):
        return f"{number} {noun}{'s' if number > 1 else ''}"

    messages.success(
        request,
        format_html(
            "{} est en brouillon, avec {}, {} et {} sans montant. Rien n’est encore public : relisez, complétez le "
            "budget et publiez.",
            begun.roadmap.title,
            counted(begun.axes, "axe"),
            counted(begun.actions, "action"),
            counted(begun.contributors, "contributeur"),
        ),
    )
    return redirect("wagtailadmin_explore", begun.roadmap.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def closing(request, pk):
    """Close a year, or open it again for a reason; its former closings are listed."""
    roadmap = get_object_or_404(RoadmapPage, pk=pk)
    if not roadmap.permissions_for_user(request.user).can_publish():
        raise PermissionDenied
    is_closed = roadmap.is_closed
    form = ReopeningForm(request.POST or None) if is_closed else None
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            if is_closed:
                reopen_year(roadmap.pk, request.user, form.cleaned_data["reason"])
                messages.success(request, f"L’année {roadmap.year} est rouverte.")
            else:
                close_year(roadmap.pk, request.user)
                messages.success(request, f"L’année {roadmap.year} est close.")
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            return redirect(f"{reverse('roadmap_board')}?annee={roadmap.year}")
    title = f"Rouvrir l’année {roadmap.year}" if is_closed else f"Clore l’année {roadmap.year}"
    context = {
        **frame(title, above()),
        "roadmap": roadmap,
        "is_closed": is_closed,
        "form": form,
        "history": roadmap.closings.select_related("closed_by", "reopened_by"),
        "waiting": [] if is_closed else waiting(roadmap),
        "drafted": [] if is_closed else drafted(roadmap),
        "action_url": request.path,
        "submit_button_label": title,
        "submit_button_active_label": "Enregistrement…",
    }
    status = 200 if request.method != "POST" else 400
    return TemplateResponse(request, "projects/admin/roadmap/closing.html", context, status=status)
