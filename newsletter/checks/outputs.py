"""What the printed pages and the e-mail come to."""

from pma_site.core.pdf import PdfError

from ..choices import Severity
from ..gauge import PAGES, gauges
from .subject import Finding, check

EMAIL_BYTES = 90_000


@check("Quatre pages imprimées", Severity.BLOCKING, of_outputs=True)
def the_letter_has_four_pages(subject):
    """The letter is one sheet of A3 folded in two: four pages, neither three nor five."""
    try:
        paper = subject.paper
    except PdfError:
        return
    measured = gauges(subject.letter, paper)
    for gauge in measured:
        if gauge.is_over:
            title, key = gauge.overflow[0] if gauge.overflow else ("", "")
            beyond = f" Dépasse\u00a0: «\u00a0{title}\u00a0»." if title else ""
            yield Finding(
                f"La page {gauge.page} est trop pleine\u00a0: {gauge.percent}\u00a0%.{beyond}",
                f"block-{key}-section" if key else "",
            )
    if paper.pages != PAGES and not any(gauge.is_over for gauge in measured):
        yield Finding(f"La lettre imprimée fait {paper.pages} page{'s' * (paper.pages > 1)} au lieu de {PAGES}.")


@check("PDF fabriqué", Severity.WARNING, of_outputs=True)
def the_pdf_can_be_made(subject):
    """Without the PDF the letter may leave, but nobody can print it."""
    try:
        subject.paper  # noqa: B018 - asking for it makes it
    except PdfError as error:
        yield Finding(str(error))


@check("Pages bien remplies", Severity.WARNING, of_outputs=True)
def pages_are_filled(subject):
    """A page that is two thirds empty looks forgotten."""
    try:
        measured = gauges(subject.letter, subject.paper)
    except PdfError:
        return
    for gauge in measured:
        if 0 < gauge.percent < 40:
            yield Finding(f"La page {gauge.page} est presque vide\u00a0: {gauge.percent}\u00a0% ({gauge.part}).")


@check("Poids du courriel", Severity.BLOCKING, of_outputs=True)
def the_email_is_light(subject):
    """Beyond some 100 kB mail programs cut a message, and the way to leave the list with it."""
    size = len(subject.email.encode())
    if size > EMAIL_BYTES:
        yield Finding(f"Le courriel pèse {size // 1000} ko, plus de {EMAIL_BYTES // 1000}\u00a0: il serait coupé.")
