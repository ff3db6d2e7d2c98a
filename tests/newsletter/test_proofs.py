"""Proof-reading without an account: the link, what it shows, what the reader answers, what the editors see."""

import datetime
import re

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from newsletter.models import Proof, ProofComment, ProofSignOff
from newsletter.passages import passages
from pma_site.core import pdf
from tests import builders, contents
from tests.back_office import is_refused, signed_in
from tests.reading import elements, links, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return signed_in(builders.account("Rédaction"))


@pytest.fixture
def issue():
    """An issue not yet online, of which a draft was saved."""
    issue = builders.issue(title="Titre encore secret", number=9, live=False)
    issue.cover = contents.raw([("paragraph", "<p>Un premier paragraphe.</p>")])
    issue.save_revision()
    return issue


def page_of(issue):
    return reverse("newsletter_proofs", args=[issue.pk])


def lend(editor, issue, **fields):
    """Make a link in the admin; return its address, as the page shows it."""
    day = timezone.localdate() + datetime.timedelta(days=7)
    data = {"reader": "Zoé Petit", "email": "", "ends_on": f"{day:%d/%m/%Y}", **fields}
    shown = editor.post(page_of(issue), data)
    address = next(field["value"] for field in elements(shown, "input") if field.get("id") == "proof-address")
    return address.removeprefix("http://testserver")


@pytest.fixture
def address(editor, issue):
    return lend(editor, issue)


def bar_link(client, address, words):
    """The address of an entry of the bar."""
    html = client.get(address).content.decode()
    return re.search(rf'<a href="([^"]+)"[^>]*>{words}</a>', html).group(1)


def change(issue, title):
    draft = issue.get_latest_revision_as_object()
    draft.title = title
    return draft.save_revision()


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


class TestReading:
    def test_nothing_of_it_may_be_kept_or_indexed(self, client, address):
        for output in ("", "courriel/", "commenter/", "bon-a-tirer/"):
            response = client.get(f"{address}{output}")
            assert response.status_code == 200
            assert response["X-Robots-Tag"] == "noindex, nofollow"
            assert response["Cache-Control"] == "no-store, private"
        assert address not in client.get("/plan-du-site/").content.decode()

    def test_its_address_is_told_to_no_other_site(self, client, address):
        for output in ("", "courriel/"):
            assert client.get(f"{address}{output}")["Referrer-Policy"] == "no-referrer"
        # A form hidden from its own site could not be sent.
        assert client.get(f"{address}commenter/")["Referrer-Policy"] == "same-origin"

    def test_it_leaves_no_cookie_and_writes_nothing(self, address):
        reader = Client()
        with CaptureQueriesContext(connection) as captured:
            for output in ("", "courriel/"):
                response = reader.get(f"{address}{output}")
                assert not response.cookies
                assert "Cookie" not in response.get("Vary", "")

        assert {query["sql"].split()[0] for query in captured.captured_queries} <= {"SELECT", "DECLARE"}

    def test_the_mail_stands_under_the_bar(self, client, address):
        response = client.get(f"{address}courriel/")

        assert "Épreuve à relire" in text(response)
        assert "Titre encore secret" in text(response)
        assert "'unsafe-inline'" in response["Content-Security-Policy"]
        assert f"{address}commenter/" in links(response)

    @pytest.mark.skipif(bool(pdf.missing_library()), reason="Pango is not installed")
    def test_the_pdf_is_that_of_the_draft(self, client, address):
        response = client.get(f"{address}pdf/")

        assert response["Content-Type"] == "application/pdf"
        assert response["Cache-Control"] == "no-store, private"
        assert response.content.startswith(b"%PDF")

    def test_a_pdf_that_fails_is_excused(self, client, address, monkeypatch):
        def fail(*args):
            raise pdf.PdfError("La mise en page a échoué.")

        monkeypatch.setattr("newsletter.views.drafts.lay_out", fail)

        assert client.get(f"{address}pdf/").status_code == 503

    def test_pdfs_are_not_made_without_end(self, client, address, monkeypatch):
        monkeypatch.setattr("newsletter.views.drafts.lay_out", lambda *args: pdf.Pdf(b"%PDF", 4))

        answers = [client.get(f"{address}pdf/").status_code for _ in range(21)]

        assert (answers[19], answers[20]) == (200, 429)

    def test_an_issue_with_everything_is_shown_with_everything(self, client, editor):
        address = lend(editor, contents.full_issue())

        for output in ("", "courriel/"):
            assert "Showroom" in text(client.get(f"{address}{output}"))
        assert client.get(f"{address}commenter/").status_code == 200

    def test_editors_learn_that_it_was_opened_from_the_browser_only(self, client, editor, issue, address):
        client.get(address)
        before = text(editor.get(page_of(issue))).count("pas encore")

        assert client.get(f"{address}ouverture/").status_code == 405
        assert client.post(f"{address}ouverture/").status_code == 204

        assert text(editor.get(page_of(issue))).count("pas encore") == before - 1


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


class TestSignOff:
    def test_it_names_who_agrees_to_which_version(self, client, editor, issue, address):
        page = bar_link(client, address, "Bon à tirer")
        client.post(page, {"name": "Zoé Petit", "version": page.split("version=")[1]})

        given = ProofSignOff.objects.get()
        assert (given.name, given.revision) == ("Zoé Petit", issue.get_latest_revision())
        assert "porte sur la version actuelle" in text(editor.get(page_of(issue)))

    def test_a_change_takes_it_off_the_new_version(self, client, editor, issue, address):
        page = bar_link(client, address, "Bon à tirer")
        client.post(page, {"name": "Zoé Petit", "version": page.split("version=")[1]})

        change(issue, "Retouché après coup")

        assert "donné sur une version antérieure" in text(editor.get(page_of(issue)))

    def test_it_is_one_button_that_a_get_does_not_press(self, client, address):
        page = bar_link(client, address, "Bon à tirer")

        shown = client.get(page)

        assert len([button for button in elements(shown, "button") if button.get("class") == "button"]) == 1
        assert not ProofSignOff.objects.exists()

    def test_what_changed_since_it_was_read_must_be_read_again(self, client, issue, address):
        page = bar_link(client, address, "Bon à tirer")
        change(issue, "Retouché entre-temps")

        response = client.post(page, {"name": "Zoé Petit", "version": page.split("version=")[1]})

        assert response.status_code == 409
        assert "Relisez-le" in text(response)
        assert "Le numéro a changé" in text(client.get(page))
        assert not ProofSignOff.objects.exists()

    def test_a_saving_that_changes_nothing_does_not_matter(self, client, issue, address):
        page = bar_link(client, address, "Bon à tirer")
        issue.get_latest_revision_as_object().save_revision()

        client.post(page, {"name": "Zoé Petit", "version": page.split("version=")[1]})

        assert ProofSignOff.objects.exists()

    def test_nobody_agrees_without_a_name(self, client, address):
        page = bar_link(client, address, "Bon à tirer")

        response = client.post(page, {"name": "", "version": page.split("version=")[1]})

        assert response.status_code == 400
        assert "Indiquez votre nom" in text(response)

    def test_what_was_signed_is_not_saved_over(self, client, issue, address):
        page = bar_link(client, address, "Bon à tirer")
        client.post(page, {"name": "Zoé Petit", "version": page.split("version=")[1]})
        signed = issue.get_latest_revision()
        draft = signed.as_object()
        draft.title = "Tapé dans la même page, un instant plus tard"

        draft.save_revision(overwrite_revision=signed)

        assert ProofSignOff.objects.get().revision.as_object().title == "Titre encore secret"
        assert "un instant plus tard" in text(client.get(address))


def test_every_block_is_a_passage_of_its_own():
    issue = contents.full_issue(2)
    blocks = [block.id for stream in (issue.cover, issue.feature, issue.territory) for block in stream]

    keys = [passage.key for passage in passages(issue)]

    assert set(blocks) <= set(keys)
    assert len(keys) == len(set(keys))
