"""What `make run` does before it serves: everything the first time, nothing that is already done later."""

from io import StringIO

import pytest
from django.core.management import call_command
from wagtail.models import Page

from pma_site.home import preparation
from pma_site.territory.models import Commune


@pytest.fixture(autouse=True)
def own_stamp(settings, tmp_path):
    settings.VAR_DIR = tmp_path


@pytest.fixture
def loads(monkeypatch):
    """The commands that load content, replaced by one that only counts and makes a page."""
    calls = []

    def call(command, **options):
        if command not in preparation.LOADS:
            call_command(command, **options)
            return
        calls.append(command)
        section = Page.objects.filter(depth=3).first()
        section.add_child(instance=Page(title=f"Chargée {len(calls)}"))

    monkeypatch.setattr(preparation, "call_command", call)
    return calls


def prepare():
    output = StringIO()
    call_command("prepare_site", stdout=output)
    return output.getvalue()


def test_content_is_loaded_once(db, loads):
    assert "Chargement" in prepare()
    assert "déjà chargé" in prepare()
    assert loads == ["load_territory", "load_demo"]


def test_content_is_loaded_again_into_a_database_that_lost_it(db, loads):
    prepare()
    Page.objects.filter(depth__gt=3).delete()
    prepare()
    assert len(loads) == 4


def test_content_is_loaded_again_when_its_files_change(db, loads, settings, tmp_path):
    settings.BASE_DIR = tmp_path
    data = tmp_path / "pma_site" / "home" / "demo"
    data.mkdir(parents=True)
    prepare()
    (data / "agenda.toml").write_text("[[event]]")
    prepare()
    # The communes are not: their file would take back what an editor corrected since.
    assert loads == ["load_territory", "load_demo", "load_demo"]


def test_a_failed_load_is_tried_again(db, monkeypatch):
    def fail(command, **options):
        raise RuntimeError

    monkeypatch.setattr(preparation, "call_command", fail)
    with pytest.raises(RuntimeError):
        prepare()
    assert preparation.content_to_load()


def test_missing_migrations_are_applied(transactional_db, loads):
    call_command("migrate", "home", "0003", verbosity=0)
    missing = preparation.pending_migrations()
    assert missing
    assert f"{missing} migration" in prepare()
    assert not preparation.pending_migrations()


def test_a_second_start_keeps_what_an_editor_changed(db, monkeypatch):
    monkeypatch.delitem(preparation.LOADS, "load_demo")
    Page.objects.filter(depth=3).first().add_child(instance=Page(title="Une lettre"))
    prepare()
    commune = Commune.objects.first()
    Commune.objects.filter(pk=commune.pk).update(population=1)
    prepare()
    commune.refresh_from_db()
    assert commune.population == 1
