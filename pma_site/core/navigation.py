"""Where a visitor is and where they can go: the menu, the footer and the path to the page, in one query."""

from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, Q
from django.http import Http404
from wagtail.models import Page, PageViewRestriction, Site
from wagtail.url_routing import RouteResult

MAX_DEPTH = 8


@dataclass
class Navigation:
    """The pages around the one being read."""

    site: Site
    home: Page
    menu: list[Page] = field(default_factory=list)
    footer: list[Page] = field(default_factory=list)
    path: list[Page] = field(default_factory=list)

    @property
    def section(self):
        """The entry of the menu under which the visitor reads, or None."""
        return self.path[1] if len(self.path) > 1 else None

    @property
    def sections(self):
        """The entries of the menu by what they look like (`BasePage.look`): « agenda », « reseau »…"""
        return {entry.specific_class.look: entry for entry in self.menu}

    def trail_to(self, look):
        """The pages above a view that belongs to the section that looks so: the home page and that section."""
        return list(filter(None, [self.home, self.sections.get(look)]))

    @property
    def subscription(self):
        """The page that says how to receive the letter, or None."""
        return next((page for page in self.footer if page.slug == "abonnement"), None)


def _load(request, components):
    """Return the navigation of a request; `path` holds the pages whose addresses lead to `components`."""
    site = Site.find_for_request(request)
    if site is None:
        raise Http404
    home = site.root_page
    prefixes = [home.url_path]
    for component in components:
        prefixes.append(f"{prefixes[-1]}{component}/")
    # A restriction of the tree's root, above the home page, holds for every page.
    root = Page.objects.filter(path=home.path[: Page.steplen])
    restrictions = PageViewRestriction.objects.filter(Q(page=OuterRef("pk")) | Q(page__in=root))
    pages = (
        Page.objects.filter(
            Q(pk=home.pk)
            | Q(slug__in=components, url_path__in=prefixes)
            | Q(path__startswith=home.path, depth=home.depth + 1, live=True)
        )
        .annotate(restricted=Exists(restrictions))
        .order_by()
    )
    navigation = Navigation(site, home)
    # Asked for their order, a database would go through all pages in it.
    for page in sorted(pages, key=lambda page: page.path):
        if page.url_path in prefixes:
            navigation.path.append(page)
        if page.live and page.depth == home.depth + 1:
            (navigation.menu if page.show_in_menus else navigation.footer).append(page)
    navigation.path.sort(key=lambda page: page.depth)
    return navigation


def navigation_for(request):
    """Return the navigation of the page being served, or of the site where the address is not a page's.

    Raises Http404 when no site answers for the host.
    """
    if not hasattr(request, "navigation"):
        request.navigation = _load(request, [])
    return request.navigation


def route(request, path):
    """Find the page at `path` as Wagtail's own routing would, in two queries whatever its depth.

    Raises Http404 when there is none, or when it is not published.
    """
    components = [component for component in path.split("/") if component]
    # No page lies deeper; a NUL cannot even be asked of PostgreSQL.
    if len(components) > MAX_DEPTH or "\0" in path:
        raise Http404
    request.navigation = navigation = _load(request, components)
    if not navigation.path:
        raise Http404
    found = navigation.path[-1]
    page = found.specific
    page.trail = navigation.path[:-1]
    page.known_public = not any(step.restricted or step.alias_of_id for step in navigation.path)
    rest = components[len(navigation.path) - 1 :]
    if not rest and not page.live:
        raise Http404
    result = page.route(request, rest)
    return result if isinstance(result, RouteResult) else RouteResult(*result)
