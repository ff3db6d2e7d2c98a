"""The letters that came out before this site: a PDF each, and what a machine reads in it."""

import secrets

from django.db import models
from django.db.models import Q
from django.http import FileResponse, Http404
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList, TabbedInterface
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.models import PageManager
from wagtail.search import index

from pma_site.core.models import BasePage
from pma_site.core.shelf_life import known_by_its_file

from ..forms import ArchivedIssueForm, PdfInput
from .numbers import NumberedPage, NumberedQuerySet


def file_place(issue, name):
    """Where the PDF of a letter is kept: a folder that nobody guesses, for a draft is not public."""
    return f"archives/{secrets.token_hex(16)}/lettre-aux-maires-{issue.number}.pdf"


class ArchivedIssueManager(PageManager.from_queryset(NumberedQuerySet)):
    """A former issue is never shown without the picture of its first page."""

    def get_queryset(self):
        return super().get_queryset().select_related("cover__image")


class ArchivedIssuePage(RoutablePageMixin, NumberedPage):
    """A former issue: the PDF as it was sent, with its text for search and for who cannot read the PDF."""

    parent_page_types = ["newsletter.IssueIndexPage"]
    subpage_types = []
    look = "lettre"
    base_form_class = ArchivedIssueForm

    standfirst = models.TextField(
        "chapeau", max_length=800, blank=True, help_text="Ce dont parle ce numéro, en une ou deux phrases."
    )
    pdf = models.FileField(
        "fichier PDF",
        upload_to=file_place,
        max_length=255,
        help_text="40 Mo au plus. Son texte est lu par le site, pour la recherche ; sa première page sert de vignette.",
    )
    # What was read in the PDF: a paragraph a line, a form feed between pages.
    text = models.TextField("texte", blank=True, editable=False)
    pages = models.PositiveSmallIntegerField("nombre de pages", default=0, editable=False)
    size = models.PositiveIntegerField("taille en octets", default=0, editable=False)
    sha256 = models.CharField("empreinte", max_length=64, blank=True, editable=False)

    objects = ArchivedIssueManager()

    content_panels = [
        FieldRowPanel([FieldPanel("number"), FieldPanel("month")]),
        # Not Wagtail's own panel, which writes the title into the address as one types.
        FieldPanel("title", classname="title"),
        FieldPanel("pdf", widget=PdfInput),
        FieldPanel("standfirst"),
    ]
    edit_handler = TabbedInterface(
        [
            ObjectList(content_panels, heading="L’ancien numéro"),
            ObjectList(BasePage.promote_panels, heading="Diffusion"),
        ]
    )

    search_fields = [*BasePage.search_fields, index.FilterField("number"), index.FilterField("month")]

    class Meta:
        verbose_name = "ancien numéro de la lettre"
        verbose_name_plural = "anciens numéros de la lettre"
        constraints = [
            models.CheckConstraint(
                name="newsletter_archived_number_from_one",
                condition=Q(number__gte=1),
                violation_error_message="Les numéros commencent à 1.",
            )
        ]

    @property
    def front_page(self):
        """The picture of its first page; None until it is drawn, when the page is published."""
        cover = getattr(self, "cover", None)
        return cover.image if cover and cover.sha256 == self.sha256 else None

    @property
    def main_image(self):
        return self.front_page

    @property
    def text_pages(self):
        """The text of each page, as a list of paragraphs."""
        return [[line for line in page.split("\n") if line] for page in self.text.split("\f")]

    @path("pdf/", name="pdf")
    def serve_pdf(self, request):
        """The PDF, under a name that says what it is; it has no other public address."""
        try:
            file = self.pdf.open()
        except FileNotFoundError as error:
            raise Http404 from error
        name = f"lettre-aux-maires-{self.number}.pdf"
        response = FileResponse(file, content_type="application/pdf", filename=name)
        return known_by_its_file(response, self.pdf)

    def describe(self, reading, size, sha256):
        """Note what was read (core.pdf_reading.PdfReading) in the PDF just given."""
        self.text, self.pages = reading.text, reading.pages
        self.size, self.sha256 = size, sha256

    def searchable_texts(self):
        yield from super().searchable_texts()
        yield self.standfirst
        yield self.text

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["previous"], context["next"] = self.neighbours()
        return context


class ArchivedCoverQuerySet(models.QuerySet):
    """Covers by whether their issue is seen."""

    def public(self):
        """Those of former issues that any visitor may read."""
        return self.filter(issue__in=ArchivedIssuePage.objects.online().order_by().values("pk"))


class ArchivedCover(models.Model):
    """The first page of a published former issue as a picture, and the checksum of the PDF it was drawn from."""

    issue = models.OneToOneField(ArchivedIssuePage, on_delete=models.CASCADE, related_name="cover")
    image = models.ForeignKey("core.SiteImage", on_delete=models.CASCADE, related_name="+")
    sha256 = models.CharField(max_length=64)

    objects = ArchivedCoverQuerySet.as_manager()

    class Meta:
        verbose_name = "vignette d’un ancien numéro"
        verbose_name_plural = "vignettes des anciens numéros"

    def __str__(self):
        return str(self.issue)
