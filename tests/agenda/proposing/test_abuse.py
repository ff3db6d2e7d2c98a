"""Limits of what is proposed, and programs that fill in forms."""

import random

import pytest
from django.core.cache import cache

from agenda.models import Proposal, ProposalDraft
from tests.agenda import hostile_proposals
from tests.agenda.proposers import answers, at, begin, delivered, fill_in, follow_path, photograph, propose, send
from tests.readers.steps import dump, later
from tests.reading import text

pytestmark = pytest.mark.django_db


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
