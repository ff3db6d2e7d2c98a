"""« Après les élections »: one town hall after the other, whoever goes on, whatever goes wrong."""

import datetime
import re

import pytest
from django.utils import timezone
from wagtail.models import ModelLogEntry

from pma_site.directory.models import Person
from pma_site.readers.models import Office
from tests import builders
from tests.back_office import messages, signed_in
from tests.readers.keepers import account_that_may, keeper
from tests.readers.many_town_halls import costs
from tests.reading import elements, text

pytestmark = pytest.mark.django_db

TOUR = "/admin/lecteurs/apres-les-elections/?depuis=2026-03-15"
NEW = {"last_name": "Exemple", "first_name": "Dominique", "form_of_address": "monsieur-le-maire", "start": "23/03/2026"}


@pytest.fixture
def client():
    return keeper()


@pytest.fixture
def offices():
    """Two intercommunalities, in the order of the tour: Bénifontaine, Vermelles, then Avion, Lens."""
    first, second = builders.epci(name="Béthune-Bruay"), builders.epci(name="Lens-Liévin")
    places = [("Vermelles", first), ("Lens", second), ("Avion", second), ("Bénifontaine", first)]
    made = {name: builders.town_hall(commune=builders.commune(name, epci=epci)) for name, epci in places}
    return [made[name] for name in ("Bénifontaine", "Vermelles", "Avion", "Lens")]


def shown(page):
    """The town hall before one's eyes; None where the tour is over."""
    found = re.search(r'id="review-office">([^<]*)<', page.content.decode())
    return found and found.group(1).removeprefix("Mairie de ")


def do(client, address, action, page=None, **fields):
    """Post what the page at `address` holds for an action."""
    page = page or client.get(address)
    seen = next(field["value"] for field in elements(page, "input") if field.get("name") == "seen")
    return client.post(address, {"seen": seen, "action": action, **fields})


def test_the_tour_goes_by_intercommunality_and_commune_and_says_how_far_it_is(client, offices):
    address, names, progress = TOUR, [], []
    while True:
        page = client.get(address)
        if shown(page) is None:
            break
        names.append(shown(page))
        progress.append(re.search(r"\d+ sur \d+", text(page)).group())
        address = do(client, address, "confirmer").url

    assert names == ["Bénifontaine", "Vermelles", "Avion", "Lens"]
    assert progress == ["0 sur 4", "1 sur 4", "2 sur 4", "3 sur 4"]
    assert "Tout est vérifié" in text(page)
    assert set(Office.objects.values_list("reviewed_on", flat=True)) == {timezone.localdate()}
    assert ModelLogEntry.objects.filter(action="readers.office.confirm").count() == 4


def test_somebody_else_goes_on_where_it_stopped(client, offices):
    do(client, TOUR, "confirmer")

    other = keeper()

    assert shown(other.get(TOUR)) == "Vermelles"
    assert shown(other.get(f"{TOUR}&epci={offices[2].commune.epci.siren}")) == "Avion"
    assert "0 sur 2" in text(other.get(f"{TOUR}&epci={offices[2].commune.epci.siren}"))


def test_what_was_looked_at_before_the_day_comes_again(client, offices):
    Office.objects.update(reviewed_on=datetime.date(2026, 3, 14))
    Office.objects.filter(pk=offices[0].pk).update(reviewed_on=datetime.date(2026, 3, 15))

    assert shown(client.get(TOUR)) == "Vermelles"


def test_what_is_passed_over_comes_back_at_the_end(client, offices):
    def skip(page):
        return next(link["href"] for link in elements(page, "a") if "mairie=" in link.get("href", ""))

    page = client.get(skip(client.get(TOUR)))
    names = [shown(page)]
    for _ in range(4):
        page = client.get(skip(page))
        names.append(shown(page))

    assert names == ["Vermelles", "Avion", "Lens", "Bénifontaine", "Vermelles"]
    assert not Office.objects.exclude(reviewed_on=None).exists()


class TestReplacing:
    @pytest.fixture
    def office(self):
        return builders.town_hall("Avion")

    def test_the_mandate_before_ends_the_day_before(self, client, office):
        former = builders.mayor(office)

        response = do(client, TOUR, "remplacer", **NEW)

        former.refresh_from_db()
        assert former.end == datetime.date(2026, 3, 22)
        assert str(office.current_mandate) == "Monsieur le Maire Dominique Exemple"
        assert office.current_mandate.start == datetime.date(2026, 3, 23)
        assert "a pour maire Dominique Exemple" in messages(client.get(response.url))[0]

    def test_somebody_of_the_directory_is_not_entered_twice(self, client, office):
        person = builders.person("Dominique Exemple")

        do(client, TOUR, "remplacer", **{**NEW, "last_name": " EXEMPLE "})

        assert office.current_mandate.person == person

    def test_a_name_in_capitals_is_written_as_a_name(self, client, office):
        do(client, TOUR, "remplacer", **{**NEW, "last_name": "EXEMPLE"})

        assert str(office.current_mandate.person) == "Dominique Exemple"

    def test_the_mayor_of_another_commune_is_somebody_else(self, client, office):
        other = builders.mayor(builders.town_hall("Lens", reviewed_on=timezone.localdate()), "Dominique Exemple")

        do(client, TOUR, "remplacer", **NEW)

        assert office.current_mandate.person != other.person
        assert Person.objects.filter(last_name="Exemple").count() == 2

    @pytest.mark.parametrize("choice", ["known", "new"])
    def test_among_namesakes_one_is_chosen(self, client, office, choice):
        builders.person("Dominique Exemple", position="agent du PMA")
        second = builders.person("Dominique Exemple", position="conseillère")

        page = do(client, TOUR, "remplacer", **NEW)

        assert "Plusieurs personnes de l’annuaire portent ce nom" in text(page)
        assert "Dominique Exemple, conseillère" in text(page)
        assert not office.mandates.exists()
        chosen = str(second.pk) if choice == "known" else "new"
        do(client, TOUR, "remplacer", page, **NEW, namesake=chosen)
        assert (office.current_mandate.person == second) is (choice == "known")
        assert Person.objects.count() == (2 if choice == "known" else 3)

    def test_a_re_elected_mayor_begins_anew(self, client, office):
        former = builders.mayor(office, "Dominique Exemple")

        do(client, TOUR, "remplacer", **NEW)

        assert office.current_mandate.person == former.person
        assert office.current_mandate != former
        assert Person.objects.count() == 1

    @pytest.mark.parametrize(
        ("fields", "error"),
        [
            ({"last_name": ""}, "Champ requis"),
            ({"start": "31/02/2026"}, "date valide"),
            ({"start": "01/01/2099"}, "Indiquez un jour passé"),
            ({"start": "01/01/1800"}, "Indiquez un jour passé"),
            ({"form_of_address": "roi"}, "choix valide"),
            ({"start": "25/05/2020"}, "commence le 25/05/2020 : indiquez une date plus tardive"),
        ],
    )
    def test_what_is_wrong_is_said_and_what_was_typed_is_kept(self, client, office, fields, error):
        builders.mayor(office)

        page = do(client, TOUR, "remplacer", **{**NEW, **fields})

        assert page.status_code in (400, 409)
        assert error in text(page)
        assert "Dominique" in {field.get("value") for field in elements(page, "input")}
        assert "open" in elements(page, "details")[0]
        assert office.mandates.count() == 1
        assert not Person.objects.filter(first_name="Dominique").exists()

    def test_the_seat_is_left_empty(self, client, office):
        former = builders.mayor(office)

        do(client, TOUR, "vacant", since="01/04/2026")

        former.refresh_from_db()
        assert former.end == datetime.date(2026, 3, 31)
        assert office.current_mandate is None
        office.refresh_from_db()
        assert office.reviewed_on == timezone.localdate()


@pytest.mark.parametrize(
    ("action", "fields"), [("confirmer", {}), ("remplacer", NEW), ("vacant", {"since": "01/04/2026"})]
)
def test_who_comes_second_is_told_and_overwrites_nothing(client, action, fields):
    office = builders.town_hall("Avion")
    builders.mayor(office, "Alix Exemple")
    page = client.get(TOUR)
    first = signed_in(account_that_may("change_office"))
    do(first, TOUR, "remplacer", **{**NEW, "first_name": "Claude"})

    told = do(client, f"{TOUR}&mairie={office.pk}", action, page, **fields)

    assert told.status_code == 409
    assert re.search(r"Camille Durand \d+ vient d’y travailler", text(told))
    assert "Monsieur le Maire Claude Exemple" in text(told)
    assert office.current_mandate.person.first_name == "Claude"
    kept = {field.get("value") for field in elements(told, "input")}
    assert {value for name, value in fields.items() if name != "form_of_address"} <= kept
    # Now that it was seen, it may be done.
    assert do(client, f"{TOUR}&mairie={office.pk}", "confirmer", told).status_code == 302


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("", 200),
        ("?depuis=", 400),
        ("?depuis=hier", 400),
        ("?depuis=2099-01-01", 400),
        ("?depuis=2026-03-15&epci=123", 400),
        ("?depuis=2026-03-15&mairie=abc", 200),
        ("?depuis=2026-03-15&mairie=99999999999999999999999", 200),
        ("?depuis=2026-03-15&mairie=0", 200),
    ],
)
def test_any_address_gets_a_sensible_answer(client, offices, query, status):
    assert client.get(f"/admin/lecteurs/apres-les-elections/{query}").status_code == status


@pytest.mark.parametrize(
    "data", [{}, {"action": "voler"}, {"action": "confirmer"}, {"action": "confirmer", "seen": "x"}]
)
def test_what_was_not_asked_for_is_not_done(client, offices, data):
    assert client.post(TOUR, data).status_code in (400, 409)
    assert not Office.objects.exclude(reviewed_on=None).exists()


def test_one_town_hall_costs_the_same_however_many_there_are(client):
    before, after = costs(client, TOUR)

    assert after == before


class TestOneMayor:
    """« Un seul maire change »: found by its name, replaced, and back to the list."""

    def test_the_choice_leads_to_the_new_mayor_and_then_to_the_list(self, client, offices):
        start = client.get("/admin/lecteurs/apres-les-elections/")
        chosen = {
            field["name"]: field.get("value") for field in elements(start, "input") if field.get("name") == "seule"
        }
        assert chosen and "Un seul maire change" in text(start)
        address = f"{TOUR}&mairie={offices[3].pk}&seule=1"

        page = client.get(address)
        assert shown(page) == "Lens"
        (focused,) = (field["name"] for field in elements(page, "input") if "autofocus" in field)
        assert focused == "last_name"
        answer = do(client, address, "remplacer", **NEW)

        assert answer.url == "/admin/snippets/readers/office/"
        assert str(Office.objects.with_mayors().get(pk=offices[3].pk).current_mandate.person) == "Dominique Exemple"
        assert f"mairie={offices[3].pk}&amp;seule=1" in client.get(answer.url).content.decode()

    @pytest.mark.parametrize("asked", ["mairie=abc&seule=1", "mairie=999999&seule=1", "seule=1"])
    def test_a_town_hall_that_is_not_there_is_no_fault(self, client, offices, asked):
        assert client.get(f"{TOUR}&{asked}").status_code == 200
