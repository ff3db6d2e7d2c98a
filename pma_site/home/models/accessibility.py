"""The audits of the site's accessibility, and what the site must declare of itself from them."""

import datetime
from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, OuterRef, Q
from django.template.defaultfilters import floatformat
from django.utils import timezone
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel

from pma_site.core.french import NBSP
from pma_site.core.rows import JSONRows

from ..choices import CRITERIA, Conformity, Obstacle, Standard
from ..forms import AccessibilityAuditForm
from .audit_lists import AuditedPage, InaccessibleContent

YEARS_IN_FORCE = 3


def percentage(rate):
    """A rate out of a hundred, in French, to a tenth at most: « 75 % », « 49,5 % »."""
    return f"{floatformat(rate, -1)}{NBSP}%"


def _years_later(day, years):
    """The same day in another year; the last one of February for the 29th, as in reckoning a legal term."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


@dataclass(frozen=True)
class AccessibilityStatement:
    """What the site declares of its accessibility on a day: the audit that holds, or None, and the state."""

    audit: "AccessibilityAudit | None"

    @property
    def conformity(self):
        """A site without an audit in force is « non conforme » (decree no. 2019-768, article 4)."""
        return self.audit.conformity if self.audit else Conformity.NONE


class AccessibilityAuditQuerySet(models.QuerySet):
    """Audits, those that hold on a day, and what the site declares from them."""

    def in_force(self, day=None):
        """The audits that hold on `day` (today by default), the one that counts first.

        An audit holds from its day to the same day three years later, that day included.
        """
        day = day or timezone.localdate()
        oldest = _years_later(day, -YEARS_IN_FORCE)
        # On 29 February, an audit of the 28th three years before has ended the day before.
        if oldest.day != day.day:
            oldest += datetime.timedelta(days=1)
        return self.filter(audited_on__gte=oldest, audited_on__lte=day).order_by("-audited_on", "-pk")

    def as_stated(self):
        """Audits with their lists, in order: `page_rows` and `content_rows`."""
        pages = AuditedPage.objects.filter(audit=OuterRef("pk")).order_by("sort_order", "pk")
        contents = InaccessibleContent.objects.filter(audit=OuterRef("pk")).order_by("sort_order", "pk")
        return self.annotate(
            page_rows=JSONRows(pages, title="title", address="address"),
            content_rows=JSONRows(
                contents,
                obstacle="obstacle",
                description="description",
                justification="justification",
                alternative="alternative",
            ),
        )

    def statement(self, day=None):
        """What the site declares on `day`, in one query."""
        return AccessibilityStatement(self.in_force(day).as_stated().first())


class AccessibilityAudit(ClusterableModel):
    """An audit of the site against the RGAA: what was looked at, how, by whom, and the count of the criteria.

    The rate and the state of conformity are computed from the count, never typed.
    """

    audited_on = models.DateField("date de l’audit", help_text="Le dernier jour des vérifications.")
    declared_on = models.DateField("déclaration établie le", default=timezone.localdate)
    auditor = models.CharField(
        "audit réalisé par", max_length=160, help_text="Le nom de l’organisme ou de la société qui a mené l’audit."
    )
    standard = models.CharField("référentiel", max_length=10, choices=Standard, default=Standard.RGAA_4_1_2)
    passed = models.PositiveSmallIntegerField(
        "critères conformes", help_text="Respectés sur toutes les pages de l’échantillon."
    )
    failed = models.PositiveSmallIntegerField(
        "critères non conformes", help_text="En défaut sur une page de l’échantillon au moins."
    )
    not_applicable = models.PositiveSmallIntegerField(
        "critères non applicables", help_text="Sans objet sur toutes les pages de l’échantillon."
    )
    average_rate = models.DecimalField(
        "taux moyen par page (%)",
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
        help_text="Facultatif : la moyenne des taux de conformité des pages de l’échantillon.",
    )
    technologies = models.TextField(
        "technologies utilisées", default="HTML\nCSS\nSVG\nJavaScript", max_length=600, help_text="Une par ligne."
    )
    environments = models.TextField(
        "environnement de test",
        max_length=1000,
        help_text="Navigateurs et technologies d’assistance, une combinaison par ligne : « Firefox et NVDA »…",
    )
    tools = models.TextField("outils utilisés", max_length=1000, help_text="Un par ligne.")
    updated_at = models.DateTimeField("modifiée le", auto_now=True)

    objects = AccessibilityAuditQuerySet.as_manager()

    base_form_class = AccessibilityAuditForm
    panels = [
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("audited_on"), FieldPanel("declared_on")]),
                FieldRowPanel([FieldPanel("auditor"), FieldPanel("standard")]),
            ],
            heading="Audit",
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("passed"), FieldPanel("failed"), FieldPanel("not_applicable")]),
                FieldPanel("average_rate"),
            ],
            heading=f"Résultats sur {CRITERIA} critères",
            help_text="Le taux et l’état de conformité sont calculés.",
        ),
        InlinePanel("contents", heading="Contenus non accessibles", label="Contenu"),
        InlinePanel("pages", heading="Pages vérifiées", label="Page", min_num=1),
        MultiFieldPanel(
            [FieldPanel("technologies"), FieldPanel("environments"), FieldPanel("tools")], heading="Moyens"
        ),
    ]

    class Meta:
        verbose_name = "audit d’accessibilité"
        verbose_name_plural = "audits d’accessibilité"
        ordering = ["-audited_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="home_audit_counts_every_criterion",
                condition=Q(passed=CRITERIA - F("failed") - F("not_applicable")),
                violation_error_message=f"Le RGAA 4.1.2 compte {CRITERIA} critères : la somme doit les donner tous.",
            ),
            models.CheckConstraint(
                name="home_audit_some_criterion_applies",
                condition=Q(not_applicable__lt=CRITERIA),
                violation_error_message="Un critère au moins s’applique au site.",
            ),
            models.CheckConstraint(
                name="home_audit_declared_after_it",
                condition=Q(declared_on__gte=F("audited_on")),
                violation_error_message="La déclaration ne peut pas précéder l’audit.",
            ),
            models.CheckConstraint(
                name="home_audit_average_out_of_a_hundred",
                condition=Q(average_rate__isnull=True) | Q(average_rate__gte=0, average_rate__lte=100),
                violation_error_message="Un taux se tient entre 0 et 100.",
            ),
        ]

    def __str__(self):
        return f"{self.get_standard_display()}, {self.auditor}, {self.audited_on:%d/%m/%Y}"

    def clean(self):
        super().clean()
        errors = {}
        today = timezone.localdate()
        for name in ("audited_on", "declared_on"):
            day = getattr(self, name)
            if day and day > today:
                errors[name] = "Cette date est dans le futur : on ne déclare que ce qui a été vérifié."
        counts = [self.passed, self.failed, self.not_applicable]
        if None not in counts and sum(counts) != CRITERIA:
            errors["not_applicable"] = (
                f"Conformes, non conformes et non applicables font {sum(counts)} : "
                f"le RGAA 4.1.2 compte {CRITERIA} critères."
            )
        if errors:
            raise ValidationError(errors)

    @property
    def applicable(self):
        """How many criteria concern the site."""
        return self.passed + self.failed

    @property
    def rate(self):
        """The share of the criteria that apply and are met, out of a hundred."""
        return Decimal(100 * self.passed) / self.applicable

    @property
    def rate_in_words(self):
        return percentage(self.rate)

    @property
    def average_rate_in_words(self):
        return percentage(self.average_rate)

    @property
    def conformity(self):
        """What this audit allows the site to declare while it is in force."""
        return Conformity.reached(self.passed, self.applicable)

    @property
    def last_day(self):
        """The last day on which this audit may be relied upon."""
        return _years_later(self.audited_on, YEARS_IN_FORCE)

    @property
    def updated_on(self):
        """The day of the last change, where that is after the statement was made; None otherwise."""
        day = timezone.localdate(self.updated_at)
        return day if day > self.declared_on else None

    @property
    def contents_by_obstacle(self):
        """The three lists of the statement: (obstacle, rows of contents), each in the order entered."""
        return [(kind, [row for row in self.content_rows if row["obstacle"] == kind]) for kind in Obstacle]

    @property
    def technology_list(self):
        return self.technologies.splitlines()

    @property
    def environment_list(self):
        return self.environments.splitlines()

    @property
    def tool_list(self):
        return self.tools.splitlines()
