"""The periods of retention, applied: each night, what was kept long enough is deleted, or loses whom it was about."""

import logging
import traceback
from collections.abc import Callable
from dataclasses import dataclass

from django.db import connection, models, transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from .locks import exclusive
from .processing import Rule
from .retention_rules import RULES
from .uploads import StoredMessages

logger = logging.getLogger(__name__)


class AlreadyRunningError(Exception):
    """Another process is applying the periods of retention."""


@dataclass(frozen=True)
class Outcome:
    """What one line of the table came to tonight: how many rows, or the reason why none."""

    rule: Rule
    count: int
    fault: str = ""


def due(rule: Rule) -> models.QuerySet | StoredMessages:
    """The rows of a line's model whose time has come."""
    if not rule.model:
        return rule.rows(rule.kept.before(timezone.now()))
    rows = rule.installed._base_manager.all()
    if rule.rows:
        rows = rule.rows(rule.installed._default_manager.all())
    if rule.since:
        now = timezone.now() if _is_moment(rule) else timezone.localdate()
        rows = rows.filter(**{f"{rule.since}__lte": rule.kept.before(now)})
    if rule.emptied and not rule.act:
        rows = rows.exclude(**rule.emptied)
    return rows


def empty_rows_of(model: str, keys: list) -> None:
    """Empty at once, whatever their age, the rows that outlive the people of `model` whose keys are given."""
    for rule in RULES:
        link = rule.installed._meta.get_field(rule.owner) if rule.emptied and rule.owner and rule.installed else None
        if link and link.related_model._meta.label == model:
            rule.installed._base_manager.filter(**{f"{rule.owner}__in": keys}).update(**rule.emptied)


def _is_moment(rule):
    """Whether a period runs from an instant, and not from a day."""
    model = rule.installed
    *way, last = rule.since.split("__")
    for name in way:
        model = model._meta.get_field(name).related_model
    return isinstance(model._meta.get_field(last), models.DateTimeField)


def apply(*, dry_run: bool = False, tell: Callable[[Outcome], None] = lambda outcome: None) -> list[Outcome]:
    """Do what each period of retention asks for today, each in a transaction of its own; `tell` hears of each.

    An error in one does not keep the others from being done. With `dry_run` nothing changes. Raises
    AlreadyRunningError, having done nothing, while another process does the same.
    """
    outcomes = []
    with exclusive("apply_retention") as held:
        if not held:
            raise AlreadyRunningError
        for rule in RULES:
            if rule.is_timed and (rule.installed or not rule.model):
                outcomes.append(_carry_out(rule, dry_run))
                tell(outcomes[-1])
    return outcomes


def _carry_out(rule, dry_run):
    try:
        with transaction.atomic():
            rows = due(rule)
            if dry_run:
                return Outcome(rule, rows.count())
            return Outcome(rule, _done(rule, rows))
    except Exception as error:
        if not connection.is_usable():
            # Not the fault of this line: the next night starts afresh.
            raise
        # Where it failed, and not what the error says: a database quotes the values that it refuses.
        trace = "".join(traceback.format_tb(error.__traceback__))
        logger.error("Durée de conservation non appliquée : %s, %s\n%s", rule.model, type(error).__name__, trace)
        return Outcome(rule, 0, f"erreur inattendue ({type(error).__name__})")


def _done(rule, rows):
    if rule.act:
        return import_string(rule.act)(rows)
    if rule.emptied:
        return rows.update(**rule.emptied)
    count = rows.count()
    rows.delete()
    return count
