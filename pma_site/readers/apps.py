from django.apps import AppConfig


class ReadersConfig(AppConfig):
    """Who receives the letter: subscribers, town halls, elected members, and those who want it no more."""

    name = "pma_site.readers"
    verbose_name = "lecteurs"

    def ready(self):
        from anymail.signals import tracking

        from .register_facts import offer_facts
        from .views.provider_events import hear

        offer_facts()
        tracking.connect(hear)
