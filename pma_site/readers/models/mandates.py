"""Who heads a town hall, and since when."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from .. import periods
from ..choices import FormOfAddress


class OfficeMandateQuerySet(models.QuerySet):
    """Mandates of mayors."""

    def unfinished(self, day=None):
        """Those that run on `day` (today by default) or begin later."""
        return self.filter(Q(end__isnull=True) | Q(end__gte=day or timezone.localdate()))

    def in_force(self, day=None):
        """Those held on `day` (today by default)."""
        day = day or timezone.localdate()
        return self.unfinished(day).filter(Q(start__isnull=True) | Q(start__lte=day))


class OfficeMandate(models.Model):
    """Who heads a town hall between two dates, and how one writes to them."""

    office = ParentalKey("readers.Office", verbose_name="mairie", on_delete=models.CASCADE, related_name="mandates")
    person = models.ForeignKey(
        "directory.Person", verbose_name="personne", on_delete=models.CASCADE, related_name="office_mandates"
    )
    form_of_address = models.CharField("forme d’appel", max_length=20, choices=FormOfAddress)
    start = models.DateField("depuis le", null=True, blank=True)
    end = models.DateField("jusqu’au", null=True, blank=True, help_text="Dernier jour du mandat.")

    objects = OfficeMandateQuerySet.as_manager()

    panels = [
        FieldPanel("person"),
        FieldPanel("form_of_address"),
        FieldRowPanel(
            [
                FieldPanel("start", help_text="Vide si la date n’est pas connue."),
                FieldPanel("end", help_text="Dernier jour du mandat ; vide tant qu’il est en cours."),
            ]
        ),
    ]

    class Meta:
        verbose_name = "mandat de maire"
        verbose_name_plural = "mandats de maire"
        # Names only: modelcluster sorts what is not saved yet by them too.
        ordering = ["-pk"]
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
        for name in ("start", "end"):
            if getattr(self, name) and getattr(self, name) < periods.FIRST_DAY:
                raise ValidationError({name: "Cette date est trop ancienne."})
        if self.start and self.end and self.end < self.start:
            raise ValidationError({"end": "La fin du mandat précède son début."})

    @property
    def period(self):
        """Its first and its last day (readers.periods)."""
        return self.start, self.end

    def covers(self, day):
        """Whether it is held on `day`."""
        return periods.covers(self.period, day)
