"""What a key figure is about, where it is not about the whole territory."""

from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable


class IndicatorPlace(Orderable):
    """A commune or an intercommunality that an indicator is about; without any, it is about the whole territory."""

    indicator = ParentalKey(
        "newsletter.Indicator", verbose_name="indicateur", on_delete=models.CASCADE, related_name="places"
    )
    commune = models.ForeignKey(
        "territory.Commune",
        verbose_name="commune",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="indicators",
    )
    epci = models.ForeignKey(
        "territory.Epci",
        verbose_name="intercommunalité",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="indicators",
    )

    panels = [FieldRowPanel([FieldPanel("commune"), FieldPanel("epci")])]

    class Meta(Orderable.Meta):
        verbose_name = "lieu d’un indicateur"
        verbose_name_plural = "lieux d’un indicateur"
        constraints = [
            models.CheckConstraint(
                name="newsletter_indicator_place_is_one",
                condition=models.Q(commune__isnull=True, epci__isnull=False)
                | models.Q(commune__isnull=False, epci__isnull=True),
                violation_error_message="Choisissez une commune ou une intercommunalité, une par ligne.",
            )
        ]

    def __str__(self):
        return str(self.commune or self.epci)
