from wagtail import hooks
from wagtail.snippets.models import register_snippet

from .viewsets import EventViewSet, VenueViewSet

register_snippet(VenueViewSet)


@hooks.register("register_admin_viewset")
def register_events():
    """List the events by date."""
    return EventViewSet("events")
