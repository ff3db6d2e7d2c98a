"""« Prêt à partir ? »: the checks of an issue, each with the way to the field to mend, and what its outputs come to."""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import TemplateView, View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from pma_site.core.french import weight
from pma_site.core.pdf import PdfError, missing_library
from pma_site.core.refusals import Refused

from .. import readiness, rendering
from ..choices import Severity
from ..gauge import PAGES
from ..models import IssuePage
from ..publication import make_pdf
from .issue import edit_address, trail_to


class IssueAdminMixin:
    """A view of one issue as it was last saved, for those who may edit or publish it."""

    def dispatch(self, request, *args, **kwargs):
        rights = self.page.permissions_for_user(request.user)
        if not (rights.can_edit() or rights.can_publish()):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def page(self):
        return get_object_or_404(IssuePage, pk=self.kwargs["pk"])

    @cached_property
    def issue(self):
        """The latest draft of the issue."""
        return self.page.get_latest_revision_as_object()

    @cached_property
    def edit_url(self):
        return edit_address(self.page)


class ReadinessView(IssueAdminMixin, WagtailAdminTemplateMixin, TemplateView):
    """All checks: those of the text at once, those of the outputs, which take seconds, when they are ready.

    `?sorties=1` answers with the second half alone; `?tout=1` waits for both, for browsers without script;
    `?apercu=1` answers with what the first half found, in a few lines, for the desk.
    """

    template_name = "newsletter/admin/readiness.html"
    page_title = "Prêt à partir\u00a0?"
    header_icon = "check"
    _show_breadcrumbs = True

    def get_template_names(self):
        if "apercu" in self.request.GET:
            return ["newsletter/admin/readiness_glance.html"]
        return ["newsletter/admin/readiness_outputs.html"] if "sorties" in self.request.GET else [self.template_name]

    def get_page_subtitle(self):
        named = "" if self.issue.awaits_title else f" – {self.issue.title}"
        return f"{self.issue.number_in_words}{named}"

    def get_breadcrumbs_items(self):
        above = [{"url": address, "label": label} for address, label in trail_to(self.issue)]
        return [*super().get_breadcrumbs_items(), *above, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        subject = readiness.subject_of(self.issue)
        context.update(edit_url=self.edit_url, issue=self.issue, wanted=PAGES, severity=Severity)
        context.update(
            page=self.page,
            pdf_is_missing=IssuePage.objects.without_their_pdf().filter(pk=self.page.pk).exists(),
            may_publish=self.page.permissions_for_user(self.request.user).can_publish(),
            missing_library=missing_library(),
        )
        if "sorties" not in self.request.GET:
            context["report"] = readiness.report_on(subject, of_outputs=False)
        if "sorties" in self.request.GET or "tout" in self.request.GET:
            context["outputs"] = readiness.report_on(subject, of_outputs=True)
            context["measures"] = readiness.measure(subject, readiness.page_html(self.issue))
        return context


class RemakePdfView(IssueAdminMixin, View):
    """Make the PDF that readers have once more: it was missing, or the registers have changed."""

    http_method_names = ["post"]

    def post(self, request, pk):
        if not self.page.permissions_for_user(request.user).can_publish() or not self.page.live:
            raise PermissionDenied
        try:
            made = make_pdf(self.page)
        except PdfError as error:
            raise Refused(str(error), reverse("newsletter_readiness", args=[pk])) from error
        messages.success(
            request, f"Le PDF est refait\u00a0: {made.pages} page{'s' * (made.pages > 1)}, {weight(made.size)}."
        )
        return redirect("newsletter_readiness", pk)


class PrinterView(IssueAdminMixin, View):
    """The PDF for a printer: 3 mm beyond each edge, and marks that say where to cut."""

    def get(self, request, pk):
        letter = self.issue.letter_for_readers(request)
        try:
            paper = rendering.lay_out(letter, settings.WAGTAILADMIN_BASE_URL, bleed=True)
        except PdfError as error:
            raise Refused(str(error), reverse("newsletter_readiness", args=[pk])) from error
        name = f"lettre-aux-maires-{self.issue.number}-imprimeur.pdf"
        response = HttpResponse(paper.content, content_type="application/pdf")
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response


class TextPartView(IssueAdminMixin, View):
    """The text part of the e-mail, which those read who want no HTML."""

    def get(self, request, pk):
        letter = self.issue.letter_for_readers(request)
        words = rendering.email_text(letter, settings.WAGTAILADMIN_BASE_URL)
        return HttpResponse(words, content_type="text/plain; charset=utf-8")
