"""The messages to those who sent something, on their way to the relay."""

from django.db import models
from django.utils import timezone

from pma_site.core.models import Outgoing, OutgoingQuerySet


class Message(Outgoing):
    """One message about one contribution, named by its `reference`; its words are kept as they were decided.

    `words` holds `opening`, `button`, `address` and `closing`, as readers.notices.Words does. `mailbox_hash` counts the
    messages that a mailbox was sent on the word of who typed its address.
    """

    reference = models.CharField("référence", max_length=9, db_index=True)
    email = models.EmailField("adresse")
    subject = models.CharField("objet", max_length=200)
    words = models.JSONField("texte", default=dict)
    mailbox_hash = models.CharField(max_length=64, blank=True, db_index=True)
    asked_at = models.DateTimeField("demandé le", default=timezone.now)

    objects = OutgoingQuerySet.as_manager()

    class Meta:
        verbose_name = "message"
        verbose_name_plural = "messages"
        ordering = ["due_at", "pk"]
        indexes = [models.Index(fields=["state", "due_at"], name="contributions_message_due")]

    def __str__(self):
        return f"{self.subject} ({self.reference})"
