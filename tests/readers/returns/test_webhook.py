"""What providers tell of messages over the web."""

import json
from base64 import b64encode

import pytest

from pma_site.core import mail
from pma_site.readers.choices import ReadingState, ReturnEffect
from pma_site.readers.models import Refusal, Return
from tests import builders
from tests.readers.returns.coming_back import DAY, NOW, state_of

pytestmark = pytest.mark.django_db


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
