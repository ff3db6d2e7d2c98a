"""The ledger of what leaves: a message is taken once, handed over once, and its fate is never invented."""

import datetime

import pytest
import time_machine
from django.core.mail import EmailMessage
from django.db import DatabaseError
from django.utils import timezone

from pma_site.core import outbox
from pma_site.core.choices import OutgoingState
from pma_site.core.mail import Answer, Result
from pma_site.readers.models import Notice
from tests import builders

pytestmark = pytest.mark.django_db


class Relay:
    """A transport that is no SMTP server: it takes, or fails as it is told to."""

    def __init__(self, fault=None):
        self.fault, self.taken = fault, []

    def send_messages(self, messages):
        if self.fault:
            raise self.fault
        self.taken += messages


@pytest.fixture
def notice():
    return Notice.objects.create(recipient=builders.recipient(), kind="gestion", mailbox_hash="x")


def write(row):
    return EmailMessage("Objet", "Texte", "lettre@pma.example", ["ana@lecteurs.example"])


def later(**span):
    return time_machine.travel(timezone.now() + datetime.timedelta(**span), tick=False)


def state(notice):
    return Notice.objects.get(pk=notice.pk).state


def test_what_one_worker_took_no_other_takes(notice):
    assert outbox.take(Notice.objects.all())
    assert outbox.take(Notice.objects.all()) is None


def test_what_a_dead_worker_took_is_taken_again_within_a_minute(notice):
    outbox.take(Notice.objects.all())
    with later(seconds=60):
        assert outbox.take(Notice.objects.all())


def test_a_worker_that_comes_back_too_late_hands_nothing_over(notice):
    late = outbox.take(Notice.objects.all())
    with later(seconds=60):
        outbox.take(Notice.objects.all())
        relay = Relay()
        answer = outbox.send(late, relay, write)

    assert answer.result == Result.LOST
    assert relay.taken == []


def test_who_dies_while_handing_over_leaves_an_uncertain_message_that_stays_where_it_is(notice):
    row = outbox.take(Notice.objects.all())
    assert outbox.commit(row)
    with later(minutes=5):
        assert outbox.take(Notice.objects.all()) is None
        assert outbox.tell_the_uncertain(Notice) == 1
        assert outbox.take(Notice.objects.all()) is None

    assert state(notice) == OutgoingState.UNKNOWN


def test_a_slow_answer_is_believed_even_when_the_message_was_thought_uncertain(notice):
    row = outbox.take(Notice.objects.all())
    outbox.commit(row)
    with later(minutes=5):
        outbox.tell_the_uncertain(Notice)
        outbox.settle(row, Answer(Result.ACCEPTED, "250 OK"))

    assert state(notice) == OutgoingState.ACCEPTED


@pytest.mark.parametrize(
    ("result", "after"),
    [
        (Result.ACCEPTED, OutgoingState.ACCEPTED),
        (Result.REFUSED, OutgoingState.REFUSED),
        (Result.UNKNOWN, OutgoingState.UNKNOWN),
        (Result.LATER, OutgoingState.READY),
        (Result.FAULT, OutgoingState.READY),
    ],
)
def test_what_the_relay_answers_is_kept(notice, result, after):
    row = outbox.take(Notice.objects.all())
    outbox.settle(row, Answer(result, "réponse"))
    kept = Notice.objects.get(pk=notice.pk)

    assert (kept.state, kept.answer) == (after, "réponse")
    # What is to be tried again waits first.
    assert outbox.take(Notice.objects.all()) is None


def test_a_relay_that_postpones_for_a_day_is_given_up(notice):
    for attempt in range(7):
        with later(days=attempt):
            outbox.settle(outbox.take(Notice.objects.all()), Answer(Result.LATER, "451 plus tard"))

    assert state(notice) == OutgoingState.REFUSED


def test_a_database_that_fails_at_the_last_moment_lets_nothing_leave(notice, monkeypatch):
    row, relay = outbox.take(Notice.objects.all()), Relay()

    def commit(row):
        raise DatabaseError("coupée")

    monkeypatch.setattr(outbox, "commit", commit)
    with pytest.raises(DatabaseError):
        outbox.send(row, relay, write)

    assert relay.taken == []
    assert state(notice) == OutgoingState.READY


def test_a_message_that_must_not_leave_says_why(notice):
    def refuse(row):
        raise outbox.Withheld("S’est désabonné.")

    relay = Relay()
    outbox.send(outbox.take(Notice.objects.all()), relay, refuse)

    kept = Notice.objects.get(pk=notice.pk)
    assert (kept.state, kept.answer, relay.taken) == (OutgoingState.WITHHELD, "S’est désabonné.", [])
