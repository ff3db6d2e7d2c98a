from django.apps import AppConfig


class ContributionsConfig(AppConfig):
    """What the public sends to the team: proposals and answers to calls, and the messages that follow them."""

    name = "pma_site.contributions"
    verbose_name = "contributions"

    def ready(self):
        from .turning import offer_turns

        offer_turns()
