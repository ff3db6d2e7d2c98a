"""What left the house: each sending of an issue, the version that was sent, and what was corrected afterwards.

These rows outlive everything else: an issue that has one is not deleted.
"""

from django.conf import settings
from django.db import models
from django.utils import timezone

from ..choices import Channel


class IssueVersionQuerySet(models.QuerySet):
    """The versions of issues."""

    def below(self, page):
        """Those of `page` and of the pages below it."""
        return self.filter(issue__path__startswith=page.path)


class IssueVersion(models.Model):
    """An issue as its readers had it from one day on: number 1 is what was sent, each rectification makes the next."""

    issue = models.ForeignKey(
        "newsletter.IssuePage", verbose_name="numéro", on_delete=models.PROTECT, related_name="versions"
    )
    number = models.PositiveSmallIntegerField("version")
    revision = models.ForeignKey("wagtailcore.Revision", on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField("mise en ligne")
    # What the version shows of the registers, frozen with it.
    content = models.JSONField("contenu figé", null=True, blank=True)

    objects = IssueVersionQuerySet.as_manager()

    class Meta:
        verbose_name = "version d’un numéro"
        verbose_name_plural = "versions des numéros"
        ordering = ["issue", "number"]
        constraints = [models.UniqueConstraint(fields=["issue", "number"], name="newsletter_version_once")]

    def __str__(self):
        return f"{self.issue}, version {self.number}"


class Dispatch(models.Model):
    """The team's word that it sent a version to its readers: on which day, how, who says so."""

    version = models.ForeignKey(IssueVersion, on_delete=models.PROTECT, related_name="dispatches")
    day = models.DateField("date d’envoi")
    channel = models.CharField("moyen", max_length=10, choices=Channel)
    declared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="déclaré par", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    declared_at = models.DateTimeField("déclaré le", default=timezone.now)

    class Meta:
        verbose_name = "envoi"
        verbose_name_plural = "envois"
        ordering = ["day", "pk"]

    def __str__(self):
        return f"{self.version}, envoyée {self.get_channel_display()}"


class RectificationQuerySet(models.QuerySet):
    """The rectifications of an issue."""

    def of(self, issue):
        """What was corrected in an issue since it was sent, the latest first."""
        return self.filter(version__issue=issue.pk).select_related("version").order_by("-version__number")


class Rectification(models.Model):
    """A dated correction of a sent issue, as readers are told of it."""

    version = models.OneToOneField(IssueVersion, on_delete=models.PROTECT, related_name="rectification")
    day = models.DateField("date", default=timezone.localdate)
    text = models.TextField("texte du rectificatif", max_length=1500)
    changes = models.TextField("ce qui a changé", max_length=1500)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="publié par", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_at = models.DateTimeField("publié le", default=timezone.now)

    objects = RectificationQuerySet.as_manager()

    class Meta:
        verbose_name = "rectificatif"
        verbose_name_plural = "rectificatifs"

    def __str__(self):
        return f"Rectificatif du {self.day:%d/%m/%Y}"

    @property
    def former_number(self):
        """The number of the version that was corrected."""
        return self.version.number - 1
