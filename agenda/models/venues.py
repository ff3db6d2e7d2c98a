from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.search import index

from pma_site.core.alphabet import InFrench
from pma_site.core.contact_details import PostalCodeColumn
from pma_site.core.french import fold, stem_words

OPENSTREETMAP = "https://www.openstreetmap.org"


class Venue(index.Indexed, models.Model):
    """A place where events happen, written once and reused."""

    name = models.CharField("nom", max_length=160)
    street = models.CharField("voie", max_length=160, blank=True)
    postal_code = PostalCodeColumn("code postal", max_length=5, blank=True)
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
        FieldPanel("name", help_text="Tel qu’on le lira dans l’agenda, sans la commune : elle est ajoutée."),
        MultiFieldPanel(
            [
                FieldPanel("street"),
                FieldRowPanel([FieldPanel("postal_code"), FieldPanel("commune")]),
                FieldPanel("outside_place"),
            ],
            heading="Adresse",
        ),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")])],
            heading="Point sur la carte",
            help_text="Facultatif. Sur geoportail.gouv.fr ou openstreetmap.org, un clic droit sur le bâtiment donne "
            "les deux nombres : la latitude d’abord (50,4 environ dans l’Artois), la longitude ensuite (2,8 environ).",
        ),
        FieldPanel("access"),
        MultiFieldPanel(
            [
                FieldPanel("wheelchair_access", heading="Moteur : accessible en fauteuil roulant"),
                FieldPanel("hearing_loop", heading="Auditif : boucle magnétique"),
                FieldPanel("visual_access", heading="Visuel : adapté aux personnes aveugles ou malvoyantes"),
                FieldPanel("mental_access", heading="Intellectuel : adapté au handicap mental"),
                FieldPanel("psychic_access", heading="Psychique : adapté au handicap psychique"),
                FieldPanel(
                    "accessibility_note", help_text="« Rampe côté cour », « gilets vibrants », « visite en LSF »…"
                ),
            ],
            heading="Accessibilité, par handicap",
            help_text="Cochez ce qui est sûr : rien n’est affiché de ce qui n’est pas coché.",
        ),
        FieldPanel("website"),
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
        ordering = [InFrench("name")]
        constraints = [
            models.CheckConstraint(
                name="agenda_venue_one_place",
                condition=Q(commune__isnull=False, outside_place="") | (Q(commune__isnull=True) & ~Q(outside_place="")),
                violation_error_message="Choisissez une commune, ou une ville hors territoire.",
            )
        ]

    def __str__(self):
        return f"{self.name} ({self.town})"

    def clean(self):
        super().clean()
        if (self.longitude is None) != (self.latitude is None):
            missing = "longitude" if self.longitude is None else "latitude"
            raise ValidationError({missing: "Indiquez les deux nombres, ou aucun."})
        for name, (least, most) in {"latitude": (41, 52), "longitude": (-6, 10)}.items():
            value = getattr(self, name)
            if value is not None and not least <= value <= most:
                raise ValidationError({name: f"Ce point n’est pas en France métropolitaine : entre {least} et {most}."})

    @property
    def town(self):
        return self.commune.name if self.commune_id else self.outside_place

    @property
    def address(self):
        """« 1 rue du Parc, 62300 Lens »; « » where no street is known, as the town stands by the name."""
        if not self.street:
            return ""
        return f"{self.street}, {' '.join(filter(None, [self.postal_code, self.town]))}"

    @property
    def has_point(self):
        """Whether its place on a map is known."""
        return self.longitude is not None and self.latitude is not None

    @property
    def map_address(self):
        """Its address on OpenStreetMap: the point where it is known, otherwise what finds its street."""
        if self.has_point:
            return (
                f"{OPENSTREETMAP}/?mlat={self.latitude}&mlon={self.longitude}#map=17/{self.latitude}/{self.longitude}"
            )
        return f"{OPENSTREETMAP}/search?{urlencode({'query': self.address})}" if self.street else ""

    @property
    def provisions(self):
        """What is made for whom, as (name of an icon, words): only what is known to be there."""
        kinds = [
            (self.wheelchair_access, "fauteuil", "Accessible en fauteuil roulant"),
            (self.hearing_loop, "oreille", "Boucle magnétique pour les personnes malentendantes"),
            (self.visual_access, "oeil", "Adapté aux personnes aveugles ou malvoyantes"),
            (self.mental_access, "comprendre", "Adapté au handicap intellectuel"),
            (self.psychic_access, "accueil", "Adapté au handicap psychique"),
        ]
        return [(icon, words) for there, icon, words in kinds if there]

    @property
    def folded(self):
        """The name as typed without accents, which PostgreSQL tells apart."""
        return fold(self.name)

    def stems(self):
        return stem_words(f"{self.name} {self.town}")
