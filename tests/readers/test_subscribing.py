"""Asking for the letter and confirming it: the form, the message, the page with one button."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail as outbox
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page

from newsletter import delivery
from pma_site.core.refusals import Refused
from pma_site.readers import links, subscriptions
from pma_site.readers.choices import LeavingWay, NoticeKind, ReadingList, ReadingState
from pma_site.readers.models import Consent, Notice, Recipient, Refusal, Subscription
from tests import builders
from tests.reading import elements, text

pytestmark = pytest.mark.django_db

FORM, ASKED = "/abonnement/", "/abonnement/message-envoye/"


def shown(client, **headers):
    """The hidden fields of the form as a person gets it, who then takes a while to type."""
    page = client.get(FORM, **headers)
    return {field["name"]: field.get("value", "") for field in elements(page, "input") if field.get("type") == "hidden"}


def submit(client, email, wait=10, **fields):
    """Fill in the form and send it, `wait` seconds after it was shown."""
    with time_machine.travel(timezone.now() - timedelta(seconds=wait), tick=True):
        hidden = shown(client)
    return client.post(FORM, {**hidden, "email": email, **fields})


def delivered():
    """The messages that the worker hands over now, in order."""
    outbox.outbox.clear()
    delivery.Worker(delivery.asked_for()).drain()
    return outbox.outbox


def address_in(message):
    """Where the button of a message leads, as the path of the site."""
    return re.search(r"http://127\.0\.0\.1:8000(/abonnement/(?!quitter)\S+)", message.body)[1]


def receives():
    """The addresses to which a letter to all subscribers would go now."""
    return set(Recipient.objects.on_lists([ReadingList.SUBSCRIBERS]).reachable().values_list("email", flat=True))


def test_somebody_subscribes_from_the_form_to_the_list(client):
    lens = builders.commune("Lens")

    answer = submit(client, "Camille.Durand@Ville.example", commune=lens.insee_code)
    assert (answer.status_code, answer.url) == (302, ASKED)
    assert receives() == set()

    [message] = delivered()
    assert message.to == ["camille.durand@ville.example"]
    page = client.get(address_in(message))
    assert [button["type"] for button in elements(page, "button")] == ["submit"] * 2  # The search, and the one.
    assert "Confirmer mon abonnement" in text(page)
    assert receives() == set()

    answer = client.post(address_in(message), follow=True)
    assert "Votre abonnement est confirmé" in text(answer)
    assert receives() == {"camille.durand@ville.example"}
    assert Subscription.objects.get().commune == lens


def test_the_page_after_the_form_says_what_to_expect(client):
    page = client.get(ASKED)

    assert "Un message arrive" in text(page)
    assert "La Lettre aux maires <lettre@pma.example>" in text(page)
    assert "indésirables" in text(page)
    assert "7 jours" in text(page)
