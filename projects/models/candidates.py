"""The candidates of the Label Euralens: what the project is, who carries it, where, and what became of it."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Max, OuterRef, Q, Subquery
from django.db.models.functions import Length, Substr
from django.utils import timezone
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.models import PageManager

from pma_site.core.blocks.story import StoryBlock
from pma_site.core.fields import StoryField
from pma_site.core.french import day_and_hour, stem_words
from pma_site.core.models import BasePage, BasePageQuerySet, IllustratedPage

from ..choices import ProjectState
from ..forms.label import CandidateForm
from ..label_calendar import embargo_in_words, released_at
from ..label_panels import EmbargoPanel
from .candidate_links import CandidateCommune, CandidateHolder


class CandidateQuerySet(BasePageQuerySet):
    """Candidates by edition, holder and commune."""

    def of(self, edition):
        """The published candidates of an edition, in their order."""
        return self.online().below(models.Value(edition.path)).order_by("number")

    def with_links(self):
        """Candidates with their holders and communes, in three queries whatever their number."""
        return self.prefetch_related(
            models.Prefetch("holders", CandidateHolder.objects.select_related("organisation")),
            models.Prefetch("communes", CandidateCommune.objects.select_related("commune")),
        )

    def announced(self, at=None):
        """Those whose result readers may know at an instant, now by default: `CandidatePage.public_result` in SQL."""
        at = at or timezone.now()
        return self.filter(
            Q(result_announced_at__lte=at) | Q(result_announced_at=None),
            Q(result__edition__results_at__lte=at) | Q(result__edition__results_at=None),
            Q(result_announced_at__isnull=False) | Q(result__edition__results_at__isnull=False),
            result__is_public=True,
        )

    def latest_release(self, at=None):
        """The last instant at which results were released, by which caches tell what changed; None for none."""
        prepared, at = self.online().filter(result__isnull=False), at or timezone.now()
        names = ("result__edition__results_at", "result_announced_at")
        lasts = [prepared.filter(**{f"{name}__lte": at}).aggregate(last=Max(name))["last"] for name in names]
        return max(filter(None, lasts), default=None)

    def laureates(self, at=None):
        """Those who are known to have obtained the label."""
        return self.announced(at).filter(result__is_award=True)

    def in_editions(self):
        """With `edition_year`, the latest edition first, by number within each."""
        editions = self.model._meta.apps.get_model("projects", "LabelEditionPage").objects.order_by()
        edition = editions.filter(path=OuterRef("edition_path"))
        return (
            self.annotate(edition_path=Substr("path", 1, Length("path") - self.model.steplen))
            .annotate(edition_year=Subquery(edition.values("year")[:1]))
            .order_by("-edition_year", "number", "pk")
        )

    def held_by(self, organisation):
        """The published candidates that an organisation carries."""
        return self.online().filter(holders__organisation=organisation).distinct()

    def in_commune(self, commune):
        """The published candidates of a commune, the latest edition first."""
        return self.in_communes([commune])

    def in_communes(self, communes):
        """Those of any of these communes."""
        return self.online().filter(communes__commune__in=communes).distinct().order_by("-path")


class CandidateManager(PageManager.from_queryset(CandidateQuerySet)):
    """A candidate is never shown without its picture and its result."""

    def get_queryset(self):
        return super().get_queryset().select_related("image", "result__edition")


class CandidatePage(IllustratedPage):
    """A project that applies for the label in one edition."""

    parent_page_types = ["projects.LabelEditionPage"]
    subpage_types = []
    look = "label"
    # Its number is its own in the edition, its result of the edition's list: a copy would have neither.
    exists_once = True
    base_form_class = CandidateForm
    # The edition a new candidate is entered in, until it has a place in the tree.
    future_parent = None

    number = models.PositiveSmallIntegerField("numéro d’ordre", help_text="Sa place dans la liste de l’édition.")
    subject = models.TextField("objet", max_length=600, help_text="Le projet en une ou deux phrases.")
    state = models.CharField(
        "avancement",
        max_length=20,
        choices=ProjectState.choices,
        blank=True,
        help_text="Vide s’il n’est pas connu.",
    )
    area = models.CharField(
        "périmètre",
        max_length=120,
        blank=True,
        help_text="Quand le projet dépasse une commune : « tout l’Artois ».",
    )
    body = StoryField(StoryBlock(required=False), verbose_name="présentation", blank=True)
    result = models.ForeignKey(
        "projects.LabelResult",
        verbose_name="résultat",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="candidates",
        help_text="Reste caché jusqu’à l’instant de l’annonce : d’ici là, le site affiche « Candidat ».",
    )
    result_announced_at = models.DateTimeField("annonce du résultat", null=True, blank=True)

    # The stems of what it is, by whom and where, as the list of candidates looks for them.
    words = models.TextField(editable=False, default="")

    objects = CandidateManager()

    content_panels = [
        *BasePage.content_panels,
        FieldRowPanel([FieldPanel("number"), FieldPanel("state")]),
        FieldPanel("subject"),
        InlinePanel("holders", heading="Porteurs", label="Porteur"),
        InlinePanel("communes", heading="Communes", label="Commune"),
        FieldPanel("area"),
    ]
    story_panels = [
        FieldPanel("standfirst"),
        MultiFieldPanel([FieldPanel("image"), FieldPanel("image_alt")], heading="Image"),
        FieldPanel("body"),
    ]
    edit_handler = TabbedInterface(
        [
            ObjectList(content_panels, heading="Candidature"),
            ObjectList(story_panels, heading="Présentation"),
            ObjectList(
                [
                    EmbargoPanel(),
                    FieldPanel("result"),
                    FieldPanel(
                        "result_announced_at",
                        help_text="Seulement pour un résultat connu plus tard que les autres : jour et heure, à Paris. "
                        "Vide, il paraît avec tous ceux de l’édition.",
                    ),
                ],
                heading="Résultat",
            ),
            ObjectList(BasePage.promote_panels, heading="Adresse et partage"),
        ]
    )

    class Meta:
        verbose_name = "candidat au label"
        verbose_name_plural = "candidats au label"

    def clean(self):
        super().clean()
        edition = self.get_parent() if self.path else self.future_parent
        if edition is None:
            return
        if self.result_id and self.result.edition_id != edition.pk:
            raise ValidationError({"result": "Choisissez un résultat de la même édition."})
        common = self.result.edition.results_at if self.result_id else None
        if common and self.result_announced_at and self.result_announced_at < common:
            words = f"Les résultats de l’édition paraissent le {day_and_hour(common)} : aucun ne paraît avant."
            raise ValidationError({"result_announced_at": words})
        namesakes = CandidatePage.objects.child_of(edition).filter(number=self.number).exclude(pk=self.pk)
        if namesakes.exists():
            raise ValidationError({"number": "Ce numéro est déjà pris dans cette édition."})

    def save(self, *args, **kwargs):
        if not kwargs.get("update_fields"):
            self.words = f" {stem_words(' '.join(self.texts_about()))}"
        super().save(*args, **kwargs)

    @property
    def announced_at(self):
        """The instant at which its result is released on every door: that of its edition, or its own if that is later.

        None where it has no result, or one whose announcement is not fixed: it stays hidden.
        """
        if not self.result_id:
            return None
        return released_at(self.result_announced_at, self.result.edition.results_at)

    @property
    def is_announced(self):
        """Whether its result, shown to the public or not, has been announced."""
        return self.announced_at is not None and self.announced_at <= timezone.now()

    @property
    def public_result(self):
        """The result readers may know: None before its announcement, and where it is never published."""
        return self.result if self.is_announced and self.result.is_public else None

    @property
    def embargo_in_words(self):
        """« Sous embargo jusqu’au… », for who prepares the results."""
        return embargo_in_words(self.announced_at) if self.result_id else "Aucun résultat n’est encore choisi."

    @property
    def is_laureate(self):
        """Whether it is known to have obtained the label: it has a certificate, and news « depuis le label »."""
        return bool(self.public_result and self.public_result.is_award)

    @property
    def public_status(self):
        """What every door shows of the outcome: the announced result or « Candidat »."""
        return self.public_result.name if self.public_result else "Candidat"

    def texts_about(self):
        """Yield what the project is, who carries it and where."""
        yield self.title
        yield self.subject
        yield self.area
        yield from (link.organisation.name for link in self.holders.all())
        yield from (link.commune.name for link in self.communes.all())

    def searchable_texts(self):
        yield from super().searchable_texts()
        yield from self.texts_about()

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["holders"] = [link.organisation for link in self.holders.select_related("organisation")]
        context["news"] = self.news.select_related("image") if self.is_laureate else []
        context["communes"] = [link.commune for link in self.communes.select_related("commune")]
        return context
