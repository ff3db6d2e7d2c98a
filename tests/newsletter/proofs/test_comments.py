"""Remarks of proof-readers, and what editors do with them."""

import pytest
from django.test import Client
from django.urls import reverse

from newsletter.models import Proof, ProofComment
from tests import builders
from tests.back_office import is_refused, signed_in
from tests.newsletter.proofs.lending import change, page_of
from tests.reading import elements, links, text

pytestmark = pytest.mark.django_db


class TestComment:
    def passage(self, issue):
        return next(iter(issue.get_latest_revision_as_object().cover)).id

    def write(self, client, address, passage, **fields):
        said = {"passage": passage, "text": "Une faute d’accord.", "name": "Zoé Petit", **fields}
        return client.post(f"{address}commenter/", said, follow=True)

    def test_each_passage_is_offered(self, client, issue, address):
        shown = text(client.get(f"{address}commenter/"))

        assert "« Un premier paragraphe. »" in shown
        assert f"{address}commenter/?passage={self.passage(issue)}" in links(client.get(f"{address}commenter/"))

    def test_its_form_quotes_the_passage(self, client, issue, address):
        shown = client.get(f"{address}commenter/?passage={self.passage(issue)}")

        assert elements(shown, "blockquote")
        assert elements(shown, "textarea")

    def test_its_form_knows_whom_the_link_was_given_to(self, client, issue, address):
        shown = client.get(f"{address}commenter/?passage={self.passage(issue)}")

        reader = Proof.objects.get().reader
        assert [field["value"] for field in elements(shown, "input") if field.get("name") == "name"] == [reader]

    def test_editors_read_it_beside_the_block(self, client, editor, issue, address):
        self.write(client, address, self.passage(issue))

        shown = editor.get(page_of(issue))

        for words in ("Une faute d’accord.", "Zoé Petit", "La une – Texte", "Un premier paragraphe."):
            assert words in text(shown)
        assert f"/admin/pages/{issue.pk}/edit/#block-{self.passage(issue)}-section" in links(shown)

    def test_it_is_kept_with_the_revision_it_speaks_of(self, client, issue, address):
        read = issue.get_latest_revision()
        self.write(client, address, self.passage(issue))
        later = change(issue, "Un autre titre")

        assert ProofComment.objects.get().revision == read != later

    def test_its_reader_is_thanked_and_finds_it_again(self, client, issue, address):
        shown = text(self.write(client, address, self.passage(issue)))

        assert "Merci" in shown
        assert "Une faute d’accord." in shown
        assert "en attente" in shown

    def test_editors_mark_it_as_handled_and_open_it_again(self, client, editor, issue, address):
        self.write(client, address, self.passage(issue))
        settle = reverse("newsletter_proof_settle", args=[ProofComment.objects.get().pk])

        editor.post(settle, {"handled": "1"})
        assert "traitée" in text(client.get(f"{address}commenter/"))
        editor.post(settle, {"handled": "0"})
        assert "en attente" in text(client.get(f"{address}commenter/"))

    def test_the_form_of_the_issue_says_how_many_wait(self, client, editor, issue, address):
        form = reverse("wagtailadmin_pages:edit", args=[issue.pk])
        for _ in range(2):
            self.write(client, address, "ours")
        assert "2 remarques de relecture attendent" in text(editor.get(form))

        editor.post(reverse("newsletter_proof_settle", args=[ProofComment.objects.first().pk]), {"handled": "1"})

        assert "Une remarque de relecture attend" in text(editor.get(form))

    def test_others_mark_nothing(self, client, issue, address):
        self.write(client, address, self.passage(issue))
        settle = reverse("newsletter_proof_settle", args=[ProofComment.objects.get().pk])

        assert is_refused(signed_in(builders.account("Label")), settle, {"handled": "1"})
        assert Client().post(settle, {"handled": "1"}).status_code == 302
        assert ProofComment.objects.get().handled_at is None

    @pytest.mark.parametrize(
        ("fields", "words"),
        [
            ({"text": ""}, "Écrivez votre remarque"),
            ({"text": "x" * 3001}, "3000 caractères"),
            ({"name": ""}, "Indiquez votre nom"),
            ({"name": "x" * 121}, "120 caractères"),
            ({"name": "\0"}, "nul"),
            ({"passage": "disparu"}, "n’est plus dans le numéro"),
        ],
    )
    def test_a_mistake_is_told_and_nothing_typed_is_lost(self, client, issue, address, fields, words):
        response = self.write(client, address, **{"passage": self.passage(issue), "text": "Un mot gardé", **fields})

        assert response.status_code == 400
        assert words in text(response)
        assert ("text" in fields) or "Un mot gardé" in response.content.decode()
        assert not ProofComment.objects.exists()

    def test_a_passage_that_is_gone_is_told(self, client, address):
        assert client.get(f"{address}commenter/?passage=disparu").status_code == 404

    def test_what_is_written_is_no_code(self, client, editor, issue, address):
        self.write(client, address, "ours", text="<script>alert(1)</script>")

        assert "<script>alert(1)</script>" in text(editor.get(page_of(issue)))

    def test_a_form_from_elsewhere_is_refused_in_french(self, issue, address):
        reader = Client(enforce_csrf_checks=True)

        response = self.write(reader, address, "ours")

        assert response.status_code == 403
        assert "Envoi refusé" in text(response)

    def test_writing_without_end_is_stopped_and_nothing_typed_is_lost(self, client, address):
        for _ in range(30):
            assert self.write(client, address, "ours").status_code == 200

        response = self.write(client, address, "ours", text="La goutte de trop")

        assert response.status_code == 429
        assert "La goutte de trop" in response.content.decode()
        assert ProofComment.objects.count() == 30
