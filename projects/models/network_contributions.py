"""What members and those who want to be one send to the team: corrections of a record, requests to join."""

from django.db import models

from pma_site.contributions.models import Contribution, ContributionQuerySet
from pma_site.directory.choices import OrganisationKind

from ..choices import MemberSector, MemberStage


class Correction(Contribution):
    """What a member wants changed in its record; nothing of it is written before the team accepts it.

    `changes` holds, in the order of the form, rows of `name` (a field of forms.network_record.RecordForm), `label`,
    `old` and `new` (values) and `old_words` and `new_words` (as one reads them). `accepted` are the names of those
    that the team wrote down.
    """

    called = "correction de fiche"
    follow_route = "network:record"

    member = models.ForeignKey(
        "projects.MemberPage", verbose_name="membre", on_delete=models.CASCADE, related_name="corrections"
    )
    confirmation = models.ForeignKey(
        "projects.Confirmation", verbose_name="confirmation", on_delete=models.CASCADE, related_name="corrections"
    )
    changes = models.JSONField("changements", default=list)
    accepted = models.JSONField("acceptés", default=list)

    objects = ContributionQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta(Contribution.Meta):
        verbose_name = "correction d’une fiche"
        verbose_name_plural = "corrections de fiches"

    def __str__(self):
        return f"Correction {self.reference}"


class MembershipRequest(Contribution):
    """« Rejoindre la communauté »: an organisation that wants to be a member, as its sender describes it."""

    called = "demande d’adhésion"
    follow_route = "network:request"

    kind = models.CharField("nature", max_length=20, choices=OrganisationKind, default=OrganisationKind.STARTUP)
    sector = models.CharField("secteur", max_length=30, choices=MemberSector, blank=True)
    activity = models.CharField("activité", max_length=160, blank=True)
    stage = models.CharField("parcours", max_length=20, choices=MemberStage, blank=True)
    outside_place = models.CharField("lieu hors territoire", max_length=80, blank=True)
    website = models.URLField("site web", blank=True)
    presentation = models.TextField("présentation", blank=True, max_length=500)
    object_name = models.CharField("objet à exposer", max_length=120, blank=True)
    consent = models.BooleanField("accord pour la publication", default=False)
    page = models.ForeignKey(
        "projects.MemberPage",
        verbose_name="membre",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="requests",
    )
    # When the sender was told that the page is online.
    told_at = models.DateTimeField(null=True, editable=False)

    objects = ContributionQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta(Contribution.Meta):
        verbose_name = "demande d’adhésion au réseau"
        verbose_name_plural = "demandes d’adhésion au réseau"

    def __str__(self):
        return f"Demande {self.reference}"

    @property
    def place(self):
        """The town where it sits; empty where that is not said."""
        return self.commune.name if self.commune_id else self.outside_place

    @property
    def pairs(self):
        """What was said of the organisation, as pairs of a label and words; what is empty is left out."""
        pairs = [
            ("Organisation", self.sender_organisation),
            ("Nature", self.get_kind_display()),
            ("Secteur", self.get_sector_display()),
            ("Activité", self.activity),
            ("Parcours", self.get_stage_display()),
            ("Implantation", f"{self.outside_place} (hors territoire)" if self.outside_place else self.place),
            ("Site web", self.website),
            ("Présentation", self.presentation),
            ("Objet à exposer", self.object_name),
        ]
        return [(label, words) for label, words in pairs if words]

    @property
    def people(self):
        """Who sent it, as pairs of a label and words."""
        pairs = [
            ("Nom", self.sender_name),
            ("Fonction", self.sender_role),
            ("Adresse électronique", self.sender_email),
            ("Téléphone", self.sender_phone),
            ("Mot pour l’équipe", self.note),
        ]
        return [(label, words) for label, words in pairs if words]
