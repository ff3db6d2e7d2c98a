"""Whoever else runs, whenever one is killed, each page goes online once."""

import os
import subprocess
import sys
from contextlib import nullcontext
from pathlib import Path
from threading import Barrier, Thread

import pytest
from django.conf import settings
from django.db import connection, transaction
from wagtail.models import Revision
from wagtail.signals import page_published

from pma_site.core import schedule
from tests.core.schedule.planning import A_MINUTE, NOW, planned, run, times_published


@pytest.mark.django_db(transaction=True)
class TestRunners:
    def start(self, page, when):
        """A runner in another process, stopped at `page`."""
        child = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("publishing_child.py"))]
            + [str(connection.settings_dict["NAME"]), page.title, when],
            cwd=settings.BASE_DIR,
            env={
                **os.environ,
                "DJANGO_SETTINGS_MODULE": "pma_site.settings.test",
                "PYTHONPATH": str(settings.BASE_DIR),
            },
            stdout=subprocess.PIPE,
            text=True,
        )
        for line in child.stdout:
            if line == "stopped\n":
                return child
        raise AssertionError("the child ended")

    @pytest.mark.parametrize(("when", "done"), [("inside", 1), ("after", 2)])
    def test_one_killed_in_the_middle_is_completed_by_the_next(self, when, done, client):
        pages = [planned(f"Page {number}", NOW - (9 - number) * A_MINUTE) for number in range(4)]
        child = self.start(pages[1], when)
        try:
            beside = run() if when == "inside" else None
        finally:
            child.kill()
            child.communicate()

        if beside:
            assert beside == ("Une autre exécution est en cours : rien n’a été fait.\n", False)
        assert sum(times_published(page) for page in pages) == done
        said, failed = run()

        assert not failed
        assert f"{4 - done} mise" in said
        assert [times_published(page) for page in pages] == [1] * 4
        assert [client.get(page.url).status_code for page in pages] == [200] * 4
        assert not Revision.objects.exclude(approved_go_live_at=None).exists()

    def test_even_without_the_lock_nothing_is_published_twice(self, monkeypatch):
        pages = [planned(f"Page {number}") for number in range(6)]
        monkeypatch.setattr(schedule, "exclusive", lambda name: nullcontext(True))
        together, reports = Barrier(2), []

        def work():
            together.wait(10)
            try:
                reports.append(schedule.publish_due())
            finally:
                connection.close()

        runners = [Thread(target=work) for _ in range(2)]
        for runner in runners:
            runner.start()
        for runner in runners:
            runner.join(60)

        assert len(reports) == 2
        assert sum(len(report.outcomes) for report in reports) == 6
        assert not any(report.failures for report in reports)
        assert [times_published(page) for page in pages] == [1] * 6

    def test_what_follows_may_fail_once_the_page_is_online(self, client):
        page = planned()

        def follow(**kwargs):
            transaction.on_commit(lambda: 1 / 0)

        page_published.connect(follow)
        try:
            said, failed = run()
        finally:
            page_published.disconnect(follow)

        assert failed
        assert "Fait, mais la suite a échoué" in said
        assert client.get(page.url).status_code == 200
        assert run() == ("Rien à mettre en ligne ni à retirer.\n", False)
