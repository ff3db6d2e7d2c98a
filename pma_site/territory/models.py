"""The territory: 150 communes in three communautés d'agglomération. INSEE code and SIREN are the keys."""

from django.core.validators import RegexValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import slugify
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.search import index

from pma_site.core.french import spelling_key, stem_words
from pma_site.core.memory import remembered


class EpciManager(models.Manager):
    """Intercommunalities, found by their SIREN."""

    def get_by_natural_key(self, siren):
        return self.get(siren=siren)


class Epci(models.Model):
    """An intercommunality (établissement public de coopération intercommunale)."""

    siren = models.CharField(
        "numéro SIREN", max_length=9, unique=True, validators=[RegexValidator(r"^\d{9}$", "Neuf chiffres.")]
    )
    name = models.CharField("nom", max_length=120, unique=True)
    acronym = models.CharField("sigle", max_length=20, blank=True)

    objects = EpciManager()

    panels = [FieldPanel("name"), FieldRowPanel([FieldPanel("acronym"), FieldPanel("siren")])]

    class Meta:
        verbose_name = "intercommunalité"
        verbose_name_plural = "intercommunalités"
        ordering = ["name"]

    def __str__(self):
        return f"{self.name} ({self.acronym})" if self.acronym else self.name

    def get_absolute_url(self):
        return reverse("territory:epci", args=[self.siren, self.slug])

    @cached_property
    def slug(self):
        return slugify(self.name)

    @property
    def short_name(self):
        """Its acronym, or its name where it has none."""
        return self.acronym or self.name

    def natural_key(self):
        return (self.siren,)


class CommuneQuerySet(models.QuerySet):
    """Communes, found by INSEE code or in any spelling of their name."""

    def get_by_natural_key(self, insee_code):
        return self.get(insee_code=insee_code)

    def spelt(self, name):
        """The communes whose name is `name` in any spelling: accents, case and hyphens aside."""
        return self.filter(spelling=spelling_key(name))

    def for_map(self):
        """Communes with what a map shows: their intercommunality, and since when their outline is known."""
        return self.select_related("epci").annotate(outlined_at=models.F("outline__loaded_at"))


class Commune(index.Indexed, models.Model):
    """A commune of the territory."""

    insee_code = models.CharField(
        "code INSEE",
        max_length=5,
        unique=True,
        validators=[RegexValidator(r"^\d[\dAB]\d{3}$", "Cinq caractères, comme 62498.")],
    )
    name = models.CharField("nom", max_length=80)
    spelling = models.CharField(max_length=80, editable=False, db_index=True)
    epci = models.ForeignKey(Epci, verbose_name="intercommunalité", on_delete=models.PROTECT, related_name="communes")
    population = models.PositiveIntegerField("population", help_text="Nombre d’habitants.")
    postal_codes = models.CharField(
        "codes postaux", max_length=80, help_text="Séparés par des virgules s’il y en a plusieurs."
    )
    longitude = models.DecimalField(
        "longitude", max_digits=7, decimal_places=4, null=True, blank=True, help_text="WGS 84, en degrés."
    )
    latitude = models.DecimalField(
        "latitude", max_digits=7, decimal_places=4, null=True, blank=True, help_text="WGS 84, en degrés."
    )

    objects = CommuneQuerySet.as_manager()

    panels = [
        FieldPanel("name"),
        FieldRowPanel([FieldPanel("insee_code"), FieldPanel("epci")]),
        FieldRowPanel([FieldPanel("population"), FieldPanel("postal_codes")]),
        FieldRowPanel([FieldPanel("longitude"), FieldPanel("latitude")]),
    ]

    search_fields = [
        index.SearchField("name"),
        index.SearchField("stems"),
        index.AutocompleteField("name"),
        index.AutocompleteField("spelling"),
        index.FilterField("epci_id"),
    ]

    class Meta:
        verbose_name = "commune"
        verbose_name_plural = "communes"
        ordering = ["spelling"]
        constraints = [
            models.CheckConstraint(
                name="territory_commune_point_whole",
                condition=models.Q(longitude__isnull=True, latitude__isnull=True)
                | models.Q(longitude__isnull=False, latitude__isnull=False),
                violation_error_message="Indiquez la longitude et la latitude, ou aucune des deux.",
            )
        ]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        self.spelling = spelling_key(self.name)
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return reverse("territory:commune", args=[self.insee_code, self.slug])

    @cached_property
    def slug(self):
        return slugify(self.name)

    @staticmethod
    def in_memory():
        """All of them, for who shows a few (core.blocks.records)."""
        return whole_territory()

    def natural_key(self):
        return (self.insee_code,)

    def stems(self):
        return stem_words(f"{self.name} {self.postal_codes}")


def whole_territory() -> list[Commune]:
    """Return all communes with what a map shows, read once for all pages (core.memory): nobody alters them."""
    return remembered("whole territory", lambda: list(Commune.objects.for_map()))


class CommuneOutline(models.Model):
    """Where a commune ends, as a public file drew it, made light for maps; borders are the same for both sides."""

    commune = models.OneToOneField(
        Commune, verbose_name="commune", on_delete=models.CASCADE, related_name="outline", primary_key=True
    )
    # [[x, y, x, y…], …]: closed rings, holes among them, in parts of a degree (outlines.reading.PARTS), WGS 84.
    rings = models.JSONField("contour")
    source = models.CharField("source", max_length=200)
    loaded_at = models.DateTimeField("chargé le", default=timezone.now)

    class Meta:
        verbose_name = "contour de commune"
        verbose_name_plural = "contours de communes"

    def __str__(self):
        return f"Contour de {self.commune}"
