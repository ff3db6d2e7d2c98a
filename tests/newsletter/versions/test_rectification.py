"""A sent issue is corrected in the open, and its former versions stay readable."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from newsletter.models import IssuePage, IssueVersion, Rectification
from tests import contents
from tests.newsletter.versions.steps import declare, rectify, write
from tests.reading import elements, links, text

pytestmark = pytest.mark.django_db


class TestRectification:
    def test_it_publishes_the_draft_and_tells_readers(self, client, sent, writer, director):
        write(writer, sent, "Ce qu’il faut lire")

        rectify(director, sent)

        shown = client.get(sent.url)
        for words in ("Ce qu’il faut lire", "30 juin 2023", "Une erreur s’est glissée.", "Lire 35 au lieu de 53."):
            assert words in text(shown)
        assert f"{sent.url}versions/1/" in links(shown)

    def test_without_any_the_page_says_nothing_of_them(self, client, sent):
        assert "ectificatif" not in text(client.get(sent.url))

    def test_the_former_version_stays_readable(self, client, sent, writer, director):
        write(writer, sent, "Ce qu’il faut lire")
        rectify(director, sent)

        former = client.get(f"{sent.url}versions/1/")

        assert "Ce qui fut envoyé" in text(former)
        assert "Version d’archive" in text(former)
        assert sent.url in links(former)
        assert [each["href"] for each in elements(former, "link") if each.get("rel") == "canonical"] == [sent.full_url]
        assert former["X-Robots-Tag"] == "noindex"
        assert len(elements(former, "h1")) == 1

    def test_each_correction_adds_a_version(self, client, sent, writer, director):
        for title in ("Première correction", "Seconde correction"):
            write(writer, sent, title)
            rectify(director, sent, text=f"{title} faite.")

        shown = text(client.get(sent.url))
        assert "Rectificatifs" in shown
        assert shown.index("Seconde correction faite.") < shown.index("Première correction faite.")
        assert "Ce qui fut envoyé" in text(client.get(f"{sent.url}versions/1/"))
        assert "Première correction" in text(client.get(f"{sent.url}versions/2/"))

    @pytest.mark.parametrize("number", ["0", "2", "99", "x"])
    def test_there_is_no_other_version(self, client, sent, number):
        assert client.get(f"{sent.url}versions/{number}/").status_code == 404

    def test_the_version_in_force_is_the_page_itself(self, client, sent):
        assert client.get(f"{sent.url}versions/1/").url == sent.url

    def test_an_unpublished_issue_shows_no_version(self, client, sent, writer, director):
        write(writer, sent, "Ce qu’il faut lire")
        rectify(director, sent)
        IssuePage.objects.get(pk=sent.pk).unpublish()

        assert client.get(f"{sent.url}versions/1/").status_code == 404

    def test_an_old_version_with_everything_stands(self, client, writer, director):
        issue = contents.full_issue()
        issue.save_revision().publish()
        declare(director, issue)
        draft = issue.get_latest_revision_as_object()
        draft.title = "Corrigé"
        draft.save_revision()
        rectify(director, issue)

        assert "Showroom" in text(client.get(f"{issue.url}versions/1/"))

    def check_refused(self, response, words):
        assert response.status_code == 400
        assert words in text(response)
        assert "Lire 35 au lieu de 53." in response.content.decode()
        assert not Rectification.objects.exists()

    def test_an_issue_that_was_not_sent_needs_none(self, issue, director):
        self.check_refused(rectify(director, issue), "n’a pas été envoyé")

    def test_what_did_not_change_needs_none(self, sent, director):
        self.check_refused(rectify(director, sent), "rien à rectifier")

    def test_it_cannot_wait(self, sent, writer, director):
        draft = sent.get_latest_revision_as_object()
        draft.title, draft.go_live_at = "Plus tard", timezone.now() + datetime.timedelta(days=2)
        draft.save_revision()

        self.check_refused(rectify(director, sent), "paraît aussitôt")

    def test_it_is_published_by_another_than_its_writer(self, client, sent, director):
        write(director, sent, "Ma propre correction")

        self.check_refused(rectify(director, sent), "revient à une autre personne")
        assert "Ce qui fut envoyé" in text(client.get(sent.url))

    @pytest.mark.parametrize("field", ["text", "changes"])
    def test_readers_are_told_what_changed(self, sent, writer, director, field):
        write(writer, sent, "Corrigé")

        assert rectify(director, sent, **{field: ""}).status_code == 400
        assert not Rectification.objects.exists()

    def test_what_is_written_is_no_code(self, client, sent, writer, director):
        write(writer, sent, "Corrigé")
        rectify(director, sent, text="<script>alert(1)</script>")

        assert "<script>alert(1)</script>" in text(client.get(sent.url))

    def test_asking_for_the_page_publishes_nothing(self, client, sent, writer, director):
        write(writer, sent, "Corrigé")

        assert director.get(reverse("newsletter_rectify", args=[sent.pk])).status_code == 200
        assert "Ce qui fut envoyé" in text(client.get(sent.url))

    def test_a_failure_leaves_nothing_half_done(self, client, sent, writer, director, monkeypatch):
        write(writer, sent, "Corrigé")

        def fail(*args, **kwargs):
            raise RuntimeError

        monkeypatch.setattr(Rectification.objects, "create", fail)
        with pytest.raises(RuntimeError):
            rectify(director, sent)

        assert "Ce qui fut envoyé" in text(client.get(sent.url))
        assert IssueVersion.objects.count() == 1
