"""What cannot go online keeps nothing else from it, is tried again, and is told."""

import datetime

import pytest
import time_machine
from django.core import mail
from django.utils import timezone
from wagtail.models import Revision
from wagtail.signals import page_published

from newsletter.models import IssuePage
from pma_site.core import schedule
from pma_site.core.models import PublicationFailure
from pma_site.home.models import StandardPage
from tests import builders
from tests.core.schedule.planning import A_MINUTE, NOW, clashing, plan, planned, run, times_published


def titles(live=True):
    return set(StandardPage.objects.filter(live=live).values_list("title", flat=True))


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
            assert f"«\u00a0{page.title}\u00a0»" in message.body
            assert f"/admin/pages/{page.pk}/edit/" in message.body
            assert not times_published(page)
        assert message.body.count("Raison\u00a0: numéro\u00a0: Le numéro ") == 10

    def test_it_is_tried_again_until_it_is_mended(self, client):
        page = clashing("Un clash")
        run()

        IssuePage.objects.exclude(pk=page.pk).get().delete()
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

    def test_nobody_is_said_to_be_told_while_no_message_may_leave(self, settings):
        clashing()

        settings.MAIL_TRANSPORT = "django.core.mail.backends.smtp.EmailBackend"
        said, _ = run()

        assert "Échecs signalés" not in said
        assert "aucun message ne part" in said
        settings.MAIL_TRANSPORT = "django.core.mail.backends.locmem.EmailBackend"
        run()
        assert len(mail.outbox) == 1

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
        IssuePage.objects.exclude(pk=page.pk).get().delete()
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

        assert "«\u00a0L’<b>eau</b> & {{ page }}\u00a0»" in mail.outbox[0].body
