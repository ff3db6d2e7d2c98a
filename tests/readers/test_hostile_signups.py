"""Bots, bombers and forgers at the form: at most one message per mailbox a day, no fault, and people get through."""

import random
from collections import Counter

import pytest
from django.test import Client

from pma_site.core.mail_addresses import mailbox
from pma_site.readers.models import Consent, Notice, Recipient

from . import hostile
from .steps import ASKED, FORM, button, delivered, later, receives, shown, submit, subscribe

pytestmark = pytest.mark.django_db

VICTIM = "victime@ville.example"


def signs_up(number):
    """Hostile sign-up no. `number`, always the same one: its network and what it posts."""
    return hostile.sign_up(random.Random(number), VICTIM)  # noqa: S311


def test_hundreds_of_hostile_sign_ups(client):
    hidden = shown(client)
    statuses, asked = Counter(), set()
    for number in range(240):
        attempt = signs_up(number)
        visitor = Client(raise_request_exception=False, REMOTE_ADDR=attempt.network)
        answer = visitor.post(FORM, attempt.values(hidden))
        statuses[answer.status_code] += 1
        if number % 80 == 40:
            # Amid all this, somebody subscribes.
            person = f"personne{number}@ville.example"
            asked.add(person)
            real = Client(REMOTE_ADDR=f"198.51.{number}.9")
            assert submit(real, person).url == ASKED

    assert set(statuses) <= {302, 400, 429}
    messages = delivered()
    per_mailbox = Counter(mailbox(message.to[0]) for message in messages)
    assert max(per_mailbox.values()) == 1
    assert per_mailbox[VICTIM] == 1
    for message in messages:
        raw = message.message().as_bytes()
        assert raw.count(b"\nTo: ") == 1
        assert b"\nBcc:" not in raw
        assert message.recipients() == message.to
        assert len(message.to) == 1
        if message.to[0] in asked:
            client.post(button(message))
    assert receives() == asked


def test_a_program_that_fills_in_what_nobody_sees_is_thanked_and_ignored(client):
    answer = submit(client, "bot@ville.example", website_confirm="http://spam.example")

    assert (answer.status_code, answer.url) == (302, ASKED)
    assert not Recipient.objects.exists()
    assert not Consent.objects.exists()


def test_a_bombed_mailbox_belongs_to_its_owner_still(client):
    for number in range(30):
        Client(REMOTE_ADDR=f"203.0.{number}.1").post(
            FORM, {**shown(client), "email": f"victime+{number}@ville.example"}
        )
    assert Notice.objects.count() == Recipient.objects.count() == 1

    with later(days=1):
        assert subscribe(client, VICTIM).is_reachable
    assert receives() == {VICTIM}


def test_dots_hide_no_second_box_of_google(client):
    for address in ("jean.durand@gmail.com", "jeandurand@gmail.com", "j.e.a.n.durand+x@googlemail.com"):
        submit(client, address)

    assert len(delivered()) == 1


@pytest.mark.parametrize("address", hostile.twins(VICTIM))
def test_a_twin_of_an_address_is_the_same_address(client, address):
    submit(client, VICTIM)
    answer = submit(client, address)

    assert answer.status_code in (302, 400)
    assert Recipient.objects.count() == 1
    assert len(delivered()) == 1


@pytest.mark.parametrize("address", hostile.injections(VICTIM))
def test_an_address_that_smuggles_a_header_is_refused(client, address):
    assert submit(client, address).status_code == 400
    assert not Recipient.objects.exists()
