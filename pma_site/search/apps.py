from django.apps import AppConfig


class SearchConfig(AppConfig):
    """Search over all that is public."""

    name = "pma_site.search"
    verbose_name = "recherche"

    def ready(self):
        from . import following

        following.connect()
