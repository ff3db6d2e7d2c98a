"""A reader leaves, takes their data away, has it erased."""

import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from pma_site.core.choices import OutgoingState
from pma_site.readers import links, subscriptions
from pma_site.readers.choices import ImportKind, LeavingWay, ReadingState, RowVerdict
from pma_site.readers.models import Consent, ImportRun, Office, Recipient, Refusal
from pma_site.readers.wording import CONSENT
from tests import builders
from tests.readers import somebody
from tests.readers.managing.own_page import ADDRESS, NEW, do, move
from tests.readers.steps import ASKED, FORM, button, delivered, dump, later, receives, subscribe
from tests.reading import text

pytestmark = pytest.mark.django_db


class TestLeaving:
    def test_is_one_button_and_coming_back_a_message(self, client, desk):
        assert "vous ne recevrez plus la lettre" in text(do(client, desk, "quitter"))
        assert receives() == set()
        assert Refusal.objects.get().way == LeavingWay.MANAGE

        gone = client.get(desk)
        assert client.post(desk, {"faire": "revenir"}).url == ASKED
        client.post(button(delivered()[0]))
        assert receives() == {ADDRESS}
        # What was agreed to was shown, on the page that the proof names without anybody's link.
        assert CONSENT.text in text(gone)
        assert Consent.objects.last().page == "/abonnement/gerer/…/"

    def test_a_suspended_address_may_move_or_confirm_again(self, client, reader, desk):
        Recipient.objects.update(state=ReadingState.SUSPENDED)

        assert "Envoi suspendu" in text(client.get(desk))
        move(client, desk)
        assert receives() == {NEW}


class TestOnesData:
    def test_is_downloaded_in_words(self, client, reader, desk):
        somebody.sent(builders.issue(), reader)
        answer = client.post(desk, {"faire": "donnees"})

        assert answer["Content-Type"] == "application/json"
        assert answer["Content-Disposition"].startswith("attachment")
        assert answer["Cache-Control"] == "no-store, private"
        kept = json.loads(answer.content)
        assert kept["adresse"] == ADDRESS
        tables = {part["table"]: part["lignes"] for entry in kept["données"] for part in entry["tables"]}
        assert tables["abonnements"][0]["commune"] == "Lens"
        assert [consent["page"] for consent in tables["preuves de consentement"]] == [FORM]
        assert len(tables["messages"]) == 1
        assert [line["adresse électronique"] for line in tables["remises"]] == [ADDRESS]

    def test_is_erased_by_one_button(self, client, desk):
        before = dump()
        page = client.get(f"{desk}effacer/")
        assert text(page).count("Cela ne s’annule pas.") == 1
        assert dump() == before

        assert "C’est fait" in text(client.post(f"{desk}effacer/"))

        everything = json.dumps(dump()).casefold()
        assert "camille" not in everything
        assert not Consent.objects.exists()
        assert receives() == set()
        assert Refusal.objects.of(ADDRESS).get().way == LeavingWay.ERASURE
        # The links stay good: nothing comes, and the page says so.
        assert "effacée" in text(client.get(desk))

    def test_is_erased_wherever_the_address_is_kept(self, client, reader, desk):
        letter = somebody.sent(builders.issue(), reader)
        letter.sending.deliveries.update(answer="", return_reason="", state=OutgoingState.READY)
        hall = builders.office("Mairie de Lens")
        Office.objects.filter(pk=hall.pk).update(wished_email=ADDRESS, wished_at=timezone.now())
        run = ImportRun.objects.create(kind=ImportKind.SUBSCRIBERS, read_as="CSV", file_name="a.csv")
        run.rows.create(line=2, cells=["x", ADDRESS.upper()], verdict=RowVerdict.CREATED)
        run.rows.create(line=3, cells=["x", "autre@ville.example"], verdict=RowVerdict.CREATED)

        client.post(f"{desk}effacer/")

        letter.refresh_from_db()
        assert (letter.recipient, letter.email, letter.address_hash) == (None, "", "")
        assert letter.state == OutgoingState.WITHHELD
        assert Office.objects.get(pk=hall.pk).wished_email == ""
        assert [row.cells for row in run.rows.order_by("line")] == [[], ["x", "autre@ville.example"]]

    def test_is_erased_at_every_address_of_before(self, client, reader, desk):
        move(client, desk)
        move(client, links.manage_address(Recipient.objects.at(NEW).get()), "derniere@region.example")
        client.post(f"{links.manage_address(Recipient.objects.at('derniere@region.example').get())}effacer/")

        assert set(Recipient.objects.values_list("email", flat=True)) == {""}

    def test_an_erased_address_that_somebody_types_is_erased_again(self, client, desk):
        client.post(f"{desk}effacer/")
        with later(days=1):
            subscriptions.ask(ADDRESS, None, FORM)
        assert Recipient.objects.at(ADDRESS).get().email == ADDRESS

        with later(days=9):
            call_command("apply_retention", stdout=StringIO(), stderr=StringIO())
        assert Recipient.objects.at(ADDRESS).get().email == ""

    def test_is_erased_at_former_addresses_too(self, client, desk):
        move(client, desk)
        client.post(f"{links.manage_address(Recipient.objects.at(NEW).get())}effacer/")

        everything = json.dumps(dump()).casefold()
        assert "camille" not in everything

    def test_a_person_who_was_erased_may_subscribe_again(self, client, reader, desk):
        old = links.leave_address(reader)
        client.post(f"{desk}effacer/")
        subscribe(client, ADDRESS)
        assert receives() == {ADDRESS}

        # The links of before still end all sending.
        client.post(old)
        assert receives() == set()
