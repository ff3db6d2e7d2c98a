"""Labels laid out on sheets, exactly where their die cut is: geometry in static/css/labels.css, text measured here."""

from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.template.loader import render_to_string

from pma_site.core import qr_codes
from pma_site.core.pdf import Pdf, render

POINT = 25.4 / 72
# Of an address, in points; the first one that fits is taken. A code goes rather than making it smaller than READABLE.
SIZES = [10, 9.5, 9, 8.5, 8, 7.5, 7, 6.5, 6]
READABLE = 8
LINE_HEIGHT = 1.15
# Between the edge of a label and its text, and between its text and its code, in millimetres.
SIDE, GAP = 4.5, 2
FONT = settings.BASE_DIR / "static/fonts/artois-sans.woff2"
# A letter that the font lacks is drawn in another one: as wide as its widest ones.
UNKNOWN = 850


@dataclass(frozen=True)
class Sheet:
    """A format of sheets of labels, A4; lengths in millimetres, `margin` above and below the text."""

    name: str
    words: str
    columns: int
    rows: int
    width: float
    height: float
    margin: float = 4
    code: float = 14

    @property
    def count(self):
        """How many labels a sheet holds."""
        return self.columns * self.rows


SHEETS = {
    sheet.name: sheet
    for sheet in [
        Sheet("63x38", "63,5 × 38,1 mm, 21 par planche", 3, 7, 63.5, 38.1, code=12),
        Sheet("63x34", "63,5 × 33,9 mm, 24 par planche", 3, 8, 63.5, 33.9, margin=3, code=12),
        Sheet("70x37", "70 × 37 mm, 24 par planche", 3, 8, 70, 37),
        Sheet("99x38", "99,1 × 38,1 mm, 14 par planche", 2, 7, 99.1, 38.1),
        Sheet("105x37", "105 × 37 mm, 16 par planche", 2, 8, 105, 37),
    ]
}


@dataclass(frozen=True)
class Label:
    """What a label says: the lines of an address, its reference, and the address its code leads to, or ""."""

    lines: list[str]
    reference: str
    address: str = ""


def lay_out(labels: list[Label], sheet: Sheet, *, first: int, title: str, base: str) -> Pdf:
    """Return the sheets that hold `labels`, the first of them at the place `first` (from 1) of the first sheet.

    `base` is the public address of the site, without a final slash. Raises core.pdf.PdfError.
    """
    places = [None] * (first - 1) + [_placed(label, sheet) for label in labels]
    sheets = [places[start : start + sheet.count] for start in range(0, len(places), sheet.count)]
    context = {"sheets": sheets, "sheet": sheet, "title": title}
    return render(render_to_string("readers/print/labels.html", context), base)


def _placed(label, sheet):
    """Return a label as the template draws it: the size of its text in tenths of a point, its code if it has room."""
    code = bool(label.address)
    size = _size(label.lines, sheet, code)
    if code and (size is None or size < READABLE):
        code, size = False, _size(label.lines, sheet, False)
    lines = label.lines
    if size is None:
        size = SIZES[-1]
        lines = [_cut(line, sheet.width - 2 * SIDE, size) for line in lines]
    return {
        "lines": lines,
        "reference": label.reference,
        "size": round(10 * size),
        "code": qr_codes.modules(label.address) if code else None,
    }


def _size(lines, sheet, code):
    """Return the largest size at which every line holds in its width; None where not even the smallest does."""
    whole = sheet.width - 2 * SIDE
    for size in SIZES:
        height = size * LINE_HEIGHT * POINT
        # Lines stand at the foot of the label; the code stands in its upper right corner.
        below = sheet.height - 2 * sheet.margin - sheet.code - GAP / 2
        free = int(below / height) if code else len(lines)
        beside = whole - sheet.code - GAP
        fit = (
            _width(line, size) <= (whole if number < free else beside) for number, line in enumerate(reversed(lines))
        )
        if all(fit) and len(lines) * height <= sheet.height - 2 * sheet.margin:
            return size
    return None


def _cut(line, width, size):
    while _width(line, size) > width:
        line = line[:-1]
    return line


def _width(line, size):
    """Return the width of a line in millimetres, a little more than it is drawn: pairs of letters come closer."""
    advances = _advances()
    return sum(advances.get(char, UNKNOWN) for char in line) / 1000 * size * POINT


@cache
def _advances():
    """Return the width of each character of the font of the labels, in thousandths of its size."""
    from fontTools.ttLib import TTFont

    with TTFont(FONT) as font:
        widths = font["hmtx"]
        return {chr(code): widths[name][0] for code, name in font.getBestCmap().items()}
