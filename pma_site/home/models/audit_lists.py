"""What an audit of accessibility lists: the pages it looked at, the contents it found not accessible."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable

from ..choices import Obstacle


class AuditedPage(Orderable):
    """A page of the sample that an audit looked at."""

    audit = ParentalKey("home.AccessibilityAudit", on_delete=models.CASCADE, related_name="pages")
    title = models.CharField("page", max_length=160, help_text="« Accueil », « Numéro 9 »…")
    address = models.CharField(
        "adresse",
        max_length=300,
        validators=[RegexValidator(r"^(/|https?://)\S*$", "Une adresse commence par « / » ou par « https:// ».")],
        help_text="« / », « /lettres/9/ »…",
    )

    panels = [FieldRowPanel([FieldPanel("title"), FieldPanel("address")])]

    class Meta(Orderable.Meta):
        verbose_name = "page vérifiée"
        verbose_name_plural = "pages vérifiées"

    def __str__(self):
        return self.title


class InaccessibleContent(Orderable):
    """A content that an audit found not accessible, with its legal reason and what to use instead."""

    audit = ParentalKey("home.AccessibilityAudit", on_delete=models.CASCADE, related_name="contents")
    obstacle = models.CharField("motif", max_length=20, choices=Obstacle, default=Obstacle.FAILURE)
    description = models.TextField(
        "contenu", max_length=600, help_text="Ce qui n’est pas accessible, où, et quand ce sera corrigé."
    )
    justification = models.TextField(
        "justification", max_length=600, blank=True, help_text="Obligatoire pour une dérogation."
    )
    alternative = models.TextField(
        "solution de remplacement", max_length=600, blank=True, help_text="Comment obtenir ce contenu autrement."
    )

    panels = [
        FieldPanel("obstacle"),
        FieldPanel("description"),
        FieldPanel("justification"),
        FieldPanel("alternative"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = "contenu non accessible"
        verbose_name_plural = "contenus non accessibles"
        constraints = [
            models.CheckConstraint(
                name="home_audit_dispensation_justified",
                condition=~Q(obstacle=Obstacle.DISPENSATION) | ~Q(justification=""),
                violation_error_message="Une dérogation doit être expliquée et motivée.",
            ),
        ]

    def __str__(self):
        return self.description
