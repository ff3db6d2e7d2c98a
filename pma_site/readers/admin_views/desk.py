"""What the register of town halls puts on the desk of those who keep it."""

from datetime import datetime, time

from django.db.models import F, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from pma_site.core.desk import Pile, Shortcut
from pma_site.core.french import counted, day

from ..forms.review import last_election
from ..models import Office

KEEP = "readers.change_office"


def piles_of(user):
    """Yield what waits for an account."""
    if not user.has_perm(KEEP):
        return
    since = last_election()
    midnight = timezone.make_aware(datetime.combine(since, time()))
    tour = f"{reverse('readers_review')}?{urlencode({'depuis': since.isoformat()})}"
    yield Pile(
        name="mairies",
        icon="tasks",
        rows=Office.objects.to_review(since).in_order(),
        words=F("name"),
        since=Coalesce("reviewed_on", Value(midnight.date())),
        title=lambda count: f"{counted(count, 'mairie')} à vérifier depuis les élections du {day(since)}",
        address=lambda key: f"{tour}&mairie={key}",
        everything=tour,
        dated=lambda on: f"vue le {day(on)}" if on != since else "jamais vue",
    )
    yield Pile(
        name="demandes-de-mairies",
        icon="comment",
        rows=Office.objects.wishing().in_order(),
        words=F("name"),
        since=F("wished_at"),
        title=lambda count: f"{counted(count, 'mairie')} demande{'nt' * (count > 1)} à recevoir le courriel",
        address=lambda key: reverse("readers_wishes"),
        everything=reverse("readers_wishes"),
    )


def shortcuts_of(user):
    """Yield the short ways of an account."""
    if user.has_perm(KEEP):
        yield Shortcut("Changer de maire", reverse("readers_review"), "group", order=60)
