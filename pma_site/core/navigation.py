"""Where a visitor is and where they can go: the menu and the footer, which are remembered, and the path to the page."""

from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, Q
from django.http import Http404
from django.http.request import split_domain_port
from wagtail.models import Page, PageViewRestriction, Site
from wagtail.url_routing import RouteResult

from .memory import CLOSED, remembered
from .prepared import prepared

MAX_DEPTH = 8


@prepared
def _leading(slugs, addresses):
    return Page.objects.filter(slug__in=slugs, url_path__in=addresses).order_by()


@prepared
def _specific(key, *, model):
    return model._default_manager.filter(pk=key)


@prepared
def _placed(slug, address, *, model):
    return model._default_manager.filter(slug=slug, url_path=address)


@dataclass
class Navigation:
    """The pages around the one being read."""

    site: Site
    home: Page
    menu: list[Page] = field(default_factory=list)
    footer: list[Page] = field(default_factory=list)
    path: list[Page] = field(default_factory=list)
    # The places at which closed pages begin.
    closed: tuple[str, ...] = ()

    @property
    def section(self):
        """The entry of the menu under which the visitor reads, or None."""
        return self.path[1] if len(self.path) > 1 else None

    @property
    def is_section(self):
        """Whether the visitor reads an entry of the menu itself, and not a page below it."""
        return len(self.path) == 2

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


def site_of(request):
    """Return the site that answers a request, as Wagtail finds it, or None."""
    if not hasattr(request, "_wagtail_site"):
        # Where Wagtail itself keeps it, by the same question.
        asked = (split_domain_port(request._get_raw_host())[0], request.get_port())
        request._wagtail_site = remembered(("site", *asked), lambda: Site._find_for_request(request))
    return request._wagtail_site


def _load(request, components):
    """Return the navigation of a request; `path` holds the pages whose addresses lead to `components`."""
    site = site_of(request)
    if site is None:
        raise Http404
    home, found = site.root_page, None
    if components:
        prefixes = [home.url_path]
        for component in components:
            prefixes.append(f"{prefixes[-1]}{component}/")
        leading = Q(slug__in=components, url_path__in=prefixes[1:])

    def read():
        """Read all of it in one query: what is around every page, what is closed, and the way to this one."""
        nonlocal found
        around = Page.objects.filter(path__startswith=home.path, depth=home.depth + 1, live=True)
        restricted = PageViewRestriction.objects.values("page")
        # Each by its own index: of « this or that », PostgreSQL reads the whole table.
        parts = [restricted, Page.objects.filter(leading).order_by().values("pk")] if components else [restricted]
        wanted = around.order_by().values("pk").union(*parts)
        closed = Exists(PageViewRestriction.objects.filter(page=OuterRef("pk")))
        # Asked for their order, a database would go through all pages in it.
        pages = Page.objects.filter(pk__in=wanted).annotate(is_closed=closed).order_by()
        pages = sorted(pages, key=lambda page: page.path)
        found = [page for page in pages if components and page.url_path in prefixes[1:]]
        beside = [page for page in pages if page.live and page.depth == home.depth + 1 and page.is_child_of(home)]
        menu = [page for page in beside if page.show_in_menus]
        footer = [page for page in beside if not page.show_in_menus]
        return menu, footer, tuple(page.path for page in pages if page.is_closed)

    menu, footer, closed = remembered(("around", site.pk), read, also=lambda known: {CLOSED: known[2]})
    if found is None:
        found = _way(components, prefixes[1:], [*menu, *footer]) if components else []
    return Navigation(site, home, menu, footer, [home, *sorted(found, key=lambda page: page.depth)], closed)


def _way(components, addresses, known):
    """Return the pages that lead to an address; those in `known` are not read again."""
    section = next((page for page in known if page.url_path == addresses[0]), None)
    if section is None:
        return _leading(components, addresses)
    if len(components) == 1:
        return [section]
    if len(components) == 2:
        # Nearly always it is of the first type that the section holds, and then there is no need to ask what it is.
        for model in section.specific_class.allowed_subpage_models()[:1]:
            if page := _placed.first(components[1], addresses[1], model=model):
                return [section, page]
    return [section, *_leading(components[1:], addresses[1:])]


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
    # Not its `specific`, which would stay on a page that is remembered.
    page = found if type(found) is not Page else _specific.first(found.pk, model=found.specific_class or Page)
    if page is None:
        raise Http404
    page.trail = navigation.path[:-1]
    page.known_public = not (
        page.path.startswith(navigation.closed) or any(step.alias_of_id for step in navigation.path)
    )
    rest = components[len(navigation.path) - 1 :]
    if not rest and not page.live:
        raise Http404
    result = page.route(request, rest)
    return result if isinstance(result, RouteResult) else RouteResult(*result)
