"""What follows when a former issue goes online: its first page is drawn."""

import logging
from io import BytesIO

from django.core.files.images import ImageFile
from django.db import transaction
from django_tasks import task
from wagtail.models import ReferenceIndex

from pma_site.core.models import SiteImage, SiteSettings
from pma_site.core.pdf_reading import PdfReadingError, read

from .models import ArchivedCover, ArchivedIssuePage

logger = logging.getLogger(__name__)


def draw_cover(issue):
    """Draw the first page of a former issue as a picture, unless it is there, and return its record.

    Raises PdfReadingError when the PDF cannot be read, OSError when it is gone; the former picture then stays, unshown.
    """
    cover = ArchivedCover.objects.filter(issue=issue).first() or ArchivedCover(issue=issue)
    if cover.sha256 == issue.sha256:
        return cover
    with issue.pdf.open() as pdf:
        reading = read(pdf.read())
    # A draft has no picture among the site's: this is done when it is published.
    name = f"lettre-aux-maires-{issue.number}-{issue.sha256[:12]}.jpg"
    with transaction.atomic():
        before = SiteImage.objects.filter(pk=cover.image_id).first()
        cover.image = SiteImage.objects.create(
            title=f"La Lettre aux maires {issue.number_in_words}, première page",
            file=ImageFile(BytesIO(reading.cover), name=name),
            credit=SiteSettings.of(issue.get_site()).publisher,
        )
        cover.sha256 = issue.sha256
        cover.save()
        if before and not ReferenceIndex.get_references_to(before).exists():
            before.delete()
    return cover


@task()
def draw_cover_of(issue_id):
    """Draw the first page in the background; what prevents it is logged, and the letter shows a drawn cover."""
    issue = ArchivedIssuePage.objects.live().filter(pk=issue_id).first()
    if issue is None:
        return
    try:
        draw_cover(issue)
    except (PdfReadingError, OSError) as error:
        logger.warning("Vignette de l’ancien numéro %s : %s", issue.number, error)


def follow_archiving(sender, instance, **kwargs):
    """Receive Wagtail's page_published for a former issue."""
    transaction.on_commit(lambda: draw_cover_of.enqueue(instance.pk))
