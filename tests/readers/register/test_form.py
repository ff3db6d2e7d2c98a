"""The form of a town hall: filled in, refused, told apart from who changed it meanwhile."""

import datetime

import pytest
from django.utils import timezone
from wagtail.test.utils.form_data import querydict_from_html

from pma_site.readers.choices import LeavingWay, ReadingState
from pma_site.readers.models import Office, Recipient, Refusal
from pma_site.readers.register import recipient_at
from tests import builders
from tests.back_office import messages, signed_in
from tests.readers.register.offices import LIST, edit_address, filled_in, save, silent
from tests.reading import elements, text

pytestmark = pytest.mark.django_db


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
