"""An issue is declared sent, once."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from newsletter.models import Dispatch, IssuePage, IssueVersion, Rectification
from tests import builders
from tests.back_office import edit_address, is_refused
from tests.newsletter.versions.steps import declare, rectify, write
from tests.reading import links, text

pytestmark = pytest.mark.django_db


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
