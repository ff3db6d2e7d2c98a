"""What follows when an issue goes online."""

import hashlib
import logging

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django_tasks import task

from pma_site.core.pdf import PdfError

from .models import IssuePage, IssuePdf
from .rendering import lay_out

logger = logging.getLogger(__name__)


def make_pdf(issue):
    """Make the PDF of a published issue, as its readers have it, keep it and return its record.

    Raises pma_site.core.pdf.PdfError when it cannot be made; the former one then stays.
    """
    base = settings.WAGTAILADMIN_BASE_URL
    pdf = lay_out(issue.letter_for_readers(), base)
    sha256 = hashlib.sha256(pdf.content).hexdigest()
    with transaction.atomic():
        record = IssuePdf.objects.select_for_update().filter(issue=issue).first() or IssuePdf(issue=issue)
        record.revision_id = issue.live_revision_id
        record.sha256, record.pages, record.size = sha256, pdf.pages, len(pdf.content)
        record.file.save(f"lettre-aux-maires-{issue.number}-{sha256[:12]}.pdf", ContentFile(pdf.content), save=False)
        record.save()
    return record


def make_missing_pdfs(tell):
    """Make the PDF of each published issue that has none, or that of a former revision; count those that failed.

    `tell` is called with each issue and what prevented its PDF (a PdfError), or None.
    """
    failures = 0
    for issue in IssuePage.objects.without_their_pdf().order_by("number"):
        fault = None
        try:
            make_pdf(issue)
        except PdfError as error:
            fault, failures = error, failures + 1
        tell(issue, fault)
    return failures


@task()
def make_pdf_of(issue_id):
    """Make the PDF of the issue in the background; what prevents it is logged and shown to editors."""
    issue = IssuePage.objects.live().filter(pk=issue_id).first()
    if issue is None:
        return
    try:
        make_pdf(issue)
    except PdfError as error:
        logger.warning("PDF de la lettre n° %s : %s", issue.number, error)


def follow_publication(sender, instance, **kwargs):
    """Receive Wagtail's page_published for an issue."""
    transaction.on_commit(lambda: make_pdf_of.enqueue(instance.pk))
