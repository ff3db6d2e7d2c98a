"""The committees of an edition of the label: who sits there, and which applications are put before them.

All of it is private, but for what `LabelCommittee.PUBLIC` names: nothing here is searched, told by an API, nor known to
the index of references.
"""

from django.conf import settings
from django.db import models
from django.utils import timezone

from ..choices import Admissible, Verdict
from .applications import Application
from .label_steps import LabelStep
from .labels import LabelEditionPage


class LabelCommitteeQuerySet(models.QuerySet):
    """Committees in their order."""

    def in_turn(self):
        """In the order in which they meet."""
        return self.select_related("step").order_by("place", "pk")


class LabelCommittee(models.Model):
    """A committee that gives its opinion on the applications of one edition, in its turn.

    Its date is that of its step in the calendar: no date is typed twice. Its members are accounts of the role
    « Comités du label »; who sits there for the public is `composition`, in words.
    """

    # What the page « Méthode et comités » shows of it.
    PUBLIC = ("name", "mission", "composition")

    edition = models.ForeignKey(
        LabelEditionPage, verbose_name="édition", on_delete=models.CASCADE, related_name="committees"
    )
    place = models.PositiveSmallIntegerField("rang", default=1, help_text="1 pour celui qui se réunit le premier.")
    name = models.CharField("comité", max_length=120)
    mission = models.TextField(
        "ce qu’il regarde", max_length=400, blank=True, help_text="Une ou deux phrases, publiques."
    )
    composition = models.TextField(
        "qui y siège",
        max_length=600,
        blank=True,
        help_text="Pour le public : « des partenaires techniques, des élus… ».",
    )
    step = models.ForeignKey(
        LabelStep,
        verbose_name="étape du calendrier",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="committees",
        help_text="Sa date est celle de cette étape. Publiez d’abord le calendrier de l’édition.",
    )
    members = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        verbose_name="membres",
        blank=True,
        related_name="label_committees",
        help_text="Les comptes du rôle « Comités du label » qui lisent les dossiers et donnent un avis.",
    )
    closed_at = models.DateTimeField("clos le", null=True, blank=True, editable=False)

    objects = LabelCommitteeQuerySet.as_manager()
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = "comité du label"
        verbose_name_plural = "comités du label"
        ordering = ["edition", "place", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "name"],
                name="projects_label_committee_unique",
                violation_error_message="L’édition a déjà un comité de ce nom.",
            )
        ]

    def __str__(self):
        return self.name

    @property
    def is_open(self):
        """Whether its members may still give and change their opinions."""
        return self.closed_at is None

    @property
    def when(self):
        """« le 12 octobre 2026 », or "" where no date is fixed."""
        return self.step.when if self.step else ""


class HearingQuerySet(models.QuerySet):
    """Applications before committees, by what was said of them."""

    def judged(self):
        """Those of which a member, or the committee as a whole, has said something."""
        with_opinions = Hearing.objects.filter(opinions__isnull=False).values("pk")
        return self.filter(models.Q(pk__in=with_opinions) | ~models.Q(conclusion="") | ~models.Q(summary=""))


class Hearing(models.Model):
    """An application before a committee, and what the committee as a whole concludes."""

    committee = models.ForeignKey(LabelCommittee, on_delete=models.CASCADE, related_name="hearings")
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="hearings")
    conclusion = models.CharField("avis du comité", max_length=12, choices=Verdict.choices, blank=True)
    summary = models.TextField("motifs", max_length=3_000, blank=True)
    concluded_at = models.DateTimeField(null=True, editable=False)

    objects = HearingQuerySet.as_manager()
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = "passage devant un comité"
        verbose_name_plural = "passages devant un comité"
        ordering = ["committee", "application"]
        constraints = [
            models.UniqueConstraint(fields=["committee", "application"], name="projects_hearing_unique"),
            models.CheckConstraint(
                name="projects_hearing_conclusion_known",
                condition=models.Q(conclusion__in=["", *Verdict.values]),
            ),
        ]

    def __str__(self):
        return f"{self.application} – {self.committee}"


class Admissibility(models.Model):
    """Whether an application meets the rules of the call, decided by who runs the label, with the reason."""

    application = models.OneToOneField(Application, on_delete=models.CASCADE, related_name="admissibility")
    verdict = models.CharField("recevabilité", max_length=12, choices=Admissible.choices)
    reason = models.TextField("raison", max_length=2_000, blank=True)
    decided_at = models.DateTimeField("décidée le", default=timezone.now)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="décidée par", null=True, on_delete=models.SET_NULL, related_name="+"
    )

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = "recevabilité"
        verbose_name_plural = "recevabilités"
        constraints = [
            models.CheckConstraint(
                name="projects_inadmissible_has_reason",
                condition=~models.Q(verdict=Admissible.NO.value) | ~models.Q(reason=""),
            )
        ]

    def __str__(self):
        return self.get_verdict_display()
