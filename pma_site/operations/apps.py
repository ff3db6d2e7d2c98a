from django.apps import AppConfig


class OperationsConfig(AppConfig):
    """Running the site: its health, what happens by itself, backups."""

    name = "pma_site.operations"
    verbose_name = "exploitation"
