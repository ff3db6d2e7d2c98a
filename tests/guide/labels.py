"""What the admin may show: every word of ours in templates, code and scripts, and Wagtail's own in French."""

import ast
import re
from functools import cache
from gettext import GNUTranslations
from pathlib import Path

import allauth
import django
import wagtail
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
OURS = ("pma_site", "agenda", "newsletter", "projects")
# Tags, expressions and attributes stand between the words that one sees.
BETWEEN = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}|<[^>]*>", re.DOTALL)
ATTRIBUTE = re.compile(r'(?:placeholder|aria-label|value|label|title)="([^"]+)"')


def plain(words):
    """The words of a label as everybody types them: one kind of space and of apostrophe, no star, no case."""
    words = words.replace("\u00a0", " ").replace("\u202f", " ").replace("’", "'")
    return " ".join(words.split()).rstrip(" *…:").lower()


@cache
def known():
    """Every label, by `plain`."""
    found = set()
    for folder in OURS:
        for file in (ROOT / folder).rglob("*.py"):
            if "migrations" not in file.parts:
                nodes = ast.walk(ast.parse(file.read_text(encoding="utf-8")))
                found |= {
                    plain(node.value) for node in nodes if isinstance(node, ast.Constant) and type(node.value) is str
                }
    for file in [*(ROOT / "templates").rglob("*.html"), *(ROOT / "static/js").rglob("*.js"), *ours_of_wagtail()]:
        text = file.read_text(encoding="utf-8")
        found |= {plain(words) for words in ATTRIBUTE.findall(text)}
        found |= {plain(words) for words in BETWEEN.split(text)}
    for package in (wagtail, django, allauth):
        for catalogue in Path(package.__file__).parent.rglob("locale/fr/LC_MESSAGES/*.mo"):
            found |= _translated(catalogue)
    for catalogue in (ROOT / "pma_site/locale").rglob("*.mo"):
        found |= _translated(catalogue)
    return found


def ours_of_wagtail():
    """The templates of ours that stand in for Wagtail's."""
    return (ROOT / "pma_site").rglob("templates/**/*.html")


def _translated(catalogue):
    with catalogue.open("rb") as file:
        return {plain(words) for words in GNUTranslations(file)._catalog.values()}
