"""The letter's issues: one content for the web page, the e-mail and the four-page PDF."""

from operator import attrgetter

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce
from django.db.models.lookups import Exact
from django.utils.functional import cached_property
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.fields import RichTextField
from wagtail.models import Page, PageManager
from wagtail.search import index

from pma_site.core.blocks.text import TEXT_FEATURES
from pma_site.core.drafts import fingerprint
from pma_site.core.fields import StoryField
from pma_site.core.mentions import pages_naming, references_to, references_to_keys
from pma_site.core.models import BasePage

from ..blocks import CommitteeStream, CoverBlock, FeatureBlock, TerritoryBlock
from ..forms import IssueForm
from ..panels import PreviousIssuePanel
from .archive import ArchivedIssuePage
from .frozen import FrozenOnceSent
from .numbers import NumberedPage, NumberedQuerySet
from .outputs import ThreeOutputs
from .versions import IssueVersion, Rectification


class IssueIndexPage(BasePage):
    """« Lettres »: all letters, written here or kept as a PDF, the latest first."""

    max_count = 1
    subpage_types = ["newsletter.IssuePage", "newsletter.ArchivedIssuePage"]
    look = "lettre"

    introduction = RichTextField("introduction", blank=True, features=TEXT_FEATURES)

    content_panels = [*BasePage.content_panels, FieldPanel("introduction")]

    class Meta:
        verbose_name = "accueil des lettres"
        verbose_name_plural = "accueil des lettres"

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        issues = IssuePage.objects.child_of(self).online()
        # The words of a PDF are heavy, and not shown here.
        archived = ArchivedIssuePage.objects.child_of(self).online().defer("text")
        context["issues"] = sorted([*issues, *archived], key=attrgetter("number"), reverse=True)
        return context


class IssueQuerySet(NumberedQuerySet):
    """Issues by number, and those that speak of a given record."""

    def citing(self, *records):
        """The published issues that name any of `records` (records, or querysets of them), the latest first."""
        return self._naming(references_to(records))

    def citing_keys(self, keys):
        """Those that name any of some records, given by their model and their keys as texts."""
        return self._naming(references_to_keys(keys))

    def _naming(self, references):
        return self.online().filter(pk__in=pages_naming(references)).order_by("-number")

    def citing_each(self, records):
        """The published issues that name each of `records` of one model: lists by key, the latest issue first."""
        pages = ContentType.objects.get_for_model(Page)
        found = references_to(records).filter(base_content_type=pages).values_list("to_object_id", "object_id")
        pairs = {(int(record), int(page)) for record, page in found}
        issues = self.online().filter(pk__in={page for _, page in pairs}).order_by("-number")
        cited = {record.pk: [] for record in records}
        for issue in issues:
            for record, page in pairs:
                if page == issue.pk and record in cited:
                    cited[record].append(issue)
        return cited

    def next_to_send(self):
        """The issue on which the team works: the last one, until readers are sent it; None where there is none."""
        last = self.order_by("-number").first()
        # What comes before an issue that was sent is no longer the next one, though nobody said how it left.
        return None if last is None or last.is_frozen else last

    def without_their_pdf(self):
        """The published issues whose PDF is missing, or shows a former revision."""
        shown, online = (Coalesce(name, 0) for name in ("pdf__revision", "live_revision"))
        return self.live().filter(Q(pdf__isnull=True) | ~Q(Exact(shown, online)))


class IssueManager(PageManager.from_queryset(IssueQuerySet)):
    """An issue is never shown without its cover picture and its masthead, nor without knowing if it was sent."""

    def get_queryset(self):
        issues = super().get_queryset().select_related("cover_image", "director", "editor", "pdf")
        return issues.annotate(
            is_rectified=Exists(Rectification.objects.filter(version__issue=OuterRef("pk"))),
            is_frozen=Exists(IssueVersion.objects.filter(issue=OuterRef("pk"), content__isnull=False)),
        )


class IssuePage(FrozenOnceSent, ThreeOutputs, NumberedPage):
    """One issue of La Lettre aux maires, part by part in the order of its four pages."""

    parent_page_types = ["newsletter.IssueIndexPage"]
    subpage_types = []
    look = "lettre"
    base_form_class = IssueForm

    number = models.PositiveSmallIntegerField("numéro", unique=True, help_text="Affiché « n° 9 ».")
    month = models.DateField("mois de parution", help_text="Le premier jour du mois : 01/06/2023 pour juin 2023.")

    kicker = models.CharField(
        "surtitre", max_length=80, blank=True, help_text="La rubrique, au-dessus du titre de la une."
    )
    standfirst = models.TextField(
        "chapeau", max_length=800, blank=True, help_text="Le résumé de la une, en quelques phrases."
    )
    cover_image = models.ForeignKey(
        "core.SiteImage",
        verbose_name="image de une",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    cover_image_alt = models.CharField(
        "texte de remplacement",
        max_length=250,
        blank=True,
        help_text="Ce que montre l’image, pour qui ne la voit pas.",
    )
    cover_caption = models.CharField("légende", max_length=250, blank=True)
    cover = StoryField(CoverBlock(required=False), verbose_name="article de une", blank=True)

    feature_kicker = models.CharField("surtitre du dossier", max_length=80, blank=True, default="Le dossier")
    feature_title = models.CharField("titre du dossier", max_length=160, blank=True)
    feature_standfirst = models.TextField("chapeau du dossier", max_length=600, blank=True)
    feature = StoryField(FeatureBlock(required=False), verbose_name="contenu du dossier", blank=True)

    territory_title = models.CharField(
        "titre de la partie", max_length=160, blank=True, default="Les initiatives du territoire"
    )
    territory = StoryField(TerritoryBlock(required=False), verbose_name="rubriques de la page 4", blank=True)

    director = models.ForeignKey(
        "directory.Person",
        verbose_name="direction de la publication",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="directed_issues",
    )
    director_title = models.CharField("titre", max_length=80, default="Directeur de publication")
    editor = models.ForeignKey(
        "directory.Person",
        verbose_name="direction de la rédaction",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="edited_issues",
    )
    editor_title = models.CharField("titre", max_length=80, default="Directrice de la rédaction")
    committee = StoryField(CommitteeStream(required=False), verbose_name="comité de rédaction", blank=True)

    objects = IssueManager()

    cover_panels = [
        PreviousIssuePanel(part="cover", title="title", anchor="la-une"),
        FieldRowPanel([FieldPanel("number", help_text="Le site écrit « n° » devant."), FieldPanel("month")]),
        FieldPanel("kicker"),
        # Not Wagtail's own panel, which writes the title into the address as one types.
        FieldPanel("title", classname="title"),
        FieldPanel("standfirst"),
        MultiFieldPanel(
            [
                FieldPanel("cover_image"),
                FieldPanel("cover_image_alt"),
                FieldPanel(
                    "cover_caption", help_text="Ce qui se lit sous l’image. Le crédit vient de l’image elle-même."
                ),
            ],
            heading="Image de une",
        ),
        FieldPanel("cover", help_text="L’article de la page 1, bloc par bloc."),
    ]
    feature_panels = [
        PreviousIssuePanel(part="feature", title="feature_title", anchor="le-dossier"),
        FieldPanel("feature_kicker"),
        FieldPanel("feature_title", help_text="Le titre des pages 2 et 3."),
        FieldPanel("feature_standfirst"),
        FieldPanel(
            "feature",
            help_text="Pages 2 et 3 : textes, et blocs repris des registres (axes, budget, élus, actions, candidats).",
        ),
    ]
    territory_panels = [
        PreviousIssuePanel(part="territory", title="territory_title", anchor="le-territoire"),
        FieldPanel("territory_title"),
        FieldPanel(
            "territory",
            help_text="Page 4, dans l’ordre de lecture : initiatives, chiffres-clés, agenda, appel aux maires.",
        ),
    ]
    masthead_panels = [
        MultiFieldPanel(
            [
                FieldRowPanel(
                    [
                        FieldPanel(
                            "director_title", help_text="« Directeur de publication » ou « Directrice de publication »."
                        ),
                        FieldPanel("director"),
                    ]
                ),
                FieldRowPanel([FieldPanel("editor_title"), FieldPanel("editor")]),
                FieldPanel("committee", help_text="Dans l’ordre où l’ours les cite."),
            ],
            heading="Ours",
        ),
        *BasePage.promote_panels,
        # The planned hour, and comments: the tabs of an issue are its own.
        *BasePage.settings_panels,
    ]
    edit_handler = TabbedInterface(
        [
            ObjectList(cover_panels, heading="La une"),
            ObjectList(feature_panels, heading="Le dossier"),
            ObjectList(territory_panels, heading="Le territoire"),
            ObjectList(masthead_panels, heading="Ours et diffusion"),
        ]
    )

    search_fields = [*BasePage.search_fields, index.FilterField("number"), index.FilterField("month")]

    class Meta:
        verbose_name = "numéro de la lettre"
        verbose_name_plural = "numéros de la lettre"
        constraints = [
            models.CheckConstraint(
                name="newsletter_issue_number_from_one",
                condition=Q(number__gte=1),
                violation_error_message="Les numéros commencent à 1.",
            )
        ]

    @property
    def main_image(self):
        return self.cover_image

    @cached_property
    def issue_before(self):
        """The issue before this one, as published or else as last saved; before one without a number, the last."""
        issues = IssuePage.objects.latest_first().exclude(pk=self.pk)
        issue = (issues.filter(number__lt=self.number) if self.number else issues).first()
        return issue if issue is None or issue.live else issue.get_latest_revision_as_object()

    @property
    def has_changes_to_publish(self):
        """Whether the draft says something else than what is online: a form that saved itself need not."""
        if not self.has_unpublished_changes:
            return False
        draft, online = self.latest_revision, self.live_revision
        return not (draft and online) or fingerprint(draft.content) != fingerprint(online.content)

    @property
    def parts(self):
        """The streams of the issue, in the order of its pages."""
        return [self.cover, self.feature, self.territory, self.committee]

    def searchable_texts(self):
        yield from super().searchable_texts()
        yield f"{self.kicker} {self.standfirst} {self.feature_title} {self.feature_standfirst}"
