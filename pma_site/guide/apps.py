from django.apps import AppConfig


class GuideConfig(AppConfig):
    """The guide of the editorial team, read in the admin."""

    name = "pma_site.guide"
    verbose_name = "guide de rédaction"
