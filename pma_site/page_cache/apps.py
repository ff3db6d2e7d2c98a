from django.apps import AppConfig


class PageCacheConfig(AppConfig):
    """The cache of public pages, and what tells it that they changed."""

    name = "pma_site.page_cache"
    verbose_name = "cache des pages"

    def ready(self):
        from django.conf import settings

        from pma_site.core.memory import trust

        from .stamps import the_stamp
        from .writes import watch

        # Every process that writes tells the others: servers, workers, commands.
        if settings.PAGE_CACHE:
            watch()
            trust(lambda: the_stamp().read())
