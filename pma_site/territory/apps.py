from django.apps import AppConfig


class TerritoryConfig(AppConfig):
    """The 150 communes and the intercommunalities they belong to."""

    name = "pma_site.territory"
    verbose_name = "territoire"

    def ready(self):
        from . import link_targets, page_news

        page_news.offer_facts()
        page_news.offer_news()
        link_targets.offer_targets()
