"""The right of a person to know what is kept of them (GDPR, article 15), and to take it away (20): a file of it."""

import re
from datetime import date, datetime

from django.contrib.auth import get_user_model
from django.utils import timezone

from pma_site.core.mail_addresses import canonical
from pma_site.core.personal_data import name_of
from pma_site.core.processing import Processing
from pma_site.core.retention_rules import RULES

from .knowledge import Table, known_of, note
from .models import Recipient

# What a row says of the machinery, and of no one to whom it would mean something.
_MACHINERY = re.compile(r"(?:^|_)(?:id|pk|code|claim|lease_until|password|fingerprint|hash|sha256|ptr)$")
RIGHTS = (
    "Rectification, effacement, opposition et limitation (RGPD, articles 16 à 21) ; réclamation auprès de la CNIL"
    " (cnil.fr)."
)


def export_person(
    address: str, *, name: str = "", for_team: bool = True, seconds: float | None = None, user=None
) -> dict:
    """Return all that the site knows of an address, ready for JSON: each table with its purpose and its period.

    What is written for the person themselves (not `for_team`) does not say in which drafts they are cited. Raises
    Refused for what is no address.
    """
    knowledge = known_of(address, name=name, seconds=seconds)
    elsewhere = [known_of(other, seconds=seconds) for other in knowledge.others]
    tables = [table for known in (knowledge, *elsewhere) for table in known.tables]
    export = {
        "adresse": canonical(address),
        "autres adresses": knowledge.others,
        "établi le": timezone.localtime().isoformat(timespec="seconds"),
        "données": _exported(tables),
        "messages écrits dans des fichiers": knowledge.found.messages,
        "vos droits": RIGHTS,
    }
    if for_team:
        export["textes où l’adresse se lit"] = [_said(place) for place in knowledge.mentions]
        export["textes où le nom se lit"] = [_said(place) for place in knowledge.named]
        export["fichiers"] = [file.name for file in knowledge.found.files if not (file.unread or file.is_private)]
        export["fichiers non lus"] = [f"{file.name} ({file.unread})" for file in knowledge.unread]
    note("export", address, user)
    return export


def download(recipient: Recipient) -> dict:
    """Return what every table holds of a reader by their address and its former ones, ready for JSON.

    It is what the holder of a link takes away (GDPR, articles 15 and 20): nothing is searched for in texts and files.
    """
    same = [each.pk for each in recipient.same_person]
    tables = []
    for rule in (rule for rule in RULES if rule.fate and rule.installed):
        if rule.installed is Recipient or rule.owner == "recipient":
            key = "pk__in" if rule.installed is Recipient else "recipient__in"
            rows = rule.installed._base_manager.filter(**{key: same})
            tables.append(Table(rule, name_of(rows.model), rows, rows.count()))
    return {
        "adresse": recipient.email,
        "établi le": timezone.localtime().isoformat(timespec="seconds"),
        "données": _exported([table for table in tables if table.count]),
        "vos droits": RIGHTS,
    }


def _exported(tables):
    by_processing: dict[Processing, list[Table]] = {}
    for table in tables:
        by_processing.setdefault(table.rule.processing, []).append(table)
    return [_processed(processing, tables) for processing, tables in by_processing.items()]


def _processed(processing, tables):
    return {
        "traitement": processing.name,
        "finalité": processing.purpose,
        "base légale": processing.basis,
        "origine": processing.source,
        "qui le lit": processing.readers,
        "tables": [
            {
                "table": table.name,
                "contenu": table.rule.holds,
                "conservation": table.rule.duration,
                "lignes": [_row(row) for row in table.rows],
            }
            for table in tables
        ],
    }


def _said(place):
    return {"où": place.what, "lien": place.address}


def _row(row):
    """A row as its person reads it: no machinery, and no name of who worked on it."""
    team = get_user_model()
    return {
        str(column.verbose_name): _value(row, column)
        for column in row._meta.concrete_fields
        if not _MACHINERY.search(column.name) and (column.related_model is not team or isinstance(row, team))
    }


def _value(row, column):
    if column.is_relation:
        target = getattr(row, column.name)
        return None if target is None else str(target)
    if column.choices:
        return getattr(row, f"get_{column.name}_display")()
    value = getattr(row, column.name)
    if isinstance(value, datetime):
        return timezone.localtime(value).isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    return value if value is None or isinstance(value, bool | int | float | str | list | dict) else str(value)
