"""What who runs the site reads when a step of the installation was forgotten: one sentence, and what to do."""

import errno
import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction

from pma_site.core.faults import reason, told

SETTINGS = """
from pma_site.settings.test import *
DATABASES = {{"default": {{"ENGINE": "django.db.backends.sqlite3", "NAME": "{folder}/base"}}}}
STORAGES = STORAGES | {{"staticfiles": {{"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}}}
# Nobody makes a folder there, not even root.
STATIC_ROOT = "/sys/x"
"""


@pytest.fixture
def run(tmp_path):
    """Run a command of manage.py on an empty database; return how it ended, and what it said of it."""
    (tmp_path / "settings_here.py").write_text(SETTINGS.format(folder=tmp_path))

    def ended(*words):
        path = f"{tmp_path}{os.pathsep}{settings.BASE_DIR}"
        environment = {"PATH": os.environ["PATH"], "PYTHONPATH": path, "DJANGO_SETTINGS_MODULE": "settings_here"}
        done = subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=settings.BASE_DIR,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode, done.stderr

    return ended


def test_a_database_that_was_not_migrated_says_which_command_is_missing(run):
    assert run("load_territory") == (
        1,
        "La base de données n’est pas à la version du code : lancez « manage.py migrate_once ».\n",
    )


def test_a_folder_that_may_not_be_written_is_named(run):
    status, words = run("collectstatic", "--noinput")

    assert status == 1
    assert words.startswith("On ne peut pas lire ou écrire /sys/x : le ")
    assert "Vérifiez à qui sont ce fichier et son dossier" in words


@pytest.mark.django_db
@pytest.mark.parametrize("asked", ["SELECT 1 FROM absente", "SELECT absente FROM core_pulse"])
def test_either_database_says_that_it_is_of_another_version(asked):
    with pytest.raises(DatabaseError) as refused, transaction.atomic():
        connection.cursor().execute(asked)

    assert "migrate_once" in told(refused.value)


@pytest.mark.django_db
def test_what_is_a_fault_of_the_code_keeps_its_trace():
    with pytest.raises(DatabaseError) as refused, transaction.atomic():
        connection.cursor().execute("SELEC 1")

    assert told(refused.value) == told(KeyError("x")) == told(FileNotFoundError(errno.ENOENT, "", "x")) == ""


def test_a_reason_is_french_where_it_is_a_usual_one():
    assert reason(PermissionError(errno.EACCES, "Permission denied", "/x")) == "le compte du site n’en a pas le droit"
    assert reason(OSError("seul")) == "seul"
