"""Who is who: one record serves member, holder, organiser, contributor and elected member alike."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import OuterRef, Q, Value
from django.db.models.functions import Concat
from django.utils import timezone
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.search import index

from pma_site.core.alphabet import InFrench
from pma_site.core.contact_details import PhoneColumn, PostalCodeColumn
from pma_site.core.french import fold, stem_words
from pma_site.core.rows import JSONRows

from .choices import SEATED, MandateKind, OrganisationKind
from .fields import SiretColumn


class OrganisationQuerySet(models.QuerySet):
    """Organisations and what others show of them."""

    def as_cited(self):
        """Organisations with what a letter shows of them: `mandate_rows`, of every date, in their order."""
        mandates = Mandate.objects.filter(body=OuterRef("pk")).seated()
        return self.annotate(
            mandate_rows=JSONRows(
                mandates.order_by("rank", InFrench("person__last_name"), InFrench("person__first_name")),
                name=Concat("person__first_name", Value(" "), "person__last_name"),
                kind="kind",
                function="function",
                start="start",
                end="end",
            )
        )


class Organisation(index.Indexed, models.Model):
    """A body, association, company or school that the letter talks about."""

    name = models.CharField("nom", max_length=160, unique=True)
    acronym = models.CharField("sigle", max_length=30, blank=True, help_text="CABBALR, ADIL, SIZIAF…")
    kind = models.CharField("nature", max_length=20, choices=OrganisationKind.choices)
    siret = SiretColumn("SIRET", help_text="14 chiffres, si vous le connaissez. Il n’est pas publié.")
    description = models.TextField("présentation", blank=True, max_length=600)
    commune = models.ForeignKey(
        "territory.Commune",
        verbose_name="commune",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="organisations",
    )
    outside_place = models.CharField(
        "lieu hors territoire",
        max_length=80,
        blank=True,
        help_text="Ville du siège quand il n’est pas dans l’une des 150 communes.",
    )
    street = models.CharField("voie", max_length=120, blank=True)
    postal_code = PostalCodeColumn("code postal", max_length=5, blank=True)
    website = models.URLField("site web", blank=True)
    email = models.EmailField("courriel public", blank=True)
    phone = PhoneColumn("téléphone public", max_length=20, blank=True)

    objects = OrganisationQuerySet.as_manager()

    panels = [
        MultiFieldPanel(
            [
                FieldPanel("name", help_text="En toutes lettres, tel que la lettre l’écrit."),
                FieldRowPanel([FieldPanel("acronym"), FieldPanel("kind")]),
                FieldPanel("siret"),
                FieldPanel("description"),
            ],
            heading="Organisation",
        ),
        MultiFieldPanel(
            [
                FieldPanel("commune"),
                FieldPanel("outside_place"),
                FieldRowPanel([FieldPanel("street"), FieldPanel("postal_code")]),
            ],
            heading="Lieu",
        ),
        MultiFieldPanel(
            [FieldPanel("website"), FieldRowPanel([FieldPanel("email"), FieldPanel("phone")])],
            heading="Contact public",
        ),
    ]

    search_fields = [
        index.SearchField("name"),
        index.SearchField("stems"),
        index.AutocompleteField("name"),
        index.AutocompleteField("acronym"),
        index.AutocompleteField("folded"),
        index.RelatedFields("commune", [index.AutocompleteField("name"), index.AutocompleteField("spelling")]),
        index.FilterField("kind"),
    ]

    class Meta:
        verbose_name = "organisation"
        verbose_name_plural = "organisations"
        ordering = [InFrench("name")]
        constraints = [
            models.CheckConstraint(
                name="directory_organisation_one_place",
                condition=Q(commune__isnull=True) | Q(outside_place=""),
                violation_error_message="Choisissez une commune ou un lieu hors territoire, pas les deux.",
            )
        ]

    def __str__(self):
        return self.name

    def unique_error_message(self, model_class, unique_check):
        # Django would speak of a field of an object.
        if unique_check == ("name",):
            return ValidationError("Une organisation porte déjà ce nom.", code="unique")
        return super().unique_error_message(model_class, unique_check)

    @property
    def place(self):
        """The town of its seat; empty when unknown."""
        return self.commune.name if self.commune_id else self.outside_place

    @property
    def folded(self):
        """Its names as typed without accents, which PostgreSQL tells apart."""
        return fold(f"{self.name} {self.acronym}")

    def stems(self):
        return stem_words(f"{self.name} {self.acronym} {self.description}")


class Person(index.Indexed, models.Model):
    """An elected member, an agent of the PMA or another contact."""

    first_name = models.CharField("prénom", max_length=80)
    last_name = models.CharField("nom", max_length=80)
    position = models.CharField(
        "fonction",
        max_length=160,
        blank=True,
        help_text="Son métier ou sa mission ; les mandats se saisissent à part.",
    )
    organisation = models.ForeignKey(
        Organisation,
        verbose_name="organisation",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="people",
    )
    email = models.EmailField(
        "courriel public", blank=True, help_text="Affiché sur le site là où la personne est le contact."
    )
    phone = PhoneColumn("téléphone public", max_length=20, blank=True)

    panels = [
        FieldRowPanel([FieldPanel("first_name"), FieldPanel("last_name")]),
        FieldPanel("position"),
        FieldPanel("organisation"),
        FieldRowPanel([FieldPanel("email"), FieldPanel("phone")]),
    ]

    search_fields = [
        index.SearchField("full_name"),
        index.AutocompleteField("full_name"),
        index.AutocompleteField("folded"),
        index.SearchField("position"),
        index.RelatedFields(
            "organisation",
            [
                index.AutocompleteField("name"),
                index.AutocompleteField("acronym"),
                index.AutocompleteField("folded"),
            ],
        ),
    ]

    class Meta:
        verbose_name = "personne"
        verbose_name_plural = "personnes"
        ordering = [InFrench("last_name"), InFrench("first_name")]

    def __str__(self):
        return self.full_name

    @property
    def full_name(self):
        return f"{self.first_name} {self.last_name}"

    @property
    def folded(self):
        """The name as typed without accents, which PostgreSQL tells apart."""
        return fold(self.full_name)


class MandateQuerySet(models.QuerySet):
    """Mandates in force on a day, and those that count among the members."""

    def in_force(self, day=None):
        """The mandates held on `day` (today by default)."""
        day = day or timezone.localdate()
        return self.filter(Q(start__isnull=True) | Q(start__lte=day), Q(end__isnull=True) | Q(end__gte=day))

    def overlapping(self, mandate):
        """The other mandates of the same person in the same body on a day of `mandate`: a seat counts once."""
        others = self.filter(person_id=mandate.person_id, body_id=mandate.body_id).exclude(pk=mandate.pk)
        if mandate.start:
            others = others.filter(Q(end__isnull=True) | Q(end__gte=mandate.start))
        if mandate.end:
            others = others.filter(Q(start__isnull=True) | Q(start__lte=mandate.end))
        return others

    def seated(self):
        """Those of the body's members: executive and full members."""
        return self.filter(kind__in=SEATED)


class Mandate(index.Indexed, models.Model):
    """A seat that a person holds in a body, between two dates."""

    person = models.ForeignKey(Person, verbose_name="personne", on_delete=models.CASCADE, related_name="mandates")
    body = models.ForeignKey(Organisation, verbose_name="instance", on_delete=models.CASCADE, related_name="mandates")
    kind = models.CharField("qualité", max_length=20, choices=MandateKind.choices)
    function = models.CharField(
        "fonction", max_length=160, blank=True, help_text="« président », « 2e vice-président »…"
    )
    rank = models.PositiveSmallIntegerField("rang", default=100, help_text="Ordre d’affichage : 1 pour la présidence.")
    represents = models.ForeignKey(
        Organisation,
        verbose_name="au titre de",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="delegates",
    )
    start = models.DateField("depuis le", null=True, blank=True)
    end = models.DateField("jusqu’au", null=True, blank=True, help_text="Dernier jour du mandat.")

    objects = MandateQuerySet.as_manager()

    panels = [
        FieldPanel("person"),
        FieldPanel("body"),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("rank")]),
        FieldPanel("function"),
        FieldPanel("represents", help_text="L’organisation qui l’a désigné : son intercommunalité, le Département…"),
        FieldRowPanel(
            [
                FieldPanel(
                    "start", help_text="Vide si la date n’est pas connue : le mandat compte alors depuis toujours."
                ),
                FieldPanel("end"),
            ]
        ),
    ]

    search_fields = [
        index.RelatedFields(
            "person",
            [
                index.SearchField("full_name"),
                index.AutocompleteField("full_name"),
                index.AutocompleteField("folded"),
            ],
        ),
        index.SearchField("function"),
        index.AutocompleteField("function"),
    ]

    class Meta:
        verbose_name = "mandat"
        verbose_name_plural = "mandats"
        ordering = ["rank", InFrench("person__last_name"), InFrench("person__first_name")]
        constraints = [
            models.CheckConstraint(
                name="directory_mandate_dates_in_order",
                condition=Q(start__isnull=True) | Q(end__isnull=True) | Q(end__gte=models.F("start")),
                violation_error_message="La fin du mandat précède son début.",
            )
        ]

    def __str__(self):
        return f"{self.person}, {self.function or self.get_kind_display().lower()}"

    def clean(self):
        super().clean()
        if self.kind == MandateKind.EXECUTIVE and not self.function:
            raise ValidationError({"function": "Précisez la fonction : « président », « vice-présidente »…"})
        if self.start and self.end and self.end < self.start:
            raise ValidationError({"end": "La fin du mandat précède son début."})
        if self.person_id and self.body_id and Mandate.objects.overlapping(self).exists():
            raise ValidationError({"person": "Cette personne a déjà un mandat dans cette instance à ces dates."})
