"""Innov in Artois: the members of the innovators' network and what they showed."""

import re

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpResponseRedirect
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
)
from wagtail.fields import RichTextField
from wagtail.models import Orderable, PageManager

from pma_site.core.alphabet import InFrench
from pma_site.core.blocks.story import StoryBlock
from pma_site.core.blocks.text import TEXT_FEATURES
from pma_site.core.fields import PROGRAMME_YEARS, StoryField, TracedOneToOneField
from pma_site.core.models import BasePage, BasePageQuerySet, IllustratedPage
from pma_site.core.prepared import prepared

from ..choices import Hub, MemberSector, MemberStage
from ..forms.network import DirectoryForm, query_string
from .candidates import CandidatePage
from .network_directory import Directory

# Up to the sign that ends it and is followed by a space.
_SENTENCE = re.compile(r".+?(?:[.!?…](?=\s|$)|$)", re.DOTALL)
# Addresses below the network that are no member's (network_urls).
RESERVED = ("demande", "envoyee", "fiche", "rejoindre", "showroom")


class NetworkIndexPage(BasePage):
    """« Innov in Artois »: what the network is, and its members."""

    max_count = 1
    subpage_types = ["projects.MemberPage"]
    look = "reseau"
    parameters = (*DirectoryForm.base_fields, "page")

    introduction = RichTextField("introduction", blank=True, features=TEXT_FEATURES)
    contact = models.ForeignKey(
        "directory.Person",
        verbose_name="contact",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    content_panels = [*BasePage.content_panels, FieldPanel("introduction"), FieldPanel("contact")]

    class Meta:
        verbose_name = "accueil du réseau"
        verbose_name_plural = "accueil du réseau"

    def serve(self, request, *args, **kwargs):
        response = super().serve(request, *args, **kwargs)
        form = response.context_data["directory"].form
        if form.errors:
            response.status_code = 400
        elif any(request.GET.get(name) == "" for name in form.fields):
            # A browser sends the fields that were left empty too: the address that is passed on has none of them.
            return HttpResponseRedirect(request.path + query_string(form.parameters))
        return response

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["directory"] = Directory(request.GET, request.path)
        context["contacts"] = [self.contact] if self.contact else []
        return context


class MemberQuerySet(BasePageQuerySet):
    """Members of the network, by place and by organisation."""

    def in_commune(self, commune):
        """The published members seated in a commune."""
        return self.in_communes([commune])

    def in_communes(self, communes):
        """Those seated in any of these communes."""
        return self.online().filter(organisation__commune__in=communes).order_by(InFrench("title"))

    def as_cited(self):
        """Members with what a letter shows of them, and no more: their name, where they are, the object they showed."""
        return self.select_related(None).only("title", "url_path", "object_name")

    def of(self, organisations):
        """The published members that these organisations are."""
        return self.online().filter(organisation__in=organisations)

    def with_object(self):
        """The published members that showed an object of which there is a picture."""
        return self.online().exclude(object_name="").exclude(image=None)


@prepared
def _held_by(organisation):
    return CandidatePage.objects.held_by(organisation)


class MemberManager(PageManager.from_queryset(MemberQuerySet)):
    """A member is never shown without its organisation, its town and its object's picture."""

    def get_queryset(self):
        return super().get_queryset().select_related("organisation__commune", "image")


class MemberPage(IllustratedPage):
    """A member of the network, over the record of its organisation."""

    parent_page_types = ["projects.NetworkIndexPage"]
    subpage_types = []
    look = "reseau"

    organisation = TracedOneToOneField(
        "directory.Organisation",
        verbose_name="organisation",
        on_delete=models.PROTECT,
        related_name="membership",
        help_text="Sa commune, ou son lieu hors territoire, se renseigne sur la fiche de l’organisation.",
    )
    activity = models.CharField("activité", max_length=160, help_text="En quelques mots : « pneus reconditionnés ».")
    sector = models.CharField(
        "secteur",
        max_length=30,
        choices=MemberSector.choices,
        blank=True,
        help_text="Pour filtrer l’annuaire ; l’activité reste en vos mots.",
    )
    stage = models.CharField("parcours", max_length=20, choices=MemberStage.choices, blank=True)
    cohort = models.PositiveSmallIntegerField(
        "promotion",
        null=True,
        blank=True,
        validators=PROGRAMME_YEARS,
        help_text="L’année d’entrée dans le programme.",
    )
    hub = models.CharField("lieu totem", max_length=30, choices=Hub.choices, blank=True)
    object_name = models.CharField(
        "objet exposé", max_length=120, blank=True, help_text="Ce que le membre a prêté au showroom."
    )
    body = StoryField(StoryBlock(required=False), verbose_name="présentation", blank=True)

    objects = MemberManager()

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("organisation"),
        FieldRowPanel([FieldPanel("activity"), FieldPanel("sector")]),
        FieldRowPanel(
            [
                FieldPanel("stage", help_text="Vide s’il n’est pas connu."),
                FieldPanel("cohort"),
                FieldPanel("hub", help_text="Là où le membre est accueilli, s’il l’est."),
            ]
        ),
        FieldPanel("standfirst"),
        FieldPanel("body"),
    ]
    showroom_panels = [
        FieldPanel("object_name"),
        MultiFieldPanel([FieldPanel("image"), FieldPanel("image_alt")], heading="Photo de l’objet"),
        InlinePanel("awards", heading="Distinctions", label="Distinction"),
    ]
    edit_handler = TabbedInterface(
        [
            ObjectList(content_panels, heading="Membre"),
            ObjectList(showroom_panels, heading="Showroom et distinctions"),
            ObjectList(BasePage.promote_panels, heading="Adresse et partage"),
        ]
    )

    class Meta:
        verbose_name = "membre du réseau"
        verbose_name_plural = "membres du réseau"

    def clean(self):
        super().clean()
        if self.slug in RESERVED:
            raise ValidationError({"slug": "Cette adresse sert au réseau : choisissez-en une autre."})

    @property
    def first_sentence(self):
        """The first sentence of its standfirst, or all of it where it is one."""
        return _SENTENCE.match(self.standfirst.strip())[0] if self.standfirst.strip() else ""

    def searchable_texts(self):
        yield from super().searchable_texts()
        yield from (self.organisation.name, self.organisation.place, self.activity, self.object_name)
        yield from (self.get_sector_display(), self.get_stage_display(), self.get_hub_display())
        yield from (award.title for award in self.awards.all())

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["awards"] = self.awards.all()
        context["candidacies"] = _held_by(self.organisation_id) if self.organisation_id else []
        return context


class Award(Orderable):
    """A prize that a member won."""

    member = ParentalKey(MemberPage, on_delete=models.CASCADE, related_name="awards")
    title = models.CharField("distinction", max_length=160)
    year = models.PositiveSmallIntegerField("année", null=True, blank=True)

    panels = [FieldRowPanel([FieldPanel("title"), FieldPanel("year")])]

    class Meta(Orderable.Meta):
        verbose_name = "distinction"
        verbose_name_plural = "distinctions"

    def __str__(self):
        return f"{self.title} ({self.year})" if self.year else self.title
