"""The state of the site where background work waits in the database (TASK_QUEUE): its app is installed there alone."""

import os
import subprocess
import sys

from django.conf import settings

SETTINGS = """
from pma_site.settings.sharing import tasks
from pma_site.settings.test import *
added, TASKS = tasks({"TASK_QUEUE": "database"})
INSTALLED_APPS = [*INSTALLED_APPS, *added]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
"""
ASKED = """
from datetime import timedelta
import django
django.setup()
from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pma_site.operations.work import background_tasks

with connection.schema_editor() as editor:
    editor.create_model(DBTaskResult)
print(background_tasks().state.name, background_tasks().seen)
task = DBTaskResult.objects.create(args_kwargs={}, task_path="x", backend_name="default", run_after=timezone.now())
print(background_tasks().state.name)
DBTaskResult.objects.update(enqueued_at=timezone.now() - timedelta(hours=2))
print(background_tasks().state.name, background_tasks().advice)
DBTaskResult.objects.update(status="FAILED", finished_at=timezone.now())
print(background_tasks().state.name, background_tasks().seen)
"""


def test_the_queue_is_told_of(tmp_path):
    (tmp_path / "settings_here.py").write_text(SETTINGS)
    path = f"{tmp_path}{os.pathsep}{settings.BASE_DIR}"
    told = subprocess.run(
        [sys.executable, "-c", ASKED],
        cwd=settings.BASE_DIR,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": path, "DJANGO_SETTINGS_MODULE": "settings_here"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert told.stdout.replace("\xa0", " ").splitlines() == [
        "GOOD 0 en attente",
        "GOOD",
        "BAD Démarrez « manage.py db_worker » (service lettre-tasks).",
        "WATCH 0 en attente, 1 en échec depuis hier",
    ], told.stderr
