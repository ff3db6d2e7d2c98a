"""What the reader of a lent draft sees, and what they leave behind."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from newsletter.passages import passages
from pma_site.core import pdf
from tests import contents
from tests.newsletter.proofs.lending import lend, page_of
from tests.reading import links, text

pytestmark = pytest.mark.django_db


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
        assert " style=" not in response.content.decode()
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


def test_every_block_is_a_passage_of_its_own():
    issue = contents.full_issue(2)
    blocks = [block.id for stream in (issue.cover, issue.feature, issue.territory) for block in stream]

    keys = [passage.key for passage in passages(issue)]

    assert set(blocks) <= set(keys)
    assert len(keys) == len(set(keys))
