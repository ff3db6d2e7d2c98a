from django.apps import AppConfig


class NewsletterConfig(AppConfig):
    """La Lettre aux maires: issues and the key figures they print."""

    name = "newsletter"
    verbose_name = "lettre"
