"""The mayors' register in the admin: found, filtered, filled in, told apart from who changed it meanwhile."""

import datetime
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.test.utils.form_data import querydict_from_html

from pma_site.directory.models import Person
from pma_site.readers import models
from pma_site.readers.choices import LeavingWay, ReadingState
from pma_site.readers.models import Office, Recipient, Refusal
from pma_site.readers.register import recipient_at
from tests import builders
from tests.back_office import is_refused, menu, messages, signed_in
from tests.readers.keepers import account_that_may, keeper
from tests.reading import elements, text

pytestmark = pytest.mark.django_db

LIST = "/admin/snippets/readers/office/"
RETURNS = "/admin/lecteurs/plis-revenus/"


@pytest.fixture
def client():
    return keeper()


def listed(client, names, **query):
    shown = text(client.get(f"{LIST}results/", query))
    return sorted((name for name in names if name in shown), key=shown.index)


def edit_address(record):
    name = record._meta.model_name
    return reverse(f"wagtailsnippets_readers_{name}:edit", args=[record.pk])


def filled_in(client, address, mandates=(), **fields):
    """What the browser would post from the form at `address`, with `fields` changed and `mandates` added."""
    page = client.get(address)
    data = querydict_from_html(page.content.decode(), form_id="w-editor-form")
    # A browser sends « on » for a box without a value.
    boxes = [box for box in elements(page, "input") if box.get("type") == "checkbox" and "checked" in box]
    data.update({box["name"]: "on" for box in boxes if box.get("name") in data})
    there = int(data.get("mandates-TOTAL_FORMS", 0))
    for number, mandate in enumerate(mandates, there):
        blank = {"id": "", "DELETE": "", "start": "", "end": "", "form_of_address": "madame-la-maire"}
        data.update({f"mandates-{number}-{name}": value for name, value in {**blank, **mandate}.items()})
    if "mandates-TOTAL_FORMS" in data:
        data["mandates-TOTAL_FORMS"] = there + len(mandates)
    for name, value in fields.items():
        data[name] = value
    return data


def save(client, record, mandates=(), **fields):
    address = edit_address(record)
    response = client.post(address, filled_in(client, address, mandates, **fields))
    record.refresh_from_db()
    return response


def silent(address):
    """A recipient that left."""
    recipient = recipient_at(address)
    recipient.state, recipient.left_at = ReadingState.LEFT, timezone.now()
    recipient.save()
    return recipient


class TestList:
    @pytest.fixture
    def offices(self, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            call, cahc = builders.epci(name="Lens-Liévin"), builders.epci(name="Hénin-Carvin")
            lens = builders.town_hall("Lens", "mairie@lens.example", commune=builders.commune("Lens", epci=call))
            builders.mayor(lens)
            builders.town_hall(commune=builders.commune("Liévin", epci=call), reviewed_on=datetime.date(2026, 4, 1))
            builders.town_hall(
                recipient=silent("mairie@oignies.example"),
                commune=builders.commune("Oignies", epci=cahc),
                postal_return="refuse",
                returned_on=datetime.date(2026, 6, 2),
            )
        return ["Mairie de Lens", "Mairie de Liévin", "Mairie de Oignies"]

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ({}, {"Lens", "Liévin", "Oignies"}),
            ({"q": "lievin"}, {"Liévin"}),
            ({"q": "mairie de l"}, {"Lens", "Liévin"}),
            ({"channel": "poste"}, {"Lens", "Liévin"}),
            ({"channel": "courriel"}, {"Lens"}),
            ({"channel": "aucun"}, {"Oignies"}),
            ({"todo": "sans-courriel"}, {"Liévin"}),
            ({"todo": "injoignable"}, {"Oignies"}),
            ({"todo": "pli-revenu"}, {"Oignies"}),
            ({"todo": ["pli-revenu", "sans-courriel"]}, set()),
            ({"todo": "sans-maire", "q": "mairie"}, {"Liévin", "Oignies"}),
            ({"since": "15/03/2026"}, {"Lens", "Oignies"}),
            ({"since": "hier", "todo": "rien", "channel": "pigeon"}, {"Lens", "Liévin", "Oignies"}),
        ],
    )
    def test_is_searched_and_filtered(self, client, offices, query, found):
        assert set(listed(client, offices, **query)) == {f"Mairie de {name}" for name in found}

    def test_is_filtered_by_intercommunality_and_shows_how_the_letter_arrives(self, client, offices):
        shown = text(client.get(f"{LIST}results/", {"epci": builders.Epci.objects.get(name="Lens-Liévin").pk}))

        assert re.search(
            r"Camille Exemple\s*Remplacer le maire : Mairie de Lens\s+Poste, courriel mairie@lens\.example", shown
        )
        assert re.search(r"Siège vacant\s*Remplacer le maire : Mairie de Liévin\s+Poste sans courriel", shown)
        assert "1er avril 2026" in shown
        assert "Oignies" not in shown
        assert "mairie@oignies.example (désabonné)" in text(client.get(f"{LIST}results/", {"channel": "aucun"}))

    def test_costs_the_same_whatever_it_holds(self, client):
        def cost():
            client.get(LIST)
            with CaptureQueriesContext(connection) as captured:
                client.get(LIST)
            return len(captured)

        builders.mayor(builders.town_hall(email="mairie@une.example"))
        before = cost()
        for number in range(8):
            builders.mayor(builders.town_hall(email=f"mairie@{number}.example"), name=f"Dominique Exemple{number}")

        assert cost() == before


class TestForm:
    def test_a_town_hall_is_entered_with_its_mayor_and_its_address(self, client):
        commune, person = builders.commune("Avion"), builders.person("Camille Exemple")
        address = f"{LIST}add/"
        mandate = {"person": person.pk, "start": "23/03/2026"}
        fields = {
            "commune": commune.pk,
            "name": "Mairie d’Avion",
            "postal_code": "62210",
            "email": " Mairie@AVION.example",
        }

        client.post(address, filled_in(client, address, [mandate], **fields))

        office = Office.objects.get(name="Mairie d’Avion")
        assert office.email == "mairie@avion.example"
        assert office.recipient.is_reachable
        assert str(office.current_mandate) == "Madame la Maire Camille Exemple"
        assert office.current_mandate.start == datetime.date(2026, 3, 23)

    def test_two_town_halls_share_an_address_however_it_is_spelt(self, client):
        first, second = builders.town_hall(email="mairie@lens.example"), builders.town_hall()

        save(client, second, email="MAIRIE@Lens.example")

        assert second.recipient == first.recipient
        assert Recipient.objects.count() == 1

    def test_an_address_is_taken_away(self, client):
        office = builders.town_hall(email="mairie@lens.example")

        save(client, office, email="")

        assert office.recipient is None

    def test_who_left_is_noted_and_never_written_to_again(self, client):
        left, office = silent("mairie@lens.example"), builders.town_hall()
        Refusal.objects.create(address_hash=left.address_hash, way=LeavingWay.LINK)

        response = save(client, office, email="mairie@lens.example")

        assert office.recipient == left
        assert not Office.objects.by_email().exists()
        left.refresh_from_db()
        assert left.state == ReadingState.LEFT
        assert "s’est désabonnée" in " ".join(messages(client.get(response.url)))
        assert "Seule la personne qui la lit peut la réabonner" in text(client.get(edit_address(office)))

    def test_an_address_that_only_a_refusal_remembers_is_not_written_to(self, client):
        Refusal.objects.create(
            address_hash=_hash("mairie@lens.example"),
            way=LeavingWay.LINK,
        )
        office = builders.town_hall()

        save(client, office, email="Mairie@lens.example")

        assert office.recipient.state == ReadingState.LEFT
        assert office.recipient.left_at == Refusal.objects.get().made_at

    def test_the_team_vouches_for_an_address_that_did_not_confirm_yet(self, client):
        recipient, office = recipient_at("mairie@lens.example"), builders.town_hall()
        Recipient.objects.update(state=ReadingState.PENDING)

        save(client, office, email=recipient.email)

        assert office.recipient.state == ReadingState.ACTIVE

    def test_what_a_town_hall_wishes_is_accepted_by_nothing_else(self, client):
        wish = {"wished_email": "autre@lens.example", "wished_at": timezone.now()}
        office = builders.town_hall(email="mairie@lens.example", **wish)

        save(client, office, phone="03 21 00 00 00")

        assert office.wished_email == "autre@lens.example"
        assert not Recipient.objects.at("autre@lens.example").exists()
        save(client, office, email="Autre@lens.example")
        assert (office.email, office.wished_email) == ("autre@lens.example", "")

    @pytest.mark.parametrize(
        ("fields", "error"),
        [
            ({"email": "mairie"}, "adresse"),
            ({"street": "1 place de la Mairie et de la République française"}, "38 caractères au plus"),
            ({"city": "Une ville au nom interminable de longueur"}, "32 caractères au plus"),
            ({"postal_code": ""}, "indiquez-le, ou décochez « par la poste »"),
            ({"postal_code": "6230"}, "Cinq chiffres"),
            ({"returned_on": "01/02/2026"}, "Indiquez pourquoi le pli est revenu"),
            ({"postal_return": "refuse", "returned_on": "01/02/2099"}, "Cette date est à venir"),
            ({"reviewed_on": "01/02/2099"}, "Cette date est à venir"),
        ],
    )
    def test_what_is_wrong_is_said_and_what_was_typed_is_kept(self, client, fields, error):
        office = builders.town_hall("Lens")

        page = save(client, office, **{"phone": "03 21 00 00 00", **fields})

        assert error in text(page)
        assert "03 21 00 00 00" in {field.get("value") for field in elements(page, "input")}
        assert office.phone == ""

    def test_two_mandates_never_overlap(self, client):
        office = builders.town_hall()
        builders.mayor(office)
        other = builders.person("Dominique Exemple")

        page = save(client, office, [{"person": other.pk, "start": "23/03/2026"}])

        assert "Deux mandats se chevauchent" in text(page)
        assert office.mandates.count() == 1

    def test_one_mandate_ends_and_the_next_begins_in_one_go(self, client):
        office = builders.town_hall()
        builders.mayor(office)
        other = builders.person("Dominique Exemple")

        save(client, office, [{"person": other.pk, "start": "23/03/2026"}], **{"mandates-0-end": "22/03/2026"})

        assert office.current_mandate.person == other

    @pytest.mark.parametrize("later_first", [True, False])
    def test_the_end_of_a_mandate_moves_to_the_other(self, client, later_first):
        office = builders.town_hall()
        days = [(datetime.date(2014, 3, 30), datetime.date(2020, 5, 24)), (datetime.date(2020, 5, 25), None)]
        for number, (start, end) in enumerate(days[::-1] if later_first else days):
            builders.mayor(office, f"Camille Exemple{number}", start=start, end=end)
        address = edit_address(office)
        data = filled_in(client, address)
        for number in range(2):
            earlier = data[f"mandates-{number}-end"] != ""
            data[f"mandates-{number}-start"] = "25/05/2020" if earlier else "30/03/2014"
            data[f"mandates-{number}-end"] = "" if earlier else "24/05/2020"

        client.post(address, data)

        assert office.current_mandate.start == datetime.date(2020, 5, 25)
        assert office.current_mandate.person.last_name == ("Exemple1" if later_first else "Exemple0")

    def test_a_corrected_address_clears_the_return(self, client):
        returned = {"postal_return": "incomplete", "returned_on": datetime.date(2026, 6, 2)}
        office = builders.town_hall(**returned)

        save(client, office, phone="03 21 00 00 00")
        assert office.postal_return == "incomplete"
        save(client, office, street="2 place de la Mairie")

        assert (office.postal_return, office.returned_on) == ("", None)
        assert Office.objects.by_post().get() == office

    def test_who_comes_second_is_told_and_overwrites_nothing(self, client):
        office = builders.town_hall("Lens")
        address = edit_address(office)
        data = filled_in(client, address, phone="03 21 00 00 00")
        first = signed_in(builders.administrator(first_name="Zoé", last_name="Petit"))
        save(first, office, street="2 place de la Mairie")

        page = client.post(address, data)

        office.refresh_from_db()
        assert office.street == "2 place de la Mairie"
        assert office.phone == ""
        assert "Zoé Petit vient d’y travailler" in text(page)
        again = querydict_from_html(page.content.decode(), form_id="w-editor-form")
        assert again["phone"] == "03 21 00 00 00"
        client.post(address, again)
        office.refresh_from_db()
        assert office.phone == "03 21 00 00 00"


def _hash(address):
    recipient = recipient_at(address)
    Recipient.objects.all().delete()
    return recipient.address_hash


class TestReturns:
    def test_a_return_is_noted_in_two_clicks_from_the_list(self, client):
        office = builders.town_hall("Lens")
        link = next(
            link["href"] for link in elements(client.get(f"{LIST}results/"), "a") if "plis-revenus" in link["href"]
        )

        reasons = [button.get("value") for button in elements(client.get(link), "button") if button.get("name")]
        days = [field.get("value") for field in elements(client.get(link), "input") if field.get("name") == "day"]
        client.post(link, {"reason": reasons[1]})

        office.refresh_from_db()
        assert days == [f"{timezone.localdate():%d/%m/%Y}"]
        assert (office.postal_return, office.returned_on) == ("incomplete", timezone.localdate())
        assert not Office.objects.by_post().exists()

    @pytest.mark.parametrize(
        ("typed", "found"),
        [
            ("LIEV", ["Liévin"]),
            ("noyelles l", ["Noyelles-lès-Vermelles"]),
            ("lo", ["Loos-en-Gohelle", "Loison"]),
            ("zz", []),
            ("m0003", ["third"]),
            ("M 3", ["third"]),
            ("M999999999", []),
        ],
    )
    def test_the_office_is_found_by_the_first_letters_or_by_the_code_of_its_label(self, client, typed, found):
        names = ["Liévin", "Noyelles-lès-Vermelles", "Loos-en-Gohelle", "Loison"]
        offices = [builders.town_hall(name) for name in names]
        third = offices[2]
        if found == ["third"]:
            typed, found = typed.replace("0003", third.reference[1:]).replace(" 3", f" {third.pk}"), [third.city]

        shown = text(client.get(RETURNS, {"q": typed}))

        assert [name for name in names if f"Mairie de {name} " in shown] == found

    @pytest.mark.parametrize("typed", ["l", "x" * 81, "\x00\x00"])
    def test_what_finds_nothing_is_no_fault_of_the_server(self, client, typed):
        assert client.get(RETURNS, {"q": typed}).status_code == 400

    def test_an_address_that_was_right_after_all_is_posted_to_again(self, client):
        office = builders.town_hall("Lens", postal_return="refuse", returned_on=datetime.date(2026, 6, 2))
        assert "Mairie de Lens Pli refusé 2 juin 2026" in text(client.get(RETURNS))

        client.post(f"{RETURNS}{office.pk}/adresse-bonne/")

        assert Office.objects.by_post().get() == office
        assert "Aucun pli n’est revenu" in text(client.get(RETURNS))

    def test_a_reason_that_is_none_is_refused(self, client):
        office = builders.town_hall()

        assert client.post(f"{RETURNS}{office.pk}/", {"reason": "vent"}).status_code == 400
        assert not Office.objects.returned().exists()


class TestIndividuals:
    @pytest.fixture
    def client(self):
        return signed_in(builders.administrator())

    def test_an_elected_member_gets_an_address_of_their_own(self, client):
        person, address = builders.person("Camille Exemple"), "/admin/snippets/readers/electedreader/add/"
        data = filled_in(client, address, person=person.pk, email="camille@exemple.example", until="31/12/2026")

        client.post(address, data)

        reader = models.ElectedReader.objects.get()
        assert (reader.email, reader.until) == ("camille@exemple.example", datetime.date(2026, 12, 31))
        assert "camille@exemple.example" in text(client.get("/admin/snippets/readers/electedreader/", {"q": "exemple"}))

    def test_two_colleagues_do_not_share_an_address(self, client):
        tester = models.Tester.objects.create(name="Zoé Petit", recipient=recipient_at("zoe@pma.example"))
        address = "/admin/snippets/readers/tester/add/"
        data = filled_in(client, address, name="Jean Petit", email="ZOE@pma.example")

        page = client.post(address, data)

        assert "Cette adresse est déjà celle de Zoé Petit" in text(page)
        assert models.Tester.objects.get() == tester
        save(client, tester, email="petit@pma.example")
        assert tester.email == "petit@pma.example"
        assert "Zoé Petit" in text(client.get("/admin/snippets/readers/tester/"))


ADDRESSES = [
    LIST,
    RETURNS,
    "/admin/lecteurs/apres-les-elections/",
    "/admin/lecteurs/demandes/",
    "/admin/lecteurs/etiquettes/",
]


def test_the_register_is_closed_to_who_has_no_right_to_it():
    office = builders.town_hall()
    stranger = signed_in(builders.account("Rédaction"))

    for address in [*ADDRESSES, edit_address(office), "/admin/lecteurs/etiquettes/csv/", f"{RETURNS}{office.pk}/"]:
        assert is_refused(stranger, address), address
    assert is_refused(stranger, f"{RETURNS}{office.pk}/", {"reason": "refuse"})
    assert "Lecteurs" not in menu(stranger)


def test_the_menu_leads_to_what_one_may_do(client):
    entries = ["Lecteurs", "Mairies", "Après les élections", "Plis revenus", "Demandes", "Étiquettes"]
    assert [label for label in menu(client) if label in entries] == entries
    for address in ADDRESSES:
        assert client.get(address).status_code == 200

    viewer = signed_in(account_that_may("view_office"))

    assert [label for label in menu(viewer) if label in entries] == ["Lecteurs", "Mairies", "Étiquettes"]
    assert is_refused(viewer, RETURNS)


def test_looking_changes_nothing(client):
    builders.mayor(builders.town_hall("Lens", "mairie@lens.example"))
    before = [list(model.objects.values()) for model in (Office, Recipient, Person)]

    for address in [*ADDRESSES, f"{RETURNS}?q=lens", "/admin/lecteurs/apres-les-elections/?depuis=2026-03-15"]:
        for method in (client.get, client.head, client.options):
            method(address)

    assert [list(model.objects.values()) for model in (Office, Recipient, Person)] == before
