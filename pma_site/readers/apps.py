from django.apps import AppConfig


class ReadersConfig(AppConfig):
    """Who receives the letter: subscribers, town halls, elected members, and those who want it no more."""

    name = "pma_site.readers"
    verbose_name = "lecteurs"

    def ready(self):
        from anymail.signals import tracking

        from .views.provider_events import hear

        tracking.connect(hear)
