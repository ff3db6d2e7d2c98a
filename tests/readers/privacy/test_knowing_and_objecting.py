"""A person is told what is known of them, and may object."""

import json

import pytest
from django.core.management import CommandError
from django.utils import timezone
from wagtail.models import ModelLogEntry

from pma_site.core import outbox
from pma_site.core.choices import OutgoingState
from pma_site.core.mail_addresses import address_hash
from pma_site.readers.choices import ReadingState
from pma_site.readers.models import Notice, Recipient, Refusal
from tests import builders
from tests.readers import somebody
from tests.readers.privacy.asking import run
from tests.readers.somebody import ADDRESS, FORMER, IN_ASCII, NAME, SHOUTED


def lines_of(export, table):
    found = [part for entry in export["données"] for part in entry["tables"] if part["table"] == table]
    return [line for part in found for line in part["lignes"]]


@pytest.mark.django_db
def test_a_person_is_given_all_that_is_known_of_them_and_nothing_of_others(tmp_path):
    somebody.as_reader()
    member = builders.administrator()
    somebody._in_proofs(builders.issue(title="Un brouillon secret"), member)
    file = tmp_path / "export.json"

    run("export_person", SHOUTED, output=file)

    export = json.loads(file.read_text())
    assert file.stat().st_mode & 0o077 == 0
    # What others may read, or have open, is not written into.
    with pytest.raises(CommandError, match="existe déjà"):
        run("export_person", SHOUTED, output=file)
    addresses = [line["adresse électronique"] for line in lines_of(export, "destinataires")]
    assert addresses == [IN_ASCII, FORMER]
    assert lines_of(export, "preuves de consentement")[0]["texte accepté"] == "J’accepte."
    assert lines_of(export, "abonnements")[0]["confirmé le"].startswith(str(timezone.localdate()))
    assert lines_of(export, "remarques")[0]["nom"] == NAME
    assert all(entry["base légale"] and entry["finalité"] for entry in export["données"])
    text = file.read_text()
    assert member.last_name not in text
    assert address_hash(ADDRESS) not in text
    assert ModelLogEntry.objects.filter(action="readers.privacy.export").first().data == {
        "empreinte": address_hash(ADDRESS)[:12]
    }


@pytest.mark.django_db
def test_who_objects_gets_nothing_more_even_what_was_about_to_leave():
    recipient = somebody.as_reader()
    waiting = Notice.objects.get()
    taken = outbox.take(Notice.objects.all())

    said = run("object_person", SHOUTED)
    recipient.refresh_from_db()
    left_at = recipient.left_at
    again = run("object", ADDRESS)

    assert not outbox.commit(taken)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.claim) == (OutgoingState.WITHHELD, "")
    recipient.refresh_from_db()
    assert (recipient.state, recipient.left_at) == (ReadingState.LEFT, left_at)
    assert recipient.email == IN_ASCII
    assert Refusal.objects.of(ADDRESS).count() == 1
    assert "1 message" in said
    assert "déjà" in again


@pytest.mark.django_db
def test_an_unknown_address_may_object_before_a_file_brings_it():
    said = run("object_person", "inconnue@lens.example")

    assert "n’était pas connue" in said
    assert Refusal.objects.of("inconnue@lens.example").exists()
    assert not Recipient.objects.exists()
