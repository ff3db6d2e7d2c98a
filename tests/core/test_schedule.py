"""What is planned goes online and leaves at its hour, whatever fails, whoever else runs, whenever it is killed."""

import datetime
import os
import subprocess
import sys
from contextlib import nullcontext
from io import StringIO
from pathlib import Path
from threading import Barrier, Thread

import pytest
import time_machine
from django.conf import settings
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import timezone
from wagtail.models import PageLogEntry, Revision
from wagtail.signals import page_published

from pma_site.core import schedule
from pma_site.core.models import PublicationFailure
from pma_site.home.models import StandardPage
from tests import builders
from tests.reading import text

NOW = timezone.now().replace(microsecond=0)
A_MINUTE = datetime.timedelta(minutes=1)


def plan(page, at=None, **changes):
    """Plan the publication of a page, with `changes`, for `at`; a minute ago by default."""
    at = at or timezone.now() - A_MINUTE
    for name, value in {"go_live_at": at, **changes}.items():
        setattr(page, name, value)
    page.save_revision(approved_go_live_at=at, clean=False)
    return page


def planned(title="Une page", at=None, **fields):
    """A draft to be published."""
    return plan(builders.standard_page(title=title, live=False, **fields), at)


def clashing(title="Un clash"):
    """A published issue planned to take a number that another one has: it cannot."""
    issue = builders.issue(title=title)
    return plan(issue, number=builders.issue().number)


def run(*arguments, command="publish_due"):
    """Run the command; what it says, and whether it ended in an error."""
    said = StringIO()
    try:
        call_command(command, *arguments, stdout=said, stderr=said)
    except CommandError as error:
        return f"{said.getvalue()}{error}", True
    return said.getvalue(), False


def times_published(page):
    return PageLogEntry.objects.filter(page=page.pk, action="wagtail.publish.scheduled").count()


def titles(live=True):
    return set(StandardPage.objects.filter(live=live).values_list("title", flat=True))


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


@pytest.mark.django_db
class TestFailure:
    def test_ninety_of_a_hundred_go_online_and_ten_keep_their_plan(self):
        director = builders.account(schedule.ALERTED_GROUP)
        failing = [clashing(f"Clash {number}") for number in range(10)]
        pages = [planned(f"Page {number}") for number in range(90)]
        plans = set(Revision.objects.filter(object_id__in=[page.pk for page in failing]).values_list("pk", flat=True))

        said, failed = run()

        assert failed
        assert "90 mises en ligne, 0 retrait, 10 échecs." in said
        assert {page.title for page in pages} <= titles()
        assert set(Revision.objects.exclude(approved_go_live_at=None).values_list("pk", flat=True)) == plans
        (message,) = mail.outbox
        assert message.to == [director.email]
        assert message.subject.endswith("10 publications prévues en échec")
        for page in failing:
            assert f"« {page.title} »" in message.body
            assert f"/admin/pages/{page.pk}/edit/" in message.body
            assert not times_published(page)
        assert message.body.count("Raison : numéro : Le numéro ") == 10

    def test_it_is_tried_again_until_it_is_mended(self, client):
        page = clashing("Un clash")
        run()

        builders.IssuePage.objects.exclude(pk=page.pk).get().delete()
        said, failed = run()

        assert not failed
        assert "1 mise en ligne, 0 retrait, 0 échec." in said
        assert times_published(page) == 1
        assert not PublicationFailure.objects.exists()

    def test_a_receiver_that_fails_takes_its_page_along_and_no_other(self, client):
        bad, good = planned("Mauvaise"), planned("Bonne")

        def fail(instance, **kwargs):
            if instance.title == "Mauvaise":
                raise RuntimeError("le relais est\nmuet")

        page_published.connect(fail)
        try:
            said, failed = run()
        finally:
            page_published.disconnect(fail)

        assert failed
        assert "Échec : mise en ligne de « Mauvaise »" in said
        assert "erreur inattendue (RuntimeError) : le relais est" in said
        assert (client.get(good.url).status_code, client.get(bad.url).status_code) == (200, 404)
        assert "1 mise en ligne" in run()[0]

    def test_a_withdrawal_that_fails_is_tried_again(self, monkeypatch):
        page = builders.standard_page(title="Périmée", expire_at=timezone.now() - A_MINUTE)
        with monkeypatch.context() as patch:
            patch.setattr(StandardPage, "unpublish", lambda self, **kwargs: 1 / 0)
            assert "Échec : retrait de « Périmée »" in run()[0]
        page.refresh_from_db()
        assert page.live

        assert "1 retrait, 0 échec" in run()[0]

    def test_a_plan_given_up_meanwhile_is_left_alone(self, client):
        page, given_up = planned("Première", NOW - 2 * A_MINUTE), planned("Seconde", NOW - A_MINUTE)

        def give_up(instance, **kwargs):
            Revision.objects.filter(object_id=given_up.pk).update(approved_go_live_at=None)

        page_published.connect(give_up)
        try:
            said, _ = run()
        finally:
            page_published.disconnect(give_up)

        assert "1 mise en ligne" in said
        assert client.get(given_up.url).status_code == 404
        assert client.get(page.url).status_code == 200


@pytest.mark.django_db
class TestAlert:
    @pytest.fixture(autouse=True)
    def director(self):
        return builders.account(schedule.ALERTED_GROUP)

    def test_only_active_members_of_the_direction_are_told(self, director):
        builders.account(schedule.ALERTED_GROUP, is_active=False)
        builders.account(schedule.ALERTED_GROUP, email="")
        builders.account("Rédaction")
        clashing()

        said, _ = run()

        assert [message.to for message in mail.outbox] == [[director.email]]
        assert f"Échecs signalés à {director.email}." in said

    def test_the_same_failure_is_told_once_a_day(self):
        clashing()
        start = timezone.now()
        for hours in (0, 0.1, 12, 23.9):
            with time_machine.travel(start + datetime.timedelta(hours=hours)):
                assert run()[1]
        assert len(mail.outbox) == 1

        with time_machine.travel(start + datetime.timedelta(hours=25)):
            run()

        assert len(mail.outbox) == 2

    def test_a_new_failure_is_told_alone(self):
        clashing("Le premier")
        run()
        clashing("Le second")
        run()

        assert len(mail.outbox) == 2
        assert "Le premier" not in mail.outbox[1].body
        assert "Le second" in mail.outbox[1].body

    def test_a_failure_that_comes_back_is_told_again(self):
        page = clashing()
        run()
        builders.IssuePage.objects.exclude(pk=page.pk).get().delete()
        run()
        plan(page, number=builders.issue().number)
        run()

        assert len(mail.outbox) == 2

    def test_another_reason_is_told_and_other_figures_are_not(self, monkeypatch):
        planned()
        for reason, told in (("délai de 12 s", 1), ("délai de 13 s", 1), ("plus de place", 2)):

            def fail(instance, reason=reason, **kwargs):
                raise RuntimeError(reason)

            page_published.connect(fail)
            try:
                run()
            finally:
                page_published.disconnect(fail)
            assert len(mail.outbox) == told

    def test_a_mail_that_does_not_leave_is_sent_by_the_next_run(self, monkeypatch):
        clashing()

        def refuse(self):
            raise ConnectionRefusedError("relais injoignable")

        with monkeypatch.context() as patch:
            patch.setattr("django.core.mail.EmailMessage.send", refuse)
            said, failed = run()
        assert failed
        assert "L’équipe n’a pas pu être prévenue : relais injoignable" in said

        run()

        assert len(mail.outbox) == 1

    def test_without_anyone_to_tell_it_says_so(self, director):
        director.delete()
        clashing()

        assert "Personne à prévenir" in run()[0]

    def test_the_title_of_a_page_is_only_words_in_the_mail(self):
        clashing("L’<b>eau</b> & {{ page }}")

        run()

        assert "« L’<b>eau</b> & {{ page }} »" in mail.outbox[0].body


@pytest.mark.django_db(transaction=True)
class TestRunners:
    def start(self, page, when):
        """A runner in another process, stopped at `page`."""
        child = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("publishing_child.py"))]
            + [str(connection.settings_dict["NAME"]), page.title, when],
            cwd=settings.BASE_DIR,
            env={
                **os.environ,
                "DJANGO_SETTINGS_MODULE": "pma_site.settings.test",
                "PYTHONPATH": str(settings.BASE_DIR),
            },
            stdout=subprocess.PIPE,
            text=True,
        )
        for line in child.stdout:
            if line == "stopped\n":
                return child
        raise AssertionError("the child ended")

    @pytest.mark.parametrize(("when", "done"), [("inside", 1), ("after", 2)])
    def test_one_killed_in_the_middle_is_completed_by_the_next(self, when, done, client):
        pages = [planned(f"Page {number}", NOW - (9 - number) * A_MINUTE) for number in range(4)]
        child = self.start(pages[1], when)
        try:
            beside = run() if when == "inside" else None
        finally:
            child.kill()
            child.communicate()

        if beside:
            assert beside == ("Une autre exécution est en cours : rien n’a été fait.\n", False)
        assert sum(times_published(page) for page in pages) == done
        said, failed = run()

        assert not failed
        assert f"{4 - done} mise" in said
        assert [times_published(page) for page in pages] == [1] * 4
        assert [client.get(page.url).status_code for page in pages] == [200] * 4
        assert not Revision.objects.exclude(approved_go_live_at=None).exists()

    def test_even_without_the_lock_nothing_is_published_twice(self, monkeypatch):
        pages = [planned(f"Page {number}") for number in range(6)]
        monkeypatch.setattr(schedule, "exclusive", lambda name: nullcontext(True))
        together, reports = Barrier(2), []

        def work():
            together.wait(10)
            try:
                reports.append(schedule.publish_due())
            finally:
                connection.close()

        runners = [Thread(target=work) for _ in range(2)]
        for runner in runners:
            runner.start()
        for runner in runners:
            runner.join(60)

        assert len(reports) == 2
        assert sum(len(report.outcomes) for report in reports) == 6
        assert not any(report.failures for report in reports)
        assert [times_published(page) for page in pages] == [1] * 6

    def test_what_follows_may_fail_once_the_page_is_online(self, client):
        page = planned()

        def follow(**kwargs):
            transaction.on_commit(lambda: 1 / 0)

        page_published.connect(follow)
        try:
            said, failed = run()
        finally:
            page_published.disconnect(follow)

        assert failed
        assert "Fait, mais la suite a échoué" in said
        assert client.get(page.url).status_code == 200
        assert run() == ("Rien à mettre en ligne ni à retirer.\n", False)
