"""schema.org on every type of page: what it is, its path, and nothing that could end the element."""

import json
import re

import pytest

from newsletter.models import IssueIndexPage
from pma_site.home.models import HomePage
from projects.models import LabelIndexPage, RoadmapIndexPage
from tests import builders, contents

pytestmark = pytest.mark.django_db

EXPECTED = {
    "home": (HomePage.objects.get, {"Organization", "WebSite", "SearchAction"}),
    "letters": (IssueIndexPage.objects.get, {"Periodical", "BreadcrumbList"}),
    "issue": (builders.issue, {"PublicationIssue", "Periodical", "BreadcrumbList"}),
    "archive": (builders.archived_issue, {"PublicationIssue", "BreadcrumbList"}),
    "event": (builders.event, {"Event", "BreadcrumbList"}),
    "member": (contents.full_member, {"Organization", "BreadcrumbList"}),
    "candidate": (builders.candidate, {"Project", "BreadcrumbList"}),
    "commune": (builders.commune, {"AdministrativeArea", "BreadcrumbList"}),
    "figure": (lambda: builders.indicator_value().indicator, {"Dataset", "PropertyValue", "BreadcrumbList"}),
    "axis": (builders.axis, {"BreadcrumbList"}),
    "edition": (builders.edition, {"BreadcrumbList"}),
    "standard": (builders.standard_page, {"BreadcrumbList"}),
}


def described(client, address):
    """Every JSON-LD of a page, read as JSON."""
    html = client.get(address).content.decode()
    return [json.loads(text) for text in re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.S)]


def types(value):
    """Every type that is named anywhere in it."""
    if isinstance(value, list):
        return set().union(*map(types, value))
    if not isinstance(value, dict):
        return set()
    named = value.get("@type", [])
    own = {named} if isinstance(named, str) else set(named)
    return own.union(*map(types, value.values()))


def test_the_path_to_a_page_has_its_title_as_it_is(client):
    page = builders.standard_page(title="L'atelier « vélo » & co")

    path = next(part for part in described(client, page.url) if part["@type"] == "BreadcrumbList")

    assert path["itemListElement"][-1]["name"] == "L'atelier « vélo » & co"


@pytest.mark.parametrize("name", EXPECTED)
def test_a_page_says_what_it_is(name, client):
    build, expected = EXPECTED[name]
    record = build()
    address = record.get_absolute_url() if hasattr(record, "get_absolute_url") else record.url

    found = described(client, address)

    assert expected <= types(found)
    assert all(part["@context"].rstrip("/") == "https://schema.org" for part in found)


@pytest.mark.parametrize(
    "address", ["/donnees/", "/donnees/label/", "/communes/", "/agenda/abonnement/", "/recherche/"]
)
def test_a_view_says_its_path(address, client):
    assert "BreadcrumbList" in types(described(client, address))


def test_the_path_leads_from_the_home_page_to_the_page(client):
    axis = builders.axis(builders.roadmap(title="Feuille de route 2031"), title="L’eau")

    (path,) = [part for part in described(client, axis.url) if part["@type"] == "BreadcrumbList"]

    assert [(item["position"], item["name"]) for item in path["itemListElement"]] == [
        (1, "Accueil"),
        (2, RoadmapIndexPage.objects.get().title),
        (3, "Feuille de route 2031"),
        (4, "L’eau"),
    ]
    assert path["itemListElement"][2]["item"] == f"http://testserver{axis.get_parent().url}"
    assert "item" not in path["itemListElement"][3]


def test_no_title_ends_the_element(client):
    hostile = "</script><script>alert(1)</script><!-- \u2028 & \\"
    issue = builders.issue(title=hostile)

    found = described(client, issue.url)

    assert {part["name"] for part in found if "name" in part} == {hostile}
    assert b"<script>alert" not in client.get(issue.url).content


def test_an_issue_is_a_number_of_the_periodical(client):
    issue = builders.issue(number=9, search_description="Le parc.")

    (found,) = [part for part in described(client, issue.url) if part["@type"] == "PublicationIssue"]

    assert (found["issueNumber"], found["datePublished"], found["description"]) == (9, "2023-06-01", "Le parc.")
    assert found["isPartOf"]["@id"] == described(client, "/lettres/")[0]["@id"]


def test_a_result_is_said_once_it_is_announced(client):
    candidate = contents.full_edition(1).get_children().get()

    assert described(client, candidate.url)[0]["award"] == "Label Euralens : Lauréat"
    assert "BreadcrumbList" in types(described(client, LabelIndexPage.objects.get().url))
