"""The mayors' register: town halls, who heads them and since when, elected members and colleagues who read along."""

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.search import index

from pma_site.core.french import fold

from ..choices import FormOfAddress, PostalReturn
from .recipients import Recipient


class OfficeQuerySet(models.QuerySet):
    """Town halls by how a letter reaches them."""

    def by_post(self):
        """Those to which a letter is posted: they want it, and the last one did not come back."""
        return self.filter(by_post=True, postal_return="").exclude(street="", postal_code="")

    def by_email_only(self):
        """Those that get the e-mail and nothing by post."""
        return self.filter(by_email=True, recipient__isnull=False).exclude(by_post=True)

    def to_review(self, since):
        """Those that nobody looked at since the day `since` (that of an election)."""
        return self.filter(Q(reviewed_on__isnull=True) | Q(reviewed_on__lt=since))


class Office(index.Indexed, ClusterableModel):
    """A town hall that receives the letter, by post, by e-mail or both. A commune may have several (delegated ones)."""

    commune = models.ForeignKey(
        "territory.Commune", verbose_name="commune", on_delete=models.PROTECT, related_name="offices"
    )
    name = models.CharField(
        "nom", max_length=120, unique=True, help_text="« Mairie de Lens », « Mairie déléguée de … »."
    )
    complement = models.CharField("complément d’adresse", max_length=80, blank=True, help_text="Bâtiment, service…")
    street = models.CharField("voie", max_length=80, blank=True)
    postal_code = models.CharField(
        "code postal", max_length=5, blank=True, validators=[RegexValidator(r"^\d{5}$", "Cinq chiffres, comme 62300.")]
    )
    city = models.CharField("ville", max_length=80, blank=True, help_text="Telle qu’elle s’écrit sur l’enveloppe.")
    phone = models.CharField("téléphone", max_length=20, blank=True)
    recipient = models.ForeignKey(
        Recipient,
        verbose_name="adresse électronique",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="offices",
    )
    by_post = models.BooleanField("reçoit la lettre par la poste", default=True)
    by_email = models.BooleanField("reçoit la lettre par courriel", default=True)
    postal_return = models.CharField("pli revenu", max_length=12, choices=PostalReturn, blank=True)
    returned_on = models.DateField("revenu le", null=True, blank=True)
    reviewed_on = models.DateField("vérifié le", null=True, blank=True)

    objects = OfficeQuerySet.as_manager()

    search_fields = [
        index.SearchField("name"),
        index.AutocompleteField("name"),
        index.AutocompleteField("folded"),
        index.RelatedFields("commune", [index.AutocompleteField("name"), index.AutocompleteField("spelling")]),
        index.FilterField("commune_id"),
    ]

    class Meta:
        verbose_name = "mairie"
        verbose_name_plural = "mairies"
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                name="readers_office_return_is_dated",
                condition=Q(postal_return="", returned_on__isnull=True)
                | (~Q(postal_return="") & Q(returned_on__isnull=False)),
                violation_error_message="Un pli revenu a un motif et une date.",
            )
        ]

    def __str__(self):
        return self.name

    @property
    def folded(self):
        """Its name as typed without accents, which PostgreSQL tells apart."""
        return fold(self.name)

    @property
    def email(self):
        """The address of its e-mail; empty where there is none, or where it was erased."""
        return self.recipient.email if self.recipient_id else ""

    @property
    def current_mandate(self):
        """The mandate in force today; None while the seat is empty. Read from `mandates`, which lists load at once."""
        today = timezone.localdate()
        return next((mandate for mandate in self.mandates.all() if mandate.covers(today)), None)


class OfficeMandateQuerySet(models.QuerySet):
    """Mandates of mayors."""

    def in_force(self, day=None):
        """Those held on `day` (today by default)."""
        day = day or timezone.localdate()
        return self.filter(Q(start__isnull=True) | Q(start__lte=day), Q(end__isnull=True) | Q(end__gte=day))


class OfficeMandate(models.Model):
    """Who heads a town hall between two dates, and how one writes to them."""

    office = ParentalKey(Office, verbose_name="mairie", on_delete=models.CASCADE, related_name="mandates")
    person = models.ForeignKey(
        "directory.Person", verbose_name="personne", on_delete=models.CASCADE, related_name="office_mandates"
    )
    form_of_address = models.CharField("forme d’appel", max_length=20, choices=FormOfAddress)
    start = models.DateField("depuis le", null=True, blank=True)
    end = models.DateField("jusqu’au", null=True, blank=True, help_text="Dernier jour du mandat.")

    objects = OfficeMandateQuerySet.as_manager()

    class Meta:
        verbose_name = "mandat de maire"
        verbose_name_plural = "mandats de maire"
        ordering = [F("start").desc(nulls_last=True), "-pk"]
        constraints = [
            models.CheckConstraint(
                name="readers_office_mandate_dates_in_order",
                condition=Q(start__isnull=True) | Q(end__isnull=True) | Q(end__gte=F("start")),
                violation_error_message="La fin du mandat précède son début.",
            ),
            models.UniqueConstraint(
                fields=["office"],
                condition=Q(end__isnull=True),
                name="readers_office_one_open_mandate",
                violation_error_message="Cette mairie a déjà un mandat en cours : donnez-lui une date de fin.",
            ),
        ]

    def __str__(self):
        return f"{self.get_form_of_address_display()} {self.person}"

    def clean(self):
        super().clean()
        if self.start and self.end and self.end < self.start:
            raise ValidationError({"end": "La fin du mandat précède son début."})

    def covers(self, day):
        """Whether it is held on `day`."""
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)


class ElectedReader(models.Model):
    """An elected member who gets the letter at an address of their own, until the day their mandates end."""

    person = models.OneToOneField(
        "directory.Person", verbose_name="personne", on_delete=models.CASCADE, related_name="elected_reader"
    )
    recipient = models.OneToOneField(
        Recipient, verbose_name="adresse électronique", on_delete=models.CASCADE, related_name="elected"
    )
    until = models.DateField("jusqu’au", null=True, blank=True, help_text="Fin du mandat au titre duquel on lui écrit.")

    class Meta:
        verbose_name = "élu destinataire"
        verbose_name_plural = "élus destinataires"
        ordering = ["person__last_name", "person__first_name"]

    def __str__(self):
        return str(self.person)


class Tester(models.Model):
    """A colleague on the list of test."""

    name = models.CharField("nom", max_length=120)
    recipient = models.OneToOneField(
        Recipient, verbose_name="adresse électronique", on_delete=models.CASCADE, related_name="tester"
    )

    class Meta:
        verbose_name = "destinataire de test"
        verbose_name_plural = "liste de test"
        ordering = ["name"]

    def __str__(self):
        return self.name
