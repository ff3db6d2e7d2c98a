"""The roadmap and the network."""

import datetime

from django.utils import timezone

from projects.models import (
    AxisPage,
    Campaign,
    MemberContact,
    MemberPage,
    NetworkIndexPage,
    RoadmapIndexPage,
    RoadmapPage,
)
from tests.builders import counting
from tests.builders.pages import page
from tests.builders.registers import organisation


def roadmap(**fields):
    return page(RoadmapIndexPage.objects.get(), RoadmapPage, {"year": 2000 + next(counting.numbers) % 100, **fields})


def axis(parent=None, **fields):
    return page(parent or roadmap(), AxisPage, {"ambition": "<p>Réussir l’écotransition.</p>", **fields})


def member(**fields):
    if "organisation" not in fields:
        fields["organisation"] = organisation()
    return page(NetworkIndexPage.objects.get(), MemberPage, {"activity": "pneus reconditionnés", **fields})


def member_contact(of, email="", **fields):
    """How the team of the network writes to a member: nothing of it is public."""
    defaults = {"name": "Camille Durand", "email": email or f"contact{next(counting.numbers)}@membre.example"}
    return MemberContact.objects.create(member=of, **{**defaults, **fields})


def campaign(**fields):
    """A yearly confirmation that opens today, answered within a month."""
    today = timezone.localdate()
    defaults = {
        "year": today.year,
        "opens_on": today,
        "deadline": today + datetime.timedelta(days=30),
        "grace_days": 15,
        "message": "Chaque année, nous vérifions votre fiche.",
    }
    return Campaign.objects.create(**{**defaults, **fields})
