from django.db import models


class ScheduledAction(models.TextChoices):
    """What is planned for a page or a record."""

    PUBLISH = "mise-en-ligne", "mise en ligne"
    WITHDRAW = "retrait", "retrait"


class OutgoingState(models.TextChoices):
    """Where a message stands on its way to the mail relay.

    A message in COMMITTING has its final dot on the wire, or not: who died there leaves it UNKNOWN, and nothing sends
    it again by itself.
    """

    READY = "a-envoyer", "à envoyer"
    CLAIMED = "pris", "en préparation"
    COMMITTING = "remise", "en cours de remise"
    ACCEPTED = "accepte", "remis au relais"
    REFUSED = "refuse", "refusé"
    UNKNOWN = "incertain", "incertain"
    WITHHELD = "retenu", "retenu"
