"""What the README says of the settings is what they read."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from pma_site.settings import sharing
from pma_site.settings.transport import from_environment

ROOT = Path(settings.BASE_DIR)
SETTINGS = ROOT / "pma_site" / "settings"
READ = re.compile(r"""(?:environ\.get\(|environ\[|_required\(|environ, )\s*["']([A-Z_]+)["']""")
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


@pytest.mark.parametrize(
    ("variables", "words"),
    [
        ({"EMAIL_HOST": "relais.example", "EMAIL_PORT": "cinq"}, "EMAIL_PORT doit être un nombre entier"),
        ({"EMAIL_HOST": "relais.example", "EMAIL_PORT": "70000"}, "EMAIL_PORT doit être un nombre entier de 1 à 65535"),
        ({"MAILBOX_PORT": "-1"}, "MAILBOX_PORT doit être un nombre entier"),
        ({"SENDING_PER_CONNECTION": "0"}, "SENDING_PER_CONNECTION doit être un nombre entier"),
        ({"EMAIL_TIMEOUT": "60"}, "EMAIL_TIMEOUT doit être un nombre entier de 1 à 40"),
        ({"SENDING_FAILURES": "٣"}, "SENDING_FAILURES doit être un nombre entier"),
        ({"EMAIL_HOST": "relais.example", "EMAIL_USE_TLS": "true"}, "EMAIL_USE_TLS doit être 1 (oui) ou 0 (non)"),
        ({"EMAIL_HOST": "relais.example", "EMAIL_USE_TLS": "1", "EMAIL_USE_SSL": "1"}, "s’excluent"),
        ({"EMAIL_HOST": "relais.example", "EMAIL_PROVIDER": "brevo"}, "EMAIL_PROVIDER et EMAIL_HOST s’excluent"),
        ({"EMAIL_PROVIDER": "pigeon"}, "EMAIL_PROVIDER doit être l’un de : brevo, mailjet, scaleway"),
        ({"EMAIL_PROVIDER": "mailjet", "EMAIL_API_KEY": "x"}, "demande aussi EMAIL_API_ID"),
        (
            {"EMAIL_PROVIDER": "brevo", "EMAIL_API_KEY": "x", "EMAIL_WEBHOOK_SECRET": "x"},
            "EMAIL_WEBHOOK_SECRET s’écrit",
        ),
    ],
)
def test_a_transport_that_means_nothing_is_told_in_words(variables, words):
    with pytest.raises(ImproperlyConfigured) as refused:
        from_environment(variables)

    assert words in str(refused.value)


@pytest.mark.parametrize(
    ("read", "variables", "words"),
    [
        (sharing.caches, {"REDIS_URL": "http://redis"}, "REDIS_URL doit commencer par"),
        (sharing.storages, {"MEDIA_BUCKET": "lettre"}, "MEDIA_BUCKET et PRIVATE_BUCKET vont ensemble"),
        (sharing.storages, {"MEDIA_BUCKET": "a", "PRIVATE_BUCKET": "a"}, "deux espaces différents"),
        (sharing.storages, {"MEDIA_BUCKET": "a", "PRIVATE_BUCKET": "b"}, "demande aussi S3_ACCESS_KEY"),
        (sharing.tasks, {"TASK_QUEUE": "redis"}, "TASK_QUEUE doit être"),
    ],
)
def test_what_machines_share_is_named_whole(read, variables, words):
    with pytest.raises(ImproperlyConfigured) as refused:
        read(variables)

    assert words in str(refused.value)


def test_production_starts_with_all_that_machines_share():
    shared = {
        "REDIS_URL": "redis://localhost",
        "MEDIA_BUCKET": "lettre",
        "PRIVATE_BUCKET": "lettre-prive",
        "S3_ENDPOINT": "https://s3.example",
        "S3_ACCESS_KEY": "x",
        "S3_SECRET_KEY": "y",
        "TASK_QUEUE": "database",
    }

    assert production(**COMPLETE, **shared).returncode == 0


def test_a_wrong_value_stops_the_start_with_its_words_and_no_trace():
    result = production(**COMPLETE, EMAIL_HOST="relais.example", EMAIL_PORT="cinq")

    assert result.returncode == 1
    assert result.stderr.strip() == "Réglages : EMAIL_PORT doit être un nombre entier de 1 à 65535, et non « cinq »."


def test_empty_variables_are_as_absent_ones():
    empty = dict.fromkeys([*from_environment({}), "EMAIL_PORT", "EMAIL_HOST", "EMAIL_PROVIDER"], "")

    assert from_environment(empty) == from_environment({})


@pytest.mark.parametrize(
    ("address", "prefix"), [("http://127.0.0.1:8000", ""), ("https://lettre.example.org", "__Host-")]
)
def test_browsers_take_the_cookies_of_a_served_site(address, prefix):
    told = "from pma_site.settings.serve import *; print(SESSION_COOKIE_NAME, CSRF_COOKIE_NAME, SESSION_COOKIE_SECURE)"
    environment = {"PATH": os.environ["PATH"], "BASE_URL": address}
    done = subprocess.run([sys.executable, "-c", told], cwd=ROOT, env=environment, capture_output=True, text=True)

    assert done.stdout.split() == [f"{prefix}sessionid", f"{prefix}csrftoken", str(bool(prefix))]


ASKED = """
import django
django.setup()
from django.test import Client
answer = Client(HTTP_HOST="lettre.example.org").get("/media/images/photo.jpg", secure=True)
print(answer.status_code, answer.headers["Content-Type"], answer.headers["Cache-Control"])
"""


def test_production_shows_what_is_uploaded(tmp_path):
    """No web server before the site needs to read its folders, and that of another machine could not."""
    (tmp_path / "media/images").mkdir(parents=True)
    (tmp_path / "media/images/photo.jpg").write_bytes(b"photo")
    environment = {**COMPLETE, "DJANGO_SETTINGS_MODULE": "pma_site.settings.production"}
    environment |= {"MEDIA_ROOT": str(tmp_path / "media"), "STATIC_ROOT": str(tmp_path), "DATABASE_URL": "sqlite://"}

    told = subprocess.run(
        [sys.executable, "-c", ASKED],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
        check=False,
    )

    assert told.stdout == "200 image/jpeg public, max-age=31536000, immutable\n", told.stderr
