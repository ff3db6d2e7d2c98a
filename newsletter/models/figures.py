"""Key figures: what is measured, and each value with its period, date and source."""

from django.core.exceptions import ValidationError
from django.db import models
from django.template.defaultfilters import date as format_date
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel
from wagtail.models import Orderable
from wagtail.search import index

from pma_site.core.french import fold, stem_words


class Indicator(index.Indexed, ClusterableModel):
    """Something measured again and again: jobs, river freight, housing."""

    title = models.CharField("intitulé", max_length=200, unique=True, help_text="« Emplois créés sur le Pôle »…")
    unit = models.CharField("unité", max_length=40, blank=True, help_text="« % », « emplois », « résidences »…")
    definition = models.TextField("définition", blank=True, max_length=600, help_text="Ce qui est compté, et comment.")
    source = models.CharField("source habituelle", max_length=120)

    panels = [
        FieldPanel("title"),
        FieldRowPanel([FieldPanel("unit"), FieldPanel("source")]),
        FieldPanel("definition"),
        InlinePanel("values", heading="Valeurs", label="Valeur", min_num=1),
        InlinePanel("places", heading="Communes et intercommunalités concernées", label="Lieu"),
    ]

    search_fields = [
        index.SearchField("title"),
        index.SearchField("stems"),
        index.AutocompleteField("title"),
        index.AutocompleteField("folded"),
        index.AutocompleteField("source"),
    ]

    class Meta:
        verbose_name = "indicateur"
        verbose_name_plural = "indicateurs"
        ordering = ["title"]

    def __str__(self):
        return self.title

    @property
    def folded(self):
        """The title as typed without accents, which PostgreSQL tells apart."""
        return fold(self.title)

    def stems(self):
        return stem_words(f"{self.title} {self.definition} {self.source}")


class IndicatorPlace(Orderable):
    """A commune or an intercommunality that an indicator is about; without any, it is about the whole territory."""

    indicator = ParentalKey(Indicator, verbose_name="indicateur", on_delete=models.CASCADE, related_name="places")
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


class IndicatorValueQuerySet(models.QuerySet):
    """Values of the key figures."""

    def latest_of_each(self):
        """The last known value of each indicator."""
        latest = IndicatorValue.objects.filter(indicator=models.OuterRef("indicator")).order_by("-as_of", "-pk")
        return self.filter(pk=models.Subquery(latest.values("pk")[:1]))

    def about(self, **place):
        """The last known values of the indicators that name a place: `commune`, `epci`, or either of both."""
        named = models.Q(pk__in=[])
        for name, wanted in place.items():
            named |= models.Q(**{name: wanted})
        indicators = IndicatorPlace.objects.filter(named).values("indicator")
        return self.latest_of_each().filter(indicator__in=indicators).order_by("indicator__title", "pk")


class IndicatorValue(index.Indexed, models.Model):
    """One value of an indicator, as printed; its source and its date are never missing."""

    indicator = ParentalKey(Indicator, verbose_name="indicateur", on_delete=models.CASCADE, related_name="values")
    number = models.DecimalField(
        "nombre",
        max_digits=14,
        decimal_places=2,
        help_text="La valeur exacte, avec son signe, pour les courbes.",
    )
    display = models.CharField("tel qu’imprimé", max_length=20, help_text="« + 4 100 », « -10 % »…")
    caption = models.CharField("légende", max_length=250, help_text="Ce que dit le chiffre, en une phrase.")
    period = models.CharField("période", max_length=80, blank=True, help_text="« depuis un an », « depuis 2020 »…")
    as_of = models.DateField("connu au", help_text="Le jour où cette valeur était la dernière connue.")
    source = models.CharField("source", max_length=120)

    objects = IndicatorValueQuerySet.as_manager()

    panels = [
        FieldRowPanel([FieldPanel("number"), FieldPanel("display")]),
        FieldPanel("caption"),
        FieldRowPanel([FieldPanel("period"), FieldPanel("as_of"), FieldPanel("source")]),
    ]

    search_fields = [
        index.SearchField("caption"),
        index.AutocompleteField("caption"),
        index.AutocompleteField("folded"),
        index.AutocompleteField("display"),
        index.RelatedFields("indicator", [index.AutocompleteField("title"), index.AutocompleteField("folded")]),
    ]

    class Meta:
        verbose_name = "valeur d’indicateur"
        verbose_name_plural = "valeurs d’indicateurs"
        ordering = ["-as_of", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "as_of"],
                name="newsletter_indicator_value_unique",
                violation_error_message="Cet indicateur a déjà une valeur à cette date.",
            ),
            models.CheckConstraint(
                name="newsletter_indicator_value_sourced",
                condition=~models.Q(source="") & ~models.Q(display=""),
                violation_error_message="Un chiffre porte toujours sa source.",
            ),
        ]

    def __str__(self):
        return f"{self.display} – {self.caption}"

    def clean(self):
        super().clean()
        if not self.source:
            raise ValidationError({"source": "Un chiffre porte toujours sa source."})

    @property
    def as_of_in_words(self):
        """« juin 2023 »."""
        return format_date(self.as_of, "F Y")

    @property
    def folded(self):
        """The caption as typed without accents, which PostgreSQL tells apart."""
        return fold(self.caption)
