"""Rules of the templates: none unused, each component with its contract, nothing inline."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
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
ERROR_PAGES = {"403.html", "403_csrf.html", "404.html", "429.html", "500.html"}


@pytest.mark.parametrize("name", ALL)
def test_every_template_compiles(name):
    get_template(name)


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


@pytest.mark.parametrize("name", PARTIAL)
def test_a_component_opens_with_its_contract(name):
    assert re.match(r"\{# .*Variables: .* #\}\n", MARKUP[name]), "first line: {# What it is. Variables: … #}"


@pytest.mark.parametrize("name", ALL)
def test_components_are_included_with_only_what_they_name(name):
    for tag in re.findall(r"\{% include [^%]*%\}", MARKUP[name]):
        assert tag.endswith(" only %}"), tag


@pytest.mark.parametrize("name", ALL)
def test_nothing_inline(name):
    markup = MARKUP[name]

    assert not re.search(r"<script(?![^>]*\bsrc=)", markup)
    assert "<style" not in markup
    assert not re.search(r'\s(style|on[a-z]+)="', markup)


@pytest.mark.parametrize("name", ALL)
def test_no_block_stands_inside_a_condition(name):
    depth = 0
    for tag in re.findall(r"\{% (if|endif|block)\b", MARKUP[name]):
        depth += {"if": 1, "endif": -1}.get(tag, 0)
        assert tag != "block" or depth == 0


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
