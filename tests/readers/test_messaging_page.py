"""« Messagerie »: says plainly whether messages leave, lets an administrator say so, and shows what came back."""

import datetime
import re

import pytest
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from pma_site.core import dns_lookup, mail
from pma_site.core.dns_lookup import SilenceError
from pma_site.core.models import TransportConfirmation
from pma_site.readers.choices import ReturnEffect
from pma_site.readers.models import MailboxReading, Return
from pma_site.settings.transport import FILES
from tests import builders
from tests.back_office import is_refused, menu, messages, signed_in
from tests.reading import text
from tests.relays import SMTP_TRANSPORT, lead_to, relay

PAGE, TRIAL, CONFIRM = (f"/admin/lecteurs/messagerie/{part}" for part in ("", "essai/", "confirmer/"))
NOW = timezone.now()

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss():
    return signed_in(builders.administrator(email="chef@pma.example"))


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    """Messages are written to files of this test, as in an installation that nobody has set up."""
    settings.MAIL_TRANSPORT, settings.EMAIL_FILE_PATH = FILES, tmp_path
    settings.EMAIL_BACKEND = "pma_site.core.mail.GuardedBackend"
    return tmp_path


@pytest.fixture
def silent(monkeypatch):
    """A machine without network; what is asked is counted."""
    asked = []

    def ask(name, kind):
        asked.append(name)
        raise SilenceError(name)

    monkeypatch.setattr(dns_lookup, "ask", ask)
    return asked


def posted(client, address, then=PAGE):
    """What the page says after a button was pressed: this one again, or where something is to be done."""
    response = client.post(address)
    assert (response.status_code, response.url) == (302, then)
    return messages(client.get(response.url))


class TestWhoMay:
    def test_administrators_find_it_in_the_menu(self, boss):
        assert "Messagerie" in menu(boss)
        assert boss.get(PAGE).status_code == 200

    @pytest.mark.parametrize("address", [PAGE, TRIAL, CONFIRM])
    def test_nobody_else_may_see_it_nor_press_its_buttons(self, address):
        direction = signed_in(builders.account("Direction de publication"))

        assert "Messagerie" not in menu(direction)
        assert is_refused(direction, address, None if address == PAGE else {})
        assert Client().get(address).status_code in (302, 405)
        assert not TransportConfirmation.objects.exists()

    def test_a_look_changes_nothing(self, boss, settings):
        settings.MAIL_TRANSPORT = SMTP_TRANSPORT

        for address in (TRIAL, CONFIRM):
            assert [getattr(boss, method)(address).status_code for method in ("get", "head", "options")] == [405] * 3
        assert not TransportConfirmation.objects.exists()


class TestMessagesInFiles:
    def test_it_says_that_none_leaves_and_where_they_are(self, boss, files):
        said = text(boss.get(PAGE))
        assert "Aucun message ne part." in said
        assert "aucun" in said[said.index("Écrits dans des fichiers") :]

        EmailMessage("Sujet", "Corps", to=["camille@mairie.example"]).send()

        said = text(boss.get(PAGE))
        assert f"1 fichier, dans {files} ; le dernier le" in said
        assert "envoyé" not in said.lower()

    def test_the_trial_is_written_and_never_said_to_have_left(self, boss, files):
        (said,) = posted(boss, TRIAL)

        assert said == f"Rien n’est parti : le message d’essai est écrit ici. Fichiers, dans {files}."
        (file,) = files.iterdir()
        assert "To: chef@pma.example" in file.read_text()

    def test_there_is_nothing_to_confirm(self, boss):
        assert "Je confirme" not in text(boss.get(PAGE))
        assert posted(boss, CONFIRM)[0].startswith("Aucun transport n’est réglé")
        assert not TransportConfirmation.objects.exists()


class TestATransport:
    def test_it_is_tried_then_confirmed_then_messages_leave(self, boss, settings, files):
        with relay() as listening:
            lead_to(settings, listening)
            assert "Aucun message ne part encore." in text(boss.get(PAGE))
            EmailMessage("Sujet", "Corps", to=["camille@mairie.example"]).send()
            assert listening.taken == []

            assert "Envoyez-vous d’abord un message d’essai" in posted(boss, CONFIRM)[0]
            assert "Le transport a pris le message pour chef@pma.example" in posted(boss, TRIAL)[0]
            assert "les messages du site partent" in posted(boss, CONFIRM)[0]
            EmailMessage("Sujet", "Corps", to=["camille@mairie.example"]).send()

        assert [envelope.rcpt_tos for envelope in listening.taken] == [["chef@pma.example"], ["camille@mairie.example"]]
        said = text(boss.get(PAGE))
        assert "Les messages partent." in said
        assert f"Transport confirmé le {timezone.localdate().day}" in said
        assert "Je confirme" not in said
        assert len(list(files.iterdir())) == 1

    def test_another_one_is_asked_for_again(self, boss, settings):
        with relay() as listening:
            lead_to(settings, listening)
            posted(boss, TRIAL), posted(boss, CONFIRM)
            settings.DEFAULT_FROM_EMAIL = "autre@pma.example"

            assert "Aucun message ne part encore." in text(boss.get(PAGE))
            assert "Envoyez-vous d’abord un message d’essai" in posted(boss, CONFIRM)[0]

    def test_a_relay_that_says_no_is_not_confirmed(self, boss, settings):
        with relay(RCPT="554 5.7.1 Relay access denied") as listening:
            lead_to(settings, listening)

            assert (
                posted(boss, TRIAL)[0] == "Le message d’essai n’est pas parti. Réponse : 554 5.7.1 Relay access denied"
            )
            posted(boss, CONFIRM)

        assert not mail.is_confirmed()

    def test_a_sender_that_nobody_is_cannot_be_confirmed(self, boss, settings):
        settings.MAIL_TRANSPORT, settings.DEFAULT_FROM_EMAIL = SMTP_TRANSPORT, "lettre@localhost.invalid"

        for address in (TRIAL, CONFIRM):
            assert "« lettre@localhost.invalid » n’existe pas" in posted(boss, address)[0]

    def test_an_account_without_address_is_told_so(self):
        nobody = signed_in(builders.administrator(email=""))

        assert "Votre compte n’a pas d’adresse" in posted(nobody, TRIAL, then="/admin/account/")[0]

    def test_a_provider_is_given_the_address_of_its_webhook(self, boss, settings):
        settings.MAIL_TRANSPORT, settings.ANYMAIL = "anymail.backends.brevo.EmailBackend", {"WEBHOOK_SECRET": ""}
        assert "Le prestataire ne peut pas prévenir le site" in text(boss.get(PAGE))

        settings.ANYMAIL = {"WEBHOOK_SECRET": "nom:secret"}
        said = text(boss.get(PAGE))
        assert "Prestataire Brevo" in said
        assert f"{settings.WAGTAILADMIN_BASE_URL}/courrier/brevo/tracking/" in said


class TestTheDomain:
    def test_the_dns_is_asked_on_a_button_only(self, boss, silent, settings):
        settings.DKIM_SELECTOR = "lettre"
        said = text(boss.get(PAGE))
        assert "Vérifier le domaine" in said
        assert silent == []

        said = text(boss.get(f"{PAGE}?verifier=1"))
        assert said.count("Le DNS ne répond pas") == 4
        # It does not wait for each of them.
        assert len(silent) == 2

    def test_verdicts_are_shown_with_what_to_publish_and_kept(self, boss, monkeypatch):
        zone = {("pma.example", "TXT"): ["v=spf1 mx +all", "<script>alert(1)</script> ~all include:"]}
        monkeypatch.setattr(dns_lookup, "ask", lambda name, kind: zone.get((name, kind), []))

        response = boss.get(f"{PAGE}?verifier=1")
        said = text(response)

        assert "permet à n’importe qui d’envoyer en son nom" in said
        assert "v=DMARC1; p=none; rua=mailto:dmarc@pma.example" in said
        assert "_dmarc.pma.example" in said
        assert "<script>alert" not in response.content.decode()
        assert "v=DMARC1; p=none" in text(boss.get(PAGE))

    def test_a_made_up_domain_is_not_asked_about(self, boss, settings, silent):
        settings.DEFAULT_FROM_EMAIL = "lettre@localhost.invalid"

        assert "réglez DEFAULT_FROM_EMAIL, et cette page le vérifiera" in text(boss.get(f"{PAGE}?verifier=1"))
        assert silent == []


class TestWhatCameBack:
    def returns(self, number, **fields):
        for _ in range(number):
            reader = builders.recipient()
            values = {"recipient": reader, "effect": ReturnEffect.NOTED, "status": "5.1.1", **fields}
            Return.objects.create(digest=reader.code, **values)

    def test_the_mailbox_says_how_it_is(self, boss, settings):
        assert "Aucune boîte n’est réglée" in text(boss.get(PAGE))

        settings.MAILBOX_HOST, settings.MAILBOX_USER = "imap.example", "retours@pma.example"
        assert "manage.py read_mailbox" in text(boss.get(PAGE))
        MailboxReading.objects.create(tried_at=NOW, succeeded_at=NOW, fault="Mot de passe refusé")
        said = text(boss.get(PAGE))
        assert "retours@pma.example, sur imap.example" in said
        assert "Elle n’a pas pu être lue" in said
        assert "Mot de passe refusé" in said

    def test_returns_and_refusals_of_the_month_are_shown(self, boss):
        self.returns(3)
        self.returns(2, effect=ReturnEffect.POLICY, status="5.7.26", diagnostic="550 5.7.26 Unauthenticated <b>")
        self.returns(1, taken_in_at=NOW - datetime.timedelta(days=31), status="5.1.9")

        said = text(boss.get(PAGE))

        assert re.search(r"Adresse en échec, à suivre 3\b", said)
        assert "2 fois, chez lecteurs.example (code 5.7.26) : 550 5.7.26 Unauthenticated <b>" in said
        assert "personne" in said
        assert "5.1.9" not in said

    def test_pages_and_queries_do_not_grow(self, boss, django_assert_max_num_queries):
        self.returns(3)
        boss.get(PAGE)
        with django_assert_max_num_queries(100) as few:
            boss.get(PAGE)
        self.returns(40)
        with django_assert_max_num_queries(len(few)):
            first = boss.get(PAGE)

        assert len(first.context["returns"]) == 20
        for page in ("3", "0", "-1", "abc", "9" * 3000, "\x00"):
            assert boss.get(PAGE, {"p": page, "verifier": page}).status_code == 200
        assert "Page 3 sur 3" in text(boss.get(PAGE, {"p": "3"}))

    def test_nobody_writes_there_before_there_is_something(self, boss):
        assert "Rien n’est revenu." in text(boss.get(PAGE))
        assert reverse("readers_messaging") == PAGE
