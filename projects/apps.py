from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    """Roadmap, Label Euralens and the Innov in Artois network."""

    name = "projects"
    verbose_name = "projets"

    def ready(self):
        from .link_targets import offer_targets
        from .page_news import offer_news

        offer_news()
        offer_targets()
        from wagtail.signals import page_published

        from .joining import tell_who_asked
        from .models import MemberPage
        from .models.network_directory import watch

        watch()
        page_published.connect(tell_who_asked, sender=MemberPage, dispatch_uid="projects.tell_who_asked")
