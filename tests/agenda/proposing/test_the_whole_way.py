"""« Proposer un événement »: from the first step to the acknowledgement, and what its sender may do afterwards."""

import pytest

from agenda.models import Proposal, ProposalDraft
from agenda.proposing import accepting
from pma_site.contributions.choices import ContributionState
from pma_site.contributions.models import Message
from tests import builders
from tests.agenda.proposers import (
    START,
    at,
    button,
    delivered,
    fill_in,
    follow_path,
    in_days,
    photograph,
    propose,
    send,
)
from tests.readers.steps import dump
from tests.reading import text

pytestmark = pytest.mark.django_db


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
