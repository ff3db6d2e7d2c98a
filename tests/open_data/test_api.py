"""The read-only API: pages and records that anybody may read, refusals in French, nothing else."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from pma_site.open_data.datasets import DATASETS
from projects.models import LabelIndexPage
from tests import builders, contents

pytestmark = pytest.mark.django_db


def asked(client, address, status=200):
    response = client.get(f"/api/v2/{address}")
    assert response.status_code == status, response.content
    assert response["Content-Type"] == "application/json"
    assert response["Access-Control-Allow-Origin"] == "*"
    assert not response.cookies
    return json.loads(response.content)


def titles(client, query=""):
    return [page["title"] for page in asked(client, f"pages/{query}")["items"]]


def test_pages_are_listed_by_type_and_place(client):
    edition = contents.full_edition(2)
    page = builders.standard_page(title="Mentions")

    assert "Mentions" in titles(client, "?limit=100")
    candidates = asked(client, "pages/?type=projects.CandidatePage&fields=donnees&order=-id")
    assert candidates["meta"]["total_count"] == 2
    assert {item["donnees"]["resultat"] for item in candidates["items"]} == {"Lauréat"}
    assert {item["meta"]["type"] for item in candidates["items"]} == {"projects.CandidatePage"}
    assert len(titles(client, f"?child_of={edition.pk}")) == 2
    assert len(titles(client, f"?descendant_of={LabelIndexPage.objects.get().pk}")) == 3
    assert titles(client, f"?slug={page.slug}") == ["Mentions"]
    assert len(titles(client, "?limit=2&offset=1")) == 2


def test_a_page_is_given_with_its_words_and_its_place(client):
    axis = builders.axis(builders.roadmap(title="Feuille 2031"), title="L’eau", ambition="<p>Moins &amp; mieux</p>")

    page = asked(client, f"pages/{axis.pk}/")

    assert page["title"] == "L’eau"
    assert page["donnees"] == {"ambition": "Moins & mieux"}
    assert "Moins & mieux" in page["texte"]
    assert page["meta"]["parent"]["title"] == "Feuille 2031"


def test_a_list_that_is_kept_follows_what_changes(client):
    def members():
        found = asked(client, "pages/?type=projects.MemberPage&order=title")
        return found["meta"]["total_count"], [page["title"] for page in found["items"]]

    first = builders.member(title="Zinc")
    assert members() == (1, ["Zinc"])
    second = builders.member(title="Argon")
    assert members() == (2, ["Argon", "Zinc"])
    first.title = "Aluminium"
    first.save_revision()
    assert members() == (2, ["Argon", "Zinc"])
    first.save_revision().publish()
    assert members() == (2, ["Aluminium", "Argon"])
    # As Wagtail's own commands do, which know no type of page.
    Page.objects.get(pk=second.pk).unpublish()
    assert members() == (1, ["Aluminium"])
    PageViewRestriction.objects.create(page=first, restriction_type="login")
    assert members() == (0, [])


def test_a_figure_is_in_its_list_from_its_day_on(client):
    value = builders.indicator_value(as_of=timezone.localdate() + timedelta(days=1))
    assert asked(client, "chiffres-cles/")["meta"]["total_count"] == 0

    with time_machine.travel(timezone.now() + timedelta(days=1), tick=False):
        assert asked(client, "chiffres-cles/")["items"][0]["identifiant"] == value.pk
        value.delete()
        assert asked(client, "chiffres-cles/")["items"] == []


@pytest.mark.parametrize(
    "build",
    [contents.full_member, contents.full_event, contents.full_archived_issue, builders.issue, builders.candidate],
)
def test_every_type_of_page_is_given(build, client, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        page = build()

    found = asked(client, f"pages/{page.pk}/")

    assert found["meta"]["slug"] == page.slug
    assert page.url in json.dumps(found["donnees"])


@pytest.mark.parametrize("dataset", DATASETS, ids=lambda dataset: dataset.name)
def test_the_records_of_a_dataset_are_given_one_by_one(dataset, client, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        contents.full_archived_issue()
        contents.full_edition(1)
        contents.full_member(1)
        contents.full_event(1)
        contents.full_roadmap(1)
        builders.indicator_value()

    listed = asked(client, f"{dataset.name}/?limit=1")

    (first,) = listed["items"]
    assert listed["meta"]["total_count"] >= 1
    assert asked(client, f"{dataset.name}/{next(iter(first.values()))}/") == first


def test_what_is_not_public_does_not_exist(client):
    draft = builders.standard_page(live=False, title="Brouillon")
    closed = builders.standard_page(title="Fermée")
    below = builders.standard_page(parent=closed, title="Dessous")
    PageViewRestriction.objects.create(page=closed, restriction_type="password", password="x")  # noqa: S106

    for page in (draft, closed, below):
        assert asked(client, f"pages/{page.pk}/", 404)["message"]
    assert not {"Brouillon", "Fermée", "Dessous"} & set(titles(client, "?limit=100"))
    # Not even that it is there.
    assert asked(client, f"pages/?child_of={closed.pk}", 400) == asked(client, "pages/?child_of=999999", 400)


@pytest.mark.parametrize(
    "address",
    [
        "pages/?x=1",
        "pages/?search=parc",
        "pages/?fields=*",
        "pages/?type=projects.CandidatePage&fields=result",
        "pages/?type=projects.CandidatePage&result=1",
        "pages/?type=projects.CandidatePage&order=result",
        "pages/?type=core.User",
        "pages/?type=wagtailcore.Page",
        "pages/?order=random",
        "pages/?limit=101",
        "pages/?limit=-1",
        f"pages/?offset={'9' * 40}",
        "pages/?child_of=1&descendant_of=1",
        "pages/?child_of=%00",
        "pages/?slug=%00",
        "pages/3/?fields=*",
        "communes/?commune=62498",
        "communes/?limit=1e3",
    ],
)
def test_what_is_not_offered_is_refused_in_french(address, client):
    said = asked(client, address, 400)

    assert said["message"] in ("Cette demande n’est pas comprise.", "Page parente inconnue.")


@pytest.mark.parametrize(
    "address",
    ["images/", "documents/", "users/", "pages/999999/", "communes/99999/", "label/pas-un-uuid/", "pages/find/"],
)
def test_what_is_not_there_is_not_found(address, client):
    assert client.get(f"/api/v2/{address}").status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_it_only_reads(method, client):
    response = getattr(client, method)("/api/v2/pages/")

    assert response.status_code == 405
    assert json.loads(response.content)["message"] == "L’API ne fait que lire : GET ou HEAD."


def test_any_program_may_ask_whatever_it_says_it_reads(client):
    response = client.get("/api/v2/pages/", headers={"accept": "application/xml", "accept-language": "en"})

    assert response["Content-Type"] == "application/json"


@pytest.mark.parametrize("address", ["pages/?type=projects.CandidatePage&fields=*", "label/", "reseau/", "agenda/"])
def test_a_list_costs_the_same_however_long(address, client, django_capture_on_commit_callbacks):
    def cost(size):
        with django_capture_on_commit_callbacks(execute=True):
            contents.full_edition(size)
            for _ in range(size):
                contents.full_member(1)
                builders.event()
        client.get(f"/api/v2/{address}")
        with CaptureQueriesContext(connection) as captured:
            asked(client, address)
        return len(captured)

    few = cost(1)

    assert cost(4) == few <= 10
