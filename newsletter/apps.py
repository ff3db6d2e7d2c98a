from django.apps import AppConfig


class NewsletterConfig(AppConfig):
    """La Lettre aux maires: issues, former issues and the key figures they print."""

    name = "newsletter"
    verbose_name = "lettre"

    def ready(self):
        from wagtail.signals import page_published

        from pma_site.readers.returns import returned

        from .archiving import follow_archiving
        from .ledger import note_return
        from .models import ArchivedIssuePage, IssuePage
        from .page_news import offer_news
        from .place_figures import offer_facts
        from .publication import follow_publication
        from .readiness import refuse_unready

        offer_facts()
        offer_news()
        returned.connect(note_return, dispatch_uid="newsletter.returned")
        IssuePage.publication_rules.append(refuse_unready)
        page_published.connect(follow_publication, sender=IssuePage, dispatch_uid="newsletter.pdf")
        page_published.connect(follow_archiving, sender=ArchivedIssuePage, dispatch_uid="newsletter.cover")
