"""When and where: what a proposal says of its dates and its commune."""

import pytest
from django.urls import reverse

from pma_site.contributions import links
from tests import builders
from tests.agenda.proposers import START, answers, at, begin, fill_in, follow_path, in_days, propose, send
from tests.reading import text

pytestmark = pytest.mark.django_db


class TestDates:
    @pytest.mark.parametrize(
        ("typed", "said"),
        [
            ({"day_0": in_days(20), "all_day_0": "on"}, 1),
            ({"day_0": in_days(20), "until_0": in_days(22), "start_0": "10h", "end_0": "18 h 00"}, 3),
            ({"day_0": in_days(20), "until_0": in_days(50), "all_day_0": "on"}, 1),
            ({"day_0": in_days(20), "start_0": "21:00", "end_0": "02:00"}, 1),
            ({"rows": "2", "day_0": in_days(20), "start_0": "9h30", "day_1": in_days(27), "start_1": "9h30"}, 2),
            ({"day_0": "", "start_0": "", "end_0": "", "repeats": "en juin, à confirmer"}, 0),
        ],
    )
    def test_what_is_typed_makes_slots_and_comes_back_as_it_was(self, client, typed, said):
        proposal = propose(client, quand={"start_0": "", "end_0": "", **typed})

        assert len(proposal.slots) == said
        before = [(slot.start, slot.end, slot.all_day) for slot in proposal.event_slots]
        response = client.post(follow_path(proposal))
        assert send(client, response.url.split("/")[3]).status_code == 302
        proposal.refresh_from_db()
        assert [(slot.start, slot.end, slot.all_day) for slot in proposal.event_slots] == before

    @pytest.mark.parametrize(
        ("typed", "said"),
        [
            ({"day_0": in_days(-2)}, "Cette date est passée"),
            ({"day_0": in_days(9), "until_0": in_days(8)}, "Le dernier jour précède le premier"),
            ({"day_0": in_days(9), "start_0": ""}, "Indiquez l’heure de début"),
            ({"day_0": in_days(9), "all_day_0": "on"}, "toute la journée, ou des heures"),
            ({"day_0": in_days(9), "until_0": in_days(90)}, "plus de 60 séances"),
            ({"day_0": ""}, "Indiquez le jour"),
            ({"day_0": in_days(4000)}, "vérifiez l’année"),
            ({"day_0": in_days(9), "start_0": "25:00"}, "Cette heure ne se lit pas"),
        ],
    )
    def test_what_makes_no_sense_is_told_beside_its_field(self, client, typed, said):
        token = fill_in(client, upto="quoi")

        answer = client.post(at(token, "quand"), {**answers()["quand"], **typed})

        assert answer.status_code == 400
        assert said in text(answer)

    def test_dates_are_added_one_by_one_up_to_ten(self, client):
        token = fill_in(client, upto="quoi")
        for _ in range(12):
            answer = client.post(
                at(token, "quand"),
                {"rows": client.get(at(token, "quand")).context["form"].count, "day_0": "21/06/2030", "action": "date"},
            )

        page = client.get(at(token, "quand"))
        assert answer.status_code == 302
        assert page.context["form"].count == 10
        assert "Ajouter une date" not in text(page)
        assert 'value="21/06/2030"' in page.content.decode()


class TestCommunes:
    @pytest.mark.parametrize(
        "typed", ["FOUQUIERES LES LENS", "62740", "Mairie de Fouquières-lez-Lens", "62740 Fouquières lès Lens"]
    )
    def test_it_is_known_however_it_is_written(self, client, typed):
        assert propose(client, ou={"commune": typed}).commune.name == "Fouquières-lès-Lens"

    def test_one_that_is_not_clear_is_chosen_among_the_likely_ones(self, client):
        token = fill_in(client, upto="quand")

        unclear = client.post(at(token, "ou"), {"commune": "Lillerz"})
        [code] = unclear.context["form"].likely
        chosen = client.post(at(token, "ou"), {"commune": "Lillerz", "choice": code})

        assert unclear.status_code == 400
        assert "Lillers (62190)" in text(unclear)
        assert "Laquelle ? Plusieurs communes peuvent être « Lillerz »" in text(unclear)
        assert chosen.status_code == 302

    def test_one_outside_the_territory_is_told_so_and_may_be_proposed(self, client):
        token = fill_in(client, upto="quand")

        told = client.post(at(token, "ou"), {"commune": "Tombouctou"})
        proposal = propose(client, ou={"commune": "Tombouctou", "choice": "hors-territoire"})

        assert "ne fait pas partie des 150 communes" in text(told)
        assert (proposal.commune, proposal.outside_place) == (None, "Tombouctou")

    def test_a_town_hall_that_comes_by_its_link_finds_its_commune_filled_in_and_nothing_else(self, client):
        hall = builders.town_hall("Vermelles", "mairie@vermelles.example")
        address = f"{START}?{links.invitation_query(hall)}"

        page = client.get(address)
        proposal = propose(client, address, ou={"commune": "Vermelles"})
        token, hidden = begin(client, address)
        client.post(at(token, "quoi"), {**answers()["quoi"], **hidden})

        assert "Mairie de Vermelles" in text(page)
        assert "mairie@vermelles.example" not in page.content.decode()
        assert proposal.office == hall
        assert 'value="Vermelles"' in client.get(at(token, "ou")).content.decode()

    def test_a_forged_or_borrowed_token_opens_nothing(self, client):
        proposal, hall = propose(client), builders.town_hall()
        token = follow_path(proposal).split("/")[-2]
        invitation = links.invitation_query(hall).partition("=")[2]

        for name, tokens in (
            ("proposals:follow", [invitation, token[:-1], f"{proposal.reference}.x", "x"]),
            ("proposals:withdraw", [invitation, "x"]),
            ("proposals:thanks", [token, "x"]),
            ("proposals:review", [token, "x"]),
        ):
            for forged in tokens:
                assert client.get(reverse(name, args=[forged])).status_code == 404
        assert "Mairie de" not in text(client.get(f"{START}?mairie={token}"))
