"""How full each of the four pages of paper is, and what does not fit. Knows no model."""

from dataclasses import dataclass

from pma_site.core.pdf import Pdf

from .letter import Letter, Part

FULL = 100
# What a letter is printed on.
PAGES = 4


@dataclass(frozen=True)
class Gauge:
    """One page: its number, the title of the part it belongs to, how full it is in percent, and what overflows it."""

    page: int
    part: str
    percent: int
    overflow: tuple

    @property
    def in_words(self):
        """« page 2 : 112 % »."""
        return f"page\u00a0{self.page}\u00a0: {self.percent}\u00a0%"

    @property
    def is_over(self):
        return self.percent > FULL

    @property
    def filled(self):
        """How far its bar goes: an overflowing page fills it, and is told apart by its words and its colour."""
        return min(self.percent, FULL)

    @property
    def high(self):
        """Beyond what its bar is yellow: a full page is right, one that overflows is not."""
        return FULL - 1 if self.is_over else FULL


def gauges(letter: Letter, pdf: Pdf) -> list[Gauge]:
    """Return the gauges of the four pages of a letter laid out as `pdf`."""
    shown = [gauge for part in letter.parts for gauge in _of_part(part, pdf)]
    return sorted(shown, key=lambda gauge: gauge.page)


def _of_part(part: Part, pdf: Pdf) -> list[Gauge]:
    end = pdf.places.get(f"fin-{part.name}")
    if not end:
        return [Gauge(part.first_page + number, part.title, 0, ()) for number in range(part.pages)]
    first = pdf.places[f"partie-{part.name}"][0].page
    used, last = end[-1].page - first, part.pages - 1
    made = []
    for number in range(part.pages):
        filled = FULL if used > number else round(FULL * end[-1].top) if used == number else 0
        if number == last and used > last:
            filled = FULL * (used - last) + round(FULL * end[-1].top)
        overflow = _beyond(part, pdf, first + last) if number == last and filled > FULL else ()
        made.append(Gauge(part.first_page + number, part.title, filled, overflow))
    return made


def _beyond(part, pdf, last_page):
    """The titles of what stands beyond the last page of a part, in the order of reading."""
    named = [(f"bloc-{piece.key}", piece) for piece in part.pieces]
    titles = [(piece.title or piece.words, piece.key) for name, piece in named if _stands_beyond(pdf, name, last_page)]
    if part.name == "territory" and _stands_beyond(pdf, "ours", last_page):
        titles.append(("Ours", ""))
    return tuple(titles)


def _stands_beyond(pdf, name, last_page):
    return any(place.page > last_page for place in pdf.places.get(name, []))
