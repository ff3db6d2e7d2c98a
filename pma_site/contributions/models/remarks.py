"""« Il manque quelque chose ? »: what a reader tells the team of the page of a commune or of an intercommunality."""

from django.db import models

from ..choices import RemarkSubject
from .contributions import Contribution, ContributionQuerySet


class Remark(Contribution):
    """Something that is missing or wrong on the page of a place: `commune`, or else `epci`."""

    called = "remarque"
    follow_route = "remarks:remark"

    epci = models.ForeignKey(
        "territory.Epci",
        verbose_name="intercommunalité",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    subject = models.CharField("sujet", max_length=20, choices=RemarkSubject)
    text = models.TextField("remarque", max_length=2000)

    objects = ContributionQuerySet.as_manager()

    class Meta(Contribution.Meta):
        verbose_name = "remarque"
        verbose_name_plural = "remarques"
        indexes = [models.Index(fields=["state", "sent_at"], name="contributions_remark_open")]

    def __str__(self):
        # Histories keep it for ever: it names nobody.
        return f"Remarque {self.reference}"

    @property
    def place(self):
        """The commune or the intercommunality that it is about; None where it is gone."""
        return self.commune or self.epci

    @property
    def words_called(self):
        """What `answer`, the team's own words to the sender, are."""
        return "L’équipe vous demande" if self.is_asked else "L’équipe vous répond"

    @property
    def pairs(self):
        """What was remarked, as pairs of a label and words."""
        pairs = [("Page", str(self.place or "")), ("Sujet", self.get_subject_display()), ("Remarque", self.text)]
        return [(label, words) for label, words in pairs if words]

    @property
    def people(self):
        """Who sent it, as pairs of a label and words."""
        pairs = [
            ("Nom", self.sender_name),
            ("Fonction", self.sender_role),
            ("Organisme", self.sender_organisation),
            ("Adresse électronique", self.sender_email),
        ]
        return [(label, words) for label, words in pairs if words]
