"""What is given to a host works as it is written: images, services, and the page that says how to run the site."""

import os
import re
import shlex
import subprocess
import sys
from configparser import ConfigParser
from pathlib import Path

import pytest
import yaml
from django.conf import settings
from django.core.management import get_commands, load_command_class

ROOT = Path(settings.BASE_DIR)
README = (ROOT / "README.md").read_text()
WRITTEN = ("README.md", "docs/exploitation.md", "Dockerfile", "compose.yaml")
PAGES = {name: (ROOT / name).read_text() for name in WRITTEN}
GUIDE = PAGES["docs/exploitation.md"]
NAMED = sorted(set(re.findall(r"(?<![\w/])(?:deploy|docs)/[\w./*-]+\w", GUIDE)))
UNITS = sorted((ROOT / "deploy/systemd").glob("*.service"))
# Of an app that is installed with TASK_QUEUE=database only.
OPTIONAL = {"db_worker"}


# As it is typed: at the beginning of a line or of a word of code, by its place, or by Django's own name.
TYPED = re.compile(r"(?:manage\.py|(?<=sbin/)lettre|^lettre|(?<=`)lettre) ([a-z_]+)\b([^\n]*)", re.MULTILINE)


def commands_in(text):
    """Each « manage.py command » of a text, or « lettre command » (deploy/lettre), with the options that follow it."""
    return {
        (found[1], tuple(re.findall(r"--[a-z][a-z-]+", found[2].partition("#")[0].partition("`")[0])))
        for found in TYPED.finditer(text)
    }


EVERY = sorted({command for text in PAGES.values() for command in commands_in(text)})


@pytest.mark.parametrize(("name", "options"), EVERY, ids=[" ".join([name, *options]) for name, options in EVERY])
def test_a_command_that_is_written_exists_with_its_options(name, options):
    if name in OPTIONAL:
        return
    app = get_commands()[name]
    parser = (load_command_class(app, name) if isinstance(app, str) else app).create_parser("manage.py", name)
    known = {option for action in parser._actions for option in action.option_strings}

    assert set(options) <= known


def test_a_target_of_make_that_is_written_exists():
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = set(re.findall(r"(?:^|`)make ([a-z-]+)", GUIDE, re.MULTILINE))

    assert named - targets == set()


@pytest.mark.parametrize("path", NAMED)
def test_a_file_that_is_written_of_exists(path):
    assert list(ROOT.glob(path))


@pytest.mark.parametrize("name", ["docs/exploitation.md", "compose.yaml", "deploy/environnement.example"])
def test_a_variable_that_is_set_is_one_of_the_site(name):
    own = {"POSTGRES_USER", "POSTGRES_DB", "POSTGRES_PASSWORD", "POSTGRES_INITDB_ARGS"}
    own |= {"JSON", "DJANGO_SETTINGS_MODULE"}
    named = set(re.findall(r"\b[A-Z]{3,}_[A-Z_]+[A-Z]\b", (ROOT / name).read_text())) - own

    assert {variable for variable in named if f"`{variable}`" not in README and f"`{variable}," not in README} == set()


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.stem)
def test_a_service_starts_what_exists_and_no_more_than_it_needs(unit):
    read = ConfigParser(interpolation=None, strict=False)
    read.optionxform = str
    read.read_string(unit.read_text())
    service = read["Service"]

    words = shlex.split(service["ExecStart"])
    assert words[0] == "/srv/lettre/.venv/bin/python"
    assert words[1] == "-m" or words[2] in {*get_commands(), *OPTIONAL}
    assert service["Restart"] == "always"
    assert (service["ProtectSystem"], service["NoNewPrivileges"]) == ("strict", "true")
    assert service["User"] == "lettre"


def test_the_command_of_the_host_reads_the_variables_as_systemd_does(tmp_path):
    """deploy/lettre gives manage.py what an EnvironmentFile says, and no shell comes near it (systemd.exec(5))."""
    (tmp_path / "variables").write_text(
        "# A=never\n\nPLAIN=a b $HOME `id` = %2F\nQUOTED=\"it is; here\"\nEMPTY=\nLAST='no end of line'"
    )
    python = tmp_path / ".venv/bin/python"
    python.parent.mkdir(parents=True)
    python.write_text('#!/bin/sh\nprintf "%s|" "$PLAIN" "$QUOTED" "${EMPTY-unset}" "$LAST" "$@"\n')
    python.chmod(0o755)
    runuser = tmp_path / "runuser"
    runuser.write_text('#!/bin/sh\n[ "$1 $2 $3" = "-u lettre --" ] && shift 3 && exec "$@"\n')
    identity = tmp_path / "id"
    identity.write_text("#!/bin/sh\necho 0\n")
    for program in (runuser, identity):
        program.chmod(0o755)
    script = (ROOT / "deploy/lettre").read_text()
    for place, here in {
        "=/srv/lettre": f"={tmp_path}",
        "=/etc/lettre/environnement": f"={tmp_path}/variables",
        "PATH=": f"PATH={tmp_path}:",
    }.items():
        assert place in script
        script = script.replace(place, here)

    done = subprocess.run(
        ["/bin/sh", "-c", script, "lettre", "backup", "--output", "a b"],
        env={"PATH": f"{tmp_path}:{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.stdout, done.stderr) == (
        "a b $HOME `id` = %2F|it is; here||no end of line|manage.py|backup|--output|a b|",
        "",
    )


def test_the_services_of_compose_hang_together():
    told = yaml.safe_load(PAGES["compose.yaml"])
    services = told["services"]

    assert {"web", "worker", "scheduler", "migration", "database", "cache"} == set(services)
    for service in services.values():
        assert set(service.get("depends_on", {})) <= set(services)
        assert {volume.partition(":")[0] for volume in service.get("volumes", [])} <= set(told["volumes"])
        # Nothing is open to the network but through the front server.
        assert all(port.startswith("127.0.0.1:") for port in service.get("ports", []))


def test_the_image_has_nothing_to_reproach():
    environ = os.environ | {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    done = subprocess.run(
        ["hadolint", "Dockerfile"], cwd=ROOT, capture_output=True, text=True, check=False, env=environ
    )

    assert done.stdout + done.stderr == ""
