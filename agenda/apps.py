from django.apps import AppConfig


class AgendaConfig(AppConfig):
    """Events of the territory."""

    name = "agenda"
    verbose_name = "agenda"
