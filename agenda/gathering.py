"""What the agenda tells other rooms of who meets whom: the events at which organisations are."""

from pma_site.core.french import day
from pma_site.directory.gatherings import Gathering

from .models import EventPage
from .models.links import EventOrganiser

# The latest ones are those whose objects somebody is about to show.
MOST = 50


def events_with(organisations: list[int]) -> list[Gathering]:
    """The events online that these organisations run or support, the latest first."""
    rows = EventOrganiser.objects.filter(
        organisation__in=organisations, event__in=EventPage.objects.online().order_by().values("pk")
    )
    events = {}
    for key, title, first_day, organisation in rows.order_by("-event__first_day", "event", "pk").values_list(
        "event", "event__title", "event__first_day", "organisation"
    ):
        label = f"{title}, {day(first_day)}" if first_day else title
        events.setdefault(key, (label, []))[1].append(organisation)
    return [Gathering(f"evenement-{key}", label, tuple(who)) for key, (label, who) in events.items()][:MOST]
