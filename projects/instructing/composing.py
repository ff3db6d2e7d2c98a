"""A committee of an edition is set up: what the public reads of it, its members, what is put before it."""

from django.contrib.auth import get_user_model
from django.db import IntegrityError, transaction
from django.db.models import Q

from pma_site.core.alphabet import InFrench
from pma_site.core.refusals import Refused

from ..choices import StepKind
from ..models import LabelCommittee, LabelEditionPage
from .deciding import put_before

TAKEN = "L’édition a déjà un comité de ce nom."


def accounts():
    """The accounts that may sit in a committee: those of the role, which alone gives the right."""
    right = Q(groups__permissions__codename="add_opinion", groups__permissions__content_type__app_label="projects")
    rows = get_user_model().objects.filter(right, is_active=True).distinct()
    return rows.order_by(InFrench("last_name"), InFrench("first_name"), "pk")


def free_steps(edition: LabelEditionPage, committee: LabelCommittee | None = None):
    """The meetings in the calendar of an edition, as far as no other committee has them."""
    meetings = edition.steps.model.objects.filter(edition=edition, kind=StepKind.COMMITTEE)
    return (
        meetings.filter(Q(committees=None) | Q(committees=committee)).distinct()
        if committee
        else meetings.filter(committees=None)
    )


@transaction.atomic
def set_up(committee: LabelCommittee, *, members, applications, **fields) -> LabelCommittee:
    """Write a committee down, with exactly these members and these applications before it.

    `fields` are those of LabelCommittee. Raises Refused as `put_before` does, and where its name is taken.
    """
    for name, value in fields.items():
        setattr(committee, name, value)
    try:
        with transaction.atomic():
            committee.save()
    except IntegrityError as error:
        raise Refused(TAKEN) from error
    committee.members.set(members)
    put_before(committee, applications)
    return committee
