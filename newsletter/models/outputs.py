"""The three outputs of an issue: its page, its e-mail, its four pages of paper. All are made from its letter."""

import copy
from base64 import b64encode

from csp.decorators import csp_update
from django.http import FileResponse
from django.shortcuts import render
from wagtail.contrib.routable_page.models import RoutablePageMixin, path

from pma_site.core import pdf_pages
from pma_site.core.blocks.records import loaded_once
from pma_site.core.models import SiteSettings
from pma_site.core.pdf import PdfError
from pma_site.core.shelf_life import known_by_its_file

from .. import rendering
from ..choices import Output
from ..gauge import PAGES, gauges
from ..letter import Letter, letter_of

# The pages of a preview, in pixels: legible at the width of the panel, and on a large screen.
PREVIEW_WIDTH = 1100
STREAMS = ("cover", "feature", "territory", "committee")


class ThreeOutputs(RoutablePageMixin):
    """The part of an issue that shows it, as readers have it and as it is being written."""

    def letter(self, publisher) -> Letter:
        """The issue as all its outputs show it; every record it names is read, one query a model.

        `publisher` is the SiteSettings of the site.
        """
        shown = copy.copy(self)
        # As they would be stored: what a form has just posted holds records that were read one by one.
        for name in STREAMS:
            stream = getattr(self, name)
            setattr(shown, name, stream.stream_block.to_python(stream.get_prep_value()))
        with loaded_once(shown.parts):
            return letter_of(shown, publisher)

    def letter_for_readers(self, request=None) -> Letter:
        """The letter as readers have it: once it was sent, as it was then, whatever became of the registers."""
        # Known from the query that found the page (IssueManager); a draft, which does not know it, is never frozen.
        if getattr(self, "is_frozen", False):
            return Letter.from_json(self.current_version.content)
        return self.letter(SiteSettings.published_for(request))

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["letter"] = self.letter_for_readers(request).shown_in(Output.WEB)
        context["pdf"] = getattr(self, "pdf", None)
        context["previous"], context["next"] = self.neighbours()
        return context

    @path("pdf/", name="pdf")
    def serve_pdf(self, request):
        """The four-page PDF, made when the issue was published."""
        pdf = getattr(self, "pdf", None)
        if pdf is None:
            response = self.render(request, template="newsletter/pdf_missing.html")
            response.status_code = 503
            return response
        name = f"lettre-aux-maires-{self.number}.pdf"
        response = FileResponse(pdf.file.open(), content_type="application/pdf", filename=name)
        return known_by_its_file(response, pdf.file)

    @path("courriel/", name="email")
    def serve_email(self, request):
        """The issue as its e-mail shows it."""
        return self._email(request, request.build_absolute_uri("/")[:-1])

    def _email(self, request, base):
        return rendering.in_a_browser(request, rendering.email_html(self.letter_for_readers(request), base))

    @property
    def preview_modes(self):
        return Output.choices

    def serve_preview(self, request, mode_name):
        # What is being written, even where nothing was saved since the issue was sent.
        self.is_frozen = False
        if mode_name == Output.EMAIL:
            # The request of a preview is made up: its pictures are asked for where the editor is.
            return self._email(request, base="")
        if mode_name == Output.PDF:
            return self._preview_paper(request)
        return super().serve_preview(request, mode_name)

    @csp_update({"img-src": "data:"})
    def _preview_paper(self, request):
        """The four pages as they will be printed, each as a picture, with how full it is and what does not fit."""
        letter = self.letter(SiteSettings.published_for(request))
        context = {"letter": letter, "look": self.look}
        try:
            paper = rendering.lay_out(letter, request.build_absolute_uri("/")[:-1])
        except PdfError as error:
            return render(request, "newsletter/paper_preview.html", {**context, "error": error})
        pictures = [b64encode(picture).decode() for picture in pdf_pages.pictures(paper.content, PREVIEW_WIDTH)]
        context.update(gauges=gauges(letter, paper), pictures=pictures, pages=paper.pages, wanted=PAGES)
        return render(request, "newsletter/paper_preview.html", context)
