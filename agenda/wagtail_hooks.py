from wagtail import hooks
from wagtail.snippets.models import register_snippet

from .models import EventPage
from .viewsets import EventViewSet, VenueViewSet

register_snippet(VenueViewSet)


@hooks.register("register_admin_viewset")
def register_events():
    """List the events by date."""
    return EventViewSet("events")


@hooks.register("register_admin_viewset")
def register_event_chooser():
    """Choose an event in a window of its own."""
    return EventPage.chooser_viewset
