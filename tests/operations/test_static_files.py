"""The files of pages: what was not collected is told before a page fails for it."""

import json

from django.core.management import call_command
from django.test import override_settings

from pma_site.operations import hardening, static_files
from pma_site.operations.findings import State

MANIFEST = "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"


def test_what_was_not_collected_is_missed(settings, tmp_path):
    storages = settings.STORAGES | {"staticfiles": {"BACKEND": MANIFEST}}
    with override_settings(STATIC_ROOT=tmp_path, STORAGES=storages):
        assert hardening.static_files().seen == "ils ne sont pas réunis"

        call_command("collectstatic", interactive=False, verbosity=0)
        assert static_files.missing() == []
        assert hardening.static_files().state == State.GOOD

        # As a new version finds what the former collected.
        manifest = tmp_path / "staticfiles.json"
        written = json.loads(manifest.read_text())
        del written["paths"]["css/site.css"]
        manifest.write_text(json.dumps(written))
    with override_settings(STATIC_ROOT=tmp_path, STORAGES=storages):
        found = hardening.static_files()
        assert (found.state, found.seen) == (State.BAD, "il en manque 1, dont css/site.css")
        assert "collectstatic" in found.advice
