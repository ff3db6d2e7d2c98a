"""Links that were proposed for a page and that its editors do not want."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from wagtail.models import Page


class DismissedLink(models.Model):
    """A name that is not to be linked in a page, however it is spelt there."""

    page = models.ForeignKey(Page, verbose_name="page", on_delete=models.CASCADE, related_name="+")
    # link_names.words_key of the passage; `words` as it was read.
    name = models.CharField(max_length=255)
    words = models.CharField("passage", max_length=255)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="par", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_at = models.DateTimeField("le", default=timezone.now)

    class Meta:
        verbose_name = "lien refusé"
        verbose_name_plural = "liens refusés"
        ordering = ["words"]
        constraints = [models.UniqueConstraint(fields=["page", "name"], name="core_dismissed_link_once_a_page")]

    def __str__(self):
        return self.words
