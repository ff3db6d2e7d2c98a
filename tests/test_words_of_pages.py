"""Small words that a reader stumbles over when they are wrong: plurals, errors in titles, quotes within quotes."""

import re

import pytest
from django.test import Client

from tests import builders
from tests.reading import elements, text

pytestmark = pytest.mark.django_db

FORMS = {
    "/abonnement/": {"email": "pas une adresse"},
    "/innov-in-artois/rejoindre/": {"email": "pas une adresse"},
    "/label-euralens/candidats/?resultat=inconnu": None,
}


def title_of(page):
    return " ".join(re.search(r"<title>(.*?)</title>", page.content.decode(), re.DOTALL)[1].split())


@pytest.mark.parametrize("address", FORMS)
def test_the_title_of_a_page_says_that_what_was_sent_was_not_taken(client, address):
    sent = FORMS[address]
    before = client.get(address.partition("?")[0])
    refused = client.get(address) if sent is None else client.post(address, sent)

    assert refused.status_code == 400
    assert not title_of(before).startswith("Erreur")
    assert title_of(refused) == f"Erreur – {title_of(before)}"


def test_what_cannot_be_read_is_told_in_french(client):
    answer = Client().post("/abonnement/", "email=" + "x" * 7_000_000, content_type="application/x-www-form-urlencoded")

    assert answer.status_code in (400, 413)
    assert elements(answer, "html")[0]["lang"] == "fr"
    assert "Le site n’a pas pu lire cette demande" in text(answer)


def test_none_is_singular(client):
    assert "Aucun projet candidat " in text(client.get("/label-euralens/candidats/"))


def test_a_commune_without_a_candidate_is_no_mistake(client):
    builders.candidate(builders.edition(), title="Le jardin")
    commune = builders.commune("Avion")

    page = client.get(f"/label-euralens/candidats/?commune={commune.insee_code}")

    assert page.status_code == 200
    assert "Aucun candidat ne répond à ces choix." in text(page)
    assert commune.insee_code in [option["value"] for option in elements(page, "option") if "selected" in option]


def test_quotes_within_quotes_are_others(client):
    shown = text(client.get('/recherche/?q="innov in artois"'))

    assert "pour « “innov in artois” »" in shown


def test_what_search_engines_show_is_typeset_too(client):
    page = builders.standard_page(search_description="L'eau : d'où vient-elle ? La \"source\" & le reste")

    told = [meta["content"] for meta in elements(client.get(page.url), "meta") if meta.get("name") == "description"]

    assert told == ["L’eau\u00a0: d’où vient-elle\u00a0? La «\u00a0source\u00a0» & le reste"]


def test_the_site_map_leads_to_what_is_no_page_of_the_tree(client):
    found = {link.get("href") for link in elements(client.get("/plan-du-site/"), "a")}

    assert {"/label-euralens/candidats/", "/agenda/abonnement/", "/donnees/api/", "/proposer-un-evenement/"} <= found
