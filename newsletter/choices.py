"""The words of the letter that the code compares."""

from django.db import models


class Output(models.TextChoices):
    """The forms in which one and the same letter appears."""

    WEB = "web", "Page web"
    EMAIL = "courriel", "Courriel"
    PDF = "pdf", "PDF"
