from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Who enters the admin: password, second factor, limits on tries, sessions, and the log of what was done."""

    name = "pma_site.accounts"
    label = "accounts"
    verbose_name = "comptes et accès"

    def ready(self):
        from . import receivers  # noqa: F401 - it connects itself
