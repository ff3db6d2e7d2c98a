"""What comes back: who has no address any more is suspended, who wants to leave leaves, the rest changes nobody."""

import datetime
import json
import random
import time
from base64 import b64encode
from pathlib import Path

import pytest
import time_machine
from django.core import mail as outgoing
from django.core.management import call_command
from django.utils import timezone

from newsletter.models import Delivery, Sending
from pma_site.core import mail
from pma_site.core.choices import OutgoingState
from pma_site.readers import links
from pma_site.readers.alerting import alert
from pma_site.readers.choices import LeavingWay, ReadingState, ReturnEffect
from pma_site.readers.incoming import Kind, read
from pma_site.readers.models import Recipient, Refusal, Return
from pma_site.readers.returns import returned, take_in
from tests import builders

MAILS = Path(__file__).parent / "mails"
DAY = datetime.timedelta(days=1)
NOW = timezone.now()

pytestmark = pytest.mark.django_db


def came_back(name, notice, address=None):
    """The message of `mails/` of that name, about a message of ours, as the network brings it."""
    token = links.leave_address(notice.recipient).rstrip("/").rpartition("/")[2]
    address = address or notice.recipient.email
    places = {
        "MESSAGE-ID": mail.message_id(notice._meta.model_name, notice.pk),
        "XTEXT": address.replace("+", "+2B"),
        "ADDRESS": address,
        "TOKEN": token,
    }
    raw = (MAILS / f"{name}.eml").read_bytes()
    for place, value in places.items():
        raw = raw.replace(place.encode(), value.encode())
    return raw.replace(b"\n", b"\r\n")


def fails(reader, days_ago, name="postfix"):
    """A message left for `reader` that many days ago, and comes back now."""
    return take_in(came_back(name, builders.notice(reader, sent=NOW - days_ago * DAY))).effect


def state_of(reader):
    return Recipient.objects.get(pk=reader.pk).state


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


class TestLeaving:
    @pytest.mark.parametrize(("name", "way"), [("unsubscribe", LeavingWay.MAIL), ("complaint", LeavingWay.COMPLAINT)])
    def test_who_writes_or_complains_leaves_for_good(self, name, way):
        notice = builders.notice(sent=NOW)

        assert take_in(came_back(name, notice)).effect == ReturnEffect.LEFT

        reader = Recipient.objects.get(pk=notice.recipient_id)
        assert reader.state == ReadingState.LEFT
        assert reader.left_at >= NOW
        assert Refusal.objects.of(reader.email).get().way == way

    def test_leaving_twice_is_leaving_once(self):
        notice = builders.notice(sent=NOW)
        take_in(came_back("complaint", notice))
        first = Recipient.objects.get(pk=notice.recipient_id).left_at

        assert take_in(came_back("unsubscribe", notice)).effect == ReturnEffect.LEFT
        assert Recipient.objects.get(pk=notice.recipient_id).left_at == first
        assert Refusal.objects.get().way == LeavingWay.COMPLAINT

    def test_who_was_forgotten_has_left(self):
        notice = builders.notice(sent=NOW)
        raw = came_back("unsubscribe", notice)
        notice.recipient.delete()

        assert take_in(raw).effect == ReturnEffect.LEFT

    def test_a_token_that_we_never_gave_is_for_a_person_to_read(self):
        notice = builders.notice(sent=NOW)
        token = links.leave_address(notice.recipient).rstrip("/").rpartition("/")[2]

        raw = came_back("unsubscribe", notice).replace(token.encode(), ("x" + token[1:]).encode())
        forged = raw.replace(b"x" + token[1:].encode(), token.replace(token[-3:], "abc").encode())

        assert take_in(raw).effect == ReturnEffect.AUTOMATIC
        assert take_in(forged).effect == ReturnEffect.TO_READ
        assert state_of(notice.recipient) == ReadingState.ACTIVE


class TestHostileMessages:
    def hostile(self):
        ordinary = came_back("postfix", builders.notice(sent=NOW))
        nested = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(1000))
        deep = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(30))
        yield b""
        yield b"\x00" * 5000
        yield deep + b"--x\r\n" * 200_000
        yield b"Content-Type: multipart/report" + b"; a=b" * 200_000 + b"\r\n\r\n"
        yield b"Content-Type: multipart/report" + b'\r\n ; a*0*="b' * 100_000 + b"\r\n\r\n"
        yield bytes(random.Random(1).randbytes(100_000))  # noqa: S311
        yield ordinary * 2000
        yield nested
        yield b"Content-Type: message/rfc822\r\n\r\n" * 1500
        yield b"Subject: " + b"=?utf-8?B?" * 20_000 + b"\r\n\r\n"
        yield b"Subject: =?x-nulle-part?Q?=FF=FE?=\r\nAuto-Submitted: \xff\xfe\r\n\r\n\xff"
        yield b"From: MAILER-DAEMON\r\n\r\n" + b"<" * 500_000
        yield b"From: MAILER-DAEMON\r\n\r\n" + b"a@" * 300_000
        yield b"From: MAILER-DAEMON\r\n\r\n" + b"5.1." * 200_000
        yield b'Content-Type: multipart/report; boundary=""\r\n\r\n--\r\n\r\n'
        yield b"Content-Type: message/delivery-status\r\nContent-Transfer-Encoding: base64\r\n\r\n" + b64encode(
            ordinary
        )
        yield b"Content-Type: message/feedback-report\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!!"
        yield ordinary.replace(b"rfc822; ", b"rfc822; " + b"\xc3\xa9" * 3000)
        yield ordinary.replace(b"Message-ID: ", b"Message-ID: " + b"<a.1." + b"\xd9\xa4" * 24 + b"@x>")
        yield ordinary.replace(b"utf-8", b"utf-7").replace(b"8bit", b"uuencode")
        yield ordinary.replace(b"Status: 5.1.1", b"Status: " + b"9" * 100_000)
        yield b"To: " + b"(" * 50_000 + b"\r\nX-Failed-Recipients: " + b"<" * 50_000 + b"\r\n\r\n"

    def test_none_is_an_error_nor_takes_long(self):
        for raw in self.hostile():
            began = time.process_time()
            take_in(raw)
            assert time.process_time() - began < 2, raw[:80]

        assert not Recipient.objects.exclude(state=ReadingState.ACTIVE).exists()

    def test_pieces_of_real_messages_are_no_error(self):
        chance = random.Random(62)  # noqa: S311
        notice = builders.notice(sent=NOW)
        for name in sorted(path.stem for path in MAILS.glob("*.eml")):
            raw = came_back(name, notice)
            for _ in range(15):
                start, end = sorted(chance.sample(range(len(raw)), 2))
                assert isinstance(read(raw[:start] + chance.randbytes(8) + raw[end:]).kind, Kind)


class TestAlerts:
    @pytest.fixture
    def team(self):
        builders.account("Direction de publication", email="direction@pma.example")

    def test_refusals_of_principle_are_told_once_a_day_while_nothing_changes(self, team):
        for name in ("orange_policy", "orange_policy", "gmail_policy"):
            take_in(came_back(name, builders.notice(sent=NOW)))

        assert alert().told == ["direction@pma.example"]
        assert alert().told == []
        with time_machine.travel(NOW + DAY / 2):
            take_in(came_back("orange_policy", builders.notice(sent=NOW)))
            assert alert().told == []
        with time_machine.travel(NOW + DAY * 1.1):
            assert alert().told == ["direction@pma.example"]
            assert alert().told == []

        first, second = outgoing.outbox
        assert first.subject == "La Lettre aux maires : 3 messages refusés par principe"
        assert "2 fois, chez lecteurs.example (code 5.2.0)" in first.body
        assert "Mail rejete. Mail rejected. OFR_506" in first.body
        assert "/admin/lecteurs/messagerie/" in first.body
        assert second.subject == "La Lettre aux maires : 1 message refusé par principe"

    def test_another_refusal_is_told_at_once(self, team):
        take_in(came_back("orange_policy", builders.notice(sent=NOW)))
        alert()
        take_in(came_back("gmail_policy", builders.notice(sent=NOW)))

        assert alert().told == ["direction@pma.example"]

    def test_before_the_transport_is_confirmed_nobody_is_told_and_that_is_said(self, team, monkeypatch, capsys):
        monkeypatch.setattr(mail, "is_local", lambda: False)
        take_in(came_back("orange_policy", builders.notice(sent=NOW)))

        call_command("read_mailbox")

        said = capsys.readouterr()
        assert "n’est pas confirmé" in said.err
        assert "signalés" not in said.out
        assert Return.objects.untold().count() == 1

    def test_nobody_to_tell_is_said(self, capsys):
        take_in(came_back("orange_policy", builders.notice(sent=NOW)))

        call_command("read_mailbox")

        said = capsys.readouterr()
        assert "Aucune boîte des retours n’est réglée (MAILBOX_HOST) : rien à lire." in said.out
        assert "Personne à prévenir" in said.err
        assert Return.objects.untold().count() == 1


class TestTheProvidersWebhook:
    SECRET = "fournisseur:un-secret"

    @pytest.fixture
    def tell(self, settings, client):
        def post(event, provider="brevo", secret=self.SECRET, **metadata):
            settings.MAIL_TRANSPORT = f"anymail.backends.{provider}.EmailBackend"
            settings.ANYMAIL = {"WEBHOOK_SECRET": self.SECRET}
            headers = {"Authorization": f"Basic {b64encode(secret.encode()).decode()}"}
            body = event if isinstance(event, str) else json.dumps(event)
            return client.post(f"/courrier/{provider}/tracking/", body, "application/json", headers=headers)

        return post

    def of_brevo(self, notice, event, reason="", **fields):
        custom = json.dumps({"message": mail.message_id("notice", notice.pk)})
        told = {"event": event, "email": notice.recipient.email, "X-Mailin-custom": custom, "reason": reason}
        return {**told, "message-id": "<1@smtp-relay.brevo.example>", "ts_epoch": 1772439243000 + notice.pk, **fields}

    def of_mailjet(self, notice, event, **fields):
        payload = json.dumps({"message": mail.message_id("notice", notice.pk)})
        told = {"event": event, "email": notice.recipient.email, "Payload": payload, "MessageID": 19421777835146490}
        return [{**told, "time": 1772439243, **fields}]

    @pytest.mark.parametrize(
        ("event", "reason", "effect"),
        [
            ("hard_bounce", "550 5.1.1 User unknown", ReturnEffect.NOTED),
            ("hard_bounce", "", ReturnEffect.NOTED),
            ("hard_bounce", "550 5.7.1 Blocked by policy", ReturnEffect.POLICY),
            ("invalid_email", "", ReturnEffect.NOTED),
            ("soft_bounce", "452 4.2.2 Mailbox full", ReturnEffect.PASSING),
            ("blocked", "", ReturnEffect.OTHER),
            ("spam", "", ReturnEffect.LEFT),
            ("unsubscribe", "", ReturnEffect.LEFT),
        ],
    )
    def test_what_brevo_tells_is_understood(self, tell, event, reason, effect):
        notice = builders.notice(sent=NOW)

        assert tell(self.of_brevo(notice, event, reason)).status_code == 200

        assert Return.objects.get().effect == effect
        left = effect == ReturnEffect.LEFT
        assert state_of(notice.recipient) == (ReadingState.LEFT if left else ReadingState.ACTIVE)

    @pytest.mark.parametrize(
        ("fields", "effect"),
        [
            ({"event": "bounce", "hard_bounce": True, "error": "user unknown"}, ReturnEffect.NOTED),
            ({"event": "bounce", "hard_bounce": False, "error": "quota exceeded"}, ReturnEffect.PASSING),
            ({"event": "blocked", "error": "sender blocked"}, ReturnEffect.POLICY),
            ({"event": "blocked", "error": "spam reporter"}, ReturnEffect.LEFT),
            ({"event": "spam", "source": "JMRPP"}, ReturnEffect.LEFT),
        ],
    )
    def test_what_mailjet_tells_is_understood(self, tell, fields, effect):
        notice = builders.notice(sent=NOW)

        assert tell(self.of_mailjet(notice, **fields), "mailjet").status_code == 200

        assert Return.objects.get().effect == effect

    def test_twice_over_seven_days_suspends(self, tell):
        reader = builders.recipient()
        for days in (30, 1):
            tell(self.of_brevo(builders.notice(reader, sent=NOW - days * DAY), "hard_bounce", "550 5.1.1 Unknown"))

        assert state_of(reader) == ReadingState.SUSPENDED

    def test_the_same_event_counts_once(self, tell):
        event = self.of_brevo(builders.notice(sent=NOW), "hard_bounce", "550 5.1.1 User unknown")

        assert [tell(event).status_code for _ in range(2)] == [200, 200]
        assert Return.objects.count() == 1

    def test_events_that_are_not_about_our_messages_change_nobody(self, tell):
        notice, other = builders.notice(sent=NOW), builders.recipient()
        forged = json.dumps({"message": "<notice.1.0@lettre.example>"})

        tell(self.of_brevo(notice, "spam", **{"X-Mailin-custom": forged}))
        tell(self.of_brevo(notice, "spam", email=other.email))
        tell(self.of_brevo(notice, "unsubscribe", **{"X-Mailin-custom": "[1]"}))

        assert set(Return.objects.values_list("effect", flat=True)) == {ReturnEffect.UNRELATED}
        assert not Refusal.objects.exists()

    def test_deliveries_and_openings_are_not_kept(self, tell):
        for event in ("delivered", "opened", "click", "deferred", "request"):
            assert tell(self.of_brevo(builders.notice(sent=NOW), event)).status_code == 200

        assert not Return.objects.exists()

    @pytest.mark.parametrize(
        "body", ["", "{", "null", "[]", "3", '"x"', '{"items": []}', "[[]]", '{"event": {}}', "\x00"]
    )
    @pytest.mark.parametrize("provider", ["brevo", "mailjet"])
    def test_nonsense_is_refused(self, tell, provider, body):
        assert tell(body, provider).status_code in (200, 400)
        assert not Return.objects.exists()

    def test_who_does_not_know_the_secret_is_refused(self, tell):
        event = self.of_brevo(builders.notice(sent=NOW), "spam")

        assert tell(event, secret="fournisseur:autre").status_code == 400
        assert not Return.objects.exists()

    def test_it_is_not_there_without_a_provider_or_without_a_secret(self, tell, settings, client):
        for provider in ("brevo", "mailjet"):
            assert client.post(f"/courrier/{provider}/tracking/").status_code == 404
        settings.MAIL_TRANSPORT, settings.ANYMAIL = "anymail.backends.brevo.EmailBackend", {"WEBHOOK_SECRET": ""}
        assert client.post("/courrier/brevo/tracking/").status_code == 404
        settings.ANYMAIL = {"WEBHOOK_SECRET": self.SECRET}
        assert client.post("/courrier/mailjet/tracking/").status_code == 404
        assert client.post("/courrier/postal/tracking/").status_code == 404
        settings.MAIL_TRANSPORT = "anymail.backends.scaleway.EmailBackend"
        assert client.post("/courrier/scaleway/tracking/").status_code == 404
