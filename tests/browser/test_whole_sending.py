"""The whole way of a letter, in a browser and through a real SMTP server: asked for, confirmed, sent, left."""

import datetime
import email
import email.policy
import re
import socket

import pytest
import time_machine
from aiosmtpd.controller import Controller
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import expect

from newsletter import audience
from newsletter.models import Delivery, Sending
from pma_site.core import mail
from pma_site.core.choices import OutgoingState
from tests import builders
from tests.readers.steps import dump

from .admin import sign_in
from .conftest import guarded_tab

pytestmark = pytest.mark.django_db(transaction=True)

READER = "ana.lambert@lecteurs.example"


class Inbox:
    """Where every message that the relay took ends."""

    def __init__(self):
        self.messages = []

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - aiosmtpd's name
        message = email.message_from_bytes(envelope.content, policy=email.policy.SMTP)
        self.messages.append((envelope.rcpt_tos[0], message))
        return "250 2.0.0 OK"

    def to(self, address):
        """The messages to an address, in order."""
        return [message for to, message in self.messages if to == address]


@pytest.fixture
def inbox(settings, live_server, monkeypatch):
    """A relay on this machine, set and confirmed, and what it took."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings.MAIL_TRANSPORT = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.WAGTAILADMIN_BASE_URL = live_server.url
    monkeypatch.setattr(audience, "RESERVED", ())
    mail.confirm(builders.administrator())
    inbox = Inbox()
    relay = Controller(inbox, hostname="127.0.0.1", port=port)
    relay.start()
    yield inbox
    relay.stop()


def links(message, part="html"):
    """The addresses that a part of a message leads to."""
    return re.findall(r"https?://[^\s\"<>]+", message.get_body((part,)).get_content())


def send_to_subscribers(page, issue):
    """Do what the sender does, from the list of sendings to the confirmation; return how many letters it makes."""
    page.goto("/admin/lecteurs/envois/")
    page.get_by_role("link", name=f"Envoyer le {issue.number_in_words} aux lecteurs").click()
    page.get_by_role("button", name="M’envoyer un essai").click()
    page.get_by_label("Abonnés").check()
    page.get_by_role("button", name="Compter les destinataires").click()
    number = page.locator(".sending-count__number").inner_text()
    page.get_by_label("Pour confirmer, tapez le nombre").fill(number)
    page.get_by_role("button", name="Lancer l’envoi").click()
    expect(page.get_by_text("En attente")).to_be_visible()
    return int(number)


def ten_minutes_later():
    return time_machine.travel(timezone.now() + datetime.timedelta(minutes=11), tick=True)


def test_asked_for_confirmed_sent_and_left(page, browser, live_server, inbox, complaints):
    first = builders.issue(title="Le premier numéro")
    builders.subscriber("brice@lecteurs.example")

    page.goto("/abonnement/")
    page.get_by_label("Votre adresse électronique").fill(READER)
    # As long as a person needs to type it.
    page.wait_for_timeout(3500)
    page.get_by_role("button", name="M’abonner").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Regardez vos messages")
    call_command("send_due")
    (asked,) = inbox.to(READER)
    confirm = next(link for link in links(asked) if "/confirmer/" in link)
    page.goto(confirm)
    page.get_by_role("button", name="Confirmer mon abonnement").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("confirmé")

    with guarded_tab(browser, live_server.url, complaints) as desk:
        sign_in(desk, "Diffusion")
        assert send_to_subscribers(desk, first) == 2
        with ten_minutes_later():
            call_command("send_due")
        # The page that is open tells it by itself.
        expect(desk.get_by_text("Terminé")).to_be_visible()
    assert Sending.objects.get().counts()[OutgoingState.ACCEPTED] == 2

    letter = inbox.to(READER)[-1]
    assert letter["Subject"].startswith("La Lettre aux maires")
    # A scanner opens every link, with every method, and runs the scripts: nothing changes.
    before = dump()
    for address in {*links(letter), *links(letter, "plain"), *links(asked)}:
        if address.startswith(live_server.url):
            for method in ("get", "head", "fetch"):
                options = {"method": "OPTIONS"} if method == "fetch" else {}
                getattr(page.request, method)(address, **options)
            if "/media/" not in address:
                page.goto(address)
    leave = next(link for link in links(letter) if "/quitter/" in link)
    page.goto(leave)
    assert dump() == before

    page.get_by_role("button", name="Ne plus recevoir la lettre").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Vous ne recevrez plus la lettre")

    second = builders.issue(title="Le deuxième numéro")
    with guarded_tab(browser, live_server.url, complaints) as desk:
        sign_in(desk, "Diffusion")
        assert send_to_subscribers(desk, second) == 1
        with ten_minutes_later():
            call_command("send_due")
    assert list(Delivery.objects.filter(issue=second).values_list("email", flat=True)) == ["brice@lecteurs.example"]
    assert len(inbox.to(READER)) == 2
