"""How long what is kept: what the nights forget, and when."""

import os
import time
from contextlib import nullcontext
from datetime import UTC, timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.utils import timezone
from wagtail.models import PageLogEntry

from newsletter.models import Delivery, Exclusion, Proof
from pma_site.core import retention, wiping
from pma_site.directory.models import Person
from pma_site.readers import forgetting, links, moving
from pma_site.readers import models as readers
from pma_site.readers.choices import FormOfAddress, NoticeKind, ReadingState
from pma_site.readers.models import (
    Consent,
    ElectedReader,
    Notice,
    Office,
    OfficeMandate,
    Recipient,
    Refusal,
    Subscription,
)
from tests import builders
from tests.readers import somebody
from tests.readers.somebody import ADDRESS, IN_ASCII, NAME


@pytest.fixture(autouse=True)
def messages_in_files(settings, tmp_path):
    settings.EMAIL_FILE_PATH = tmp_path


def tonight(after=timedelta(0), **options):
    """Let the night of a day to come pass, and return what it said."""
    output = StringIO()
    with time_machine.travel((timezone.now() + after).astimezone(UTC), tick=False):
        call_command("apply_retention", stdout=output, stderr=output, **options)
    return output.getvalue()


def days(count):
    return timedelta(days=count)


def reader(email=IN_ASCII, **fields):
    return Recipient.objects.create(email=email, **fields)


def gone_reader():
    return reader(state=ReadingState.LEFT, left_at=timezone.now())


@pytest.mark.django_db
def test_who_never_confirms_is_forgotten_after_seven_days():
    asked = reader(state=ReadingState.PENDING)
    Subscription.objects.create(recipient=asked)
    Consent.objects.create(recipient=asked, version="1", wording="J’accepte.", page="/abonnement/")
    office = reader("mairie@lens.example")
    builders.commune()
    Office.objects.create(commune=builders.commune(), name="Mairie", recipient=office)
    Subscription.objects.create(recipient=office)

    tonight(days(6.9))
    assert Subscription.objects.count() == 2
    tonight(days(7.1))

    assert not Subscription.objects.exists()
    assert list(Recipient.objects.all()) == [office]
    assert not Consent.objects.exists()


@pytest.mark.django_db
def test_the_address_of_who_left_goes_after_28_days_and_the_proof_after_three_years():
    gone = gone_reader()
    office = Office.objects.create(commune=builders.commune(), name="Mairie", recipient=gone)
    readers.Tester.objects.create(recipient=gone, name=NAME)
    Consent.objects.create(recipient=gone, version="1", wording="J’accepte.", page="/", confirmed_at=timezone.now())
    Refusal.objects.create(address_hash=gone.address_hash, way="lien")

    tonight(days(27.9))
    gone.refresh_from_db()
    assert gone.email
    tonight(days(28.1))
    gone.refresh_from_db()
    assert (gone.email, Office.objects.get().email) == ("", "")
    assert (readers.Tester.objects.count(), Consent.objects.count()) == (0, 1)
    tonight(days(3 * 365 - 2))
    assert Consent.objects.exists()
    tonight(days(3 * 365 + 2))

    assert not Consent.objects.exists()
    assert not Recipient.objects.exists()
    assert Office.objects.get() == office
    assert Refusal.objects.of(ADDRESS).exists()


@pytest.mark.django_db
def test_who_moved_still_leaves_by_a_letter_of_three_years_ago(client):
    here = builders.subscriber("avant@lens.example")
    moving.move(here, "apres@lens.example")
    there = Recipient.objects.at("apres@lens.example").get()
    moving.confirm_move(here.code, there.code, "/")

    tonight(days(1200))

    client.post(links.leave_address(here))
    there.refresh_from_db()
    assert there.state == ReadingState.LEFT


@pytest.mark.django_db
def test_messages_go_after_thirty_days_and_so_do_the_files_they_are_written_to(tmp_path):
    Notice.objects.create(recipient=reader(), kind=NoticeKind.CONFIRM, mailbox_hash="0" * 64)
    Subscription.objects.create(recipient=Recipient.objects.get(), confirmed_at=timezone.now())
    for name, age in (("ancien.log", 31), ("recent.log", 29)):
        (tmp_path / name).write_text(f"To: {ADDRESS}\n\nBonjour\n{'-' * 79}\n")
        os.utime(tmp_path / name, (time.time() - age * 86400,) * 2)

    tonight()
    assert [path.name for path in tmp_path.iterdir()] == ["recent.log"]
    tonight(days(29.9))
    assert Notice.objects.exists()
    tonight(days(30.1))

    assert not Notice.objects.exists()


@pytest.mark.django_db
def test_the_ledger_loses_addresses_after_thirteen_months_and_imports_their_rows_after_ninety_days():
    letter = somebody.sent(builders.issue(), reader())
    row = somebody.imported()

    tonight(days(89.9))
    assert row.run.rows.exists()
    tonight(days(90.1))
    assert not row.run.rows.exists()
    tonight(days(394))
    assert Delivery.objects.get().email == IN_ASCII
    tonight(days(399))

    letter = Delivery.objects.get()
    assert (letter.email, letter.answer, letter.return_reason) == ("", "", "")
    assert Exclusion.objects.get().recipient is None


@pytest.mark.django_db
def test_the_ledger_loses_the_address_of_who_left_with_the_reader():
    letter = somebody.sent(builders.issue(), gone_reader())

    tonight(days(28.1))

    letter.refresh_from_db()
    assert (letter.email, letter.answer) == ("", "")


@pytest.mark.django_db
def test_proof_readers_lose_their_names_a_year_after_their_link_ends():
    somebody._in_proofs(builders.issue(), builders.administrator())

    tonight(days(364))
    assert Proof.objects.get().reader == NAME
    tonight(days(367))
    proof = Proof.objects.get()
    assert (proof.reader, proof.email) == ("personne effacée", "")
    assert proof.comments.get().name == proof.sign_offs.get().name == "personne effacée"
    assert PageLogEntry.objects.get(action="newsletter.proof.lend").data == {"reader": NAME}
    tonight(days(14 * 31))

    assert PageLogEntry.objects.get(action="newsletter.proof.lend").data == {}
    assert "0 ligne traitée" in tonight(days(14 * 31 + 1))


@pytest.mark.django_db
def test_a_mandate_goes_a_year_after_its_end_with_who_held_it_unless_something_else_names_them():
    office = Office.objects.create(commune=builders.commune(), name="Mairie")
    today = timezone.localdate()
    former, member, mayor = builders.person(), builders.person("Ana Martin"), builders.person("Lou Petit")
    builders.mandate(member)
    for person, end in ((former, today), (member, today), (mayor, None)):
        OfficeMandate.objects.create(
            office=office, person=person, form_of_address=FormOfAddress.MADAME_LA_MAIRE, end=end
        )

    tonight(days(364))
    assert OfficeMandate.objects.count() == 3
    tonight(days(367))

    assert OfficeMandate.objects.get().person == mayor
    assert set(Person.objects.all()) == {member, mayor}


@pytest.mark.django_db
def test_an_elected_reader_goes_a_year_after_their_mandate_and_an_address_on_no_list_after_28_days():
    ElectedReader.objects.create(person=builders.person(), recipient=reader(), until=timezone.localdate())
    reader("plus-personne@lens.example")

    tonight(days(27.9))
    assert Recipient.objects.count() == 2
    tonight(days(28.1))
    assert Recipient.objects.get().email == IN_ASCII
    tonight(days(367))

    assert not Recipient.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_every_night_wipes_what_erasures_of_the_day_left(monkeypatch):
    wiped = []
    monkeypatch.setattr(wiping, "wipe", lambda tables: wiped.extend(tables) or "")

    tonight()

    assert {"readers_recipient", "readers_importrow", "wagtailcore_revision"} <= set(wiped)


@pytest.mark.django_db
def test_a_rehearsal_counts_and_changes_nothing():
    gone_reader()

    said = tonight(days(30), dry_run=True)

    assert "1 ligne à traiter, rien n’a été changé." in said
    assert Recipient.objects.get().email


@pytest.mark.django_db
def test_an_error_keeps_the_others_from_nothing_and_is_told_without_an_address(monkeypatch, caplog):
    gone_reader()
    Subscription.objects.create(recipient=reader("b@lens.example", state=ReadingState.PENDING))

    def fail(recipients):
        recipients.update(email="")
        raise RuntimeError(ADDRESS)

    monkeypatch.setattr(forgetting, "forget_addresses", fail)

    with pytest.raises(CommandError, match="1 durée"):
        tonight(days(30))

    assert Recipient.objects.get().email == IN_ASCII
    assert not Subscription.objects.exists()
    assert "readers.Recipient, RuntimeError" in caplog.text
    assert "wattrelot" not in caplog.text


@pytest.mark.django_db
def test_two_nights_at_once_are_one(monkeypatch):
    gone_reader()
    monkeypatch.setattr(retention, "exclusive", lambda name: nullcontext(False))

    said = tonight(days(30))

    assert said == "Une autre exécution est en cours : rien n’a été fait.\n"
    assert Recipient.objects.get().email
