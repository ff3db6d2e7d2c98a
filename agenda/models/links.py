"""What an event is tied to: who runs it, its communes, its documents, the series that it belongs to."""

from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable

from pma_site.core.alphabet import InFrench

from ..choices import DocumentKind, OrganiserRole


class EventOrganiser(Orderable):
    """An organisation that runs or supports an event."""

    event = ParentalKey("agenda.EventPage", on_delete=models.CASCADE, related_name="organisers")
    organisation = models.ForeignKey(
        "directory.Organisation", verbose_name="organisation", on_delete=models.PROTECT, related_name="events"
    )
    role = models.CharField("rôle", max_length=20, choices=OrganiserRole.choices, default=OrganiserRole.ORGANISER)

    panels = [FieldRowPanel([FieldPanel("organisation"), FieldPanel("role")])]

    class Meta(Orderable.Meta):
        verbose_name = "organisateur ou partenaire"
        verbose_name_plural = "organisateurs et partenaires"
        constraints = [
            models.UniqueConstraint(
                fields=["event", "organisation"],
                name="agenda_event_organiser_unique",
                violation_error_message="Cette organisation est déjà dans la liste.",
            )
        ]

    def __str__(self):
        return str(self.organisation)


class EventCommune(Orderable):
    """A commune where an event takes place, beside that of its venue."""

    event = ParentalKey("agenda.EventPage", on_delete=models.CASCADE, related_name="communes")
    commune = models.ForeignKey(
        "territory.Commune", verbose_name="commune", on_delete=models.PROTECT, related_name="event_links"
    )
    # Written from the places of the slots when the event is saved, and taken away with them.
    by_slot = models.BooleanField(default=False, editable=False)

    panels = [FieldPanel("commune")]

    class Meta(Orderable.Meta):
        verbose_name = "commune de l’événement"
        verbose_name_plural = "communes de l’événement"
        constraints = [
            models.UniqueConstraint(
                fields=["event", "commune"],
                name="agenda_event_commune_unique",
                violation_error_message="Cette commune est déjà dans la liste.",
            )
        ]

    def __str__(self):
        return str(self.commune)


class EventDocument(Orderable):
    """A document of an event: the notice of a meeting, its order of business, its minutes."""

    event = ParentalKey("agenda.EventPage", on_delete=models.CASCADE, related_name="documents")
    document = models.ForeignKey(
        "core.SiteDocument", verbose_name="fichier", on_delete=models.CASCADE, related_name="event_links"
    )
    kind = models.CharField("nature", max_length=20, choices=DocumentKind, default=DocumentKind.OTHER)
    title = models.CharField("intitulé", max_length=160, blank=True, help_text="Vide : la nature du document suffit.")

    panels = [FieldRowPanel([FieldPanel("kind"), FieldPanel("title")]), FieldPanel("document")]

    class Meta(Orderable.Meta):
        verbose_name = "document"
        verbose_name_plural = "documents"

    def __str__(self):
        return self.title or self.get_kind_display()


class EventSeries(models.Model):
    """Something that comes back, of which each edition is an event of its own."""

    name = models.CharField("nom", max_length=160, unique=True)

    panels = [FieldPanel("name", help_text="Sans l’année : « Grand forum ».")]

    class Meta:
        verbose_name = "série"
        verbose_name_plural = "séries"
        ordering = [InFrench("name")]

    def __str__(self):
        return self.name
