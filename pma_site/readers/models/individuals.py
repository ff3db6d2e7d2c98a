"""People to whom the letter goes by name: elected members, and colleagues who read along."""

from django.db import models
from wagtail.admin.panels import FieldPanel

from pma_site.core.alphabet import InFrench

from ..forms.people import ElectedReaderForm, TesterForm
from .recipients import Recipient


class ElectedReader(models.Model):
    """An elected member who gets the letter at an address of their own, until the day their mandates end."""

    person = models.OneToOneField(
        "directory.Person", verbose_name="personne", on_delete=models.CASCADE, related_name="elected_reader"
    )
    recipient = models.OneToOneField(
        Recipient, verbose_name="adresse électronique", on_delete=models.CASCADE, related_name="elected"
    )
    until = models.DateField("jusqu’au", null=True, blank=True, help_text="Fin du mandat au titre duquel on lui écrit.")

    base_form_class = ElectedReaderForm
    panels = [FieldPanel("person"), FieldPanel("email"), FieldPanel("until")]

    class Meta:
        verbose_name = "élu destinataire"
        verbose_name_plural = "élus destinataires"
        ordering = [InFrench("person__last_name"), InFrench("person__first_name")]

    def __str__(self):
        return str(self.person)

    @property
    def email(self):
        """The address the letter goes to; empty where it was erased."""
        return self.recipient.email if self.recipient_id else ""


class Tester(models.Model):
    """A colleague on the list of test."""

    name = models.CharField("nom", max_length=120)
    recipient = models.OneToOneField(
        Recipient, verbose_name="adresse électronique", on_delete=models.CASCADE, related_name="tester"
    )

    base_form_class = TesterForm
    panels = [FieldPanel("name"), FieldPanel("email")]

    class Meta:
        verbose_name = "destinataire de test"
        verbose_name_plural = "liste de test"
        ordering = [InFrench("name")]

    def __str__(self):
        return self.name

    @property
    def email(self):
        """The address the letter goes to; empty where it was erased."""
        return self.recipient.email if self.recipient_id else ""
