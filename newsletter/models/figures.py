"""Key figures: what is measured, each value with its period, date and source, and when to look for the next one."""

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.template.defaultfilters import date as format_date
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel
from wagtail.search import index

from pma_site.core.alphabet import InFrench
from pma_site.core.french import day, fold, stem_words

from ..choices import RefreshInterval
from ..forms.figures import IndicatorForm
from .figure_places import IndicatorPlace


def last_day_before(today, months):
    """The last day from which some months are over by `today`: on 28 February, 31 August for six months."""
    day_before = today - relativedelta(months=months)
    ends_a_month = (today + relativedelta(days=1)).day == 1
    return day_before + relativedelta(day=31) if ends_a_month else day_before


def last_known_day():
    """The day of the last value of an indicator, as an expression; nothing before the first one."""
    values = IndicatorValue.objects.filter(indicator=models.OuterRef("pk"))
    return models.Subquery(values.order_by("-as_of").values("as_of")[:1])


class IndicatorQuerySet(models.QuerySet):
    """Indicators with their values."""

    def public(self):
        """Those that readers may see, with their values, in two queries whatever their number."""
        return self.filter(values__isnull=False).distinct().with_values()

    def with_latest(self):
        """Those that readers may see, with the key of their last known value as `latest_key`."""
        values = IndicatorValue.objects.filter(indicator=models.OuterRef("pk")).order_by("-as_of", "-pk")
        return self.annotate(latest_key=models.Subquery(values.values("pk")[:1])).filter(latest_key__isnull=False)

    def due(self, today=None):
        """Those whose next value should have been looked for, by the rule of Indicator.due_on, with `known_on`.

        `known_on` is the day of the last value.
        """
        today = today or timezone.localdate()
        # A date that was given counts until a later value comes in.
        dated = models.Q(refresh_on__isnull=False) & (
            models.Q(known_on=None) | models.Q(known_on__lt=models.F("refresh_on"))
        )
        interval = models.Q(pk__in=[])
        for months in RefreshInterval.values:
            interval |= models.Q(refresh_every=months, known_on__lte=last_day_before(today, months))
        return self.annotate(known_on=last_known_day()).filter(
            (dated & models.Q(refresh_on__lte=today)) | (~dated & interval)
        )

    def with_values(self):
        """Indicators with their values, the latest first, each with its document."""
        return self.prefetch_related(
            models.Prefetch("values", IndicatorValue.objects.select_related("document").order_by("-as_of", "-pk"))
        )


class Indicator(index.Indexed, ClusterableModel):
    """Something measured again and again: jobs, river freight, housing."""

    title = models.CharField("intitulé", max_length=200, unique=True, help_text="« Emplois créés sur le Pôle »…")
    unit = models.CharField("unité", max_length=40, blank=True, help_text="« % », « emplois », « résidences »…")
    definition = models.TextField("définition", blank=True, max_length=600, help_text="Ce qui est compté, et comment.")
    source = models.CharField("source habituelle", max_length=120)
    # Its address, printed on paper: given once, whatever becomes of the title.
    slug = models.SlugField("adresse", max_length=200, unique=True, blank=True, editable=False)
    refresh_every = models.PositiveSmallIntegerField(
        "à actualiser",
        choices=RefreshInterval,
        null=True,
        blank=True,
        help_text="À compter du jour où la dernière valeur était connue.",
    )
    refresh_on = models.DateField(
        "ou à une date précise", null=True, blank=True, help_text="Quand la source annonce son prochain chiffre."
    )
    refresher = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="par",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        limit_choices_to={"is_active": True},
        related_name="+",
        help_text="La personne de l’équipe qui va chercher la valeur suivante.",
    )

    objects = IndicatorQuerySet.as_manager()

    base_form_class = IndicatorForm

    panels = [
        FieldPanel("title"),
        FieldRowPanel([FieldPanel("unit"), FieldPanel("source")]),
        FieldPanel("definition"),
        FieldRowPanel([FieldPanel("refresh_every"), FieldPanel("refresh_on"), FieldPanel("refresher")]),
        InlinePanel("values", heading="Valeurs", label="Valeur", min_num=1),
        InlinePanel("places", heading="Communes et intercommunalités concernées", label="Lieu"),
    ]

    search_fields = [
        index.SearchField("title"),
        index.SearchField("stems"),
        index.AutocompleteField("title"),
        index.AutocompleteField("folded"),
        index.AutocompleteField("source"),
    ]

    class Meta:
        verbose_name = "indicateur"
        verbose_name_plural = "indicateurs"
        ordering = [InFrench("title")]

    def __str__(self):
        return self.title

    def save(self, *args, **kwargs):
        if not self.slug:
            self.slug = self._free_slug()
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return reverse("newsletter:figure", args=[self.slug])

    @property
    def latest(self):
        """Its last known value, or None."""
        return max(self.values.all(), key=lambda value: (value.as_of, value.pk or 0), default=None)

    @property
    def due_on(self):
        """The day from which its next value is to be looked for; None where nobody said.

        A date that was given counts until a later value comes in; then the interval does, from that value on.
        """
        latest = self.latest
        if self.refresh_on and (latest is None or latest.as_of < self.refresh_on):
            return self.refresh_on
        if self.refresh_every and latest:
            return latest.as_of + relativedelta(months=self.refresh_every)
        return None

    @property
    def is_due(self):
        """Whether its next value should have been looked for."""
        due_on = self.due_on
        return due_on is not None and due_on <= timezone.localdate()

    def _free_slug(self):
        base = slug = slugify(self.title)[:180] or "chiffre"
        rank = 2
        while Indicator.objects.filter(slug=slug).exclude(pk=self.pk).exists():
            slug, rank = f"{base}-{rank}", rank + 1
        return slug

    @property
    def folded(self):
        """The title as typed without accents, which PostgreSQL tells apart."""
        return fold(self.title)

    def stems(self):
        return stem_words(f"{self.title} {self.definition} {self.source}")


class IndicatorValueQuerySet(models.QuerySet):
    """Values of the key figures."""

    def latest_of_each(self):
        """The last known value of each indicator."""
        return self.as_cited().filter(pk__in=Indicator.objects.order_by().with_latest().values("latest_key"))

    def as_cited(self):
        """Values with what a letter shows of them: the page of their indicator."""
        return self.select_related("indicator")

    def about(self, **place):
        """The last known values of the indicators that name a place: `commune`, `epci`, or either of both."""
        named = models.Q(pk__in=[])
        for name, wanted in place.items():
            named |= models.Q(**{name: wanted})
        indicators = IndicatorPlace.objects.filter(named).values("indicator")
        return self.latest_of_each().filter(indicator__in=indicators).order_by(InFrench("indicator__title"), "pk")


class IndicatorValue(index.Indexed, models.Model):
    """One value of an indicator, as printed; its source and its date are never missing."""

    indicator = ParentalKey(Indicator, verbose_name="indicateur", on_delete=models.CASCADE, related_name="values")
    number = models.DecimalField(
        "nombre",
        max_digits=14,
        decimal_places=2,
        help_text="La valeur exacte, avec son signe, pour les courbes.",
    )
    display = models.CharField("tel qu’imprimé", max_length=20, help_text="« + 4 100 », « -10 % »…")
    caption = models.CharField("légende", max_length=250, help_text="Ce que dit le chiffre, en une phrase.")
    period = models.CharField("période", max_length=80, blank=True, help_text="« depuis un an », « depuis 2020 »…")
    as_of = models.DateField("connu au", help_text="Le jour où cette valeur était la dernière connue.")
    source = models.CharField("source", max_length=120)
    document = models.ForeignKey(
        "core.SiteDocument",
        verbose_name="document",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="L’étude ou le tableau d’où vient la valeur, s’il peut être public.",
    )

    objects = IndicatorValueQuerySet.as_manager()

    panels = [
        FieldRowPanel([FieldPanel("number"), FieldPanel("display")]),
        FieldPanel("caption"),
        FieldRowPanel([FieldPanel("period"), FieldPanel("as_of"), FieldPanel("source")]),
        FieldPanel("document"),
    ]

    search_fields = [
        index.SearchField("caption"),
        index.AutocompleteField("caption"),
        index.AutocompleteField("folded"),
        index.AutocompleteField("display"),
        index.RelatedFields("indicator", [index.AutocompleteField("title"), index.AutocompleteField("folded")]),
    ]

    class Meta:
        verbose_name = "valeur d’indicateur"
        verbose_name_plural = "valeurs d’indicateurs"
        ordering = ["-as_of", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "as_of"],
                name="newsletter_indicator_value_unique",
                violation_error_message="Cet indicateur a déjà une valeur à cette date.",
            ),
            models.CheckConstraint(
                name="newsletter_indicator_value_sourced",
                condition=~models.Q(source="") & ~models.Q(display=""),
                violation_error_message="Un chiffre porte toujours sa source.",
            ),
        ]

    def __str__(self):
        return f"{self.display} – {self.caption}"

    def clean(self):
        super().clean()
        if not self.source:
            raise ValidationError({"source": "Un chiffre porte toujours sa source."})

    @property
    def href(self):
        """The address of the page of its indicator."""
        return self.indicator.get_absolute_url() if self.indicator_id else ""

    @property
    def why_old(self):
        """Why it should not be printed without a look, in French; "" where nothing newer is known or expected."""
        indicator, latest = self.indicator, self.indicator.latest
        if latest and latest.as_of > self.as_of:
            return f"une valeur plus récente est connue, «\u00a0{latest.display}\u00a0» ({latest.as_of_in_words})"
        return f"il est à actualiser depuis le {day(indicator.due_on)}" if indicator.is_due else ""

    @property
    def as_of_in_words(self):
        """« juin 2023 »."""
        return format_date(self.as_of, "F Y")

    @property
    def folded(self):
        """The caption as typed without accents, which PostgreSQL tells apart."""
        return fold(self.caption)
