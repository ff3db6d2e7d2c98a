"""What a candidate of the label is tied to: who carries it, and where it takes place."""

from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel
from wagtail.models import Orderable


class CandidateHolder(Orderable):
    """An organisation that carries a candidate project (« porteur »)."""

    candidate = ParentalKey("projects.CandidatePage", on_delete=models.CASCADE, related_name="holders")
    organisation = models.ForeignKey(
        "directory.Organisation",
        verbose_name="organisation",
        on_delete=models.PROTECT,
        related_name="candidacies",
    )

    panels = [FieldPanel("organisation")]

    class Meta(Orderable.Meta):
        verbose_name = "porteur"
        verbose_name_plural = "porteurs"
        constraints = [
            models.UniqueConstraint(
                fields=["candidate", "organisation"],
                name="projects_candidate_holder_unique",
                violation_error_message="Cette organisation est déjà porteuse du projet.",
            )
        ]

    def __str__(self):
        return str(self.organisation)


class CandidateCommune(Orderable):
    """A commune where a candidate project takes place."""

    candidate = ParentalKey("projects.CandidatePage", on_delete=models.CASCADE, related_name="communes")
    commune = models.ForeignKey(
        "territory.Commune", verbose_name="commune", on_delete=models.PROTECT, related_name="candidates"
    )

    panels = [FieldPanel("commune")]

    class Meta(Orderable.Meta):
        verbose_name = "commune du projet"
        verbose_name_plural = "communes du projet"
        constraints = [
            models.UniqueConstraint(
                fields=["candidate", "commune"],
                name="projects_candidate_commune_unique",
                violation_error_message="Cette commune est déjà dans la liste.",
            )
        ]

    def __str__(self):
        return str(self.commune)
