"""Migrations: none missing, each named after what it does, each reversible."""

import re
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations import operations
from django.db.migrations.loader import MigrationLoader

OUR_APPS = {"core", "territory", "directory", "readers", "contributions", "projects", "agenda", "newsletter", "home"}


def ours():
    """The app and the name of each of our migrations, which are read only by the tests."""
    for app in sorted(OUR_APPS):
        for file in sorted(Path(apps.get_app_config(app).path, "migrations").glob("0*.py")):
            yield pytest.param((app, file.stem), id=f"{app}.{file.stem}")


@pytest.fixture(scope="module")
def migrations():
    return MigrationLoader(None).disk_migrations


@pytest.fixture
def migration(migrations, key):
    return migrations[key]


@pytest.mark.django_db
def test_no_migration_is_missing():
    output = StringIO()

    call_command("makemigrations", "--check", "--dry-run", stdout=output)

    assert "No changes detected" in output.getvalue()


@pytest.mark.parametrize("key", list(ours()))
def test_a_migration_says_what_it_does(migration):
    assert not re.search(r"_auto_|_alter_.*_and_more|_initial$", migration.name)


@pytest.mark.parametrize("key", list(ours()))
def test_a_migration_takes_away_only_what_no_version_in_use_reads(migration):
    """Two versions serve side by side while one is installed (docs/exploitation.md): first more, later less."""
    away = (operations.RemoveField, operations.RenameField, operations.DeleteModel, operations.RenameModel)
    takes = [operation for operation in migration.operations if isinstance(operation, away)]

    # « unused_since = "the version that ceased to read it" », written by who knows that it was installed.
    assert not takes or getattr(migration, "unused_since", "")


@pytest.mark.parametrize("key", list(ours()))
def test_a_migration_can_be_undone(migration):
    assert [operation for operation in migration.operations if not operation.reversible] == []


@pytest.mark.parametrize("app", sorted(OUR_APPS))
def test_streams_keep_their_blocks_out_of_migrations(app):
    folders = [Path(settings.BASE_DIR, "pma_site", app), Path(settings.BASE_DIR, app)]
    for folder in folders:
        for file in folder.glob("migrations/0*.py"):
            assert "block_lookup" not in file.read_text()


@pytest.mark.django_db(transaction=True)
def test_the_tree_and_the_roles_can_be_undone_and_redone():
    call_command("migrate", "home", "0001", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM home_homepage")
        assert cursor.fetchone()[0] == 0

    call_command("migrate", verbosity=0)

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM home_homepage")
        assert cursor.fetchone()[0] == 1
