"""What a committee takes to its meeting: all applications before it in one PDF, and the table of them."""

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone

from pma_site.core.pdf import Pdf, render
from pma_site.core.spreadsheets import write_xlsx

from ..models import LabelCommittee, LabelEditionPage
from . import comparing


def workbook(edition: LabelEditionPage, only: LabelCommittee | None = None) -> bytes:
    """The table of an edition as XLSX; with `only` one committee, what its members may read."""
    header, rows = comparing.as_table(comparing.compare(edition, only=only))
    return write_xlsx(header, rows)


def dossier(committee: LabelCommittee) -> Pdf:
    """The applications before a committee, one after the other, with what it concluded (PDF/UA-1).

    No other committee's opinion is in it, nor who voted how, nor how to reach who applied. Raises core.pdf.PdfError.
    """
    comparison = comparing.compare(committee.edition, only=committee)
    lines = [
        {"application": line.application, "judgement": line.judgements[0], "files": line.application.files.deposited()}
        for line in comparison.lines
    ]
    context = {"committee": committee, "edition": committee.edition, "lines": lines, "now": timezone.now()}
    return render(render_to_string("projects/print/committee.html", context), settings.WAGTAILADMIN_BASE_URL)
