"""What docs/securite.md names as holding a requirement exists, and each row says whether it is held."""

import re
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
TEXT = (ROOT / "docs/securite.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| (\d+\.\d+\.\d+) \| (.+?) \| (.+?) \| (.+?) \|$", TEXT, re.MULTILINE)
HELD = ("oui", "en partie", "non", "en option", "selon l’hôte")


def test_every_file_that_is_named_exists():
    named = set(re.findall(r"`((?:tests|pma_site|templates|\.ci)/[\w./-]+)`", TEXT))

    assert len(named) > 25
    assert [name for name in sorted(named) if not (ROOT / name).exists()] == []


def test_every_requirement_says_whether_it_is_held_and_by_what():
    assert len(ROWS) > 50
    assert [number for number, _, held, _ in ROWS if held not in HELD] == []
    assert [number for number, _, held, by in ROWS if held == "oui" and "`" not in by and "Django" not in by] == []
