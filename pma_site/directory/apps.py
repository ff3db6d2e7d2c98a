from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    """Organisations, people and mandates, known once and used everywhere."""

    name = "pma_site.directory"
    verbose_name = "annuaire"

    def ready(self):
        from .representing import offer_facts

        offer_facts()
