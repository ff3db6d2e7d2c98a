"""What is planned is done at its hour: pages and records go online, and leave.

Each in a transaction of its own, which takes everything back if it fails: the plan stays, and is tried again by the
next run. Wagtail's own command stops at the first error, and loses the plan of what failed.
"""

import logging
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.core.mail import EmailMessage
from django.db import connection, transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils import timezone
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import DraftStateMixin, Page, Revision

from . import mail
from .choices import ScheduledAction
from .locks import exclusive
from .models import PublicationFailure
from .typography import french_text

logger = logging.getLogger(__name__)

# Who is told of failures.
ALERTED_GROUP = "Direction de publication"
# The same failure, unchanged, is told again after this time only.
SILENCE = timedelta(days=1)
_NUMBERS = re.compile(r"\d+")


class AlreadyRunningError(Exception):
    """Another process is publishing what is due."""


@dataclass(frozen=True)
class Due:
    """Something whose hour has come: what, of which model, planned for when. `key` is of a revision to publish, or of
    the record to withdraw, whose key is `object_id` in both cases."""

    action: ScheduledAction
    key: int
    title: str
    at: datetime
    content_type: ContentType
    object_id: str

    @property
    def kind(self):
        """The name of its model: « événement »."""
        return self.content_type.name


@dataclass
class Outcome:
    """What became of it. With a reason but done, what had to follow failed: it is online, or withdrawn."""

    due: Due
    done: bool
    reason: str = ""


@dataclass
class Report:
    """A whole run: what became of each, who was told of the failures, why nobody could be."""

    outcomes: list[Outcome] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    alert_fault: str = ""

    def count(self, action):
        """How many were done."""
        return sum(outcome.done and outcome.due.action == action for outcome in self.outcomes)

    @property
    def failures(self):
        return [outcome for outcome in self.outcomes if outcome.reason]


def what_is_due() -> Iterator[Due]:
    """Yield what has to be done now, in the order in which it was planned: first what goes online, then what leaves.

    In this order what was late for both is not left online until the next run.
    """
    yield from _to_publish()
    yield from _to_withdraw()


def publish_due(tell: Callable[[Outcome], None] = lambda outcome: None) -> Report:
    """Do everything that is due, go on after a failure, alert the team; `tell` hears of each as it is done.

    Raises AlreadyRunningError, having done nothing, while another process does the same on any machine.
    """
    report = Report()
    with exclusive("publish_due") as held:
        if not held:
            raise AlreadyRunningError
        for due in what_is_due():
            outcome = _carry_out(due)
            if outcome:
                report.outcomes.append(outcome)
                tell(outcome)
        _remember(report.failures)
        _alert(report)
    return report


def _to_publish():
    due = Revision.objects.filter(approved_go_live_at__lte=timezone.now()).defer("content")
    for revision in list(due.select_related("content_type").order_by("approved_go_live_at", "pk")):
        yield Due(
            ScheduledAction.PUBLISH,
            revision.pk,
            revision.object_str,
            revision.approved_go_live_at,
            revision.content_type,
            revision.object_id,
        )


def _to_withdraw():
    drafting = [model for model in apps.get_models() if issubclass(model, DraftStateMixin)]
    for model in [Page, *(model for model in drafting if not issubclass(model, Page))]:
        expired = model._default_manager.filter(live=True, expire_at__lte=timezone.now()).order_by("expire_at", "pk")
        for record in list(expired):
            content_type = ContentType.objects.get_for_id(record.content_type_id) if model is Page else _type_of(model)
            yield Due(ScheduledAction.WITHDRAW, record.pk, str(record), record.expire_at, content_type, str(record.pk))


def _type_of(model):
    return ContentType.objects.get_for_model(model)


def _carry_out(due):
    """Do what is due and return the outcome; None where it was done, or given up, by someone else meanwhile."""
    try:
        with transaction.atomic():
            done = _publish(due) if due.action == ScheduledAction.PUBLISH else _withdraw(due)
    except Exception as error:
        if not connection.is_usable():
            # Not the fault of this page: the next run starts afresh.
            raise
        # What the team can mend needs no trace of the code.
        trace = not isinstance(error, ValidationError)
        logger.error("Échec : %s de « %s » : %s", due.action.label, due.title, error, exc_info=trace)
        return Outcome(due, done=not _still_due(due).exists(), reason=_in_words(error, due))
    return Outcome(due, done=True) if done else None


def _still_due(due):
    if due.action == ScheduledAction.PUBLISH:
        return Revision.objects.filter(pk=due.key, approved_go_live_at__lte=timezone.now())
    model = due.content_type.model_class()
    manager = Page.objects if issubclass(model, Page) else model._default_manager
    return manager.filter(pk=due.key, live=True, expire_at__lte=timezone.now())


def _publish(due):
    revision = _still_due(due).select_for_update().first()
    if revision:
        revision.publish(log_action="wagtail.publish.scheduled")
    return bool(revision)


def _withdraw(due):
    found = _still_due(due).select_for_update(of=("self",)).first()
    if not found:
        return False
    record = found.specific if isinstance(found, Page) else found
    # To withdraw makes Wagtail forget that the record is to come back later.
    plans = list(record.revisions.filter(approved_go_live_at__gt=timezone.now()).only("approved_go_live_at"))
    record.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
    Revision.objects.bulk_update(plans, ["approved_go_live_at"])
    return True


def _in_words(error, due):
    """The reason of a failure as a sentence for the team."""
    if not isinstance(error, ValidationError):
        return f"erreur inattendue ({type(error).__name__}) : {error}"[:1000]
    if not hasattr(error, "error_dict"):
        return " ".join(error.messages)
    return " ".join(f"{_label(due, name)}{' '.join(said)}" for name, said in error.message_dict.items())


def _label(due, name):
    try:
        return f"{due.content_type.model_class()._meta.get_field(name).verbose_name} : "
    except FieldDoesNotExist:
        return ""


def _remember(failures):
    """Keep what failed this time, and it alone."""
    kept = []
    for outcome in failures:
        due = outcome.due
        failure, created = PublicationFailure.objects.get_or_create(
            action=due.action,
            content_type=due.content_type,
            object_id=due.object_id,
            defaults={"title": due.title[:255], "planned_at": due.at, "reason": outcome.reason},
        )
        if not created:
            # Keys and hours in the words of an error change each time.
            if _NUMBERS.sub("", failure.reason) != _NUMBERS.sub("", outcome.reason):
                failure.told_at = None
            failure.title, failure.planned_at, failure.reason = due.title[:255], due.at, outcome.reason
            failure.save()
        kept.append(failure.pk)
    PublicationFailure.objects.exclude(pk__in=kept).delete()


def _alert(report):
    """Write once to the team of what it does not know yet, or was told of a day ago."""
    now = timezone.now()
    untold = PublicationFailure.objects.filter(Q(told_at=None) | Q(told_at__lte=now - SILENCE))
    failures = list(untold.select_related("content_type").order_by("planned_at", "pk"))
    if not failures:
        return
    team = get_user_model().objects.filter(is_active=True, groups__name=ALERTED_GROUP).exclude(email="")
    report.told = sorted(set(team.values_list("email", flat=True)))
    if not report.told:
        report.alert_fault = f"Personne à prévenir : aucun compte actif du groupe « {ALERTED_GROUP} » n’a d’adresse."
        return
    if mail.is_held_back():
        report.told, report.alert_fault = [], mail.NOT_CONFIRMED
        return
    finder, base = AdminURLFinder(), settings.WAGTAILADMIN_BASE_URL
    for failure in failures:
        record = failure.record
        failure.address = f"{base}{finder.get_edit_url(record)}" if record else ""
    plural = "s" if len(failures) > 1 else ""
    message = EmailMessage(
        subject=french_text(
            f"{settings.WAGTAIL_SITE_NAME} : {len(failures)} publication{plural} prévue{plural} en échec"
        ),
        body=french_text(render_to_string("core/mail/publication_failures.txt", {"failures": failures})),
        to=report.told,
    )
    try:
        message.send()
    except OSError as error:
        report.told, report.alert_fault = [], f"L’équipe n’a pas pu être prévenue : {error}"
        return
    PublicationFailure.objects.filter(pk__in=[failure.pk for failure in failures]).update(told_at=now)
