from django.contrib.contenttypes.models import ContentType
from django.db import models

from ..choices import ScheduledAction


class PublicationFailure(models.Model):
    """Something planned that could not be done and is tried again; it goes when it is done or no longer planned."""

    action = models.CharField(max_length=20, choices=ScheduledAction.choices)
    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.CharField(max_length=255)
    title = models.CharField("titre", max_length=255)
    planned_at = models.DateTimeField("prévu le")
    reason = models.TextField("raison")
    told_at = models.DateTimeField("signalé le", null=True)

    class Meta:
        verbose_name = "publication en échec"
        verbose_name_plural = "publications en échec"
        constraints = [
            models.UniqueConstraint(
                fields=["action", "content_type", "object_id"], name="core_publication_failure_unique"
            )
        ]

    def __str__(self):
        return f"{self.get_action_display()} : {self.title}"

    @property
    def record(self):
        """The page or record itself; None where it is gone."""
        model = self.content_type.model_class()
        return model and model._base_manager.filter(pk=self.object_id).first()
