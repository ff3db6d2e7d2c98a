from django.apps import AppConfig


class AgendaConfig(AppConfig):
    """Events of the territory."""

    name = "agenda"
    verbose_name = "agenda"

    def ready(self):
        from django.db.models.signals import post_delete

        from pma_site.core.private_files import forget_file
        from pma_site.directory.gatherings import tell_of

        from . import following
        from .choosers import EventChooserViewSet
        from .gathering import events_with
        from .link_targets import offer_targets
        from .models import EventPage, ProposalImage, event_written
        from .models.published import watch
        from .page_news import offer_news
        from .proposing.telling import tell_senders
        from .turning import offer_turns

        following.connect()
        watch()
        offer_news()
        offer_targets()
        offer_turns()
        tell_of(events_with)

        # Blocks of other rooms find it there, by the name of the page type alone (core.blocks.records).
        EventPage.chooser_viewset = EventChooserViewSet("event_chooser", url_prefix="agenda/choisir")
        post_delete.connect(forget_file, sender=ProposalImage, dispatch_uid="agenda.forget_file")
        event_written.connect(tell_senders, dispatch_uid="agenda.tell_senders")
