"""The plan of the house, read from the imports."""

import ast
from functools import cache
from pathlib import Path

from django.apps import apps
from django.conf import settings

from tests.plan import ALLOWED, FLOORS, OURS, REFERENCES

ROOT = Path(settings.BASE_DIR)
# Lines of a module, migrations apart.
LONGEST = 300


def modules():
    for part in OURS:
        path = ROOT / part.replace(".", "/")
        files = [path.with_suffix(".py")] if path.with_suffix(".py").exists() else sorted(path.rglob("*.py"))
        for file in files:
            if "migrations" not in file.parts:
                yield part, file


@cache
def tree_of(file):
    return ast.parse(file.read_text())


def imports(file):
    """Yield the full names of the modules and objects that a file imports."""
    package = ".".join(file.relative_to(ROOT).with_suffix("").parts[:-1])
    for node in ast.walk(tree_of(file)):
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


# A rule is one test for all modules, which are read once: there are a thousand of them.
MODULES = list(modules())


def name_of(file):
    return str(file.relative_to(ROOT))


def test_every_part_is_read():
    assert {part for part, _ in MODULES} == set(OURS)


def test_imports_run_down():
    wrong = []
    for part, file in MODULES:
        foreign = {part_of(name) for name in imports(file)} - {None, part}
        wrong += [f"{name_of(file)} → {other}" for other in sorted(foreign - set(ALLOWED[part]))]

    assert wrong == []


def test_inside_a_part_imports_run_down_too():
    wrong = []
    for part, file in MODULES:
        here = floor_of(part, ".".join(file.relative_to(ROOT).with_suffix("").parts))
        for name in imports(file) if here is not None else []:
            below = floor_of(part, name) if part_of(name) == part else None
            if below is not None and below < here:
                wrong.append(f"{name_of(file)} → {name}")

    assert wrong == []


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


def test_modules_say_what_they_hold():
    assert [
        name_of(file)
        for _, file in MODULES
        if file.stem in {"utils", "helpers", "common", "services", "misc"}
        or len(file.read_text().splitlines()) > LONGEST
    ] == []


def test_no_module_of_the_tests_and_the_tools_is_longer():
    tools = [path for path in (ROOT / ".ci").iterdir() if path.name != "node"]
    files = [file for path in [ROOT / "tests", *tools] for file in path.rglob("*.py")]

    assert [str(file) for file in files if len(file.read_text().splitlines()) > LONGEST] == []


def test_the_base_page_stays_small():
    assert len((ROOT / "pma_site/core/models/pages.py").read_text().splitlines()) < 120


def test_public_classes_and_functions_are_explained():
    silent = [
        f"{name_of(file)}: {node.name}"
        for _, file in MODULES
        for node in tree_of(file).body
        if isinstance(node, ast.ClassDef | ast.FunctionDef)
        and not node.name.startswith("_")
        # A command explains itself by its `help`, which its user reads.
        and node.name != "Command"
        and not ast.get_docstring(node)
    ]

    assert silent == []


def test_no_star_imports():
    starred = [str(file) for _, file in MODULES for name in imports(file) if name.endswith(".*")]

    assert starred == []
