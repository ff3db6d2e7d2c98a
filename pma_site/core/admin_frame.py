"""The frame of our own screens in the admin: title, icon, the way that leads there; and the ways along a list."""

from django.core.paginator import Page
from django.http import HttpRequest
from django.urls import reverse

from .french import NBSP


def frame(icon: str, title: str, *trail: tuple[str, str], subject: str = "") -> dict:
    """Return what Wagtail's frame (wagtailadmin/generic/base.html) reads of a screen.

    `trail` holds pairs (address, label) between the home of the admin and this screen; `subject` is what it is
    about, where its head says so beside its title.
    """
    steps = [(reverse("wagtailadmin_home"), "Accueil"), *trail, ("", title)]
    return {
        "page_title": title,
        "header_title": heading(title, subject),
        "header_icon": icon,
        "breadcrumbs_items": [{"url": address, "label": label} for address, label in steps],
    }


def heading(title: str, subject: str = "") -> str:
    """Return the head of a screen about `subject`: « Modification : Bivouac », but « Prêt à partir ? N° 9 »."""
    if not subject:
        return title
    if title.endswith(("?", "!")):
        # No colon follows such a mark: what does is another sentence.
        return f"{title} {subject[:1].upper()}{subject[1:]}"
    return f"{title}{NBSP}: {subject}"


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
