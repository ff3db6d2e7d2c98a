from django.apps import AppConfig


class CoreConfig(AppConfig):
    """The base page, shared blocks, images, accounts and settings of the site."""

    name = "pma_site.core"
    verbose_name = "socle"
