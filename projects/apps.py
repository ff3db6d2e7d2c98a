from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    """Roadmap, Label Euralens and the Innov in Artois network."""

    name = "projects"
    verbose_name = "projets"

    def ready(self):
        from django.db.models.signals import post_delete

        from pma_site.core.private_files import forget_file

        from .models import ApplicationFile

        post_delete.connect(forget_file, sender=ApplicationFile, dispatch_uid="projects.forget_file")
