from django.apps import AppConfig


class TerritoryConfig(AppConfig):
    """The 150 communes and the intercommunalities they belong to."""

    name = "pma_site.territory"
    verbose_name = "territoire"
