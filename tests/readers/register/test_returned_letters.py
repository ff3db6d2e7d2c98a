"""Letters that the post brings back."""

import datetime

import pytest
from django.utils import timezone

from pma_site.readers.models import Office
from tests import builders
from tests.readers.register.offices import LIST, RETURNS
from tests.reading import elements, text

pytestmark = pytest.mark.django_db


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
