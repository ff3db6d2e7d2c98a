from django.db import models


class ScheduledAction(models.TextChoices):
    """What is planned for a page or a record."""

    PUBLISH = "mise-en-ligne", "mise en ligne"
    WITHDRAW = "retrait", "retrait"
