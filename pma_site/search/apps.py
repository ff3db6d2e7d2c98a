from django.apps import AppConfig


class SearchConfig(AppConfig):
    """Search over all public pages."""

    name = "pma_site.search"
    verbose_name = "recherche"
