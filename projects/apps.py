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
