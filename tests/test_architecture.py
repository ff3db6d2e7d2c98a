"""The plan of the house, read from the imports: roof, rooms, ground; doors, handlers, use cases, models, parts."""

import ast
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
GROUND = [
    "pma_site.core",
    "pma_site.accounts",
    "pma_site.territory",
    "pma_site.directory",
    "pma_site.readers",
    "pma_site.contributions",
]
ROOMS = ["newsletter", "agenda", "projects"]
ROOF = ["pma_site.home", "pma_site.search", "pma_site.open_data", "pma_site.operations", "pma_site.page_cache"]
ROOF += ["pma_site.guide", "pma_site.urls"]
OURS = [*GROUND, *ROOMS, *ROOF]

# What each part may import beside itself.
ALLOWED = {
    "pma_site.core": [],
    "pma_site.accounts": ["pma_site.core"],
    "pma_site.territory": ["pma_site.core"],
    "pma_site.directory": ["pma_site.core", "pma_site.territory"],
    "pma_site.readers": ["pma_site.core", "pma_site.territory", "pma_site.directory"],
    "pma_site.contributions": ["pma_site.core", "pma_site.territory", "pma_site.directory", "pma_site.readers"],
    **dict.fromkeys(ROOMS, GROUND),
    **{part: [*GROUND, *ROOMS, *ROOF] for part in ROOF},
}

# Foreign keys run down this list only: they become dependencies between migrations.
REFERENCES = ["home", "newsletter", "agenda", "projects", "contributions", "readers", "directory", "territory", "core"]

# Inside a part, each floor imports itself and those below.
FLOORS = [
    {
        "urls",
        "proposal_urls",
        "network_urls",
        "wagtail_hooks",
        "network_hooks",
        "roadmap_hooks",
        "label_hooks",
        "apps",
        "management",
    },
    {"urls", "proposal_urls", "applying_urls", "wagtail_hooks", "apps", "management"},
    {
        "views",
        "call_views",
        "admin_views",
        "linking_views",
        "security_contact",
        "rich_text",
        "viewsets",
        "choosers",
        "feeds",
        "api",
        "templatetags",
    },
    {
        "subscriptions",
        "asking",
        "moving",
        "leaving",
        "deciding",
        "proposing",
        "answering",
        "tallying",
        "delivery",
        "publication",
        "composition",
        "readiness",
        "creation",
        "changing",
        "renewing",
        "weeks",
        "archiving",
        "schedule",
        "missing_pictures",
        "loading",
        "administrators",
        "registers",
        "demo",
        "proofreading",
        "importing",
        "exporting",
        "dispatching",
        "sending",
        "mailing",
        "audience",
        "ledger",
        "register",
        "namesakes",
        "returns",
        "alerting",
        "collecting",
        "messaging",
        "privacy",
        "knowledge",
        "access",
        "forgetting",
        "receivers",
        "retention",
        "media_privacy",
        "personal_data",
        "erasing",
        "wiping",
        "processing_register",
        "following",
        "results",
        "searching",
        "indexing",
        "describing",
        "outlining",
        "linking",
        "gathering",
        "confirming",
        "correcting",
        "joining",
        "noting",
        "board",
        "new_year",
        "closing",
        "comparing",
        "applying",
        "instructing",
        "releasing",
        "certificates",
        "telling_news",
    },
    {"notices", "messages"},
    {"outbox", "mail", "links", "mailbox", "sender_domain"},
    {"cartography", "representing", "register_facts", "place_figures", "page_news", "link_targets", "turning"},
    {"chapters"},
    {"models", "navigation", "mentions"},
    {"models", "navigation", "datasets", "describing"},
    {
        "blocks",
        "choices",
        "forms",
        "call_forms",
        "panels",
        "event_panels",
        "admin_forms",
        "generating",
        "warnings",
        "ical",
        "clean_text",
        "calendar_texts",
        "open_records",
        "rendering",
        "letter",
        "gauge",
        "concordance",
        "checks",
        "elements",
        "pdf_pages",
        "wording",
        "fields",
        "french",
        "logs",
        "rows",
        "pdf",
        "pdf_process",
        "pdf_reading",
        "locks",
        "headers",
        "middleware",
        "typography",
        "map",
        "charts",
        "passages",
        "drafts",
        "refusals",
        "limits",
        "mail_addresses",
        "converters",
        "spreadsheets",
        "columns",
        "cell_values",
        "qr_codes",
        "periods",
        "catalogue",
        "entries",
        "postal",
        "delivery_status",
        "incoming",
        "import_forms",
        "fetching",
        "dns_lookup",
        "spf",
        "traces",
        "uploads",
        "processing",
        "retention_rules",
        "reader_rules",
        "letter_rules",
        "account_rules",
        "contribution_rules",
        "pictures",
        "private_files",
        "proposal_forms",
        "declarations",
        "signals",
        "shelf_life",
        "turns",
        "page_indexes",
        "ranking",
        "queries",
        "typos",
        "excerpts",
        "outlines",
        "facts",
        "news",
        "link_names",
        "facets",
        "gatherings",
        "declaring",
        "writing",
        "validators",
        "dcat",
        "licence",
        "attachments",
        "media_forms",
        "antivirus",
        "label_calendar",
        "label_panels",
        "communes",
    },
]


def modules():
    for part in OURS:
        path = ROOT / part.replace(".", "/")
        files = [path.with_suffix(".py")] if path.with_suffix(".py").exists() else sorted(path.rglob("*.py"))
        for file in files:
            if "migrations" not in file.parts:
                yield part, file


def imports(file):
    """Yield the full names of the modules and objects that a file imports."""
    package = ".".join(file.relative_to(ROOT).with_suffix("").parts[:-1])
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                parents = package.split(".")[: len(package.split(".")) - node.level + 1]
                base = ".".join([*parents, *([node.module] if node.module else [])])
            yield from (f"{base}.{alias.name}" for alias in node.names)


def part_of(name):
    return next((part for part in OURS if name == part or name.startswith(f"{part}.")), None)


def floor_of(part, dotted):
    rest = dotted.removeprefix(part).strip(".").split(".")
    return next((number for number, floor in enumerate(FLOORS) if rest[0] in floor), None)


MODULES = [pytest.param(part, file, id=str(file.relative_to(ROOT))) for part, file in modules()]


@pytest.mark.parametrize(("part", "file"), MODULES)
def test_imports_run_down(part, file):
    foreign = {part_of(name) for name in imports(file)} - {None, part}

    assert foreign <= set(ALLOWED[part])


@pytest.mark.parametrize(("part", "file"), MODULES)
def test_inside_a_part_imports_run_down_too(part, file):
    here = floor_of(part, ".".join(file.relative_to(ROOT).with_suffix("").parts))
    below = {floor_of(part, name) for name in imports(file) if part_of(name) == part} - {None}

    assert here is None or all(floor >= here for floor in below)


def test_references_between_models_run_down():
    wrong = []
    for model in apps.get_models():
        for field in model._meta.get_fields():
            target = field.related_model if field.is_relation and field.concrete else None
            if target is None or isinstance(target, str):
                continue
            source, aim = model._meta.app_label, target._meta.app_label
            if source in REFERENCES and aim in REFERENCES and REFERENCES.index(source) > REFERENCES.index(aim):
                wrong.append(f"{model.__name__}.{field.name} → {aim}")

    assert wrong == []


@pytest.mark.parametrize(("part", "file"), MODULES)
def test_modules_say_what_they_hold(part, file):
    assert file.stem not in {"utils", "helpers", "common", "services", "misc"}
    assert len(file.read_text().splitlines()) <= 300


def test_the_base_page_stays_small():
    assert len((ROOT / "pma_site/core/models/pages.py").read_text().splitlines()) < 120


@pytest.mark.parametrize(("part", "file"), MODULES)
def test_public_classes_and_functions_are_explained(part, file):
    tree = ast.parse(file.read_text())
    silent = [
        node.name
        for node in tree.body
        if isinstance(node, ast.ClassDef | ast.FunctionDef)
        and not node.name.startswith("_")
        # A command explains itself by its `help`, which its user reads.
        and node.name != "Command"
        and not ast.get_docstring(node)
    ]

    assert silent == []


def test_no_star_imports():
    starred = [str(file) for _, file in modules() for name in imports(file) if name.endswith(".*")]

    assert starred == []
