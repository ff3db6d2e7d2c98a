from django.apps import AppConfig


class NewsletterConfig(AppConfig):
    """La Lettre aux maires: issues and the key figures they print."""

    name = "newsletter"
    verbose_name = "lettre"

    def ready(self):
        from wagtail.signals import page_published

        from .models import IssuePage
        from .publication import follow_publication

        page_published.connect(follow_publication, sender=IssuePage, dispatch_uid="newsletter.pdf")
