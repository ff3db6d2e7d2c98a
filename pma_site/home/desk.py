"""The desk: what the home page of the admin shows, in the place of Wagtail's own lists."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.ui.components import Component
from wagtail.models import ModelLogEntry, PageLogEntry, TaskState, WorkflowState

from pma_site.core.desk import Pile, shortcuts_of, tasks_of
from pma_site.core.french import counted, day

# What changed is told for so many days where an account was never seen before.
FIRST_LOOK = 14
CHANGES = 8


class DeskPanel(Component):
    """« À faire »: what waits for the account, each with the way to the very field; and its short ways."""

    template_name = "home/admin/desk_tasks.html"
    order = 100

    def get_context_data(self, parent_context=None):
        user = parent_context["request"].user
        return {"tasks": tasks_of(user), "shortcuts": shortcuts_of(user)[:4]}


def piles_of(user):
    """Yield the drafts that wait for the approval of an account, and its own that came back to be corrected."""
    yield Pile(
        name="approbations",
        icon="check",
        rows=TaskState.objects.reviewable_by(user).order_by("started_at", "pk"),
        words=F("revision__object_str"),
        since=F("started_at"),
        title=lambda count: f"{counted(count, 'brouillon')} à approuver",
        key=F("revision__object_id"),
        address=lambda key: reverse("wagtailadmin_pages:edit", args=[key]),
        everything=reverse("wagtailadmin_reports:workflow_tasks"),
    )
    yield Pile(
        name="corrections",
        icon="edit",
        rows=TaskState.objects.filter(
            workflowstate__status=WorkflowState.STATUS_NEEDS_CHANGES, workflowstate__requested_by=user
        ).order_by("finished_at", "pk"),
        words=F("revision__object_str"),
        since=F("finished_at"),
        title=lambda count: f"{counted(count, 'brouillon')} à corriger",
        key=F("revision__object_id"),
        address=lambda key: reverse("wagtailadmin_pages:edit", args=[key]),
        everything=reverse("wagtailadmin_reports:workflow"),
    )


@dataclass(frozen=True)
class Change:
    """What somebody else did last to a page or a record."""

    label: str
    address: str
    what: str
    who: str
    when: datetime


class ChangesPanel(Component):
    """« Depuis votre dernier passage »: what the others did, the latest first."""

    template_name = "home/admin/desk_changes.html"
    order = 400

    def get_context_data(self, parent_context=None):
        user = parent_context["request"].user
        since = last_here(user)
        known = since is not None
        since = since or timezone.now() - timedelta(days=FIRST_LOOK)
        return {"since": day(timezone.localdate(since)), "known": known, "changes": changes_since(user, since)}


def last_here(user):
    """The moment of the last thing an account did before today; None where it never did any.

    It is read from the histories: looking at the desk writes nothing.
    """
    midnight = timezone.make_aware(datetime.combine(timezone.localdate(), time()))
    pages, records = (
        kind.objects.filter(user=user, timestamp__lt=midnight).order_by().values_list("timestamp")
        for kind in (PageLogEntry, ModelLogEntry)
    )
    last = pages.union(records).order_by("-timestamp").first()
    return last[0] if last else None


def changes_since(user, since) -> list[Change]:
    """What the others did since a moment to what an account may see: each page or record once, by its last change."""
    latest = {}
    for kind in (PageLogEntry, ModelLogEntry):
        seen = kind.objects.viewable_by_user(user).filter(timestamp__gt=since, user__isnull=False).exclude(user=user)
        # Who signed in or looked at something changed nothing: the log of accesses tells of them.
        seen = seen.exclude(action__startswith="accounts.")
        for entry in seen.select_related("user", "content_type").order_by("-timestamp")[: CHANGES * 5]:
            latest.setdefault((kind, entry.object_id), entry)
    entries = sorted(latest.values(), key=lambda entry: entry.timestamp, reverse=True)[:CHANGES]
    return [
        Change(entry.label, _address(entry), entry.message, entry.user_display_name, entry.timestamp)
        for entry in entries
    ]


def _address(entry):
    """Where what an entry tells of is edited, or "" where it is gone or has no form of its own."""
    if entry.deleted or entry.action == "wagtail.delete":
        return ""
    if isinstance(entry, PageLogEntry):
        return reverse("wagtailadmin_pages:edit", args=[entry.object_id])
    viewset = getattr(entry.content_type.model_class(), "snippet_viewset", None)
    return reverse(viewset.get_url_name("edit"), args=[entry.object_id]) if viewset else ""
