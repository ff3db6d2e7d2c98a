"""What the README says of the settings is what they read."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
SETTINGS = ROOT / "pma_site" / "settings"
READ = re.compile(r"""(?:environ\.get\(|environ\[|_required\()\s*["']([A-Z_]+)["']""")
COMPLETE = {
    "SECRET_KEY": "x" * 60,
    "REFUSAL_KEY": "y" * 60,
    "ALLOWED_HOSTS": "lettre.example.org",
    "BASE_URL": "https://lettre.example.org",
    "DATABASE_URL": "postgres://pma@localhost/pma",
}


def variables():
    return sorted({name for file in SETTINGS.glob("*.py") for name in READ.findall(file.read_text())})


@pytest.mark.parametrize("name", variables())
def test_every_variable_stands_in_the_readme(name):
    assert f"`{name}`" in (ROOT / "README.md").read_text()


def production(**variables):
    return subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=ROOT,
        env={
            "PATH": os.environ["PATH"],
            "DJANGO_SETTINGS_MODULE": "pma_site.settings.production",
            **variables,
        },
        capture_output=True,
        text=True,
        check=False,
    )


def test_production_starts_with_its_variables():
    assert production(**COMPLETE).returncode == 0


@pytest.mark.parametrize("missing", sorted(COMPLETE))
def test_production_names_the_variable_it_lacks(missing):
    result = production(**{name: value for name, value in COMPLETE.items() if name != missing})

    assert result.returncode != 0
    assert missing in result.stderr


def test_production_refuses_a_database_it_does_not_know():
    result = production(**{**COMPLETE, "DATABASE_URL": "mysql://pma@localhost/pma"})

    assert result.returncode != 0
    assert "postgres://" in result.stderr
