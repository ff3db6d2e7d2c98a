"""What docs/accessibilite.md says of the 106 criteria of the RGAA is complete, and the tests it names exist."""

import ast
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
TEXT = (ROOT / "docs/accessibilite.md").read_text(encoding="utf-8")
# How many criteria each theme of the RGAA 4.1.2 has, from « Images » to « Consultation ».
THEMES = [9, 2, 3, 13, 8, 2, 5, 10, 4, 14, 13, 11, 12]
TESTED = ("testé par machine", "assisté")
WAYS = (*TESTED, "à vérifier par une personne", "non applicable par conception")
# Number, requirement, way, how.
ROWS = re.findall(r"^\| (\d+\.\d+) \| (.+?) \| (.+?) \| (.+?) \|$", TEXT, re.MULTILINE)
NAMED = sorted(set(re.findall(r"`(tests/[\w/]+\.py::[\w:]+)`", TEXT)))


@cache
def _tests_of(path):
    """The tests of a file, as « test_name » or « TestClass::test_name »; none where there is no such file."""
    found, file = set(), ROOT / path
    for node in ast.parse(file.read_text(encoding="utf-8") if file.exists() else "").body:
        inside = node.body if isinstance(node, ast.ClassDef) else []
        named = [(f"{node.name}::", child) for child in inside] or [("", node)]
        found |= {f"{above}{child.name}" for above, child in named if isinstance(child, ast.FunctionDef)}
    return found


def test_the_table_has_each_of_the_106_criteria_once_and_in_order():
    expected = [f"{theme}.{number}" for theme, size in enumerate(THEMES, 1) for number in range(1, size + 1)]

    assert len(expected) == 106
    assert [number for number, *_ in ROWS] == expected


def test_each_criterion_says_how_it_is_held():
    assert [number for number, _, way, _ in ROWS if way not in WAYS] == []
    assert [number for number, _, way, how in ROWS if way in TESTED and "`tests/" not in how] == []


def test_the_summary_counts_what_the_table_says():
    counted = Counter(way for _, _, way, _ in ROWS)
    summary = dict(re.findall(r"^\| ([^|]+?) \| [^|]+ \| (\d+) \|$", TEXT, re.MULTILINE))

    assert {way: int(count) for way, count in summary.items()} == counted


@pytest.mark.parametrize("name", NAMED)
def test_a_test_that_is_named_exists(name):
    path, test = name.split("::", 1)

    assert test in _tests_of(path)
