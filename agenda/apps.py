from django.apps import AppConfig


class AgendaConfig(AppConfig):
    """Events of the territory."""

    name = "agenda"
    verbose_name = "agenda"

    def ready(self):
        from . import following
        from .choosers import EventChooserViewSet
        from .models import EventPage

        following.connect()

        # Blocks of other rooms find it there, by the name of the page type alone (core.blocks.records).
        EventPage.chooser_viewset = EventChooserViewSet("event_chooser", url_prefix="agenda/choisir")
