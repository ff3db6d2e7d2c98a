"""What the site knows of an address is learnt by nobody who types it, and what nobody confirms is forgotten."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from pma_site.readers import subscriptions
from pma_site.readers.choices import ReadingState
from pma_site.readers.models import Consent, Recipient, Refusal
from tests import builders
from tests.readers.steps import ASKED, FORM, button, delivered, later, receives, shown, submit
from tests.readers.subscribing.addresses import ADDRESS, forgotten, unsubscribed
from tests.reading import text

pytestmark = pytest.mark.django_db

# Everything that the site may know of an address when somebody types it.
KNOWN = {
    "nobody": lambda email: None,
    "pending": lambda email: subscriptions.ask(email, None, FORM),
    "subscriber": builders.subscriber,
    "town hall": lambda email: builders.office(email=email),
    "suspended": lambda email: builders.subscriber(email, state=ReadingState.SUSPENDED, suspended_at=timezone.now()),
    "left": unsubscribed,
    "erased": forgotten,
}


@pytest.fixture(params=KNOWN)
def known(request):
    """Let the site know ADDRESS in each of these ways in turn, since yesterday."""
    with later(days=-1):
        KNOWN[request.param](ADDRESS)
    return request.param


class TestWhatIsKnown:
    """Nobody learns from the site whether an address is known, and typing one changes nothing for its owner."""

    def test_answers_and_work_are_the_same_for_all(self, client, known):
        hidden = shown(client)
        with CaptureQueriesContext(connection) as work:
            answer = client.post(FORM, {**hidden, "email": ADDRESS})

        assert (answer.status_code, answer.url, answer.content, dict(answer.cookies)) == (302, ASKED, b"", {})
        assert [query["sql"].split()[:3] for query in work.captured_queries if "SAVEPOINT" not in query["sql"]] == [
            ["SELECT", "1", "AS"],
            ["INSERT", *self._insert("readers_recipient")],
            ["UPDATE", '"readers_recipient"', "SET"],
            ["SELECT", '"readers_recipient"."id",', '"readers_recipient"."code",'],
            ["INSERT", *self._insert("readers_subscription")],
            ["UPDATE", '"readers_subscription"', "SET"],
            ["INSERT", "INTO", '"readers_consent"'],
            ["UPDATE", '"readers_notice"', "SET"],
            ["UPDATE", '"readers_notice"', "SET"],
            ["INSERT", *self._insert("readers_notice")],
        ]

    @staticmethod
    def _insert(table):
        return ["OR", "IGNORE"] if connection.vendor == "sqlite" else ["INTO", f'"{table}"']

    def test_typing_an_address_changes_nothing_for_its_owner(self, client, known):
        audience, owner = receives(), Recipient.objects.at(ADDRESS).values("state", "left_at", "code", "moved_to")
        before, refusals = list(owner), list(Refusal.objects.values())

        submit(client, ADDRESS)
        with later(days=8):
            delivered()

        assert receives() == audience
        assert list(owner) == before or known == "nobody"
        assert list(Refusal.objects.values()) == refusals

    def test_its_owner_alone_changes_it(self, client, known):
        submit(client, ADDRESS)
        [message] = delivered()
        if known != "subscriber":
            client.post(button(message))

        assert receives() == {ADDRESS}
        assert not Refusal.objects.exists()
        reader = Recipient.objects.get()
        assert (reader.state, reader.left_at, reader.suspended_at) == (ReadingState.ACTIVE, None, None)

    def test_the_message_fits_what_is_known(self, client, known):
        submit(client, ADDRESS)
        [message] = delivered()

        if known == "subscriber":
            assert message.subject == "Vous recevez déjà La Lettre aux maires"
            assert "Ce que nous avons de vous" in text(client.get(button(message)))
        else:
            assert message.subject == "Confirmez votre abonnement à La Lettre aux maires"
            # Who is known already may have come to change how they get the letter, or for their data.
            assert ("gerer" in message.body) == (known not in ("nobody", "pending"))


def test_a_sign_up_that_a_subscriber_never_confirms_is_forgotten_at_night():
    with later(days=-8):
        reader = builders.subscriber(ADDRESS)
        subscriptions.ask(ADDRESS, None, FORM)

    call_command("apply_retention", stdout=StringIO())

    assert not Consent.objects.exists()
    assert receives() == {reader.email}


def test_a_sign_up_that_nobody_confirms_keeps_no_clear_address_of_who_left():
    reader = forgotten(ADDRESS)
    Recipient.objects.update(left_at=timezone.now() - timezone.timedelta(days=60))

    subscriptions.ask(ADDRESS, None, FORM)
    assert not Recipient.objects.to_forget().exists()
    with later(days=8):
        assert Recipient.objects.to_forget().get() == reader
