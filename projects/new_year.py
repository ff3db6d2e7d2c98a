"""« Nouvelle année »: the roadmap of a year begun as drafts from the last one."""

import re
from dataclasses import dataclass

from django.db import transaction

from pma_site.core.refusals import Refused

from .choices import STEPS_TO_COME, ActionStep
from .models import Action, AxisContact, AxisPage, Contribution, RoadmapIndexPage, RoadmapPage

# What goes on: an action that was put off is planned anew.
CARRIED_STEPS = (*STEPS_TO_COME, ActionStep.POSTPONED)


@dataclass(frozen=True)
class CarriedAxis:
    """An axis of the last year, with what of it may go on."""

    axis: AxisPage
    contacts: list
    actions: list
    left: int


@dataclass(frozen=True)
class Begun:
    """What was made: the draft of the year, and how much it took over."""

    roadmap: RoadmapPage
    axes: int
    actions: int
    contributors: int


def last_year():
    """The roadmap of the latest year, published or not, or None."""
    return RoadmapPage.objects.order_by("-year").first()


def axes_to_carry(last):
    """What a new year may take over from the roadmap `last`, as CarriedAxis, in the order of its axes."""
    axes = AxisPage.objects.child_of(last).order_by("path").prefetch_related("actions", "contacts__person")
    carried = []
    for axis in axes:
        actions = [action for action in axis.actions.all() if action.step in CARRIED_STEPS]
        left = len(axis.actions.all()) - len(actions)
        carried.append(CarriedAxis(axis, [link.person for link in axis.contacts.all()], actions, left))
    return carried


def contributions_to_carry(last):
    """The contributions of a year, whose organisations the next one keeps without their amounts."""
    return last.contributions.select_related("organisation").order_by("sort_order")


def title_of(last, year):
    """The title of a new year: that of the last one, with its year."""
    title = re.sub(rf"\b{last.year}\b", str(year), last.title) if last else ""
    return title if str(year) in title else f"Feuille de route {year}"


@transaction.atomic
def begin_year(user, year, *, axes=(), actions=(), contributions=()) -> Begun:
    """Add the roadmap of a year as drafts of `user`, with the axes, actions and contributors of the last one chosen.

    `axes` and `contributions` are keys of rows, `actions` the identities (Action.key) of those that go on. Contacts
    follow their axis; amounts, dates and milestones belong to their year. Raises Refused.
    """
    index = RoadmapIndexPage.objects.select_for_update(of=("self",)).get()
    if not index.permissions_for_user(user).can_add_subpage():
        raise Refused("Vous ne pouvez pas ajouter d’année à la feuille de route.")
    if RoadmapPage.objects.filter(year=year).exists():
        raise Refused(f"L’année {year} a déjà sa feuille de route.")
    last = last_year()
    roadmap = RoadmapPage(
        title=title_of(last, year), slug=_free_slug(index, str(year)), year=year, owner=user, live=False
    )
    if last:
        roadmap.guiding_thread, roadmap.method = last.guiding_thread, last.method
        kept = [line for line in contributions_to_carry(last) if line.pk in set(contributions)]
        roadmap.contributions = [
            Contribution(organisation=line.organisation, kind=line.kind, sort_order=rank)
            for rank, line in enumerate(kept)
        ]
    index.add_child(instance=roadmap)
    roadmap.save_revision(user=user, log_action=True)
    made = [_carry(carried, roadmap, user, set(actions)) for carried in _chosen(last, set(axes))]
    return Begun(roadmap, len(made), sum(made), len(roadmap.contributions.all()))


def _chosen(last, axes):
    return [carried for carried in axes_to_carry(last) if carried.axis.pk in axes] if last else []


def _carry(carried, roadmap, user, wanted):
    """Add an axis to a new year; return how many actions went on."""
    axis = carried.axis
    new = AxisPage(title=axis.title, slug=axis.slug, ambition=axis.ambition, owner=user, live=False)
    new.contacts = [AxisContact(person=person, sort_order=rank) for rank, person in enumerate(carried.contacts)]
    kept = [action for action in carried.actions if action.key in wanted]
    new.actions = [
        Action(
            title=action.title,
            detail=action.detail,
            step=ActionStep.PLANNED if action.step == ActionStep.POSTPONED else action.step,
            carried_from=action.key,
            sort_order=rank,
        )
        for rank, action in enumerate(kept)
    ]
    roadmap.add_child(instance=new)
    new.save_revision(user=user, log_action=True)
    return len(kept)


def _free_slug(index, wanted):
    slug, taken = wanted, set(index.get_children().values_list("slug", flat=True))
    while slug in taken:
        slug = f"annee-{slug}"
    return slug
