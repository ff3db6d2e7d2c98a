"""When one may apply, and what happens as the closing comes and long after it."""

from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from projects.choices import ApplicationState
from projects.models import Application
from tests import builders
from tests.agenda.proposers import delivered
from tests.pdfs import pdf
from tests.projects.applicants import EMAIL, START, answers, begin, deposit, fill_in, join, of_file
from tests.readers.steps import later
from tests.reading import text

pytestmark = pytest.mark.django_db


class TestDates:
    def test_before_it_says_when_it_opens_and_after_it_says_that_it_is_over(self, client):
        now = timezone.now()
        call = builders.label_call(opens_at=now + timedelta(days=3), closes_at=now + timedelta(days=9))
        assert f"s’ouvre le {call.opening}".replace("\u00a0", " ") in text(client.get(START))
        assert "Ouvrir un dossier" not in text(client.get(START))

        with later(days=10):
            page, sent = client.get(START), client.post(START, {"title": "Trop tard"})

        assert "est clos depuis le" in text(page)
        assert (page.status_code, sent.status_code) == (200, 410)
        assert not Application.objects.exists()

    def test_one_minute_late_nothing_is_lost_nothing_is_deposited_and_one_knows_whom_to_write_to(self, client, call):
        file = fill_in(client, call, upto="budget")
        minute = timedelta(minutes=1)

        with time_machine.travel(call.closes_at + minute, tick=True):
            late = client.post(f"{file}contact/", answers(call)["contact"])
            sent = deposit(client, file)
            seen = client.get(file)
            joined = join(client, file, "plan.pdf", pdf(["Plan"]))
        with time_machine.travel(call.closes_at + timedelta(days=2), tick=True):
            too_late = client.post(f"{file}projet/", {"title": "Autre"})

        assert {answer.status_code for answer in (late, sent, joined, too_late)} == {410}
        application = of_file(file)
        assert application.is_draft
        assert application.typed["contact"]["sender_phone"] == ["03 21 00 00 00"]
        assert application.typed["projet"]["title"] == ["Autre"]
        assert application.files.count() == 1
        for words in ("gardé dans votre dossier", application.reference, "label@pole.example"):
            assert words in text(late)
        assert "Les Jardins du canal" in text(seen)

    def test_the_last_second_is_in_time(self, client, call):
        file = fill_in(client, call)

        with time_machine.travel(call.closes_at - timedelta(seconds=1), tick=False):
            assert deposit(client, file).status_code == 302

    def test_a_delay_opens_one_file_after_the_closing(self, client, call):
        file = fill_in(client, call)
        Application.objects.update(open_until=call.closes_at + timedelta(days=3))

        with time_machine.travel(call.closes_at + timedelta(days=2), tick=True):
            assert deposit(client, file).status_code == 302

    def test_two_calls_are_never_open_at_once(self, call):
        other = builders.label_call(opens_at=call.closes_at, closes_at=call.closes_at + timedelta(days=1))
        other.full_clean()
        other.opens_at = call.opens_at

        with pytest.raises(Exception, match="deux appels se suivent"):
            other.full_clean()


class TestReminders:
    def test_who_did_not_deposit_is_reminded_once_in_the_last_week(self, client, call):
        begin(client)
        builders.application(call.edition, state=ApplicationState.RECEIVED)
        delivered()
        call_command("remind_applicants")
        assert not delivered()

        with time_machine.travel(call.closes_at - timedelta(days=3), tick=True):
            call_command("remind_applicants")
            call_command("remind_applicants")
            [message] = delivered()

        assert message.to == [EMAIL]
        assert "n’est pas déposé" in message.subject

    def test_a_draft_is_forgotten_a_month_after_the_closing_and_a_deposited_one_two_years_after_the_decision(
        self, client, call
    ):
        file = begin(client)
        kept = builders.application(
            call.edition, state=ApplicationState.ACCEPTED, decided_at=call.closes_at, typed={"projet": {"title": ["x"]}}
        )
        builders.application_file(kept)
        with time_machine.travel(call.closes_at + timedelta(days=29), tick=True):
            call_command("apply_retention")
            assert client.get(file).status_code == 200
        with time_machine.travel(call.closes_at + timedelta(days=400), tick=True):
            call_command("apply_retention")
            assert client.get(file).status_code == 404
            assert not kept.files.exists()
        with time_machine.travel(call.closes_at + timedelta(days=800), tick=True):
            call_command("apply_retention")

        kept.refresh_from_db()
        assert (kept.title, kept.typed, kept.holders, kept.sender_email) == ("", {}, [], "")
