"""The words that an edition of the label has for what became of its candidates."""

from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable

from ..choices import ResultColour, ResultIcon


class LabelResult(Orderable):
    """A word an edition uses for what became of a candidate: « Lauréat », « Nominé »…"""

    edition = ParentalKey("projects.LabelEditionPage", on_delete=models.CASCADE, related_name="results")
    name = models.CharField("résultat", max_length=60)
    colour = models.CharField("couleur", max_length=20, choices=ResultColour.choices, default=ResultColour.CHARBON)
    icon = models.CharField("pictogramme", max_length=20, choices=ResultIcon.choices, default=ResultIcon.CIRCLE)
    is_public = models.BooleanField(
        "montré au public", default=True, help_text="Décochez pour un résultat qui ne se publie pas."
    )
    is_award = models.BooleanField(
        "label obtenu",
        default=False,
        help_text="Les porteurs reçoivent une attestation ; les nouvelles du projet paraissent « depuis le label ».",
    )

    panels = [
        FieldPanel("name"),
        FieldPanel("is_award"),
        FieldRowPanel(
            [
                FieldPanel(
                    "colour",
                    help_text="La couleur ne parle jamais seule : le nom et le pictogramme disent la même chose.",
                ),
                FieldPanel("icon"),
            ]
        ),
        FieldPanel("is_public"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = "résultat du label"
        verbose_name_plural = "résultats du label"
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "name"],
                name="projects_label_result_unique",
                violation_error_message="Ce résultat figure déjà dans la liste.",
            )
        ]

    def __str__(self):
        return f"{self.name} ({self.edition.year})"
