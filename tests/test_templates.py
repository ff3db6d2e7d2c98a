"""Rules of the templates: none unused, each component with its contract, nothing inline."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.template import TemplateSyntaxError
from django.template.loader import get_template
from wagtail.models import Page

ROOT = Path(settings.BASE_DIR)
TEMPLATES = ROOT / "templates"
ALL = sorted(
    path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*") if path.suffix in (".html", ".mjml")
)
OUTPUTS = ("newsletter/flow/", "newsletter/web/", "newsletter/email/", "newsletter/print/")
PARTS = ("components/", "layout/", "core/blocks/", "newsletter/blocks/", *OUTPUTS)
PARTIAL = [name for name in ALL if name.startswith(PARTS) and Path(name).stem != "letter"]
PYTHON = "\n".join(
    path.read_text()
    for folder in ("pma_site", "agenda", "newsletter", "projects")
    for path in (ROOT / folder).rglob("*.py")
)
MARKUP = {name: (TEMPLATES / name).read_text() for name in ALL}
ERROR_PAGES = {"400.html", "403.html", "403_csrf.html", "404.html", "429.html", "500.html"}


def test_every_template_compiles():
    broken = {}
    for name in ALL:
        try:
            get_template(name)
        except TemplateSyntaxError as error:
            broken[name] = str(error)

    assert broken == {}


def test_no_template_is_unused():
    # Wagtail derives a page type's template from its name; the rest is named somewhere.
    used = {model.template for model in apps.get_models() if issubclass(model, Page) and hasattr(model, "template")}
    named = PYTHON + "\n".join(MARKUP.values())
    unused = [
        name
        for name in ALL
        if name not in used
        and name not in ERROR_PAGES
        and f'"{name}"' not in named
        # Overrides of the templates of Wagtail and of allauth, which names them itself.
        and not name.startswith(("wagtail", "modelcluster", "account/", "mfa/"))
    ]

    assert unused == []


def test_a_component_opens_with_its_contract():
    """First line: {# What it is. Variables: … #}."""
    assert [name for name in PARTIAL if not re.match(r"\{# .*Variables: .* #\}\n", MARKUP[name])] == []


def test_components_are_included_with_only_what_they_name():
    assert [
        f"{name}: {tag}"
        for name in ALL
        for tag in re.findall(r"\{% include [^%]*%\}", MARKUP[name])
        if not tag.endswith(" only %}")
    ] == []


def test_nothing_inline():
    inline = re.compile(r"""<script(?![^>]*\bsrc=)|<style|\s(style|on[a-z]+)=\"""")

    assert {name: found[0] for name in ALL if (found := inline.search(MARKUP[name]))} == {}


def test_no_block_stands_inside_a_condition():
    wrong = []
    for name in ALL:
        depth = 0
        for tag in re.findall(r"\{% (if|endif|block)\b", MARKUP[name]):
            depth += {"if": 1, "endif": -1}.get(tag, 0)
            if tag == "block" and depth:
                wrong.append(name)

    assert wrong == []


def test_every_page_of_the_door_has_a_title():
    pages = [name for name in ALL if '{% extends "accounts/entrance.html" %}' in MARKUP[name]]

    assert pages
    assert [name for name in pages if not re.search(r"\{% block titletag %\}[^{]+\{%", MARKUP[name])] == []


def _offered_blocks():
    """The blocks an editor can pick, over every stream of the site."""
    seen = set()
    for model in apps.get_models():
        for field in model._meta.get_fields():
            if hasattr(field, "stream_block") and model._meta.app_label in {"newsletter", "projects", "home"}:
                for child in field.stream_block.child_blocks.values():
                    if type(child) not in seen:
                        seen.add(type(child))
                        yield pytest.param(child, id=type(child).__name__)


@pytest.mark.parametrize("block", list(_offered_blocks()))
def test_every_block_an_editor_picks_has_a_name_an_icon_and_a_description(block):
    assert block.label
    assert block.meta.icon not in ("", "placeholder")
    assert getattr(block.meta, "description", "")
