"""A draft lent to somebody without an account: its link, and when it is closed."""

import datetime

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from newsletter.models import Proof, ProofComment, ProofSignOff
from tests import builders
from tests.back_office import is_refused, signed_in
from tests.newsletter.proofs.lending import change, lend, page_of
from tests.reading import links, text

pytestmark = pytest.mark.django_db


class TestLink:
    def test_it_opens_the_latest_draft_to_who_has_no_account(self, client, issue, address):
        change(issue, "Titre retouché")

        shown = text(client.get(address))

        assert "Titre retouché" in shown
        assert "lien remis à Zoé Petit" in shown
        assert client.get(issue.url).status_code == 404

    def test_its_secret_is_long_and_kept_nowhere(self, address):
        token = address.strip("/").split("/")[-1]
        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM newsletter_proof")
            row = str(cursor.fetchall())

        assert len(token) >= 43  # 256 bits, 6 a character
        assert token not in row

    def test_it_is_shown_once(self, editor, issue, address):
        assert address not in editor.get(page_of(issue)).content.decode()
        assert "Zoé Petit" in text(editor.get(page_of(issue)))

    def test_a_message_takes_it_to_its_reader(self, editor, issue):
        address = lend(editor, issue, email="zoe@example.org")

        (message,) = mail.outbox
        assert message.to == ["zoe@example.org"]
        assert f"http://testserver{address}" in message.body
        assert "encore secret" not in message.body

    def test_none_is_sent_without_an_address(self, editor, issue):
        lend(editor, issue)

        assert mail.outbox == []

    def test_a_relay_that_fails_loses_no_link(self, editor, issue, monkeypatch, client):
        def fail(*args, **kwargs):
            raise ConnectionRefusedError

        monkeypatch.setattr("newsletter.proofreading.send_mail", fail)
        assert client.get(lend(editor, issue, email="zoe@example.org")).status_code == 200

    @pytest.mark.parametrize(
        ("fields", "words"),
        [
            ({"reader": ""}, "Champ requis"),
            ({"email": "zoe"}, "adresse de courriel valide"),
            ({"ends_on": "hier"}, "date valide"),
            ({"ends_on": "01/01/2020"}, "Ce jour est passé"),
            ({"ends_on": "01/01/2099"}, "60 jours au plus"),
        ],
    )
    def test_a_mistake_is_told_and_nothing_typed_is_lost(self, editor, issue, fields, words):
        response = editor.post(page_of(issue), {"reader": "Zoé", "email": "", "ends_on": "31/12/2099", **fields})

        assert response.status_code == 400
        assert words in text(response)
        assert next(iter(fields.values())) in response.content.decode()
        assert not Proof.objects.exists()

    def test_only_who_edits_the_issue_lends_it(self, issue):
        assert is_refused(signed_in(builders.account("Agenda")), page_of(issue))
        assert Client().get(page_of(issue)).status_code == 302

    def test_an_issue_without_any_draft_is_lent_as_it_is(self, editor, client):
        assert "En ligne" in text(client.get(lend(editor, builders.issue(title="En ligne"))))

    def test_the_edit_page_leads_there(self, editor, issue):
        assert page_of(issue) in links(editor.get(reverse("wagtailadmin_pages:edit", args=[issue.pk])))


class TestClosed:
    OUTPUTS = ("", "courriel/", "pdf/", "commenter/", "bon-a-tirer/")

    def check(self, client, address, status):
        for output in self.OUTPUTS:
            response = client.get(f"{address}{output}")
            assert response.status_code == status
            assert "secret" not in response.content.decode()
            assert "n°" not in response.content.decode()
            assert response["Referrer-Policy"] == "no-referrer"

    def test_after_its_last_day_it_is_over(self, client, address):
        with time_machine.travel(timezone.now() + datetime.timedelta(days=8)):
            self.check(client, address, 410)

    def test_on_its_last_day_it_is_open(self, client, address):
        with time_machine.travel(timezone.now() + datetime.timedelta(days=7)):
            assert client.get(address).status_code == 200

    def test_revoked_it_is_over(self, client, editor, issue, address):
        proof = Proof.objects.get()

        editor.post(reverse("newsletter_proof_revoke", args=[proof.pk]))

        self.check(client, address, 410)
        assert "Révoqué" in text(editor.get(page_of(issue)))

    def test_asking_by_get_revokes_nothing(self, client, editor, address):
        editor.get(reverse("newsletter_proof_revoke", args=[Proof.objects.get().pk]))

        assert client.get(address).status_code == 200

    def test_others_revoke_nothing(self, client, address):
        other = signed_in(builders.account("Agenda"))

        assert is_refused(other, reverse("newsletter_proof_revoke", args=[Proof.objects.get().pk]), {})
        assert client.get(address).status_code == 200

    def test_an_unknown_one_leads_nowhere(self, client, address):
        self.check(client, f"{address[:-4]}xyz/", 404)

    def test_when_the_issue_is_deleted_it_is_unknown(self, client, issue, address):
        issue.delete()

        self.check(client, address, 404)

    def test_nothing_is_written_through_a_closed_one(self, client, editor, issue, address):
        Proof.objects.update(revoked_at=timezone.now())

        client.post(f"{address}commenter/", {"passage": "ours", "text": "Bonjour", "name": "Zoé"})
        client.post(f"{address}bon-a-tirer/", {"name": "Zoé", "version": "x"})

        assert not ProofComment.objects.exists()
        assert not ProofSignOff.objects.exists()
