from django.apps import AppConfig


class OpenDataConfig(AppConfig):
    """What the site gives to programs: data files, their catalogue, the API, news feeds, the map for search engines."""

    name = "pma_site.open_data"
    verbose_name = "données ouvertes"

    def ready(self):
        from .kept import watch

        watch()
