from wagtail.snippets.models import register_snippet

from .viewsets import VenueViewSet

register_snippet(VenueViewSet)
