"""A sent issue: declared once, frozen, corrected in the open, its former versions readable."""

import datetime

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, Revision

from newsletter.models import Dispatch, IssuePage, IssueVersion, Rectification
from tests import builders, contents
from tests.back_office import edit_address, is_refused, messages, save, signed_in
from tests.reading import elements, links, text

pytestmark = pytest.mark.django_db

STREAMS = ["cover", "feature", "territory", "committee"]
REFUSAL = "il ne change plus que par un rectificatif"


@pytest.fixture
def director():
    return signed_in(builders.account("Direction de publication", first_name="Ana", last_name="Roy"))


@pytest.fixture
def writer():
    return signed_in(builders.account("Rédaction"))


@pytest.fixture
def issue():
    """An issue online, as its readers have it."""
    issue = builders.issue(title="Ce qui fut envoyé", number=9)
    issue.save_revision().publish()
    return IssuePage.objects.get(pk=issue.pk)


def declare(client, issue, **fields):
    data = {"day": "21/06/2023", "channel": "courriel", "sure": "on", **fields}
    return client.post(reverse("newsletter_dispatch", args=[issue.pk]), data, follow=True)


def rectify(client, issue, **fields):
    data = {"day": "30/06/2023", "text": "Une erreur s’est glissée.", "changes": "Lire 35 au lieu de 53.", **fields}
    return client.post(reverse("newsletter_rectify", args=[issue.pk]), data, follow=True)


@pytest.fixture
def sent(issue, director):
    declare(director, issue)
    return issue


def write(client, issue, title, **options):
    return save(client, issue, streams=STREAMS, title=title, **options)


class TestDispatch:
    def test_who_says_so_how_and_when_is_kept(self, issue, director):
        declare(director, issue, channel="les-deux")

        shown = text(director.get(reverse("newsletter_dispatch", args=[issue.pk])))

        assert "le 21 juin 2023, par courriel et par la poste (version 1), déclaré par Ana Roy" in shown

    def test_what_readers_have_is_frozen_not_the_draft(self, issue, director, writer):
        write(writer, issue, "Un brouillon")

        declare(director, issue)

        assert IssueVersion.objects.get().revision.as_object().title == "Ce qui fut envoyé"

    def test_an_issue_put_online_without_a_revision_is_frozen_below_its_draft(self, director, writer, client):
        issue = builders.issue(title="Venu d’un chargement")
        write(writer, issue, "Un brouillon")

        declare(director, issue)

        assert IssueVersion.objects.get().revision.as_object().title == "Venu d’un chargement"
        assert "Un brouillon" in director.get(edit_address(issue)).content.decode()
        write(writer, issue, "Une correction")
        rectify(director, issue)
        assert "Venu d’un chargement" in text(client.get(f"{issue.url}versions/1/"))

    def test_said_twice_it_is_written_once(self, issue, director):
        declare(director, issue)
        declare(director, issue)
        declare(director, issue, channel="poste")

        assert Dispatch.objects.count() == 2
        assert IssueVersion.objects.count() == 1

    @pytest.mark.parametrize(
        ("fields", "words"),
        [
            ({"sure": ""}, "Cochez la case"),
            ({"day": "31/12/2099"}, "à venir"),
            ({"day": ""}, "requis"),
            ({"channel": "pigeon"}, "pigeon"),
        ],
    )
    def test_it_is_confirmed_and_plausible(self, issue, director, fields, words):
        response = declare(director, issue, **fields)

        assert response.status_code == 400
        assert words in text(response)
        assert not Dispatch.objects.exists()

    def test_a_name_that_was_deleted_since_takes_no_version_along(self, issue, director, writer, client):
        former, later = builders.person("Zoé Petit"), builders.person("Ana Grand")
        issue.director = former
        issue.save_revision().publish()
        declare(director, issue)
        write(writer, issue, "Une correction", director=str(later.pk))
        rectify(director, issue)

        former.delete()

        assert "Ce qui fut envoyé" in text(client.get(f"{issue.url}versions/1/"))

    def test_one_declared_by_mistake_is_undone_and_the_issue_is_free_again(self, issue, director, writer, client):
        declare(director, issue)
        undo = reverse("newsletter_withdraw", args=[Dispatch.objects.get().pk])

        assert "annulée" in text(director.post(undo, follow=True))

        write(writer, issue, "Repris")
        write(director, issue, "Repris", action="publish")
        assert "Repris" in text(client.get(issue.url))
        assert "Déclaration d’envoi annulée" in text(
            director.get(reverse("wagtailadmin_pages:history", args=[issue.pk]))
        )

    def test_of_two_that_are_declared_one_is_left(self, issue, director):
        declare(director, issue)
        declare(director, issue, channel="poste")

        director.post(reverse("newsletter_withdraw", args=[Dispatch.objects.first().pk]))

        assert Dispatch.objects.count() == 1
        assert IssuePage.objects.get(pk=issue.pk).is_sent

    def test_a_draft_that_lacks_something_is_not_published_and_says_what(self, issue, director, writer):
        declare(director, issue)
        write(writer, issue, "Une correction", director_title="")

        response = rectify(director, issue)

        assert response.status_code == 400
        assert "Le brouillon est incomplet" in text(response)
        assert not Rectification.objects.exists()

    def test_one_that_was_rectified_is_not_undone(self, issue, director, writer):
        declare(director, issue)
        undo = reverse("newsletter_withdraw", args=[Dispatch.objects.get().pk])
        write(writer, issue, "Une correction")
        rectify(director, issue)

        assert "ne s’annule plus" in text(director.post(undo, follow=True))
        assert Dispatch.objects.exists()

    def test_only_the_direction_undoes_it(self, issue, director, writer):
        declare(director, issue)
        undo = reverse("newsletter_withdraw", args=[Dispatch.objects.get().pk])

        assert is_refused(writer, undo, {})
        assert director.get(undo).status_code == 405
        assert Dispatch.objects.exists()

    def test_reading_the_page_declares_nothing(self, issue, director):
        director.get(reverse("newsletter_dispatch", args=[issue.pk]))

        assert not Dispatch.objects.exists()

    def test_an_issue_that_is_not_online_was_not_sent(self, director):
        response = declare(director, builders.issue(live=False))

        assert response.status_code == 400
        assert "n’est pas en ligne" in text(response)

    def test_a_planned_change_must_be_called_off_first(self, issue, director):
        issue.go_live_at = timezone.now() + datetime.timedelta(days=1)
        issue.save_revision().publish()

        assert "annulez-la" in text(declare(director, issue))
        assert not Dispatch.objects.exists()

    def test_it_belongs_to_who_publishes(self, issue, writer):
        for name in ("newsletter_dispatch", "newsletter_rectify"):
            address = reverse(name, args=[issue.pk])
            assert is_refused(writer, address)
            assert is_refused(writer, address, {"sure": "on"})
            assert address not in links(writer.get(edit_address(issue)))
            assert Client().get(address).status_code == 302

    def test_the_history_of_the_issue_tells(self, sent, director):
        assert "Envoi déclaré" in text(director.get(reverse("wagtailadmin_pages:history", args=[sent.pk])))


class TestFrozen:
    """Whoever asks and by whichever way, a sent issue stays as it was sent; what was typed is kept as a draft."""

    def check(self, client, sent, writer, title="Changé"):
        assert "Ce qui fut envoyé" in text(client.get(sent.url))
        assert title in writer.get(edit_address(sent)).content.decode()

    def test_by_the_form_of_the_page(self, client, sent, writer, director):
        response = write(director, sent, "Changé", action="publish", follow=True)

        assert REFUSAL in " ".join(messages(response))
        self.check(client, sent, writer)

    def test_by_an_administrator(self, client, sent, writer):
        response = write(signed_in(builders.administrator()), sent, "Changé", action="publish", follow=True)

        assert REFUSAL in " ".join(messages(response))
        self.check(client, sent, writer)

    def test_by_the_approval(self, client, sent, writer, director):
        write(writer, sent, "Changé", action="submit")
        state = sent.current_workflow_task_state
        approval = reverse("wagtailadmin_pages:workflow_action", args=[sent.pk, "approve", state.pk])

        response = director.post(approval, {"comment": ""}, follow=True)

        assert REFUSAL in " ".join(messages(response))
        assert response.redirect_chain[-1][0] == edit_address(sent)
        self.check(client, sent, writer)

    def test_by_many_at_once(self, client, sent, writer, director):
        write(writer, sent, "Changé")

        response = director.post(
            f"{reverse('wagtail_bulk_action', args=['wagtailcore', 'page', 'publish'])}?id={sent.pk}", follow=True
        )

        assert REFUSAL in " ".join(messages(response))
        self.check(client, sent, writer)

    def test_by_the_clock(self, client, issue, writer, director):
        write(writer, issue, "Changé")
        declare(director, issue)
        # As if it had been planned in the very moment of the sending.
        Revision.objects.filter(pk=IssuePage.objects.get().latest_revision_id).update(
            approved_go_live_at=timezone.now() - datetime.timedelta(minutes=1)
        )

        with pytest.raises(CommandError, match="1 échec"):
            call_command("publish_due")

        self.check(client, issue, writer)

    def test_by_what_the_editor_saves_while_one_types(self, client, sent, writer):
        draft = sent.get_latest_revision_as_object()
        draft.title = "Changé"

        draft.save_revision(overwrite_revision=sent.get_latest_revision())

        assert IssueVersion.objects.get().revision.as_object().title == "Ce qui fut envoyé"
        self.check(client, sent, writer)

    def test_by_deleting_it(self, client, sent, director):
        for address in (
            reverse("wagtailadmin_pages:delete", args=[sent.pk]),
            f"{reverse('wagtail_bulk_action', args=['wagtailcore', 'page', 'delete'])}?id={sent.pk}",
        ):
            response = director.post(address, {"confirm": "1"}, follow=True)
            assert "il ne se supprime plus" in " ".join(messages(response))
        administrator = signed_in(builders.administrator())
        above = administrator.post(reverse("wagtailadmin_pages:delete", args=[sent.get_parent().pk]), follow=True)
        assert "il ne se supprime plus" in " ".join(messages(above))
        assert client.get(sent.url).status_code == 200

    def test_by_tidying_up_revisions(self, client, sent, writer, director):
        write(writer, sent, "Corrigé")
        rectify(director, sent)
        write(writer, sent, "Encore un brouillon")

        call_command("purge_revisions")

        assert "Ce qui fut envoyé" in text(client.get(f"{sent.url}versions/1/"))

    def test_what_would_be_refused_is_not_offered(self, sent, director):
        shown = text(director.get(edit_address(sent)))

        assert "Publier un rectificatif" in shown
        assert "Demander\u00a0: Bon à tirer" not in shown

    def test_unpublished_by_mistake_it_comes_back_as_it_was_sent(self, client, sent, director):
        IssuePage.objects.get(pk=sent.pk).unpublish()

        write(director, sent, "Ce qui fut envoyé", action="publish")

        assert "Ce qui fut envoyé" in text(client.get(sent.url))


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


def test_a_planned_publication_is_not_saved_over(issue):
    draft = issue.get_latest_revision_as_object()
    draft.title, draft.go_live_at = "Approuvé pour demain", timezone.now() + datetime.timedelta(days=1)
    planned = draft.save_revision()
    planned.publish()
    draft = planned.as_object()
    draft.title = "Tapé dans la même page, un instant plus tard"

    draft.save_revision(overwrite_revision=planned)

    with time_machine.travel(timezone.now() + datetime.timedelta(days=2)):
        call_command("publish_due")
    assert Page.objects.get(pk=issue.pk).title == "Approuvé pour demain"
