from django.shortcuts import render
from django.views.decorators.cache import never_cache
from wagtail.admin.auth import require_admin_access
from wagtail.models import Page
from wagtail.views import serve as serve_page

from pma_site.core.navigation import navigation_for, route
from pma_site.core.shelf_life import reading, reads

from .catalogue import specimens

PLAN = "Toutes les pages du site de la Lettre aux maires, rangées par rubrique."


def serve(request, path):
    """Serve a page of the tree, found in two queries (core.navigation)."""
    # Where Wagtail itself keeps the page it found for a request (Page.route_for_request).
    request._wagtail_route_for_request = found = route(request, path)
    reads(request, *getattr(found.page, "parameters", ()))
    return serve_page(request, path)


@reading()
def site_map(request):
    """« Plan du site »: every published page, as the tree it forms (RGAA 12.1)."""
    home = navigation_for(request).home
    pages = Page.objects.descendant_of(home).live().public().order_by("path")
    return render(
        request,
        "home/site_map.html",
        {"annotated_pages": Page.get_annotated_list_qs(pages), "title": "Plan du site", "description": PLAN},
    )


@never_cache
@require_admin_access
def catalogue(request):
    """« Catalogue des composants », for who works on the site: each component with its states."""
    return render(
        request, "home/catalogue.html", {"title": "Catalogue des composants", "specimens": specimens(request)}
    )
