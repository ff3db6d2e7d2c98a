"""« Proposer un événement »: from the first step to the acknowledgement, and what its sender may do afterwards."""

import random

import pytest
from django.core.cache import cache
from django.urls import reverse

from agenda.models import Proposal, ProposalDraft
from agenda.proposing import accepting
from pma_site.contributions import links
from pma_site.contributions.choices import ContributionState
from pma_site.contributions.models import Message
from tests import builders
from tests.readers.steps import dump, later
from tests.reading import text

from . import hostile_proposals
from .proposers import START, answers, at, begin, button, delivered, fill_in, in_days, photograph, propose, send

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def towns():
    names = {"Lens": "62300", "Fouquières-lès-Lens": "62740", "Liévin": "62800", "Lillers": "62190"}
    return [builders.commune(name, postal_codes=code) for name, code in names.items()]


def follow_path(proposal):
    return links.follow_path("proposals:follow", proposal.reference)


class TestTheWholeWay:
    def test_it_makes_one_proposal_and_one_message_without_a_word_of_its_sender(self, client):
        proposal = propose(client)

        assert proposal.commune.name == "Fouquières-lès-Lens"
        assert proposal.when.endswith("de 18\u00a0h\u00a030 à 22\u00a0h")
        assert proposal.website == "https://www.fetes.example"
        assert not ProposalDraft.objects.exists()
        [message] = delivered()
        assert message.to == ["camille@ville.example"]
        assert message.extra_headers["Auto-Submitted"] == "auto-generated"
        assert "List-Unsubscribe" not in message.extra_headers
        said = message.body + text(message.alternatives[0][0])
        for typed in ("Sainte-Barbe", "Camille", "Merci !", "Comité", "fetes.example"):
            assert typed not in said
        assert proposal.reference in message.subject
        assert "douze mois" in " ".join(message.body.split())
        assert button(message) == follow_path(proposal)

    def test_a_button_pressed_twice_sends_once(self, client):
        token = fill_in(client)

        first, second, later_step = send(client, token), send(client, token), client.get(at(token, "quoi"))

        assert first.url == second.url == later_step.url
        assert (Proposal.objects.count(), Message.objects.count()) == (1, 1)

    def test_what_was_typed_is_there_again_at_each_step_right_or_wrong(self, client):
        token = fill_in(client, upto="quoi")

        wrong = client.post(at(token, "quand"), {"rows": "1", "day_0": "32/13/2026", "start_0": "18h30"})
        back = client.post(at(token, "ou"), {"venue_name": "Salle <des> fêtes", "action": "retour"})

        assert wrong.status_code == 400
        assert "Cette date ne se lit pas" in text(wrong)
        assert 'value="32/13/2026"' in wrong.content.decode()
        assert back.url == at(token, "quand")
        assert "Salle &lt;des&gt; fêtes" in client.get(at(token, "ou")).content.decode()
        assert "Fête de la Sainte-Barbe" in client.get(at(token, "quoi")).content.decode()

    def test_the_review_names_what_is_missing_and_does_not_send(self, client):
        token = fill_in(client, upto="quand")

        review, sent = client.get(at(token, "relecture")), send(client, token)

        assert text(review).count("À compléter") == 3
        assert "Envoyer ma proposition" not in text(review)
        assert sent.status_code == 400
        assert not Proposal.objects.exists()

    def test_no_page_sets_a_cookie_and_those_with_a_link_are_kept_by_nobody(self, client):
        proposal, token = propose(client), fill_in(client)

        for address in (START, at(token, "ou"), at(token, "relecture"), follow_path(proposal)):
            answer = client.get(address)
            assert answer.status_code == 200
            assert not answer.cookies
        assert answer["Cache-Control"] == "no-store, private"
        assert answer["Referrer-Policy"] == "no-referrer"


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


class TestAfterwards:
    def test_its_sender_corrects_it_and_nothing_changes_before_it_is_sent_again(self, client):
        proposal = propose(client)

        token = client.post(follow_path(proposal)).url.split("/")[3]
        client.post(at(token, "quoi"), {"title": "Fête de la Saint-Éloi", "theme": "culture", "vers": "relecture"})
        assert Proposal.objects.get().title == "Fête de la Sainte-Barbe"
        sent = [send(client, token), send(client, token)]

        proposal.refresh_from_db()
        assert proposal.title == "Fête de la Saint-Éloi"
        assert proposal.changed_at
        assert sent[0].url == sent[1].url
        assert len(delivered()) == 1
        said = text(client.get(sent[0].url))
        assert "votre correction est enregistrée" in said
        assert "Un message arrive" not in said

    def test_dates_that_alternate_are_all_there_to_be_corrected(self, client):
        when = {"rows": "2"}
        for row, (start, end) in enumerate((("10:00", "12:00"), ("14:00", "16:00"))):
            when |= {f"day_{row}": in_days(30), f"until_{row}": in_days(41)}
            when |= {f"start_{row}": start, f"end_{row}": end}
        proposal = propose(client, quand=when)

        send(client, client.post(follow_path(proposal)).url.split("/")[3])

        corrected = Proposal.objects.get()
        assert corrected.changed_at
        assert corrected.slots == proposal.slots
        assert len(corrected.slots) == 24

    def test_a_picture_whose_file_is_lost_hinders_nothing(self, client):
        proposal = propose(client, images={"image_0": photograph(), "alt_0": "x", "credit_0": "x", "rights": "on"})
        image = proposal.images.get()
        image.file.storage.delete(image.file.name)

        assert client.post(follow_path(proposal)).status_code == 302
        assert client.get(follow_path(proposal)).status_code == 200
        assert accepting.accept(proposal.pk, user=builders.account("Agenda"), seen=proposal.fingerprint).image is None

    def test_it_is_withdrawn_by_a_button_and_by_no_look(self, client):
        proposal = propose(client)
        address = f"{follow_path(proposal)}retirer/"
        before = dump()
        for path in (follow_path(proposal), address):
            for look in (client.get, client.head, client.options):
                look(path)
        assert dump() == before

        client.post(address)
        client.post(address)

        proposal.refresh_from_db()
        assert proposal.state == ContributionState.WITHDRAWN
        assert delivered() == []
        assert client.post(follow_path(proposal)).status_code == 409
        assert "Vous l’avez retirée" in text(client.get(follow_path(proposal)))

    def test_a_correction_that_comes_after_the_decision_is_told_so(self, client):
        proposal = propose(client)
        token = client.post(follow_path(proposal)).url.split("/")[3]
        Proposal.objects.update(state=ContributionState.DECLINED, answer="Trop loin.")

        assert send(client, token).status_code == 400
        assert "Trop loin." in text(client.get(follow_path(proposal)))


class TestAbuse:
    def test_corrections_and_pictures_have_their_limits_and_what_was_typed_stays(self, client, monkeypatch):
        monkeypatch.setattr("agenda.views.proposing.BEGUN", 2)
        monkeypatch.setattr("agenda.views.proposing.PICTURED", 0)
        cache.clear()
        proposal = propose(client)
        token = client.post(follow_path(proposal)).url.split("/")[3]

        again = client.post(follow_path(proposal))
        pictures = client.post(at(token, "images"), {"image_0": photograph(), "alt_0": "La place"})

        assert (again.status_code, pictures.status_code) == (429, 429)
        assert ProposalDraft.objects.count() == 1
        assert "continuez sans images" in text(pictures)
        assert 'value="La place"' in pictures.content.decode()

    def test_one_that_cannot_be_read_is_refused_and_kept_by_nobody(self, client):
        token, _ = begin(client)

        broken = client.generic("POST", at(token, "images"), b"x", content_type="multipart/form-data; boundary=")

        assert broken.status_code == 400
        assert broken["Cache-Control"] == "no-store, private"
        assert broken["Referrer-Policy"] == "no-referrer"

    def test_a_program_that_fills_in_what_nobody_sees_is_thanked_and_nothing_is_kept(self, client):
        token, _ = begin(client)
        before = dump()

        answer = client.post(at(token, "quoi"), {**answers()["quoi"], "website_confirm": "x"}, follow=True)

        assert "Votre référence" in text(answer)
        assert dump() == before

    def test_one_that_fills_it_in_at_once_is_asked_again(self, client):
        token, _ = begin(client)
        for step, fields in answers().items():
            client.post(at(token, step), fields)

        quick = send(client, token)
        with later(seconds=10):
            slow = send(client, token)

        assert quick.status_code == 400
        assert "arrivé très vite" in text(quick)
        assert slow.status_code == 302

    def test_a_mailbox_is_written_to_three_times_a_day_on_the_word_of_a_form(self, client):
        for number in range(5):
            propose(client, vous={"sender_email": f"camille+{number}@ville.example"})

        assert Proposal.objects.count() == 5
        assert len(delivered()) == 3

    def test_a_network_may_send_so_many_a_day_and_keeps_what_it_typed(self, client, monkeypatch):
        monkeypatch.setattr("pma_site.contributions.views.SENT_A_DAY", 1)
        propose(client)
        token = fill_in(client)

        refused = send(client, token)
        cache.clear()

        assert refused.status_code == 429
        assert "Rien de ce que vous avez saisi n’est perdu" in text(refused)
        assert send(client, token).status_code == 302

    def test_what_is_too_heavy_is_refused_unread(self, client):
        token = fill_in(client, upto="comment")

        answer = client.post(at(token, "images"), {}, CONTENT_LENGTH=str(61 * 1024 * 1024))

        assert answer.status_code == 413
        assert "trop lourd" in text(answer)

    def test_hostile_forms_are_never_a_fault_of_the_site(self, client):
        drawn = random.Random(6)  # noqa: S311 - the same each time
        token = fill_in(client)
        seen = {hostile_proposals.attack(client, token, drawn) for _ in range(200)}

        assert seen <= {200, 302, 400, 404, 405, 410, 413, 429}
