from django.apps import AppConfig


class HomeConfig(AppConfig):
    """The home page, standard pages, the site's tree and its demonstration content."""

    name = "pma_site.home"
    verbose_name = "accueil"
