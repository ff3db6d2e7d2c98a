"""Labels to stand beside the objects of the showroom, eight to an A4 sheet (static/css/labels-showroom.css)."""

from dataclasses import dataclass

from django.template.loader import render_to_string

from pma_site.core import qr_codes
from pma_site.core.pdf import Pdf, render

# Two columns of four, 99,1 × 67,7 mm: what sheets of labels and of badges have.
A_SHEET = 8


@dataclass(frozen=True)
class ObjectLabel:
    """What stands beside one object: who made it, what it is, a sentence, whose photo, the address its code opens."""

    name: str
    object_name: str
    sentence: str
    credit: str
    place: str
    address: str


def lay_out(labels: list[ObjectLabel], *, first: int, title: str, base: str) -> Pdf:
    """Return the sheets that hold `labels`, the first of them at the place `first` (from 1) of the first sheet.

    `base` is the public address of the site, without a final slash. Raises core.pdf.PdfError.
    """
    drawn = [{"label": label, "code": qr_codes.modules(label.address, error="m")} for label in labels]
    places = [None] * (first - 1) + drawn
    sheets = [places[start : start + A_SHEET] for start in range(0, len(places), A_SHEET)]
    return render(render_to_string("projects/print/showroom_labels.html", {"sheets": sheets, "title": title}), base)
