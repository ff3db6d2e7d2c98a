"""« Clore l’année »: what it promised and did is kept as it was; « Rouvrir » asks why, and keeps the answer."""

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from wagtail.log_actions import log

from pma_site.core.refusals import Refused

from .models import AxisPage, RoadmapPage, YearClosing

CLOSED, REOPENED = "projects.close_year", "projects.reopen_year"


def _taken(pk, user):
    """The roadmap, held until the end of the transaction, for who may publish it."""
    roadmap = RoadmapPage.objects.select_for_update(of=("self",)).get(pk=pk)
    if not roadmap.permissions_for_user(user).can_publish():
        raise Refused("Seule une personne qui publie la feuille de route peut clore ou rouvrir une année.")
    return roadmap


def waiting(roadmap):
    """The pages of a year of which a version waits for its approval or its hour."""
    pages = [roadmap, *AxisPage.objects.child_of(roadmap).order_by("path")]
    return [page for page in pages if page.workflow_in_progress or page.approved_schedule]


def drafted(roadmap):
    """The pages of a year that are not online, or have a draft ahead of what is online."""
    pages = [roadmap, *AxisPage.objects.child_of(roadmap).order_by("path")]
    return [page for page in pages if not page.live or page.has_unpublished_changes]


@transaction.atomic
def close_year(pk, user) -> YearClosing:
    """Close the year of a roadmap: its pages, actions and contributions change no more. Raises Refused."""
    roadmap = _taken(pk, user)
    if roadmap.is_closed:
        raise Refused(f"L’année {roadmap.year} est déjà close.")
    pages = waiting(roadmap)
    if pages:
        names = ", ".join(f"«\u00a0{page.title}\u00a0»" for page in pages)
        raise Refused(
            f"Une version attend encore son bon à tirer ou son heure de publication\u00a0: {names}.",
            reverse("wagtailadmin_explore", args=[roadmap.pk]),
        )
    closing = YearClosing.objects.create(roadmap=roadmap, closed_by=user)
    log(instance=roadmap, action=CLOSED, user=user)
    return closing


@transaction.atomic
def reopen_year(pk, user, reason) -> YearClosing:
    """Open a closed year again, for a reason that is kept. Raises Refused."""
    roadmap = _taken(pk, user)
    closing = roadmap.closings.in_force().first()
    if closing is None:
        raise Refused(f"L’année {roadmap.year} n’est pas close.")
    if not reason.strip():
        raise Refused("Dites pourquoi l’année est rouverte.")
    closing.reopened_at, closing.reopened_by, closing.reason = timezone.now(), user, reason.strip()
    closing.save()
    log(instance=roadmap, action=REOPENED, user=user, data={"reason": closing.reason})
    return closing


def refuse_to_change_closed_years(pages, holding=True):
    """Raise Refused where one of some pages belongs to a closed year or, unless told otherwise, holds one."""
    for page in pages:
        specific = page.specific
        if isinstance(specific, (RoadmapPage, AxisPage)):
            specific.refuse_if_closed()
        elif holding and YearClosing.objects.in_force().filter(roadmap__path__startswith=page.path).exists():
            raise Refused(
                f"«\u00a0{page.title}\u00a0» contient une année close de la feuille de route : rouvrez-la d’abord.",
                reverse("wagtailadmin_explore", args=[page.pk]),
            )
