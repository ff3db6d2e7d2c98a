"""Communes as readers look them up."""

import csv
from io import StringIO

import pytest

from agenda.models import EventCommune
from projects.models import CandidateCommune
from tests import builders
from tests.contents import raw
from tests.reading import elements, links, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def communes():
    epci = builders.epci(name="Lens-Liévin", acronym="CALL", siren="246200364")
    other = builders.epci(name="Hénin-Carvin", siren="246200299")
    return {
        "fouquieres": builders.commune("Fouquières-lès-Lens", insee_code="62349", epci=epci),
        "lens": builders.commune("Lens", insee_code="62498", epci=epci, population=32920),
        "oignies": builders.commune("Oignies", insee_code="62637", epci=other),
    }


def listed(client, communes, **query):
    response = client.get("/communes/", query)
    assert response.status_code == 200
    return {name for name, commune in communes.items() if commune.get_absolute_url() in links(response)}


def test_all_are_listed(client, communes):
    assert listed(client, communes) == set(communes)
    assert "3 communes" in text(client.get("/communes/"))


@pytest.mark.parametrize(
    "name", ["Fouquières-lès-Lens", "fouquieres les lens", "FOUQUIÈRES-LES-LENS", "fouquières lès", "Fouquie\u0300res"]
)
def test_a_name_is_found_in_any_spelling(client, communes, name):
    assert listed(client, communes, nom=name) == {"fouquieres"}


def test_a_part_of_a_name_is_enough(client, communes):
    assert listed(client, communes, nom="lens") == {"fouquieres", "lens"}


def test_an_intercommunality_narrows_the_list(client, communes):
    assert listed(client, communes, epci="246200299") == {"oignies"}
    assert listed(client, communes, epci="246200299", nom="lens") == set()


@pytest.mark.parametrize("name", ["st venant", "St-Venant", "SAINT VENANT", "venant", "62350", "62350 st venant"])
def test_a_name_is_found_as_people_write_it_and_by_its_postal_code(client, communes, name):
    builders.commune("Saint-Venant", postal_codes="62350, 62351")

    response = client.get("/communes/", {"nom": name})

    assert "1 commune" in text(response)
    assert not set(links(response)) & {commune.get_absolute_url() for commune in communes.values()}


def test_a_name_spelt_wrong_leads_to_the_nearest(client, communes):
    bethune = builders.commune("Béthune")

    response = client.get("/communes/", {"nom": "betune"})
    [suggested] = [address for address in links(response) if address.startswith("/communes/?nom=")]

    assert "Vouliez-vous dire : Béthune" in text(response)
    assert bethune.get_absolute_url() in links(client.get(suggested))
    assert "1 commune" in text(client.get(suggested))


def test_a_commune_of_another_intercommunality_is_suggested(client, communes):
    response = client.get("/communes/", {"nom": "oignies", "epci": "246200364"})

    assert "Aucune commune ne correspond à votre demande." in text(response)
    assert "/communes/?nom=Oignies" in links(response)


@pytest.mark.parametrize("asked", ["Paris", "99999", "62300 Paris"])
def test_what_is_not_there_is_said_in_words(client, communes, asked):
    shown = text(client.get("/communes/", {"nom": asked}))

    assert "Aucune commune ne correspond à votre demande. Vérifiez l’orthographe" in shown
    assert "0 commune" not in shown and "Vouliez-vous dire" not in shown


@pytest.mark.parametrize("query", [{"epci": "1"}, {"epci": "abc"}, {"nom": "x" * 81}, {"nom": "\0"}, {"epci": "\0"}])
def test_what_is_not_offered_is_refused_in_words(client, communes, query):
    response = client.get("/communes/", query)

    assert response.status_code == 400
    assert "Les communes du territoire" in text(response)


def test_a_commune_has_its_figures(client, communes):
    shown = text(client.get("/communes/62498-lens/"))

    for words in ("Lens-Liévin (CALL)", "32 920 habitants", "62300", "62498"):
        assert words in shown


@pytest.mark.parametrize(
    ("address", "lasting"),
    [
        ("/communes/62349-fouquieres-les-lens/", None),
        ("/communes/62349-fouquieres/", "/communes/62349-fouquieres-les-lens/"),
        ("/communes/62349-FOUQUIERES-les-lens/", "/communes/62349-fouquieres-les-lens/"),
        ("/communes/62498-x/", "/communes/62498-lens/"),
    ],
)
def test_its_code_leads_to_it_whatever_follows(client, communes, address, lasting):
    response = client.get(address)

    assert response.status_code == (301 if lasting else 200)
    if lasting:
        assert response.url == lasting


@pytest.mark.parametrize(
    "address",
    [
        "/communes/75056-paris/",
        "/communes/lens/",
        "/communes/62498/",
        "/communes/-lens/",
        "/communes/x-lens/",
        "/communes/%00-lens/",
        "/communes/62498%00-lens/",
        "/communes/62498-lens%00/",
        "/communes/" + "9" * 500 + "-lens/",
        "/communes/é-lens/",
    ],
)
def test_any_other_address_is_not_found(client, communes, address):
    assert client.get(address).status_code == 404


def test_its_address_is_canonical(client, communes):
    response = client.get("/communes/62498-lens/", {"utm_source": "x"})

    canonical = [link["href"] for link in elements(response, "link") if link.get("rel") == "canonical"]
    assert canonical == ["http://testserver/communes/62498-lens/"]


def test_it_leads_to_all_that_happens_there(client, communes):
    lens = communes["lens"]
    at_venue = builders.event(venue=builders.venue(commune=lens), title="Au théâtre")
    named = builders.event(title="Dans les rues")
    named.communes = [EventCommune(commune=lens)]
    named.save()
    candidate = builders.candidate(title="Un jardin")
    candidate.communes = [CandidateCommune(commune=lens)]
    candidate.save()
    member = builders.member(organisation=builders.organisation(commune=lens), title="Une start-up")
    elsewhere = builders.event(venue=builders.venue(commune=communes["oignies"]))
    issue = builders.issue(title="La une de juin")
    issue.territory = raw(
        [("initiative", {"title": "Au théâtre", "text": "", "prices": [], "event": named.pk, "commune": None})]
    )
    issue.save()

    found = links(client.get(lens.get_absolute_url()))

    for page in (at_venue, named, candidate, member, issue):
        assert found.count(page.url) == 1, page
    assert elsewhere.url not in found


def test_it_shows_nothing_unpublished(client, communes):
    lens = communes["lens"]
    event = builders.event(venue=builders.venue(commune=lens))
    member = builders.member(organisation=builders.organisation(commune=lens))
    candidate = builders.candidate()
    candidate.communes = [CandidateCommune(commune=lens)]
    candidate.save()
    for page in (event, member, candidate):
        page.unpublish()

    found = links(client.get(lens.get_absolute_url()))

    assert not {page.url for page in (event, member, candidate)} & set(found)


def test_every_page_that_names_it_leads_to_it(client, communes):
    lens = communes["lens"]
    event = builders.event(venue=builders.venue(commune=lens))
    member = builders.member(organisation=builders.organisation(commune=lens))

    for page in (event, member):
        assert lens.get_absolute_url() in links(client.get(page.url))


def test_the_list_is_open_data(client, communes):
    response = client.get("/communes/communes.csv")

    rows = list(csv.DictReader(StringIO(response.getvalue().decode())))
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert "communes.csv" in response["Content-Disposition"]
    assert {row["nom"] for row in rows} == {"Fouquières-lès-Lens", "Lens", "Oignies"}
    (lens,) = [row for row in rows if row["code_insee"] == "62498"]
    assert (lens["population"], lens["siren_epci"], lens["lon"]) == ("32920", "246200364", "")


def test_open_data_never_hold_a_formula(client):
    builders.commune("=HYPERLINK(1)", postal_codes="@x")

    rows = list(csv.DictReader(StringIO(client.get("/communes/communes.csv").getvalue().decode())))

    assert not [value for value in rows[0].values() if value.startswith(("=", "+", "-", "@"))]
