"""The top of the site's tree: the home page and the standard pages beside the rooms."""

from django.db import models
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField

from pma_site.core.blocks.records import loaded_once
from pma_site.core.blocks.text import TEXT_FEATURES
from pma_site.core.fields import StoryField
from pma_site.core.models import BasePage

from ..blocks import StandardStoryBlock


class HomePage(BasePage):
    """The front page: the latest issue, the next dates, figures, label and network."""

    max_count = 1
    subpage_types = [
        "newsletter.IssueIndexPage",
        "projects.RoadmapIndexPage",
        "projects.LabelIndexPage",
        "projects.NetworkIndexPage",
        "agenda.AgendaIndexPage",
        "home.StandardPage",
    ]

    introduction = RichTextField("présentation", blank=True, features=TEXT_FEATURES)
    figures_title = models.CharField("titre des chiffres", max_length=120, default="Le territoire en chiffres")

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("introduction"),
        FieldPanel("figures_title", help_text="Au-dessus des derniers chiffres-clés."),
    ]

    class Meta:
        verbose_name = "page d’accueil"
        verbose_name_plural = "pages d’accueil"


class StandardPage(BasePage):
    """A page of running text: legal notice, accessibility, personal data."""

    subpage_types = ["home.StandardPage"]

    body = StoryField(StandardStoryBlock(required=False), verbose_name="contenu", blank=True)

    content_panels = [*BasePage.content_panels, FieldPanel("body")]

    class Meta:
        verbose_name = "page standard"
        verbose_name_plural = "pages standard"

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        with loaded_once([self.body]):
            return context
