"""Every address of the admin, asked for by an account of each role with objects of its own and of others.

`make admin-table` writes tests/admin_addresses.txt anew: a person reads what changed in it before it is
kept. One dataset, one browser for each role, pages that are not laid out: what counts is who gets which answer.
"""

import re
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

from django.core.files.base import ContentFile
from django.db import transaction
from django.template.base import Template
from django.test import Client
from django.urls import URLPattern, get_resolver

from pma_site.core.models import SiteDocument
from tests import builders
from tests.addresses import filled

TABLE = Path(__file__).with_suffix(".txt")
ROLES = {
    "sans rôle": (),
    "Rédaction": ("Rédaction",),
    "Direction": ("Direction de publication",),
    "Agenda": ("Agenda",),
    "Label": ("Label",),
    "Réseau": ("Réseau",),
    "Feuille": ("Feuille de route",),
    "Diffusion": ("Diffusion",),
    "Comités": ("Comités du label",),
}
ADMINISTRATOR = "administrateur"
COLUMNS = [*ROLES, ADMINISTRATOR]
# What the names of addresses begin with, and the objects that they are asked for with. The first is one that some role
# keeps as its own; the second is another branch's or a draft, which that role must not see.
OBJECTS = [
    (r"wagtailadmin_pages|wagtailadmin_explore|wagtailadmin_choose_page_child|others_change|suggested", "event draft"),
    (r"wagtailadmin_api.*pages|pages:", "event draft"),
    (r"wagtaildocs|documents:", "document"),
    (r"wagtailimages|images:", "image"),
    (r"wagtailusers_users|accounts_reset", "account chief"),
    (r"wagtailsites", "site"),
    (r"wagtailadmin_workflows:(edit_task|disable_task|enable_task)", "task"),
    (r"newsletter_(readiness|remake|printer|text|proofs|dispatch|rectify|send)", "draft"),
    (r"agenda_(slots|renewal|call_off)|event_chooser", "event"),
    (r"label_application|label_dossier|label_admissibility", "application"),
    (r"label_my_file", "hearing stranger"),
    (r"label_attachment", "piece"),
    (r"label_(instruction|prepare|table|committee_add)", "edition"),
    (r"label_committee", "committee"),
    (r"label_news_", "news"),
    (r"label_(news|certificate)", "laureate"),
    (r"network_campaign", "campaign"),
    (r"roadmap_closing", "roadmap"),
    (r"contributions_call|.*contributions_call:", "call"),
    (r"readers_(return|wish)|.*readers_office", "office"),
    (r".*snippets_agenda_venue", "venue"),
    (r".*snippets_agenda_eventseries", "series"),
    (r".*snippets_directory_organisation", "organisation"),
    (r".*snippets_directory_person", "person"),
    (r".*snippets_directory_mandate", "mandate"),
    (r".*snippets_home_accessibilityaudit", "audit"),
    (r".*snippets_newsletter_indicator", "indicator"),
    (r".*snippets_projects_labelcall", "labelcall"),
    (r".*snippets_search_synonym", "synonym"),
    (r".*snippets_territory_commune", "commune"),
    (r".*snippets_territory_epci", "epci"),
    (r".*snippets_contributions_callanswer", "answer"),
]
# Of an account without rights the door of the admin itself speaks, which has its own tests.
LEFT_OUT = ("account_", "mfa_", "accounts_unlock", "wagtailadmin_log", "wagtailadmin_error_test")


def patterns() -> list[tuple[str, list]]:
    """Return (name, patterns from the root on) of each address of the admin, in the order of the resolver."""
    return [
        (name, path)
        for name, path in _walk(get_resolver(), [], "")
        if str(path[0].pattern) == "admin/" and not name.startswith(LEFT_OUT)
    ]


def _walk(resolver, path, namespace):
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            yield f"{namespace}{pattern.name or str(pattern.pattern)}", [*path, pattern]
        else:
            inner = f"{pattern.namespace}:" if pattern.namespace else ""
            yield from _walk(pattern, [*path, pattern], namespace + inner)


def dataset() -> dict:
    """Build one object of each kind."""
    from wagtail.models import Site, Task

    built = {
        "event": builders.event(),
        "draft": builders.issue(live=False),
        "document": SiteDocument.objects.create(title="Note", file=ContentFile(b"%PDF-1.4", "note.pdf")),
        "image": builders.image(),
        "account": builders.account("Agenda"),
        "chief": builders.administrator(),
        "site": Site.objects.get(),
        "task": Task.objects.first(),
        "edition": builders.edition(),
        "laureate": builders.laureate(),
        "roadmap": builders.roadmap(),
        "campaign": builders.campaign(),
        "call": builders.call(),
        "office": builders.office("Lens"),
        "application": builders.admissible(),
        "stranger": builders.admissible(),
    }
    built["people"] = {
        **{name: builders.account(*groups) for name, groups in ROLES.items()},
        ADMINISTRATOR: builders.administrator(),
    }
    built["committee"] = builders.committee(members=[built["people"]["Comités"]], applications=[built["application"]])
    built["hearing"] = built["committee"].hearings.first()
    built["piece"] = builders.application_file(built["application"])
    built["news"] = builders.candidate_news(built["laureate"])
    for name in ("venue", "organisation", "person", "mandate", "indicator", "synonym", "commune", "epci"):
        built[name] = getattr(builders, name)()
    built["series"], built["audit"] = builders.event_series(), builders.accessibility_audit()
    built["labelcall"], built["answer"] = builders.label_call(), builders.answer_to(built["call"])
    return built


def rows(built) -> dict[str, str]:
    """Return the addresses to ask for, by the names of their rows: « name object »."""
    found = {}
    for name, path in patterns():
        for kind in _objects(name, path):
            record = built.get(kind)
            values = {key: record.pk for part in path for key in _variable(part)} if record else {}
            route = "".join(str(part.pattern) for part in path)
            address = "/" + "".join(filled(part.pattern, values) for part in path)
            found[f"{name} {kind}".strip() if route not in found else route] = address
    return found


def _variable(part):
    converters = getattr(part.pattern, "converters", {})
    return [name for name, kind in converters.items() if re.search(r"(^|_)(pk|id)$|quoted_pk", name)]


def _objects(name, path):
    if not any(_variable(part) for part in path):
        return [""]
    return next((kinds.split() for start, kinds in OBJECTS if re.match(start, name)), [""])


@contextmanager
def not_laid_out():
    """Templates say nothing: most of the time of a page of the admin goes into them."""
    with patch.object(Template, "render", lambda self, context: ""):
        yield


def answers(account, addresses: dict[str, str]) -> dict[str, str]:
    """Ask for each address as an account; return a letter for each row.

    o: it opens; r: refused; n: nothing there; d: leads elsewhere; b: not understood; in capitals, what posting nothing
    there does where it may not be read.
    """
    client = Client(raise_request_exception=False)
    client.force_login(account)
    found = {}
    with not_laid_out():
        for row, address in addresses.items():
            with transaction.atomic():
                letter = _letter(client.get(address), client)
                if letter == "m":
                    letter = _letter(client.post(address), client).upper()
                transaction.set_rollback(True)
            found[row] = letter
    return found


def _letter(response, client):
    client.cookies.pop("messages", None)
    status = response.status_code
    if status == 302:
        return "r" if response.url == "/admin/" or response.url.startswith("/admin/acces/") else "d"
    return {200: "o", 403: "r", 404: "n", 405: "m", 400: "b"}.get(status, str(status))


def written(letters: dict[str, dict[str, str]]) -> str:
    """Return the table: a row for each address, a column for each role."""
    names = list(letters[COLUMNS[0]])
    width = max(map(len, names))
    lines = [f"{'':{width}}  " + " ".join(COLUMNS)]
    for name in names:
        cells = " ".join(f"{letters[column][name]:{len(column)}}" for column in COLUMNS)
        lines.append(f"{name:{width}}  {cells}".rstrip())
    return "\n".join(lines) + "\n"


def kept() -> dict[str, dict[str, str]]:
    """Read the table: the letter of each row, by role."""
    head, *lines = TABLE.read_text(encoding="utf-8").splitlines()
    start = len(head) - len(head.lstrip())
    table = {column: {} for column in COLUMNS}
    for line in lines:
        place = start
        for column in COLUMNS:
            table[column][line[:start].strip()] = line[place : place + len(column)].strip()
            place += len(column) + 1
    return table
