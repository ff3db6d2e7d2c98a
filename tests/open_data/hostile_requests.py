"""Addresses of data doors as programs and clumsy hands write them, each from a draw: it can be had again."""

from random import Random
from urllib.parse import quote, quote_from_bytes

from tests.agenda.hostile_queries import BAD, RAW

DATASETS = ["agenda", "lettres", "feuille-de-route", "budget", "label", "reseau", "chiffres-cles", "communes"]
NAMES = [
    "limit",
    "offset",
    "type",
    "fields",
    "order",
    "child_of",
    "descendant_of",
    "slug",
    "tableur",
    "search",
    "ancestor_of",
    "translation_of",
    "locale",
    "site",
    "format",
    "id",
    "result",
    "result_announced_at",
    "organisation__email",
    "callback",
]
GOOD = {
    "limit": ["1", "5", "100"],
    "offset": ["0", "1", "999999"],
    "type": ["projects.CandidatePage", "projects.MemberPage", "agenda.EventPage", "newsletter.IssuePage"],
    "fields": ["*", "donnees", "_,donnees"],
    "order": ["id", "-title", "first_published_at"],
    "child_of": ["3", "4", "5", "999999"],
    "descendant_of": ["3", "999999"],
    "slug": ["lettres", "agenda"],
    "tableur": ["1"],
}
# What Wagtail's own API would take, and what others try.
TRIED = [
    "*,parent(*,parent(*,parent(*)))",
    "*,-title",
    "_",
    "result",
    "parent(((((",
    "random",
    "-result_announced_at",
    "root",
    "wagtailcore.Page",
    "core.User",
    "auth.User",
    "wagtailcore.Page,core.User",
    "localhost:99999999",
    "fr",
    "true",
]


def address(draw: Random) -> str:
    """One address of a data door, from a draw."""
    return f"{_path(draw)}?{'&'.join(_parameter(draw) for _ in range(draw.choice([0, 1, 1, 2, 3, 8])))}"


def _path(draw):
    name, strange = draw.choice(DATASETS), quote(draw.choice(BAD)[:300])
    return draw.choice(
        [
            f"/donnees/{name}.{draw.choice(['csv', 'json', 'geojson', 'xml', 'CSV'])}",
            f"/donnees/{name}/",
            f"/donnees/{strange}/",
            f"/donnees/{strange}.csv",
            "/donnees/catalogue.jsonld",
            "/api/v2/pages/",
            "/api/v2/pages/",
            "/api/v2/pages/",
            f"/api/v2/pages/{draw.choice(['3', '4', '0', '999999999', '9' * 40, strange])}/",
            f"/api/v2/{name}/",
            f"/api/v2/{name}/{draw.choice(['1', '62498', '9' * 9, '9' * 40, '0' * 32, 'é', strange])}/",
            f"/api/v2/{strange}/",
            f"/flux/{draw.choice(['lettres', 'label', 'reseau', 'feuille-de-route', strange])}.atom",
            f"/sitemap-{draw.choice(['1', '0', '9' * 30, strange])}.xml",
            "/sitemap.xml",
            "/robots.txt",
        ]
    )


def _parameter(draw):
    name, kind = draw.choice(NAMES), draw.random()
    if kind < 0.5:
        value = quote(draw.choice(GOOD.get(name, ["1"])))
    elif kind < 0.7:
        value = quote(draw.choice(TRIED))
    elif kind < 0.9:
        value = quote(draw.choice(BAD))
    elif kind < 0.95:
        value = draw.choice(RAW)
    else:
        value = quote_from_bytes(draw.randbytes(20))
    return f"{quote(name)}={value}"
