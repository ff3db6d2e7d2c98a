"""Every link, picture, command and test that the documents name exists."""

import re
from pathlib import Path

import django_tasks_db
import pytest
from django.conf import settings
from django.core.management import find_commands, get_commands
from django.utils.text import slugify

ROOT = Path(settings.BASE_DIR)
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
LINK = re.compile(r"(?<!`)\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#{1,4} (.+)$", re.MULTILINE)
# Inside code only: « make that » is English.
CODE = re.compile(r"```.*?```|`[^`]+`", re.DOTALL)
MAKE = re.compile(r"\bmake ([a-z][a-z-]+)")
MANAGE = re.compile(r"\bmanage\.py ([a-z_]+)")
# Files and folders of the project, as they are written in code.
PLACE = re.compile(
    r"`((?:\.ci|agenda|deploy|docs|newsletter|pma_site|projects|static|templates|tests)/[\w./-]+?\.[a-z]+)`"
)
# The queue in the database is an app of production only.
COMMANDS = {*get_commands(), *find_commands(str(Path(django_tasks_db.__file__).parent / "management"))}
TARGETS = set(re.findall(r"^([a-z-]+):.*##", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))


@pytest.fixture(params=DOCUMENTS, ids=lambda file: str(file.relative_to(ROOT)))
def document(request):
    """A document, as its file and its text."""
    return request.param, request.param.read_text(encoding="utf-8")


def _anchors(file):
    text = file.read_text(encoding="utf-8")
    return {slugify(words.replace("’", "-").replace("'", "-")) for words in HEADING.findall(text)}


def test_what_a_document_leads_to_is_there(document):
    file, text = document
    lost = []
    for target in LINK.findall(text):
        place, _, anchor = target.partition("#")
        if "://" in target or target.startswith("mailto:"):
            continue
        aim = file.parent / place if place else file
        if not aim.exists() or (anchor and anchor not in _anchors(aim)):
            lost.append(target)

    assert lost == []


def test_a_command_that_a_document_names_is_one(document):
    _, text = document
    code = " ".join(CODE.findall(text))

    assert set(MAKE.findall(code)) - TARGETS == set()
    assert set(MANAGE.findall(code)) - COMMANDS == set()


def test_a_file_that_a_document_names_is_there(document):
    _, text = document

    assert [place for place in PLACE.findall(text) if not (ROOT / place).exists()] == []
