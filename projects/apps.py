from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    """Roadmap, Label Euralens and the Innov in Artois network."""

    name = "projects"
    verbose_name = "projets"

    def ready(self):
        from django.db.models.signals import post_delete
        from wagtail.signals import page_published

        from pma_site.core.private_files import forget_file

        from .joining import tell_who_asked
        from .link_targets import offer_targets
        from .models import ApplicationFile, MemberPage
        from .models.network_directory import watch
        from .page_news import offer_news
        from .turning import offer_turns

        watch()
        offer_news()
        offer_targets()
        offer_turns()
        page_published.connect(tell_who_asked, sender=MemberPage, dispatch_uid="projects.tell_who_asked")
        post_delete.connect(forget_file, sender=ApplicationFile, dispatch_uid="projects.forget_file")
