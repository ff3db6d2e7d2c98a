"""The datasets: files, documentation and catalogue that say the same, and nothing that a spreadsheet would run."""

import datetime
import json

import pytest
import time_machine
from django.utils import timezone

from pma_site.open_data.datasets import DATASETS
from pma_site.territory.models import Commune
from projects.models import Award, CandidateCommune, CandidateHolder
from tests import builders, contents
from tests.keeping import kept
from tests.open_data.reading import body, records, rows
from tests.reading import links, text

pytestmark = pytest.mark.django_db

NAMES = [dataset.name for dataset in DATASETS]


def one_of_everything():
    contents.full_archived_issue()
    contents.full_edition(1)
    contents.full_member(1)
    contents.full_event(1)
    contents.full_roadmap(1)
    builders.indicator_value()


@pytest.fixture(scope="class")
def full(django_db_setup, django_db_blocker):
    """A site with one of everything."""
    with kept(one_of_everything, django_db_blocker):
        yield


@pytest.mark.usefixtures("full")
class TestOfEverything:
    @pytest.mark.parametrize("name", NAMES)
    def test_files_documentation_and_catalogue_say_the_same(self, name, client):
        page = client.get(f"/donnees/{name}/")
        table = client.get(f"/donnees/{name}.csv")
        listed = rows(table)
        documented = text(page)

        assert listed
        assert all(column in documented for column in listed[0])
        assert f"Nombre d’enregistrements {len(listed)} " in documented
        assert "Licence Ouverte 2.0" in documented
        catalogue = json.loads(client.get("/donnees/catalogue.jsonld").content)
        (entry,) = [entry for entry in catalogue["dcat:dataset"] if entry["@id"].endswith(f"/donnees/{name}/#jeu")]
        for file in entry["dcat:distribution"]:
            address = file["dcat:downloadURL"]["@id"].removeprefix("http://testserver")
            response = client.get(address)
            assert response.status_code == 200
            kind = response["Content-Type"].partition(";")[0]
            assert file["dcat:mediaType"]["@id"].endswith(kind)
            assert file["dcat:downloadURL"]["@id"] in [
                f"http://testserver{link}" if link.startswith("/") else link for link in links(page)
            ]
            held = json.loads(body(response)) if "json" in kind else {}
            found = held.get("records") or held.get("features") or held.get("events") or listed
            assert len(found) == len(listed)

    @pytest.mark.parametrize("name", NAMES)
    @pytest.mark.parametrize("kind", ["csv", "json", "geojson"])
    def test_who_has_a_file_already_is_told_so_and_every_site_may_read_it(self, name, kind, client):
        address = f"/donnees/{name}.{kind}"
        first = client.get(address, follow=True)
        if first.status_code == 404:
            # Without places there is no map of them.
            assert kind == "geojson"
            return

        assert first["Access-Control-Allow-Origin"] == "*"
        assert 'rel="license"' in first["Link"]
        assert not first.cookies
        again = client.get(address, headers={"if-none-match": first["ETag"]}, follow=True)
        since = client.get(address, headers={"if-modified-since": first["Last-Modified"]}, follow=True)
        assert (again.status_code, since.status_code) == (304, 304)
        assert again["Access-Control-Allow-Origin"] == "*"
        assert client.head(address, follow=True).status_code == 200


def test_a_file_changes_its_mark_with_what_it_says(client):
    place = builders.commune("Lens")
    with time_machine.travel("2026-12-01T10:00:00Z", tick=False):
        before = client.get("/donnees/communes.csv")["ETag"]
        place.epci.name = "Autre nom"
        place.epci.save()
        # Read again after five minutes at the latest.
        assert client.get("/donnees/communes.csv")["ETag"] == before
    with time_machine.travel("2026-12-01T10:05:01Z", tick=False):
        asked = client.get("/donnees/communes.csv", headers={"if-none-match": before})
        dated = client.get("/donnees/communes.csv", headers={"if-modified-since": "Tue, 01 Dec 2026 10:00:00 GMT"})

    assert (asked.status_code, dated.status_code) == (200, 200)
    assert rows(asked)[0]["epci"] == "Autre nom"


def test_each_address_of_the_site_has_its_own_mark_and_the_records_are_read_once(client, django_assert_num_queries):
    builders.commune("Lens")
    first = client.get("/donnees/communes.csv")

    with django_assert_num_queries(0):
        other = client.head("/donnees/communes.csv", headers={"host": "lettre.example.org:81"})

    assert other["ETag"] != first["ETag"]
    assert other["Last-Modified"] == first["Last-Modified"]


def test_a_spreadsheet_runs_nothing_and_numbers_stay_numbers(client):
    builders.commune("=HYPERLINK(A1)", postal_codes="@x", longitude="-2.5", latitude="50.1")
    organisation = builders.organisation("+33 1")
    builders.member(title="-1+1\r\n=2", organisation=organisation)

    (place,), (member,) = rows(client.get("/donnees/communes.csv")), rows(client.get("/donnees/reseau.csv"))

    assert (place["nom"], place["codes_postaux"], place["lon"]) == ("'=HYPERLINK(A1)", "'@x", "-2.5")
    assert (member["nom"], member["organisation"]) == ("'-1+1\n=2", "'+33 1")
    office = body(client.get("/donnees/communes.csv?tableur=1"))
    assert office.startswith("\ufeffcode_insee;nom;")
    assert "'=HYPERLINK(A1)" in office


def test_csv_ends_its_lines_and_quotes_as_rfc_4180_wants(client):
    builders.commune('Lens, dite "la Ville"')

    lines = body(client.get("/donnees/communes.csv")).split("\r\n")

    assert lines[-1] == ""
    assert '"Lens, dite ""la Ville"""' in lines[1]


def test_a_candidate_says_its_result_from_the_announcement_on(client):
    edition = contents.full_edition(1)
    candidate = edition.get_children().get().specific
    place = candidate.communes.get().commune
    place.longitude, place.latitude = "2.8319", "50.4289"
    place.save()
    candidate.communes.add(CandidateCommune(commune=builders.commune("Avion", longitude="2.83", latitude="50.41")))
    candidate.holders.add(CandidateHolder(organisation=builders.organisation("Ville de Lens")))
    candidate.save()

    (row,) = records(client.get("/donnees/label.json"))

    assert (row["edition"], row["resultat"], row["avancement"]) == (edition.year, "Lauréat", "en cours de réalisation")
    assert row["annonce_le"]
    assert row["communes"][1]["nom"] == "Avion"
    assert "Ville de Lens" in rows(client.get("/donnees/label.csv"))[0]["porteurs"].split(" | ")
    (feature,) = json.loads(body(client.get("/donnees/label.geojson")))["features"]
    assert feature["geometry"] == {"type": "MultiPoint", "coordinates": [[2.8319, 50.4289], [2.83, 50.41]]}
    assert feature["id"] == row["identifiant"] == str(candidate.translation_key)


def test_an_announcement_changes_the_file_at_its_instant(client):
    edition = contents.full_edition(1)
    candidate = edition.get_children().get().specific
    announced = timezone.now().replace(microsecond=0) + datetime.timedelta(seconds=90)
    candidate.result_announced_at = announced
    candidate.save()
    with time_machine.travel(announced - datetime.timedelta(seconds=30), tick=False):
        before = client.get("/donnees/label.json")
        assert records(before)[0]["resultat"] == "Candidat"
        # No cache may keep it past the instant.
        assert before["Cache-Control"] == "public, max-age=30"
    with time_machine.travel(announced, tick=False):
        after = client.get("/donnees/label.json", headers={"if-none-match": before["ETag"]})
        assert records(after)[0]["resultat"] == "Lauréat"
        assert after["Cache-Control"] == "public, max-age=300"


def test_a_member_shows_what_its_page_shows(client):
    member = contents.full_member(1)
    member.awards = [Award(title="Prix de l’innovation", year=2022)]
    member.save()

    (row,) = records(client.get("/donnees/reseau.json"))

    assert row["distinctions"] == ["Prix de l’innovation (2022)"]
    assert (row["parcours"], row["promotion"], row["site_web"]) == ("Incubation", 2023, "https://www.example.org/")
    assert row["adresse"] == f"http://testserver{member.url}"


def test_the_roadmap_and_its_money_are_whole(client):
    contents.full_roadmap(1)

    actions, lines = records(client.get("/donnees/feuille-de-route.json")), records(client.get("/donnees/budget.json"))

    assert {action["avancement"] for action in actions} == {"réalisée", "prévue", "reportée"}
    assert actions[0]["etapes"] == [{"date": "2023-03-04", "fait": "Une étape"}]
    assert rows(client.get("/donnees/feuille-de-route.csv"))[0]["etapes"] == "2023-03-04 Une étape"
    assert [line["montant"] for line in lines] == [1000]


def test_the_map_of_events_knows_where_they_are(client, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        builders.event(venue=builders.venue(latitude="50.42271", longitude="2.77858"))
        builders.event([], title="Nulle part")

    features = json.loads(body(client.get("/donnees/agenda.geojson")))["features"]

    assert [feature["geometry"] for feature in features] == [
        {"type": "Point", "coordinates": [2.77858, 50.42271]},
        None,
    ]


def test_former_addresses_still_answer(client):
    builders.commune()

    assert rows(client.get("/communes/communes.csv")) == rows(client.get("/donnees/communes.csv"))
    assert client.get("/donnees/agenda.json").headers["Location"] == "/agenda/agenda.json"


@pytest.mark.parametrize("query", ["separateur=x", "tableur=oui", "tableur=%00", "commune=62498"])
def test_what_is_not_offered_is_refused_in_french(query, client):
    response = client.get(f"/donnees/communes.csv?{query}")

    assert response.status_code == 400
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert "Cette adresse demande" in body(response)


@pytest.mark.parametrize("address", ["/donnees/rien.csv", "/donnees/rien/", "/donnees/lettres.geojson", "/llms.txt"])
def test_what_does_not_exist_is_not_found(address, client):
    assert client.get(address).status_code == 404


def test_thousands_of_records_are_read_by_hundreds(client):
    epci = builders.epci()
    Commune.objects.bulk_create(
        Commune(insee_code=f"{n:05}", name=f"C{n}", spelling=f"c{n}", epci=epci, population=1, postal_codes="1")
        for n in range(450)
    )

    response = client.get("/donnees/communes.csv")
    chunks = list(response.streaming_content)

    assert [chunk.count(b"\r\n") for chunk in chunks] == [1, 200, 200, 50]
