"""What the page of a commune, of an intercommunality and the feed of a commune say, and what they never do."""

import datetime
from xml.etree import ElementTree

import pytest

from agenda.models import EventCommune
from newsletter.models import IndicatorPlace
from pma_site.directory.choices import MandateKind, OrganisationKind
from projects.models import CandidateCommune
from tests import builders
from tests.contents import raw
from tests.reading import elements, links, text

ATOM = "{http://www.w3.org/2005/Atom}"

pytestmark = pytest.mark.django_db


@pytest.fixture
def lens():
    epci = builders.epci(name="Communauté d’agglomération de Lens-Liévin", acronym="CALL", siren="246200364")
    return builders.commune("Lens", insee_code="62498", epci=epci, population=32_920)


def news(client, commune):
    response = client.get(f"{commune.get_absolute_url()}nouvelles.atom")
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ElementTree.fromstring(response.content).findall(f"{ATOM}entry")  # noqa: S314


def test_the_town_hall_is_shown_as_on_its_door_and_nothing_of_the_register(client, lens):
    hall = builders.town_hall(
        commune=lens, email="maire@lens.example", phone="03 21 69 86 86", street="17 place Jaurès"
    )
    builders.mayor(hall, "Camille Maire")

    shown = client.get(lens.get_absolute_url())

    for words in ("Mairie de Lens", "17 place Jaurès", "62300 Lens", "Tél. 03 21 69 86 86"):
        assert words in text(shown)
    for secret in ("maire@lens.example", "Camille Maire", hall.reference):
        assert secret not in shown.content.decode()


def test_the_public_site_and_address_of_a_commune_are_shown(client, lens):
    contact = {"website": "https://lens.example/", "email": "contact@lens.example"}
    builders.organisation("Ville de Lens", kind=OrganisationKind.COMMUNE, commune=lens, **contact)
    builders.organisation("Une start-up", kind=OrganisationKind.STARTUP, commune=lens, website="https://x.example/")

    shown = links(client.get(lens.get_absolute_url()))

    assert {"https://lens.example/", "mailto:contact@lens.example"} <= set(shown)
    assert "https://x.example/" not in shown


def test_those_who_sit_for_a_place_today_are_named(client, lens):
    town = builders.organisation("Ville de Lens", kind=OrganisationKind.COMMUNE, commune=lens)
    whole = builders.organisation("CALL", acronym="CALL", kind=OrganisationKind.EPCI)
    body = builders.organisation("Comité syndical")
    today = datetime.date.today()
    sits = {"body": body, "kind": MandateKind.FULL_MEMBER}
    builders.mandate(builders.person("Anne Exemple"), represents=town, **sits)
    builders.mandate(builders.person("Paul Ancien"), represents=town, **sits, end=today - datetime.timedelta(days=1))
    builders.mandate(builders.person("Zoé Tous"), represents=whole, **sits)

    commune, epci = text(client.get(lens.get_absolute_url())), text(client.get(lens.epci.get_absolute_url()))

    assert "Comité syndical Anne Exemple" in commune
    assert "Zoé Tous" not in commune
    assert "Zoé Tous" in epci
    assert "Paul Ancien" not in commune + epci


def test_figures_that_name_a_place_or_what_holds_it_are_shown_with_their_last_value(client, lens):
    elsewhere = builders.commune("Oignies", insee_code="62637")
    own, of_all, other = (builders.indicator() for _ in range(3))
    for indicator, place in ((own, {"commune": lens}), (of_all, {"epci": lens.epci}), (other, {"commune": elsewhere})):
        IndicatorPlace.objects.create(indicator=indicator, **place)
    builders.indicator_value(own, display="+ 10", as_of=datetime.date(2022, 1, 1))
    builders.indicator_value(own, display="+ 20", as_of=datetime.date(2023, 1, 1))
    builders.indicator_value(of_all, display="+ 30")
    builders.indicator_value(other, display="+ 40")

    commune, epci = text(client.get(lens.get_absolute_url())), text(client.get(lens.epci.get_absolute_url()))

    assert "+ 20" in commune
    assert "janvier 2023" in commune
    assert own.get_absolute_url() in links(client.get(lens.get_absolute_url()))
    assert "+ 30" in commune
    assert "+ 10" not in commune
    assert "+ 40" not in commune
    assert "+ 30" in epci
    assert "+ 20" not in epci


def test_what_is_missing_has_a_way_to_be_told_and_what_is_new_to_be_followed(client, lens):
    page = client.get(lens.get_absolute_url())

    assert "Il manque quelque chose ?" in text(page)
    assert {"/proposer-un-evenement/", "/agenda/agenda.ics?commune=62498"} <= set(links(page))
    assert "/agenda/abonnement/?commune=62498" in links(page)
    assert "/agenda/abonnement/?epci=246200364" in links(client.get(lens.epci.get_absolute_url()))
    for address in ("abonnement/?commune=62498", "abonnement/?epci=246200364", "agenda.ics?commune=62498"):
        assert client.get(f"/agenda/{address}").status_code == 200
    feeds = [link["href"] for link in elements(page, "link") if link.get("type") == "application/atom+xml"]
    assert feeds == ["/communes/62498-lens/nouvelles.atom"]
    of_epci = links(client.get(lens.epci.get_absolute_url()))
    assert f"{lens.epci.get_absolute_url()}nouvelles.atom" in of_epci


def test_its_feed_tells_of_everything_about_it_once(client, lens):
    event = builders.event(title="Une fête", venue=builders.venue(commune=lens))
    event.communes = [EventCommune(commune=lens)]
    event.save_revision().publish()
    builders.member(title="Une start-up", organisation=builders.organisation(commune=lens))
    candidate = builders.candidate(title="Un jardin")
    candidate.communes = [CandidateCommune(commune=lens)]
    candidate.save_revision().publish()
    issue = builders.issue(title="La une")
    issue.cover = raw([("paragraph", '<p><a linktype="commune" insee="62498">Lens</a></p>')])
    issue.save_revision().publish()
    figure = builders.indicator_value()
    IndicatorPlace.objects.create(indicator=figure.indicator, commune=lens)
    builders.event(title="Brouillon", venue=builders.venue(commune=lens)).unpublish()
    builders.event(title="Ailleurs")

    entries = news(client, lens)

    assert sorted(entry.find(f"{ATOM}category").get("term") for entry in entries) == [
        "Agenda",
        "Chiffres-clés",
        "Innov in Artois",
        "Label Euralens",
        "Lettre",
    ]
    assert len({entry.findtext(f"{ATOM}id") for entry in entries}) == 5
    # So does that of its intercommunality, which also tells of its other communes.
    builders.event(title="À Liévin", venue=builders.venue(commune=builders.commune("Liévin", epci=lens.epci)))
    whole = news(client, lens.epci)
    assert {entry.findtext(f"{ATOM}title") for entry in whole} == {
        "À Liévin",
        *(entry.findtext(f"{ATOM}title") for entry in entries),
    }
    assert not {"Brouillon", "Ailleurs"} & {entry.findtext(f"{ATOM}title") for entry in entries}


def test_an_unchanged_feed_is_not_sent_again_and_any_slug_leads_to_it(client, lens):
    address = f"{lens.get_absolute_url()}nouvelles.atom"
    first = client.get(address)

    assert client.get(address, headers={"if-none-match": first["ETag"]}).status_code == 304
    assert client.get("/communes/62498-x/nouvelles.atom").url == address
    assert client.get("/communes/62999-x/nouvelles.atom").status_code == 404
    assert client.get("/communes/epci/999999999-x/nouvelles.atom").status_code == 404
    assert client.post(address).status_code == 405


def test_a_candidacy_says_nothing_of_a_result_under_embargo(client, lens):
    edition = builders.edition()
    candidate = builders.candidate(edition, title="Un jardin")
    candidate.communes = [CandidateCommune(commune=lens)]
    candidate.save()

    told = client.get(f"{lens.get_absolute_url()}nouvelles.atom").content.decode()

    assert "Un jardin" in told
    assert "auréat" not in told


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/communes/epci/246200364-communaute-dagglomeration-de-lens-lievin/", 200),
        ("/communes/epci/246200364-call/", 301),
        ("/communes/epci/999999999-x/", 404),
        ("/communes/epci/24620036-x/", 404),
        ("/communes/epci/246200364/", 404),
    ],
)
def test_an_intercommunality_is_found_by_its_siren(client, lens, address, status):
    assert client.get(address).status_code == status


def test_an_intercommunality_adds_up_its_communes_and_has_their_events(client, lens):
    builders.commune("Liévin", insee_code="62510", epci=lens.epci, population=30_000)
    other = builders.commune("Oignies", insee_code="62637", population=9_000, epci=builders.epci(name="CAHC"))
    here, elsewhere = (builders.event(venue=builders.venue(commune=commune)) for commune in (lens, other))

    page = client.get(lens.epci.get_absolute_url())

    assert "62 920 habitants" in text(page)
    assert here.url in links(page)
    assert elsewhere.url not in links(page)
    assert lens.epci.get_absolute_url() in links(client.get("/communes/"))
    assert "2 communes, 62 920 habitants" in text(client.get("/communes/"))
