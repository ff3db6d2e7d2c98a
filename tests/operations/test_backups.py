"""A whole site saved while it is used, and put back on a machine that has nothing."""

import io
import json
import shutil
import tarfile
import threading
from collections import namedtuple
from io import StringIO
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection

from newsletter.models import IssuePage
from pma_site.core import mail, pulses
from pma_site.core.choices import OutgoingState
from pma_site.core.models import Pulse, TransportConfirmation
from pma_site.core.private_files import PrivateStorage
from pma_site.core.shared_cache import forget_everything
from pma_site.operations.backups import databases, making, tables
from pma_site.readers import knowledge, leaving, privacy
from pma_site.readers.choices import LeavingWay, ReadingState
from pma_site.readers.models import Notice, Recipient, Refusal
from tests import builders
from tests.databases import PostgreSQL

STAYS, LEAVES, ERASED = "reste@mairie.example", "part@mairie.example", "efface@mairie.example"
Machine = namedtuple("Machine", "archive journal rows files")


def said(command, *arguments, **options):
    out = StringIO()
    call_command(command, *arguments, stdout=out, **options)
    return out.getvalue()


@pytest.fixture(scope="module")
def saved(django_db_setup, test_database, django_db_blocker, tmp_path_factory, settings_of_module):
    """A site with content, readers and messages, its backup, and what readers said after it."""
    folder = tmp_path_factory.mktemp("sauvegarde")
    settings_of_module.REFUSAL_JOURNAL = folder / "refus.journal"
    settings_of_module.BACKUP_ROOT = folder / "sauvegardes"
    with django_db_blocker.unblock():
        test_database.renew("empty")
        # Sizes of images that the tests before this module made are remembered, and their files are gone.
        forget_everything()
        _fill()
        out = said("backup")
        (_, archive), *_ = making.archives()
        rows, uploads = databases.contents(), sorted(_uploads())
        leaving.leave(Recipient.objects.at(LEAVES).get().code, LeavingWay.ONE_CLICK)
        privacy.erase_person(ERASED, wipe=False)
        kept = folder / archive.name
        shutil.move(archive, kept)
        assert str(archive) in out.replace("\xa0", " ")
        yield Machine(kept, settings_of_module.REFUSAL_JOURNAL, rows, uploads)
        test_database.renew("empty")


@pytest.fixture(scope="module")
def settings_of_module():
    with pytest.MonkeyPatch.context() as patch:
        from django.conf import settings

        class Settings:
            def __setattr__(self, name, value):
                patch.setattr(settings, name, value)

            def __getattr__(self, name):
                return getattr(settings, name)

        yield Settings()


def _fill():
    account = builders.administrator()
    builders.issue(cover_image=builders.image(), cover_image_alt="Un terril")
    for _ in range(3):
        builders.event()
    mail.confirm(account)
    for address in (STAYS, LEAVES, ERASED):
        builders.recipient(address)
    Notice.objects.create(recipient=Recipient.objects.at(STAYS).get(), kind="confirm", mailbox_hash="x")
    Session.objects.create(
        session_key="ouverte", session_data=Session.objects.encode({}), expire_date="2099-01-01T00:00Z"
    )
    PrivateStorage().save("2026-11/piece.pdf", ContentFile(b"%PDF contenu"))


def _uploads():
    return {*default_storage.listdir("original_images")[1], *default_storage.listdir("images")[1]}


@pytest.fixture
def empty_machine(saved, settings, tmp_path, test_database, django_db_blocker):
    """A machine with neither database nor files."""
    settings.MEDIA_ROOT, settings.PRIVATE_ROOT = tmp_path / "media", tmp_path / "private"
    settings.BACKUP_ROOT = tmp_path / "sauvegardes"
    former = connection.settings_dict["NAME"]
    connection.close()
    if connection.vendor == "postgresql":
        name = f"{former}_vide"
        with django_db_blocker.unblock():
            PostgreSQL.copy("template0", name, tmp_path)
    else:
        connection.settings_dict["NAME"] = str(tmp_path / "base.sqlite3")
    with django_db_blocker.unblock():
        yield tmp_path
        connection.close()
        if connection.vendor == "postgresql":
            connection.settings_dict["NAME"] = former
            PostgreSQL.drop(name, tmp_path)
    connection.settings_dict["NAME"] = former


def test_a_site_is_whole_on_another_machine_and_keeps_quiet(saved, empty_machine):
    out = said("restore", saved.archive)

    assert "aucune différence" in out
    assert IssuePage.objects.live().exists()
    assert sorted(_uploads()) == saved.files
    assert (empty_machine / "private/2026-11/piece.pdf").read_bytes() == b"%PDF contenu"
    assert oct((empty_machine / "private/2026-11/piece.pdf").stat().st_mode)[-3:] == "600"
    # Nothing leaves, nobody is signed in, nothing is sent a second time by itself.
    assert not TransportConfirmation.objects.exists()
    assert not mail.is_confirmed()
    assert not Session.objects.exists()
    assert [notice.state for notice in Notice.objects.all()] == [OutgoingState.UNKNOWN]
    # Who left or was erased after the backup has still left, and is still erased.
    assert Recipient.objects.at(STAYS).get().state == ReadingState.ACTIVE
    assert Recipient.objects.at(LEAVES).get().state == ReadingState.LEFT
    assert knowledge.known_of(ERASED).is_empty
    assert {refusal.way for refusal in Refusal.objects.all()} == {LeavingWay.ONE_CLICK, LeavingWay.ERASURE}
    out = out.replace("\xa0", " ")
    assert "1 session fermée : " in out
    assert "1 message qui a pu partir depuis est « incertain » : rien ne le renverra" in out
    assert "1 refus et 1 effacement appliqués de nouveau" in out


def test_every_table_is_as_it_was_before_anything_is_settled(saved, empty_machine, monkeypatch):
    monkeypatch.setattr("pma_site.operations.backups.aftermath.settle", lambda manifest, journals: [])
    said("restore", saved.archive)

    # The backup tells of itself in one table once it is done.
    assert tables.differences(saved.rows, databases.contents()) in ([], ["core_pulse : contenu différent"])


def test_a_site_that_has_content_is_replaced_only_on_purpose_and_kept_first(saved, empty_machine):
    said("restore", saved.archive)
    IssuePage.objects.update(title="Perdu")
    with pytest.raises(CommandError, match="--replace"):
        call_command("restore", saved.archive, stdout=StringIO())
    default_storage.save("images/de-trop.txt", ContentFile(b"x"))

    out = said("restore", saved.archive, replace=True)

    assert "Ce qui est là est gardé" in out
    assert len(making.archives()) == 1
    assert not IssuePage.objects.filter(title="Perdu").exists()
    assert not default_storage.exists("images/de-trop.txt")


def altered(archive, target, change):
    """A copy of an archive whose members `change` may alter: it returns the content of one, or None to leave it out."""
    with tarfile.open(archive) as source, tarfile.open(target, "w") as copy:
        for member in source:
            content = change(member.name, source.extractfile(member).read())
            if content is not None:
                member.size = len(content)
                copy.addfile(member, io.BytesIO(content))
    return target


def without_manifest(name, content):
    return None if name == "manifest.json" else content


def without_a_file(name, content):
    return None if name.startswith("private/") else content


def with_one_bit_changed(name, content):
    return bytes([content[0] ^ 1]) + content[1:] if name.startswith("private/") else content


def of_another_database(name, content):
    other = {"sqlite": "postgresql", "postgresql": "sqlite"}[connection.vendor]
    return json.dumps(json.loads(content) | {"engine": other}).encode() if name == "manifest.json" else content


def of_a_later_version(name, content):
    told = json.loads(content) if name == "manifest.json" else None
    return json.dumps(told | {"migrations": [["core", "9999_plus_tard"]]}).encode() if told else content


def of_another_key(name, content):
    return json.dumps(json.loads(content) | {"refusal_key": "x"}).encode() if name == "manifest.json" else content


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (without_manifest, "sa fin manque"),
        (without_a_file, "n’est pas ce que dit le manifeste"),
        (with_one_bit_changed, "n’est pas ce que dit le manifeste"),
        (of_another_database, "DATABASE_URL désigne une base"),
        (of_a_later_version, "version plus récente"),
        (of_another_key, "REFUSAL_KEY"),
    ],
)
def test_a_wrong_backup_touches_nothing(saved, empty_machine, tmp_path, change, words):
    wrong = altered(saved.archive, tmp_path / "fausse.tar", change)

    with pytest.raises(CommandError) as refused:
        call_command("restore", wrong, stdout=StringIO())

    assert words in str(refused.value).replace("\xa0", " ")
    assert databases.is_empty()
    assert not (tmp_path / "media").exists()


@pytest.mark.parametrize("part", [0, 0.3, 0.9, 0.9999])
def test_a_truncated_backup_touches_nothing(saved, empty_machine, tmp_path, part):
    content = saved.archive.read_bytes()
    cut = tmp_path / "coupee.tar"
    cut.write_bytes(content[: int(len(content) * part)])

    with pytest.raises(CommandError, match="incomplète ou abîmée"):
        call_command("restore", cut, stdout=StringIO())

    assert databases.is_empty()
    assert not (tmp_path / "media").exists()


def test_a_backup_that_the_site_may_not_read_is_told(empty_machine, tmp_path, monkeypatch):
    monkeypatch.setattr(Path, "stat", lambda self, **options: (_ for _ in ()).throw(PermissionError(13, "refusé")))

    with pytest.raises(CommandError, match="pas le droit de lire"):
        call_command("restore", tmp_path / "lettre.tar", stdout=StringIO())


def test_a_backup_made_while_everybody_writes_is_whole(saved, django_db_blocker, tmp_path):
    stop, written = threading.Event(), []

    def write():
        while not stop.is_set():
            pulses.beat("essai", str(len(written)))
            default_storage.save("images/pendant.txt", ContentFile(b"x" * 1000))
            written.append(1)
        connection.close()

    with django_db_blocker.unblock():
        busy = threading.Thread(target=write)
        busy.start()
        try:
            made = making.make(tmp_path)
        finally:
            stop.set()
            busy.join()
        verified = said("restore", made.path, verify=True)

    assert len(written) > 1
    assert "Sauvegarde entière" in verified
    assert oct(made.path.stat().st_mode)[-3:] == "600"
    assert [path.name for path in Path(tmp_path).iterdir()] == [made.path.name]


def test_old_backups_go_but_the_last_three_stay(tmp_path):
    for day in range(1, 7):
        (tmp_path / f"lettre-2020010{day}T000000Z.tar").touch()
    (tmp_path / "autre.tar").touch()

    gone = making.forget(30, tmp_path)

    assert len(gone) == 3
    assert sorted(path.name for path in tmp_path.iterdir())[0] == "autre.tar"
    assert [began.day for began, _ in making.archives(tmp_path)] == [6, 5, 4]


@pytest.mark.django_db
def test_a_backup_that_fails_says_what_to_do_and_is_known_as_failed(monkeypatch, tmp_path):
    monkeypatch.setattr("shutil.disk_usage", lambda folder: shutil._ntuple_diskusage(10, 10, 0))

    with pytest.raises(CommandError, match="BACKUP_ROOT"):
        call_command("backup", output=tmp_path, stdout=StringIO())

    assert Pulse.objects.get(name=pulses.BACKUP).has_failed
    assert list(tmp_path.iterdir()) == []
