"""The dated steps of an edition of the label, and where today stands among them."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils import timezone
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable

from pma_site.core.french import day, day_and_hour

from ..choices import StepKind, StepProgress


class LabelStep(Orderable):
    """A dated step of an edition: call, review, committee, announcement, ceremony."""

    edition = ParentalKey("projects.LabelEditionPage", on_delete=models.CASCADE, related_name="steps")
    kind = models.CharField("nature", max_length=20, choices=StepKind.choices, default=StepKind.OTHER)
    name = models.CharField("étape", max_length=120)
    start = models.DateField("début", null=True, blank=True)
    end = models.DateField("fin", null=True, blank=True)
    note = models.CharField(
        "précision", max_length=200, blank=True, help_text="« en décembre », quand la date n’est pas arrêtée."
    )

    # When results are released, for the step that announces them (LabelEditionPage.calendar).
    instant = None
    # Whether today lies between the step before it and this one.
    is_next = False

    panels = [
        FieldRowPanel([FieldPanel("kind"), FieldPanel("name")]),
        FieldRowPanel([FieldPanel("start"), FieldPanel("end")]),
        FieldPanel("note"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = "étape du label"
        verbose_name_plural = "étapes du label"
        constraints = [
            models.CheckConstraint(
                name="projects_label_step_dates_in_order",
                condition=Q(start__isnull=True) | Q(end__isnull=True) | Q(end__gte=models.F("start")),
                violation_error_message="La fin de l’étape précède son début.",
            )
        ]

    def __str__(self):
        return self.name

    @property
    def first(self):
        """The first day that is known of it, or None."""
        return self.start or self.end or (self.instant and timezone.localtime(self.instant).date())

    @property
    def last(self):
        """The last day that is known of it, or None."""
        return self.end or self.first

    @property
    def progress(self):
        """Where today stands: the step is over, under way or to come; None when no date of it is fixed."""
        if not self.first:
            return None
        if self.instant and self.start == self.end:
            # It has no length: it is over from its very instant on.
            return StepProgress.OVER if self.instant <= timezone.now() else StepProgress.TO_COME
        today = timezone.localdate()
        if self.last < today:
            return StepProgress.OVER
        if self.start and self.start <= today:
            return StepProgress.UNDER_WAY
        return StepProgress.TO_COME

    @property
    def today(self):
        """Today in words, for the bar that shows where it stands."""
        return day(timezone.localdate())

    @property
    def when(self):
        """« du 11 mars 2022 au 31 mai 2022 », « le 21 juin 2023 », or "" where no date is fixed."""
        if self.instant and self.start == self.end:
            return f"le {day_and_hour(self.instant)}"
        if self.start and self.end and self.start != self.end:
            return f"du {day(self.start)} au {day(self.end)}"
        if self.start:
            return f"le {day(self.start)}" if self.end else f"à partir du {day(self.start)}"
        return f"jusqu’au {day(self.end)}" if self.end else ""


def in_order(steps):
    """Steps by their first day; one without a date stays behind the one that it was entered after.

    Where today is in none of them, the first one to come says so (`is_next`).
    """
    keyed, reached = [], date.min
    for step in steps:
        reached = step.first or reached
        keyed.append((reached, step))
    ordered = [step for _, step in sorted(keyed, key=lambda pair: pair[0])]
    if not any(step.progress == StepProgress.UNDER_WAY for step in ordered):
        following = next((step for step in ordered if step.progress == StepProgress.TO_COME), None)
        if following:
            following.is_next = True
    return ordered
