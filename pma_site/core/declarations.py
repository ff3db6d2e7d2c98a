"""What is declared of a model: the line of retention_rules that it follows, or that its texts name no one."""

from django.db import models

from .processing import Rule
from .retention_rules import RULES

# Tables whose texts name no one: the machinery, the places of the territory, names of records that have their own line.
WITHOUT_PEOPLE = (
    "auth",
    "contenttypes",
    "search.Synonym",
    "core.DismissedLink",
    "core.Pulse",
    "territory",
    "wagtailcore.Collection",
    "wagtailcore.CollectionViewRestriction",
    "wagtailcore.Locale",
    "wagtailcore.PageViewRestriction",
    "wagtailcore.ReferenceIndex",
    "wagtailcore.Site",
    "wagtailcore.Task",
    "wagtailcore.Workflow",
    "wagtailcore.WorkflowState",
)


def rule_of(model: type[models.Model]) -> Rule | None:
    """The line of the table that says what becomes of a model's rows; None where there is none."""
    label = model._meta.label
    first = [rule for rule in RULES if rule.fate]
    return next((rule for rule in first if label in (rule.model, *rule.others)), None) or next(
        (rule for rule in first if model._meta.app_label in rule.others), None
    )


def place_of(rule: Rule) -> int:
    """Where a line stands in the table: what belongs to the rows of another stands below it."""
    return RULES.index(rule)


def names_no_one(model: type[models.Model]) -> bool:
    """Whether the texts of a model are declared to speak of no one."""
    return model._meta.label in WITHOUT_PEOPLE or model._meta.app_label in WITHOUT_PEOPLE
