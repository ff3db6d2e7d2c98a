"""« sitemap.xml » and « robots.txt »: what crawlers are told (sitemaps.org 0.9, RFC 9309)."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from itertools import islice
from xml.sax.saxutils import escape

from django.db.models import Count, Max
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe
from wagtail.models import Page, Site

from newsletter.models import Indicator
from pma_site.core.models import BasePageQuerySet
from pma_site.territory.models import Commune, Epci

from ..datasets import DATASETS

# The most that a file may list; more of them are told of by an index.
MOST = 50_000
_HOUR = 3600
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SCHEMA = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_KIND = "application/xml"


@dataclass(frozen=True)
class Part:
    """Addresses of one kind: how many, what tells that they changed, and each with its last change, as far as known."""

    count: int
    mark: str
    addresses: Callable[[], Iterable[tuple[str, datetime | None]]]


def _pages(request) -> Part:
    """Every page that anybody may read."""
    root = Site.find_for_request(request).root_page
    pages = BasePageQuerySet(Page).online().descendant_of(root, inclusive=True).order_by("path")
    told = pages.order_by().aggregate(count=Count("pk"), last=Max("last_published_at"), newest=Max("pk"))

    def addresses():
        rows = pages.values_list("url_path", "last_published_at")
        for url_path, changed in rows.iterator(chunk_size=2000):
            yield reverse("wagtail_serve", args=[url_path[len(root.url_path) :]]), changed

    return Part(told["count"], f"{told['last']}-{told['newest']}", addresses)


def _of(rows: Callable[[], Iterable]) -> Callable:
    """The pages of records that are no pages of the tree and know their address; there are not many."""

    def part(request) -> Part:
        addresses = [record.get_absolute_url() for record in rows()]
        return Part(len(addresses), "\0".join(addresses), lambda: ((address, None) for address in addresses))

    return part


def _views(request) -> Part:
    """What is no page of the tree and shows no one thing."""
    names = [
        "open_data:index",
        "open_data:api",
        "territory:commune_list",
        "newsletter:figures",
        "agenda:subscribe",
        "site_map",
    ]
    found = [reverse(name) for name in names]
    found += [reverse("open_data:dataset", args=[dataset.name]) for dataset in DATASETS]
    return Part(len(found), "", lambda: ((address, None) for address in found))


# To add addresses to the map: a line here.
_PARTS = [
    _pages,
    _of(lambda: Commune.objects.order_by("insee_code").only("insee_code", "name")),
    _of(lambda: Epci.objects.order_by("siren")),
    _of(lambda: Indicator.objects.filter(values__isnull=False).order_by("slug").distinct()),
    _views,
]


@require_safe
def sitemap(request, number=None):
    """All addresses in one file, or, above 50 000 of them, an index of files numbered from 1."""
    parts = [part(request) for part in _PARTS]
    total = sum(part.count for part in parts)
    files = -(-total // MOST)
    if number is not None and not 1 <= number <= max(files, 1):
        raise Http404("no such part")
    etag = f'W/"{total}-{_mark(parts)}"'
    response = get_conditional_response(request, etag=etag)
    if response is None:
        if number is None and files > 1:
            response = HttpResponse(_index(request, files), content_type=_KIND)
        else:
            body = () if request.method == "HEAD" else _listed(request, parts, ((number or 1) - 1) * MOST)
            response = StreamingHttpResponse(body, content_type=_KIND)
    response["ETag"] = etag
    response["Cache-Control"] = f"public, max-age={_HOUR}"
    return response


def _mark(parts):
    return sha256("\0".join(part.mark for part in parts).encode()).hexdigest()[:16]


def _index(request, files):
    lines = [
        f"<sitemap><loc>{_full(request, reverse('sitemap_part', args=[number]))}</loc></sitemap>"
        for number in range(1, files + 1)
    ]
    return f"{_HEAD}<sitemapindex {_SCHEMA}>\n" + "\n".join(lines) + "\n</sitemapindex>\n"


def _listed(request, parts, first) -> Iterator[str]:
    yield f"{_HEAD}<urlset {_SCHEMA}>\n"
    everything = ((address, changed) for part in parts for address, changed in part.addresses())
    for address, changed in islice(everything, first, first + MOST):
        dated = f"<lastmod>{timezone.localtime(changed).isoformat(timespec='seconds')}</lastmod>" if changed else ""
        yield f"<url><loc>{_full(request, address)}</loc>{dated}</url>\n"
    yield "</urlset>\n"


def _full(request, address):
    return escape(f"{request.scheme}://{request.get_host()}{address}")


# Pages of a list are followed; filters, searches and the API, which give the same again and again, are not.
_ROBOTS = """User-agent: *
Allow: /
Allow: /*?page=
Disallow: /*?
Disallow: {search}
Disallow: {api}
Disallow: {admin}

Sitemap: {sitemap}
"""


@require_safe
def robots(request):
    """« robots.txt »: everything may be read and indexed, once."""
    said = _ROBOTS.format(
        search=reverse("search"),
        api=reverse("api_root"),
        admin=reverse("wagtailadmin_home"),
        sitemap=request.build_absolute_uri(reverse("sitemap")),
    )
    response = HttpResponse(said, content_type="text/plain; charset=utf-8")
    response["Cache-Control"] = f"public, max-age={_HOUR}"
    return response
