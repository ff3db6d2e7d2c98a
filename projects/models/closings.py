"""The closing of a year: what it promised and did is kept as it was, unless it is reopened for a reason."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from wagtail.locks import BaseLock

from pma_site.core.french import day
from pma_site.core.refusals import Refused


class ClosingQuerySet(models.QuerySet):
    """Closings, in force or not."""

    def in_force(self):
        """Those of years that are still closed."""
        return self.filter(reopened_at=None)

    def above(self, year_path):
        """The closings of the year at a tree path."""
        return self.filter(roadmap__path=year_path)


class YearClosing(models.Model):
    """A year was closed, by somebody; and, where it was, reopened, by somebody, for a reason."""

    roadmap = models.ForeignKey("projects.RoadmapPage", on_delete=models.CASCADE, related_name="closings")
    closed_at = models.DateTimeField("close le", default=timezone.now)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", verbose_name="close par"
    )
    reopened_at = models.DateTimeField("rouverte le", null=True, blank=True)
    reopened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", verbose_name="rouverte par"
    )
    reason = models.CharField("motif de la réouverture", max_length=300, blank=True)

    objects = ClosingQuerySet.as_manager()

    class Meta:
        verbose_name = "clôture d’une année"
        verbose_name_plural = "clôtures d’années"
        ordering = ["-closed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["roadmap"],
                condition=Q(reopened_at=None),
                name="projects_year_closed_once",
                violation_error_message="Cette année est déjà close.",
            ),
            models.CheckConstraint(
                name="projects_year_reopened_has_reason",
                condition=Q(reopened_at=None) | ~Q(reason=""),
                violation_error_message="Une réouverture a un motif.",
            ),
        ]

    def __str__(self):
        return f"Année close le {day(timezone.localdate(self.closed_at))}"


class ClosedYearLock(BaseLock):
    """Nobody changes a page of a closed year, whatever their rights."""

    def for_user(self, user):
        return True

    def get_message(self, user):
        return (
            "Cette année de la feuille de route est close : elle se lit et ne change plus. Qui publie peut la rouvrir."
        )

    def get_locked_by(self, user):
        return "Année close"

    def get_description(self, user):
        return "Les actions et les contributions d’une année close ne changent plus."


class FrozenYear(models.Model):
    """A page that a closed year freezes, by whichever way one would change it."""

    class Meta:
        abstract = True

    @property
    def year_path(self):
        """The tree path of the year that the page belongs to."""
        return self.path

    @property
    def is_closed(self):
        """Whether its year is closed."""
        return YearClosing.objects.in_force().above(self.year_path).exists()

    def get_lock(self):
        return ClosedYearLock(self) if self.is_closed else super().get_lock()

    def publish(self, *args, **kwargs):
        """Put a revision online. Raises core.refusals.Refused in a year that is closed."""
        self.refuse_if_closed()
        super().publish(*args, **kwargs)

    def unpublish(self, *args, **kwargs):
        """Take the page offline. Raises core.refusals.Refused in a year that is closed."""
        self.refuse_if_closed()
        super().unpublish(*args, **kwargs)

    def refuse_if_closed(self):
        """Raise core.refusals.Refused where the year of the page is closed."""
        if self.is_closed:
            raise Refused(
                "Cette année de la feuille de route est close : rouvrez-la d’abord, en disant pourquoi.",
                reverse("wagtailadmin_explore", args=[self.pk]),
            )
