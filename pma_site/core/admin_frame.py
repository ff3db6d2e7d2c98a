"""The frame of our own screens in the admin: title, icon, the way that leads there; and the ways along a list."""

from django.core.paginator import Page
from django.http import HttpRequest
from django.urls import reverse


def frame(icon: str, title: str, *trail: tuple[str, str], header: str = "") -> dict:
    """Return what Wagtail's frame (wagtailadmin/generic/base.html) reads of a screen.

    `trail` holds pairs (address, label) between the home of the admin and this screen; `header` is what stands at its
    head where that says more than its title.
    """
    steps = [(reverse("wagtailadmin_home"), "Accueil"), *trail, ("", title)]
    return {
        "page_title": title,
        "header_title": header or title,
        "header_icon": icon,
        "breadcrumbs_items": [{"url": address, "label": label} for address, label in steps],
    }


def pages_around(request: HttpRequest, page: Page) -> dict[str, str]:
    """Return the queries that lead to the pages before and after (`earlier`, `later`), whatever else is asked."""
    query = request.GET.copy()
    found = {}
    for name, there, number in (
        ("earlier", page.has_previous(), page.number - 1),
        ("later", page.has_next(), page.number + 1),
    ):
        query["page"] = number
        found[name] = f"?{query.urlencode()}" if there else ""
    return found
