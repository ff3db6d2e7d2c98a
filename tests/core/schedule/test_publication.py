"""What is planned goes online and leaves at its hour."""

import datetime

import pytest
import time_machine
from django.utils import timezone
from wagtail.models import Revision

from pma_site.home.models import StandardPage
from tests import builders
from tests.core.schedule.planning import A_MINUTE, NOW, plan, planned, run, times_published
from tests.reading import text


@pytest.mark.django_db
class TestPublication:
    def test_what_is_due_goes_online_and_what_is_not_waits(self, client):
        due, later = planned("À l’heure"), planned("Demain", timezone.now() + datetime.timedelta(days=1))

        said, failed = run()

        assert not failed
        assert "Fait : mise en ligne de « À l’heure » (page" in said
        assert "1 mise en ligne, 0 retrait, 0 échec." in said
        assert client.get(due.url).status_code == 200
        assert client.get(later.url).status_code == 404
        assert Revision.objects.filter(approved_go_live_at__isnull=False).count() == 1

    def test_a_second_run_has_nothing_to_do(self):
        page = planned()
        run()

        assert run() == ("Rien à mettre en ligne ni à retirer.\n", False)
        assert times_published(page) == 1

    def test_a_page_online_takes_its_planned_words(self, client):
        page = plan(builders.standard_page(title="Avant"), title="Après")

        assert "Avant" in text(client.get(page.url))
        run()
        assert "Après" in text(client.get(page.url))

    def test_what_has_expired_leaves(self, client):
        page = builders.standard_page(title="Périmée", expire_at=timezone.now() - A_MINUTE)
        kept = builders.standard_page(expire_at=timezone.now() + A_MINUTE)

        said, _ = run()

        assert "Fait : retrait de « Périmée » (page" in said
        assert client.get(page.url).status_code == 404
        assert client.get(kept.url).status_code == 200
        page.refresh_from_db()
        assert page.expired

    def test_what_leaves_today_may_come_back_tomorrow(self, client):
        page = builders.standard_page(title="Saison")
        tomorrow = timezone.now() + datetime.timedelta(days=1)
        plan(page, tomorrow)
        StandardPage.objects.filter(pk=page.pk).update(expire_at=timezone.now() - A_MINUTE)

        run()
        assert client.get(page.url).status_code == 404
        page.get_latest_revision().refresh_from_db()
        with time_machine.travel(tomorrow + A_MINUTE):
            run()

        assert client.get(page.url).status_code == 200

    def test_what_was_late_for_both_is_not_left_online(self, client):
        page = planned("Trop tard", expire_at=timezone.now() - A_MINUTE)

        run()

        assert client.get(page.url).status_code == 404
        assert run() == ("Rien à mettre en ligne ni à retirer.\n", False)

    def test_a_dry_run_says_what_it_would_do(self, client):
        page = planned("À l’heure", NOW - A_MINUTE)
        builders.standard_page(title="Périmée", expire_at=timezone.now() - A_MINUTE)

        said, _ = run("--dry-run")

        assert "À faire : mise en ligne de « À l’heure »" in said
        assert "À faire : retrait de « Périmée »" in said
        assert "2 actions à faire, rien n’a été changé." in said
        assert client.get(page.url).status_code == 404

    def test_it_stands_in_for_the_command_of_wagtail(self, client):
        page = planned()

        assert "1 mise en ligne" in run(command="publish_scheduled")[0]
        assert client.get(page.url).status_code == 200
