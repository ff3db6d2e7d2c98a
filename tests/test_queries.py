"""What a public page costs: few queries, none twice, and the same number however much it shows."""

import datetime
from collections import Counter

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from agenda.models import AgendaIndexPage
from newsletter.models import IssueIndexPage
from pma_site.core.models import images
from pma_site.home.models import HomePage
from projects.models import LabelIndexPage, NetworkIndexPage, RoadmapIndexPage
from tests import builders, contents

pytestmark = pytest.mark.django_db

LIMIT = 8
# A letter that was not sent yet names records of every register, each kind read once.
LIMIT_OF_A_LETTER = 10


@pytest.fixture(autouse=True)
def small_pictures(monkeypatch):
    """Each picture in one size and format: enough to be shown, quick to make."""
    monkeypatch.setattr(images, "SIZES", {"wide": ["width-48"], "card": ["fill-48x32"]})
    monkeypatch.setattr(images, "FORMATS", ["jpeg"])


def last_axis(size):
    return contents.full_roadmap(size).get_children().last()


def last_candidate(size):
    return contents.full_edition(size).get_children().last()


def home(size):
    contents.full_issue(size)
    return HomePage.objects.get()


def index(model, build):
    def page(size):
        for _ in range(size):
            build()
        return model.objects.get()

    return page


def illustrated_issue():
    return builders.issue(standfirst="Un résumé.", cover_image=builders.image(), cover_image_alt="Le showroom")


def both_kinds_of_issue():
    illustrated_issue()
    contents.full_archived_issue()


def commune(size):
    place = builders.commune("Liévin")
    venue = builders.venue(commune=place)
    for _ in range(size):
        builders.event(venue=venue)
        builders.member(organisation=builders.organisation(commune=place))
    return place


def call(size):
    kinds = [("commune", f"Question {number}", {}) for number in range(size)]
    return builders.call(questions=builders.questions(*kinds), contact=builders.person())


def standard(size):
    page = builders.standard_page()
    linked = [builders.standard_page() for _ in range(size)]
    links = [("paragraph", f'<p><a linktype="page" id="{one.pk}">Lire</a></p>') for one in linked]
    page.body = contents.story(builders.image()) * size + contents.raw(links)
    page.save()
    return page


def figure(size):
    indicator = builders.indicator()
    for rank in range(size):
        builders.indicator_value(indicator, as_of=datetime.date(2000 + rank, 6, 1))
    return indicator


PAGES = {
    "home": (home, LIMIT),
    "issue": (contents.full_issue, LIMIT_OF_A_LETTER),
    "issues": (index(IssueIndexPage, both_kinds_of_issue), LIMIT),
    "archive": (contents.full_archived_issue, LIMIT),
    "roadmaps": (index(RoadmapIndexPage, contents.full_roadmap), LIMIT),
    "roadmap": (contents.full_roadmap, LIMIT),
    "axis": (last_axis, LIMIT),
    "editions": (index(LabelIndexPage, contents.full_edition), LIMIT),
    "edition": (contents.full_edition, LIMIT),
    "candidate": (last_candidate, LIMIT),
    "network": (index(NetworkIndexPage, contents.full_member), LIMIT),
    "member": (contents.full_member, LIMIT),
    "agenda": (index(AgendaIndexPage, contents.full_event), LIMIT),
    "event": (contents.full_event, LIMIT),
    "standard": (standard, LIMIT),
    "statement": (contents.full_statement, LIMIT),
    "commune": (commune, LIMIT),
    "call": (call, LIMIT),
    "figure": (figure, LIMIT),
}
VIEWS = [
    "/communes/",
    "/recherche/?q=artois",
    "/plan-du-site/",
    "/abonnement/",
    "/appels/",
    "/donnees/",
    "/chiffres-cles/",
    "/feuille-de-route/comparer/",
    "/donnees/label/",
    "/donnees/label.json",
    "/donnees/catalogue.jsonld",
    "/communes/communes.csv",
    "/flux/label.atom",
    "/sitemap.xml",
    "/api/v2/pages/",
    "/agenda/abonnement/",
    "/innov-in-artois/?secteur=energie&q=pneu",
    "/innov-in-artois/showroom/",
    "/innov-in-artois/rejoindre/",
    "/agenda/agenda.ics",
    "/label-euralens/candidater/",
    "/n-existe-pas/",
]


def queries(address):
    """The statements that an anonymous visit of `address` costs, once what is kept between requests is there."""
    client = Client()
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        response = client.get(address)
    assert response.status_code in (200, 404)
    return [query["sql"] for query in captured.captured_queries]


def address_of(record):
    return record.get_absolute_url() if hasattr(record, "get_absolute_url") else record.url


@pytest.mark.parametrize("name", PAGES)
def test_a_page_costs_few_queries_and_none_twice(name, django_capture_on_commit_callbacks):
    build, limit = PAGES[name]
    with django_capture_on_commit_callbacks(execute=True):
        record = build(2)

    statements = queries(address_of(record))

    assert [statement for statement, count in Counter(statements).items() if count > 1] == []
    assert len(statements) <= limit, "\n".join(statements)


@pytest.mark.parametrize("name", PAGES)
def test_ten_times_the_content_costs_the_same(name, django_capture_on_commit_callbacks):
    build, _ = PAGES[name]
    with django_capture_on_commit_callbacks(execute=True):
        small = len(queries(address_of(build(1))))
        if name in ("home", "issues", "roadmaps", "editions", "network", "agenda"):
            # These exist once: what they list grows.
            build(4)
            large = len(queries(address_of(build(5))))
        else:
            large = len(queries(address_of(build(10 if name != "issue" else 4))))

    assert large == small


@pytest.mark.parametrize("address", VIEWS)
def test_an_address_outside_the_tree_costs_few_queries(address):
    for _ in range(3):
        builders.commune()
        builders.standard_page(title="Artois")
        builders.label_call()

    statements = queries(address)

    assert [statement for statement, count in Counter(statements).items() if count > 1] == []
    assert len(statements) <= LIMIT, "\n".join(statements)
