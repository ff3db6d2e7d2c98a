"""How the site is: for machines at /sante/, for the team in the admin, for who installs it on the command line."""

import datetime
import json
import shutil
from io import StringIO

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection
from django.test import override_settings
from django.utils import timezone

from pma_site.core import pulses
from pma_site.core.choices import OutgoingState, ScheduledAction
from pma_site.core.models import PublicationFailure, Pulse
from pma_site.operations import hardening, vitals
from pma_site.readers.models import Notice
from tests import builders
from tests.reading import text

pytestmark = pytest.mark.django_db
STATUS = "/admin/etat-du-site/"


def alive():
    for name in (pulses.SCHEDULER, pulses.WORKER, pulses.BACKUP, "publish_due"):
        pulses.beat(name)


def checked(**options):
    out, fault = StringIO(), ""
    try:
        call_command("check_production", stdout=out, no_color=True, **options)
    except CommandError as error:
        fault = str(error)
    return out.getvalue().replace("\xa0", " "), fault.replace("\xa0", " ")


class TestForMachines:
    """/sante/"""

    def test_a_site_that_serves_is_well_and_says_nothing_else(self, client, django_assert_max_num_queries):
        alive()
        with django_assert_max_num_queries(3):
            answer = client.get("/sante/?tout=1")

        assert answer.status_code == 200
        assert answer.json()["checks"] == dict.fromkeys(
            ["database", "cache", "disk", "scheduler", "workers", "backup"], "ok"
        )
        assert "no-store" in answer["Cache-Control"]
        assert not answer.cookies

    def test_without_a_scheduler_the_site_serves_but_who_watches_is_told(self, client):
        assert client.get("/sante/").status_code == 200
        strict = client.get("/sante/?tout=1")

        assert strict.status_code == 503
        assert strict.json()["checks"]["scheduler"] == "error"

    def test_without_a_database_the_machine_is_left_alone(self, client, monkeypatch):
        def gone():
            raise OperationalError("connection to server at 10.0.0.5 failed: password")

        monkeypatch.setattr(connection, "cursor", gone)
        answer = client.get("/sante/")

        assert (answer.status_code, answer.json()["checks"]["database"]) == (503, "error")
        assert "10.0.0.5" not in answer.content.decode()

    def test_a_full_disk_is_told(self, client, monkeypatch):
        monkeypatch.setattr(shutil, "disk_usage", lambda path: shutil._ntuple_diskusage(10**12, 10**12, 10**6))

        assert client.get("/sante/").json()["checks"]["disk"] == "error"
        assert client.get("/sante/").status_code == 503

    def test_a_clock_that_went_back_is_told(self, client):
        alive()
        Pulse.objects.update(began_at=timezone.now() + datetime.timedelta(days=1))

        assert json.loads(client.get("/sante/").content)["checks"]["scheduler"] == "error"

    @pytest.mark.parametrize("method", ["post", "put", "delete"])
    def test_nothing_is_changed_there(self, client, method):
        assert getattr(client, method)("/sante/").status_code == 405


class TestForTheTeam:
    """« État du site »"""

    def test_what_is_wrong_stands_first_with_what_to_do(self, client):
        alive()
        reader = builders.recipient()
        long_ago = timezone.now() - datetime.timedelta(hours=3)
        Notice.objects.create(recipient=reader, kind="confirm", mailbox_hash="a", due_at=long_ago)
        Notice.objects.create(
            recipient=reader, kind="confirm", mailbox_hash="", state=OutgoingState.UNKNOWN, settled_at=timezone.now()
        )
        pulses.end("apply_retention", good=False, said="disque plein")
        page = builders.event()
        PublicationFailure.objects.create(
            action=ScheduledAction.PUBLISH,
            content_type=ContentType.objects.get_for_model(page),
            object_id=str(page.pk),
            title="Rencontre",
            planned_at=timezone.now(),
            reason="Sans lieu.",
        )
        client.force_login(builders.administrator())
        shown = text(client.get(STATUS)).replace("\xa0", " ")

        assert "Quelque chose est à réparer." in shown
        assert "1 échec" in shown
        assert "1 en attente, le plus ancien depuis le" in shown
        assert "1 incertain et 0 refusé en trente jours" in shown
        assert "apply_retention : disque plein" in shown
        assert shown.index("Publication prévue") < shown.index("Messages à envoyer") < shown.index("Base de données")

    def test_a_site_that_is_well_says_so(self, client):
        alive()
        client.force_login(builders.administrator())
        shown = text(client.get(STATUS)).replace("\xa0", " ")

        assert "à réparer" not in shown
        assert "messages restent sur cette machine" in shown

    @pytest.mark.parametrize(("role", "status"), [("Direction de publication", 200), ("Rédaction", 302)])
    def test_who_answers_for_the_site_sees_it(self, client, role, status):
        client.force_login(builders.account(role))

        assert client.get(STATUS).status_code == status


class TestBeforeOpening:
    """manage.py check_production"""

    def test_each_thing_is_in_order_or_has_a_sentence(self):
        shown, fault = checked()

        assert "à réparer" in fault
        lines = shown.splitlines()
        bad = [number for number, line in enumerate(lines) if line.startswith(("✗", "!"))]
        assert bad
        assert [lines[number] for number in bad if not lines[number + 1].startswith("    → ")] == []
        for name in ("Base de données", "Durabilité", "Cache", "Messagerie", "Disque", "Horloge", "Planificateur"):
            assert f" {name} : " in shown

    def test_a_database_that_forgets_in_a_power_cut_is_told(self):
        # That of the tests may be lost at any moment.
        shown, _ = checked()

        assert "✗ Durabilité" in shown

    def test_a_database_that_does_not_know_the_french_alphabet_is_told(self):
        knows = connection.vendor == "postgresql" and connection.pg_version >= 150000

        shown, _ = checked()

        assert ("✓ Ordre alphabétique" if knows else "! Ordre alphabétique") in shown

    @pytest.mark.parametrize(
        ("changed", "words"),
        [
            ({"ALLOWED_HOSTS": ["*"], "WAGTAILADMIN_BASE_URL": "https://lettre.example.org"}, "sans « * »"),
            ({"WAGTAILADMIN_BASE_URL": "http://lettre.example.org"}, "Écrivez BASE_URL"),
            ({"SECRET_KEY": "court"}, "Tirez SECRET_KEY au hasard"),
            ({"REFUSAL_JOURNAL": "{}/a/b", "BACKUP_ROOT": "{}/a"}, "REFUSAL_JOURNAL hors de BACKUP_ROOT"),
            ({"PRIVATE_ROOT": "{}/p/q", "MEDIA_ROOT": "{}/p"}, "PRIVATE_ROOT hors de MEDIA_ROOT"),
            ({"PROXIES": 0}, "mettez PROXIES=1"),
            ({"MAIL_TRANSPORT": "django.core.mail.backends.smtp.EmailBackend", "EMAIL_PORT": 1}, "pare-feu"),
        ],
    )
    def test_a_wrong_setting_is_told(self, tmp_path, changed, words):
        placed = {name: value.format(tmp_path) if isinstance(value, str) else value for name, value in changed.items()}
        with override_settings(**placed):
            assert words in checked()[0]

    def test_a_database_without_tables_is_told_what_to_do(self, monkeypatch):
        monkeypatch.setattr(hardening.preparation, "pending_migrations", lambda: 246)
        # As PostgreSQL answers there: « relation "core_pulse" does not exist ».
        monkeypatch.setattr(vitals, "of_pulses", lambda: pytest.fail("no table was there to be asked"))

        assert "→ Lancez « manage.py migrate_once »" in checked()[0]

    def test_nobody_who_would_hear_of_errors_is_told(self, settings):
        settings.ERROR_EMAILS = []

        assert "! Alertes : personne" in checked()[0]

    def test_nothing_is_left_behind(self, settings):
        checked()

        assert not (settings.PRIVATE_ROOT / "verification.txt").exists()
