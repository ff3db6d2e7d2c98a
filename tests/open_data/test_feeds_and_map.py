"""News of each section, and what crawlers are told."""

import datetime
from urllib.robotparser import RobotFileParser

import pytest
import time_machine
from django.utils import timezone
from wagtail.models import PageViewRestriction

from newsletter.models import IssueIndexPage
from pma_site.open_data.views import sitemaps
from projects.models import Action, Milestone
from tests import builders, contents
from tests.open_data.reading import ATOM, MAP, body, mapped, news, xml
from tests.reading import elements

pytestmark = pytest.mark.django_db

SECTIONS = ["lettres", "feuille-de-route", "label", "reseau"]


@pytest.mark.parametrize("name", SECTIONS)
def test_a_feed_is_valid_and_has_news_once(name, client):
    contents.full_archived_issue()
    contents.full_roadmap(1)
    contents.full_edition(1)
    contents.full_member(1)

    response = client.get(f"/flux/{name}.atom")
    feed = xml(response)
    entries = feed.findall(f"{ATOM}entry")

    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    # What RFC 4287, 4.1 asks of a feed and of each entry, once.
    for whole, needed in [
        (feed, ["id", "title", "updated", "author"]),
        *[(e, ["id", "title", "updated"]) for e in entries],
    ]:
        assert [len(whole.findall(f"{ATOM}{name}")) for name in needed] == [1] * len(needed)
    assert entries
    assert len({entry.findtext(f"{ATOM}id") for entry in entries}) == len(entries)
    assert all(entry.find(f"{ATOM}link").get("href").startswith("http://testserver/") for entry in entries)
    again = client.get(f"/flux/{name}.atom", headers={"if-none-match": response["ETag"]})
    assert again.status_code == 304
    assert response["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("name", SECTIONS)
def test_an_empty_feed_is_valid_too(name, client):
    feed = xml(client.get(f"/flux/{name}.atom"))

    assert feed.findall(f"{ATOM}entry") == []
    assert feed.findtext(f"{ATOM}updated") == "2021-01-01T00:00:00+00:00"
    assert client.get(f"/flux/{name}.atom?commune=1").status_code == 400


def test_a_result_is_news_at_its_instant_and_not_before(client):
    candidate = contents.full_edition(1).get_children().get().specific
    announced = timezone.now() + datetime.timedelta(hours=1)
    candidate.title, candidate.result_announced_at = "Jardin", announced
    candidate.first_published_at = timezone.now()
    candidate.save()

    assert news(client.get("/flux/label.atom")) == ["Jardin"]
    before = xml(client.get("/flux/label.atom")).find(f"{ATOM}entry")
    with time_machine.travel(announced, tick=False):
        assert news(client.get("/flux/label.atom")) == ["Jardin : Lauréat"]
        after = xml(client.get("/flux/label.atom")).find(f"{ATOM}entry")
    # Another news: readers show what they did not have.
    assert before.findtext(f"{ATOM}id") != after.findtext(f"{ATOM}id")


def test_milestones_are_news_the_latest_first_and_not_those_to_come(client):
    axis = builders.axis()
    days = {"Ouvert": datetime.date(2023, 5, 1), "Posé": datetime.date(2023, 3, 1), "Fini": datetime.date(2090, 1, 1)}
    milestones = [Milestone(day=day, sentence=words) for words, day in days.items()]
    axis.actions = [Action(title="Le parc", milestones=milestones)]
    axis.save()

    assert news(client.get("/flux/feuille-de-route.atom")) == ["Ouvert", "Posé"]


def test_a_section_names_its_feed_in_the_head_of_its_pages(client):
    pages = {
        builders.issue().url: ["/flux/lettres.atom"],
        IssueIndexPage.objects.get().url: ["/flux/lettres.atom"],
        builders.axis().url: ["/flux/feuille-de-route.atom"],
        builders.candidate().url: ["/flux/label.atom"],
        builders.member().url: ["/flux/reseau.atom"],
        "/agenda/": ["/agenda/agenda.atom"],
        "/plan-du-site/": [],
    }

    for address, expected in pages.items():
        found = [
            link["href"] for link in elements(client.get(address), "link") if link.get("type") == "application/atom+xml"
        ]
        assert found == expected, address


def test_the_map_has_every_public_page_and_no_other(client):
    open_page = builders.standard_page(title="Ouverte")
    draft = builders.standard_page(live=False)
    closed = builders.standard_page()
    below = builders.standard_page(parent=closed)
    PageViewRestriction.objects.create(page=closed, restriction_type="login")
    place = builders.commune()

    response = client.get("/sitemap.xml")
    found = mapped(response)

    assert {f"http://testserver{address}" for address in ("/", open_page.url, place.get_absolute_url())} <= set(found)
    assert not {f"http://testserver{page.url}" for page in (draft, closed, below)} & set(found)
    assert len(found) == len(set(found))
    assert all(client.get(address.removeprefix("http://testserver")).status_code == 200 for address in found)
    assert client.get("/sitemap.xml", headers={"if-none-match": response["ETag"]}).status_code == 304
    draft.get_latest_revision() or draft.save_revision().publish()
    assert client.get("/sitemap.xml")["ETag"] != response["ETag"]


def test_a_large_map_is_several_files(client, monkeypatch):
    whole = mapped(client.get("/sitemap.xml"))
    monkeypatch.setattr(sitemaps, "MOST", 7)

    parts = [part.findtext(f"{MAP}loc") for part in xml(client.get("/sitemap.xml")).findall(f"{MAP}sitemap")]
    listed = [address for part in parts for address in mapped(client.get(part.removeprefix("http://testserver")))]

    assert len(parts) == -(-len(whole) // 7) > 1
    assert listed == whole
    assert client.get("/sitemap-999.xml").status_code == 404
    assert client.get(f"/sitemap-{'9' * 400}.xml").status_code == 404


def test_crawlers_are_told_where_the_map_is_and_what_repeats_itself(client):
    said = body(client.get("/robots.txt"))
    robots = RobotFileParser()
    robots.parse(said.splitlines())

    assert robots.site_maps() == ["http://testserver/sitemap.xml"]
    assert "Disallow: /recherche/" in said
    assert "Disallow: /*?" in said
    assert "Allow: /*?page=" in said
    assert "Disallow: /\n" not in said
