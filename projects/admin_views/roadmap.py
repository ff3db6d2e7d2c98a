"""« Feuille de route »: the board of a year's actions, and the small page where a milestone is noted."""

from functools import wraps

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from pma_site.core import admin_frame
from pma_site.core.refusals import Refused
from pma_site.directory.models import Person

from .. import board as lines
from ..forms.roadmap import BoardForm, MilestoneForm
from ..models import Action, Milestone, RoadmapIndexPage, RoadmapPage
from ..noting import note, why_not

TITLE = "Feuille de route"
A_PAGE = 50


class RoadmapMenuItem(MenuItem):
    """« Feuille de route », for who works on it."""

    def is_shown(self, request):
        return lines.keeps_the_roadmap(request.user)


def for_keepers(view):
    """Open a screen to who works on the roadmap."""

    @wraps(view)
    def answer(request, *args, **kwargs):
        if not lines.keeps_the_roadmap(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return answer


def frame(title, *trail):
    """The frame of a screen of this part; `trail` as in admin_frame."""
    return admin_frame.frame("list-ul", title, *trail)


def above():
    """The board, as the trail of what lies below it names it."""
    return reverse("roadmap_board"), TITLE


def _asked(request, roadmaps):
    """The form of a request for the board, and the year it is about; the running or the last one by default."""
    given = request.GET.copy()
    if not given.get("annee"):
        usual = lines.year_at_hand(roadmaps)
        given["annee"] = usual.year if usual else ""
    chosen_year = roadmaps.filter(year=given["annee"]).first() if str(given["annee"]).isdecimal() else None
    axes = lines.axes_of(request.user).order_by("path")
    axes = axes.child_of(chosen_year) if chosen_year else axes.none()
    contacts = Person.objects.filter(axes__axis__in=axes).distinct()
    return BoardForm(given, roadmaps=roadmaps, axes=axes, contacts=contacts), chosen_year, axes


@require_safe
@for_keepers
def board(request):
    """All actions of a year that one may change: those that need somebody first."""
    roadmaps = RoadmapPage.objects.order_by("-year")
    form, roadmap, axes = _asked(request, roadmaps)
    if not form.is_valid() or roadmap is None:
        context = {**frame(TITLE), "form": form, "roadmap": roadmap, "silence": lines.SILENCE}
        context["may_begin"] = may_begin(request.user)
        return TemplateResponse(
            request, "projects/admin/roadmap/board.html", context, status=400 if roadmaps.exists() else 200
        )
    axes = list(axes)
    everything = lines.lines_of(roadmap, axes)
    asked = form.cleaned_data
    found = lines.chosen(
        everything,
        axis=asked["axe"],
        step=asked["etape"],
        contact=asked["contact"],
        words=asked["mots"],
        attention=asked["suivi"],
    )
    query = request.GET.copy()
    query.pop("p", None)
    context = {
        **frame(TITLE),
        "form": form,
        "roadmap": roadmap,
        "closing": roadmap.closings.in_force().first(),
        "axes": axes,
        "open_axes": {axis.pk for axis in axes if not why_not(axis, request.user)},
        "counts": lines.counts_by_axis(everything),
        "lines": Paginator(found, A_PAGE).get_page(request.GET.get("p")),
        "total": len(everything),
        "to_follow": sum(line.attention is not None for line in everything),
        "silence": lines.SILENCE,
        "query": query.urlencode(),
        "may_close": roadmap.permissions_for_user(request.user).can_publish(),
        "may_begin": may_begin(request.user),
    }
    return TemplateResponse(request, "projects/admin/roadmap/board.html", context)


def may_begin(user):
    """Whether an account may add a year to the roadmap."""
    index = RoadmapIndexPage.objects.first()
    return index is not None and index.permissions_for_user(user).can_add_subpage()


@require_http_methods(["GET", "HEAD", "POST"])
def add_milestone(request, key):
    """« Ajouter une étape »: what became of an action, in one sentence."""
    action = get_object_or_404(Action.objects.select_related("axis"), key=key)
    if not action.axis.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    refusal = why_not(action.axis, request.user)
    given = {"images": get_image_model().objects.all(), "documents": get_document_model().objects.all()}
    initial = {"day": timezone.localdate(), "step": action.step, "reason": action.reason}
    form = MilestoneForm(request.POST or None, action=action, initial=initial, **given)
    if request.method == "POST" and form.is_valid():
        try:
            return _noted(request, action, form)
        except Refused as refused:
            # What was typed is shown again.
            messages.error(request, str(refused))
    context = {
        **frame(f"Ajouter une étape : {action.title}", above()),
        "action": action,
        "form": form,
        "refusal": refusal,
        "publishes": action.axis.live and action.axis.permissions_for_user(request.user).can_publish(),
        "media": form.media,
        "action_url": request.path,
        "submit_button_label": "Enregistrer l’étape",
        "submit_button_active_label": "Enregistrement…",
    }
    status = 200 if request.method != "POST" else 400
    return TemplateResponse(request, "projects/admin/roadmap/add_milestone.html", context, status=status)


def _noted(request, action, form):
    fields, asked = form.milestone_fields, form.cleaned_data
    noted = note(
        action.key,
        request.user,
        milestone=Milestone(**fields) if fields else None,
        step=asked["step"],
        reason=asked["reason"],
    )
    what = "L’étape est notée" if fields else "L’avancement est noté"
    if noted.is_online:
        page = format_html('<a href="{}">Voir la page publique</a>', noted.axis.url)
        messages.success(request, format_html("{} et en ligne. {}", what, page))
    else:
        form_address = reverse("wagtailadmin_pages:edit", args=[noted.axis.pk])
        page = format_html('<a href="{}">Ouvrir l’axe</a> pour le soumettre ou le publier.', form_address)
        messages.success(request, format_html("{} dans le brouillon de l’axe. {}", what, page))
    year = RoadmapPage.objects.ancestor_of(noted.axis).values_list("year", flat=True).first()
    return redirect(f"{reverse('roadmap_board')}?annee={year}")
