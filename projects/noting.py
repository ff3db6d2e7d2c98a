"""What became of an action is noted, a milestone or its new step: online, and in the draft beside it."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from wagtail.models import Revision

from pma_site.core.refusals import Refused

from .choices import STEPS_WITH_REASON
from .models import AxisPage, Milestone, RoadmapPage

NOT_YOURS = "Vous ne pouvez pas modifier cet axe de la feuille de route."


@dataclass(frozen=True)
class Noted:
    """What was written: the axis as it is stored, and whether readers have it already."""

    axis: AxisPage
    is_online: bool


def why_not(axis, user):
    """Return why `user` may note nothing on an axis now, in French; "" where nothing stands in the way."""
    if not axis.permissions_for_user(user).can_edit():
        return NOT_YOURS
    lock = axis.get_lock()
    title = f"«\u00a0{axis.title}\u00a0»"
    if axis.is_closed:
        return "L’année est close : rouvrez-la d’abord, en disant pourquoi."
    if axis.workflow_in_progress:
        # To publish would take back what waits for approval.
        return f"{title} attend un bon à tirer : décidez-en d’abord, ou annulez la demande."
    if axis.approved_schedule:
        return f"Une version de {title} attend son heure de publication : annulez d’abord cette programmation."
    if lock and lock.for_user(user):
        return f"{title} est verrouillé : demandez à la personne qui l’a verrouillé."
    return ""


@transaction.atomic
def note(key: UUID, user, *, milestone: Milestone | None = None, step="", reason="") -> Noted:
    """Add a milestone to the action known by `key`, and give it its new `step` with its `reason`.

    Who may publish does so at once, and a draft that is ahead of what is online stays a draft, with the same added;
    for others it goes into the draft. Raises Refused.
    """
    axis = _taken(AxisPage.objects.filter(actions__key=key))
    if step in STEPS_WITH_REASON and not reason:
        raise Refused("Dites en une phrase pourquoi l’action est reportée ou abandonnée.", reverse("roadmap_board"))

    def change(version):
        return _write(version, key, milestone, step, reason)

    def know():
        # The key it got as it went online: its draft has the same row, and not another.
        if milestone:
            rows = Milestone.objects.filter(action__axis=axis, action__key=key, sentence=milestone.sentence)
            milestone.pk = rows.order_by("-pk").values_list("pk", flat=True).first()

    return _applied(axis, change, user, know)


@transaction.atomic
def choose_for_letter(user, chosen: set[int], offered: set[int]) -> int:
    """Mark for the letter those of some milestones (keys) that were chosen, and no other of them; return how many.

    They are written as `note` does. Raises Refused, and then marks none.
    """
    marked = Milestone.objects.filter(pk__in=offered)
    other = [milestone for milestone in marked if milestone.in_letter != (milestone.pk in chosen)]
    keys = {milestone.pk for milestone in other}

    def change(version):
        actions, found = list(version.actions.all()), False
        version.actions = actions
        for action in actions:
            milestones = list(action.milestones.all())
            for milestone in milestones:
                if milestone.pk in keys:
                    milestone.in_letter, found = milestone.pk in chosen, True
            action.milestones = milestones
        return found

    for axis in AxisPage.objects.filter(actions__milestones__in=keys).distinct().order_by("path").values_list("pk"):
        _applied(_taken(AxisPage.objects.filter(pk=axis[0])), change, user)
    return len(keys)


def _applied(axis, change, user, know=lambda: None):
    """Apply `change`, a function of a version of an axis that tells whether it did, as `user` may; return Noted.

    `know` is called between what goes online and the draft beside it.
    """
    refusal = why_not(axis, user)
    if refusal:
        raise Refused(refusal, reverse("roadmap_board"))
    if not axis.live:
        draft = axis.get_latest_revision_as_object()
        _kept_as_draft(draft, change, user)
        # What is not online is stored as well, as the form of the page does.
        draft.save()
        return Noted(axis, is_online=False)
    ahead = axis.latest_revision_id if axis.latest_revision_id != axis.live_revision_id else None
    if not axis.permissions_for_user(user).can_publish():
        _kept_as_draft(axis.get_latest_revision_as_object(), change, user)
        return Noted(axis, is_online=False)
    change(axis)
    axis.save_revision(user=user, clean=False).publish(user=user)
    if ahead:
        know()
        draft = Revision.objects.get(pk=ahead).as_object()
        # Where the draft takes the action away, there is nothing to tell it.
        change(draft)
        draft.save_revision(user=user, log_action=True, clean=False)
    return Noted(AxisPage.objects.get(pk=axis.pk), is_online=True)


def _taken(axes):
    """The one axis of a queryset, held until the end of the transaction."""
    axis = AxisPage.objects.select_for_update(of=("self",)).filter(pk__in=axes.values("pk")).first()
    if axis is None:
        raise Refused("Cette action n’existe plus : elle a été supprimée entre-temps.", reverse("roadmap_board"))
    # Nobody closes its year meanwhile.
    RoadmapPage.objects.select_for_update(of=("self",)).filter(path=axis.year_path).first()
    return axis


def _kept_as_draft(draft, change, user):
    if not change(draft):
        raise Refused(
            "Le brouillon de cet axe n’a plus cette action : relisez-le avant d’y noter une étape.",
            reverse("wagtailadmin_pages:edit", args=[draft.pk]),
        )
    draft.save_revision(user=user, log_action=True, clean=False)


def _write(version, key, milestone, step, reason):
    """Note it on a version of an axis, live or draft; return whether the version has the action."""
    actions = list(version.actions.all())
    action = next((action for action in actions if action.key == key), None)
    if action is None:
        return False
    version.actions = actions
    if step:
        action.step, action.reason = step, reason if step in STEPS_WITH_REASON else ""
    if milestone:
        milestones = list(action.milestones.all())
        milestone.sort_order = max((known.sort_order or 0 for known in milestones), default=-1) + 1
        action.milestones = [*milestones, milestone]
    return True
