"""« Aide »: the guide in the admin, for whoever may enter it."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from pma_site.core.admin_frame import frame

from . import chapters
from .forms import GuideSearchForm


@require_safe
def cover(request):
    """The contents, the parts for the reader's own roles first; what a search found, where one was asked for."""
    form = GuideSearchForm(request.GET, auto_id="guide-%s")
    asked = form.asked
    guide = chapters.cover()
    roles = set(request.user.groups.values_list("name", flat=True))
    if request.user.is_superuser:
        roles.add("Administration")
    context = frame("help", guide.title) | {
        "guide": guide,
        "own": [section for section in guide.sections if section.title in roles],
        "others": [section for section in guide.sections if section.title not in roles],
        "form": form,
        "asked": asked,
        "found": chapters.search(asked),
    }
    return render(request, "guide/admin/cover.html", context)


@require_safe
def chapter(request, slug):
    """One task, with the way to the one before and the one after."""
    order = chapters.cover().chapters
    place = next((number for number, page in enumerate(order) if page.slug == slug), None)
    if place is None:
        raise Http404
    page = order[place]
    context = frame("help", page.title, (reverse("guide_cover"), "Guide de rédaction")) | {
        "page": page,
        "before": order[place - 1] if place else None,
        "after": order[place + 1] if place + 1 < len(order) else None,
    }
    return render(request, "guide/admin/chapter.html", context)
