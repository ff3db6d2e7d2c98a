from django.db import models
from django.db.models import Q
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.search import index

from pma_site.core.french import fold, stem_words


class Venue(index.Indexed, models.Model):
    """A place where events happen, written once and reused."""

    name = models.CharField("nom", max_length=160)
    street = models.CharField("voie", max_length=160, blank=True)
    postal_code = models.CharField("code postal", max_length=5, blank=True)
    commune = models.ForeignKey(
        "territory.Commune",
        verbose_name="commune",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="venues",
    )
    outside_place = models.CharField(
        "ville hors territoire",
        max_length=80,
        blank=True,
        help_text="Quand le lieu n’est pas dans l’une des 150 communes.",
    )
    access = models.TextField("accès", blank=True, max_length=500, help_text="Transports, parking, entrée à prendre.")
    wheelchair_access = models.BooleanField("accessible en fauteuil roulant", default=False)
    hearing_loop = models.BooleanField("boucle magnétique", default=False)
    visual_access = models.BooleanField("adapté aux personnes déficientes visuelles", default=False)
    mental_access = models.BooleanField("adapté au handicap intellectuel", default=False)
    psychic_access = models.BooleanField("adapté au handicap psychique", default=False)
    accessibility_note = models.CharField("autres aménagements", max_length=250, blank=True)
    website = models.URLField("site web", blank=True)
    longitude = models.DecimalField("longitude", max_digits=8, decimal_places=5, null=True, blank=True)
    latitude = models.DecimalField("latitude", max_digits=7, decimal_places=5, null=True, blank=True)

    panels = [
        FieldPanel("name", help_text="Tel qu’on le lira dans l’agenda, sans la commune : elle est ajoutée."),
        MultiFieldPanel(
            [
                FieldPanel("street"),
                FieldRowPanel([FieldPanel("postal_code"), FieldPanel("commune")]),
                FieldPanel("outside_place"),
                FieldRowPanel([FieldPanel("longitude"), FieldPanel("latitude")]),
            ],
            heading="Adresse",
        ),
        MultiFieldPanel(
            [
                FieldPanel("access"),
                FieldRowPanel([FieldPanel("wheelchair_access"), FieldPanel("hearing_loop")]),
                FieldRowPanel([FieldPanel("visual_access"), FieldPanel("mental_access")]),
                FieldPanel("psychic_access"),
                FieldPanel("accessibility_note"),
                FieldPanel("website"),
            ],
            heading="Accès",
        ),
    ]

    search_fields = [
        index.SearchField("name"),
        index.SearchField("stems"),
        index.AutocompleteField("name"),
        index.AutocompleteField("folded"),
        index.RelatedFields("commune", [index.AutocompleteField("name"), index.AutocompleteField("spelling")]),
    ]

    class Meta:
        verbose_name = "lieu"
        verbose_name_plural = "lieux"
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                name="agenda_venue_one_place",
                condition=Q(commune__isnull=False, outside_place="") | (Q(commune__isnull=True) & ~Q(outside_place="")),
                violation_error_message="Choisissez une commune, ou une ville hors territoire.",
            )
        ]

    def __str__(self):
        return f"{self.name} ({self.town})"

    @property
    def town(self):
        return self.commune.name if self.commune_id else self.outside_place

    @property
    def folded(self):
        """The name as typed without accents, which PostgreSQL tells apart."""
        return fold(self.name)

    def stems(self):
        return stem_words(f"{self.name} {self.town}")
