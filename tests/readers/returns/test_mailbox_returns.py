"""Returns that servers send to the mailbox: what each does to its reader."""

import pytest
import time_machine

from newsletter.models import Delivery, Sending
from pma_site.core import mail
from pma_site.core.choices import OutgoingState
from pma_site.readers.choices import ReadingState, ReturnEffect
from pma_site.readers.models import Recipient, Refusal, Return
from pma_site.readers.returns import returned, take_in
from tests import builders
from tests.readers.returns.coming_back import DAY, NOW, came_back, state_of

pytestmark = pytest.mark.django_db


def fails(reader, days_ago, name="postfix"):
    """A message left for `reader` that many days ago, and comes back now."""
    return take_in(came_back(name, builders.notice(reader, sent=NOW - days_ago * DAY))).effect


class TestReturns:
    @pytest.mark.parametrize(
        ("name", "effect", "status"),
        [
            ("postfix", ReturnEffect.NOTED, "5.1.1"),
            ("exchange", ReturnEffect.NOTED, "5.1.10"),
            ("gmail", ReturnEffect.NOTED, "5.1.1"),
            ("orange", ReturnEffect.NOTED, "5.1.1"),
            ("free", ReturnEffect.NOTED, "5.2.1"),
            ("exim", ReturnEffect.NOTED, "5.0.0"),
            ("qmail", ReturnEffect.NOTED, "5.1.1"),
            ("windows", ReturnEffect.NOTED, "5.1.1"),
            ("several", ReturnEffect.NOTED, "5.1.1"),
            ("forwarded", ReturnEffect.NOTED, "5.1.1"),
            ("postfix_delayed", ReturnEffect.PASSING, "4.4.1"),
            ("postfix_expired", ReturnEffect.PASSING, "4.4.1"),
            ("postfix_delivered", ReturnEffect.PASSING, "2.0.0"),
            ("gmail_full", ReturnEffect.OTHER, "5.2.2"),
            ("gmail_policy", ReturnEffect.POLICY, "5.7.26"),
            ("orange_policy", ReturnEffect.POLICY, "5.2.0"),
            ("laposte_policy", ReturnEffect.POLICY, "5.5.0"),
            ("away", ReturnEffect.AUTOMATIC, ""),
            ("away_untold", ReturnEffect.AUTOMATIC, ""),
            ("read_receipt", ReturnEffect.AUTOMATIC, ""),
            ("person", ReturnEffect.TO_READ, ""),
            ("complaint_withdrawn", ReturnEffect.TO_READ, ""),
        ],
    )
    def test_each_server_is_understood_and_one_return_changes_nobody(self, name, effect, status):
        notice = builders.notice(builders.recipient("mairie+lettre@mairie.example"), sent=NOW)

        assert take_in(came_back(name, notice)).effect == effect

        kept = Return.objects.get()
        assert (kept.effect, kept.status) == (effect, status)
        assert state_of(notice.recipient) == ReadingState.ACTIVE
        assert not Refusal.objects.exists()
        # Nobody's address is kept a second time.
        assert "@" not in kept.diagnostic

    def test_twice_over_seven_days_suspends(self):
        reader = builders.recipient()

        assert fails(reader, 30) == ReturnEffect.NOTED
        assert state_of(reader) == ReadingState.ACTIVE
        assert fails(reader, 1, "gmail") == ReturnEffect.SUSPENDED

        reader.refresh_from_db()
        assert reader.state == ReadingState.SUSPENDED
        assert reader.suspended_at >= NOW
        assert not reader.is_reachable

    def test_twice_within_seven_days_is_a_bad_day_of_the_server(self):
        reader = builders.recipient()

        assert [fails(reader, days) for days in (9, 8, 7.01, 2.1)] == [ReturnEffect.NOTED] * 4
        assert fails(reader, 2) == ReturnEffect.SUSPENDED

    def test_returns_come_in_any_order(self):
        reader = builders.recipient()

        assert [fails(reader, 1), fails(reader, 30)] == [ReturnEffect.NOTED, ReturnEffect.SUSPENDED]

    def test_a_message_that_arrived_in_between_begins_the_count_anew(self):
        reader = builders.recipient()

        fails(reader, 60)
        builders.notice(reader, sent=NOW - 30 * DAY)

        assert fails(reader, 9) == ReturnEffect.NOTED
        assert fails(reader, 1) == ReturnEffect.SUSPENDED

    def test_letters_of_an_issue_are_known_and_rehearsals_reach_nobody(self):
        reader = builders.recipient()
        issues = [builders.issue() for _ in range(3)]
        for issue, days, rehearsal in zip(issues, (60, 30, 1), (False, True, False), strict=True):
            sending = Sending.objects.create(issue=issue, starts_at=NOW, rehearsal=rehearsal, finished_at=NOW)
            letter = Delivery.objects.create(
                sending=sending,
                issue=issue,
                recipient=reader,
                email=reader.email,
                rehearsal=rehearsal,
                state=OutgoingState.ACCEPTED,
                settled_at=NOW - days * DAY,
            )
            if not rehearsal:
                effect = take_in(came_back("postfix", letter)).effect

        assert effect == ReturnEffect.SUSPENDED
        assert set(Return.objects.values_list("kind", flat=True)) == {"delivery"}

    @pytest.mark.parametrize("name", ["gmail_full", "gmail_policy", "postfix_expired", "away"])
    def test_other_failures_never_suspend(self, name):
        reader = builders.recipient()

        for days in (60, 30, 1):
            fails(reader, days, name)

        assert state_of(reader) == ReadingState.ACTIVE

    def test_a_reader_who_is_back_is_not_suspended_for_what_was_before(self):
        reader = builders.recipient()
        fails(reader, 60)
        with time_machine.travel(NOW - 30 * DAY):
            assert fails(reader, 40) == ReturnEffect.SUSPENDED
        Recipient.objects.filter(pk=reader.pk).update(state=ReadingState.ACTIVE, suspended_at=None)

        assert [fails(reader, 20), fails(reader, 1)] == [ReturnEffect.NOTED, ReturnEffect.SUSPENDED]

    @pytest.mark.parametrize("state", [ReadingState.PENDING, ReadingState.LEFT])
    def test_who_gets_nothing_is_not_suspended(self, state):
        reader = builders.recipient(state=state, left_at=NOW if state == ReadingState.LEFT else None)

        fails(reader, 30), fails(reader, 1)

        assert state_of(reader) == state

    def test_the_same_return_counts_once(self):
        reader = builders.recipient()
        fails(reader, 30)
        raw = came_back("postfix", builders.notice(reader, sent=NOW - 29 * DAY))

        assert [take_in(raw).again for _ in range(3)] == [False, True, True]
        assert Return.objects.count() == 2
        assert state_of(reader) == ReadingState.ACTIVE

    def test_the_ledger_hears_of_what_came_back_for_good(self):
        heard = []

        def hear(sender, **told):
            heard.append((told["kind"], told["key"], told["status"], told["diagnostic"]))

        returned.connect(hear)
        try:
            notice = builders.notice(sent=NOW)
            take_in(came_back("postfix_delayed", notice))
            raw = came_back("postfix", notice)
            take_in(raw), take_in(raw)
        finally:
            returned.disconnect(hear)

        said = "550 5.1.1 <…>: Recipient address rejected: User unknown in virtual mailbox table"
        assert heard == [("notice", notice.pk, "5.1.1", said)]


class TestForgedReturns:
    def test_a_message_id_that_we_never_gave_is_ignored(self):
        notice = builders.notice(sent=NOW)
        raw = came_back("postfix", notice)
        ours = mail.message_id("notice", notice.pk).encode()

        for forged in (b"<notice.1@lettre.example>", ours.replace(b"notice.", b"notice.1"), b"", ours[:-9] + b">"):
            assert take_in(raw.replace(ours, forged)).effect == ReturnEffect.UNRELATED

    def test_a_return_about_somebody_else_is_ignored(self):
        notice, other = builders.notice(sent=NOW), builders.recipient()

        for name in ("postfix", "gmail", "exim", "qmail"):
            assert take_in(came_back(name, notice, address=other.email)).effect == ReturnEffect.UNRELATED
        assert Return.objects.exclude(recipient=None).count() == 0

    def test_who_has_another_address_now_does_not_answer_for_the_former_one(self):
        notice = builders.notice(sent=NOW)
        raw = came_back("postfix", notice)
        notice.recipient.email = "nouvelle@mairie.example"
        notice.recipient.save()

        assert take_in(raw).effect == ReturnEffect.UNRELATED

    def test_a_message_that_is_no_longer_in_the_ledger_is_ignored(self):
        notice = builders.notice(sent=NOW)
        raw = came_back("postfix", notice)
        notice.delete()

        assert take_in(raw).effect == ReturnEffect.UNRELATED

    def test_spelling_does_not_matter(self):
        notice = builders.notice(builders.recipient("Mairie@Évreux.example"), sent=NOW)

        assert (
            take_in(came_back("postfix", notice, address="MAIRIE@xn--vreux-9ra.example")).effect == ReturnEffect.NOTED
        )
