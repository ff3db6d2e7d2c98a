from django.db import models
from wagtail.models import Revision

from .issues import IssuePage


class IssuePdf(models.Model):
    """The PDF of a published issue: which revision it shows, and the checksum of its bytes."""

    issue = models.OneToOneField(IssuePage, on_delete=models.CASCADE, related_name="pdf")
    revision = models.ForeignKey(Revision, null=True, on_delete=models.SET_NULL, related_name="+")
    file = models.FileField(upload_to="lettres/")
    sha256 = models.CharField(max_length=64)
    pages = models.PositiveSmallIntegerField()
    size = models.PositiveIntegerField(help_text="En octets.")
    made_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = "PDF d’un numéro"
        verbose_name_plural = "PDF des numéros"

    def __str__(self):
        return f"{self.issue} ({self.pages} pages)"
