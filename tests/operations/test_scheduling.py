"""What happens by itself happens at its hour, on one machine, and again after a failure."""

import datetime
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command, get_commands
from django.utils import timezone

from pma_site.core import pulses
from pma_site.core.locks import exclusive
from pma_site.core.models import Pulse
from pma_site.operations import scheduling
from pma_site.operations.scheduling import Job

pytestmark = pytest.mark.django_db
PARIS = "2026-11-28T{}+01:00"


@pytest.fixture
def ran(monkeypatch):
    """The commands that ran, without running them."""
    commands = []

    def run(job):
        commands.append(job.command)
        pulses.beat(job.command)
        return job.command

    monkeypatch.setattr(scheduling, "run", run)
    return commands


def at(hour, ran):
    """What runs at an hour of one day."""
    ran.clear()
    with time_machine.travel(PARIS.format(hour), tick=False):
        scheduling.run_due()
    return list(ran)


def test_every_command_that_is_listed_exists():
    assert {job.command for job in scheduling.JOBS if job.command != "prune_db_task_results"} <= set(get_commands())


def test_each_command_runs_at_its_hour_and_once(ran):
    at("00:00", ran)

    assert at("00:03", ran) == []
    assert at("00:05", ran) == ["publish_due"]
    assert at("02:29", ran) == ["publish_due", "make_missing_pdfs"]
    assert at("02:31", ran) == ["backup"]
    assert at("02:32", ran) == []
    assert "backup" not in at("02:40", ran)
    # A machine that slept through the night does it all when it wakes.
    assert {"apply_retention", "rebuild_search", "remind_applicants"} <= set(at("23:00", ran))


def test_another_machine_that_runs_it_is_left_alone(ran, monkeypatch):
    class Held:
        def __enter__(self):
            return False

        def __exit__(self, *args):
            pass

    monkeypatch.setattr(scheduling, "exclusive", lambda name: Held())

    assert scheduling.run_due() == 0
    with exclusive("job-backup") as held:
        assert held


def test_what_failed_or_died_is_tried_again_in_half_an_hour():
    nightly, now = Job("backup", at=datetime.time(2, 30)), timezone.now()
    minutes = lambda number: now - datetime.timedelta(minutes=number)  # noqa: E731

    failed = Pulse(name="backup", began_at=minutes(20), ended_at=minutes(19))
    assert not nightly.is_due(failed, now) or failed.began_at < nightly._last_hour(now)
    assert nightly.is_due(Pulse(name="backup", began_at=minutes(40), ended_at=minutes(31)), now)
    assert nightly.is_due(Pulse(name="backup", began_at=minutes(31)), now)
    assert not nightly.is_due(Pulse(name="backup", began_at=minutes(1)), now)


def test_a_clock_that_jumps_stops_nothing():
    often, now = Job("publish_due", every=datetime.timedelta(minutes=5)), timezone.now()
    tomorrow = now + datetime.timedelta(days=1)

    assert often.is_due(Pulse(name="publish_due", began_at=tomorrow, ended_at=tomorrow, succeeded_at=tomorrow), now)


def test_how_a_command_ended_is_kept_without_anybody_s_address(monkeypatch):
    class Done:
        returncode, stdout, stderr = 1, "", "Trace\nÉchec pour agnes@mairie.example, hélas\n"

    monkeypatch.setattr(scheduling.subprocess, "run", lambda *args, **kwargs: Done)
    scheduling.run(Job("apply_retention", at=datetime.time(3)))

    pulse = Pulse.objects.get(name="apply_retention")
    assert pulse.has_failed
    assert pulse.said == "Échec pour …@… hélas"


def test_the_list_says_when(capsys):
    out = StringIO()
    call_command("scheduler", list=True, stdout=out)

    said = out.getvalue().replace("\xa0", " ")
    assert "backup : chaque jour à 2 h 30." in said
    assert "publish_due : toutes les 5 minutes." in said
