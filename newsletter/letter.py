"""The letter itself, whatever it is printed on: one view-model for the web page, the e-mail and the PDF.

It holds plain data only, so that JSON can keep it: what an issue showed stays readable as it was. Outputs read the
letter and nothing else. Knows no model.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field, replace
from html import unescape
from itertools import takewhile

from django.utils.html import strip_tags
from django.utils.text import Truncator

from pma_site.core import elements

from .choices import Output

EVERYWHERE = tuple(Output.values)
# The kinds of pieces that are wider than a column where they end a part.
_ACROSS = ("agenda", "call", "callout", "key_figures")
_HREF = re.compile(r'<a [^>]*href="([^"]+)"')


@dataclass(frozen=True)
class Piece:
    """One block of a part: its title, the colour of its box (« » without one) and what it is made of.

    `key` is the identity of the block in its stream, by which a reader or an editor is led to it; `counts` is what
    the registers count of what it shows, by its French plural.
    """

    kind: str
    key: str
    title: str
    tone: str
    elements: list
    outputs: tuple = EVERYWHERE
    counts: dict = field(default_factory=dict)

    @classmethod
    def of(cls, block, value, key: str = "", outputs: tuple = EVERYWHERE):
        """Return what a block of a stream, with its value, brings to the letter."""
        fields = value if hasattr(value, "get") else {}
        title = str(value) if block.name == "heading" else fields.get("title") or ""
        title = getattr(value, "shown_title", title)
        tone = fields.get("tone") or getattr(block.meta, "tone", "")
        kept = [element for element in block.elements(value) if not elements.is_empty(element)]
        counts = block.counts(value) if hasattr(block, "counts") else {}
        return cls(block.name, key, title, tone, kept, outputs, counts)

    @property
    def is_empty(self):
        """Whether there is nothing to show: the record it is about is gone."""
        return not self.elements and self.kind != "heading"

    @property
    def words(self):
        """The first words of the piece, by which it is known where it has no title."""
        return Truncator(" ".join(texts_of(self.elements))).words(8)

    @property
    def has_picture(self):
        return any(element["kind"] == "picture" for element in self.elements)

    def expanded(self):
        """Return the piece with the links of its rich texts written in full."""
        elements.expand(self.elements)
        return self


@dataclass(frozen=True)
class Part:
    """One of the three parts of the letter, with the number of pages it has on paper."""

    name: str
    anchor: str
    first_page: int
    pages: int
    title: str
    kicker: str = ""
    standfirst: str = ""
    pieces: list = field(default_factory=list)

    @property
    def closing(self) -> list[Piece]:
        """What ends the part on paper, below both columns: its last figures, dates, calls and boxes."""
        return list(takewhile(lambda piece: piece.kind in _ACROSS, reversed(self.pieces)))[::-1]

    @property
    def in_columns(self) -> list[Piece]:
        """What stands above `closing`, in columns."""
        return self.pieces[: len(self.pieces) - len(self.closing)]


@dataclass(frozen=True)
class Masthead:
    """« L’ours »: who answers for the letter, where to write, how to stop receiving it, where to follow."""

    lines: list
    committee: list
    publisher: str
    address: list
    contact: str
    unsubscribe_notice: str
    follow: list


@dataclass(frozen=True)
class Letter:
    """An issue ready to be shown in any output; `url` is its address from the root of the site."""

    number: int
    number_in_words: str
    month_in_words: str
    title: str
    url: str
    kicker: str
    standfirst: str
    description: str
    picture: dict | None
    cover: Part
    feature: Part
    territory: Part
    masthead: Masthead

    @property
    def name(self):
        """« La Lettre aux maires n° 9 – Innov in Artois »."""
        return f"La Lettre aux maires {self.number_in_words} – {self.title}"

    @property
    def parts(self) -> list[Part]:
        return [self.cover, self.feature, self.territory]

    @property
    def inner_parts(self) -> list[Part]:
        """The parts after the front page that have something to show."""
        return [part for part in (self.feature, self.territory) if part.pieces]

    @property
    def summary(self) -> list[dict]:
        """What « Dans ce numéro » lists: the anchor and the title of each part."""
        parts = [{"anchor": part.anchor, "title": part.title} for part in (self.cover, *self.inner_parts)]
        return [*parts, {"anchor": "ours", "title": "Ours"}]

    @property
    def pieces(self) -> Iterator[Piece]:
        """Every piece, in the order of reading."""
        for part in self.parts:
            yield from part.pieces

    def shown_in(self, output: str) -> "Letter":
        """Return the letter without what is kept for other outputs."""
        kept = {
            part.name: replace(part, pieces=[piece for piece in part.pieces if output in piece.outputs])
            for part in self.parts
        }
        return replace(self, **kept)

    def as_json(self) -> dict:
        """Return the letter as JSON keeps it."""
        return asdict(self)

    @classmethod
    def from_json(cls, kept: dict) -> "Letter":
        """Return the letter that `as_json` gave."""
        parts = {
            name: Part(
                **{
                    **kept[name],
                    "pieces": [
                        Piece(**{**piece, "outputs": tuple(piece["outputs"])}) for piece in kept[name]["pieces"]
                    ],
                }
            )
            for name in ("cover", "feature", "territory")
        }
        return cls(**{**kept, **parts, "masthead": Masthead(**kept["masthead"])})


def texts_of(found: Iterable) -> Iterator[str]:
    """Yield every text that a reader sees in elements, in order; addresses are no texts."""
    for element in found:
        for name in ("label", "display", "opening", "text", "html", "caption", "author", "role", "credit", "more"):
            if element.get(name):
                yield unescape(strip_tags(element[name])) if name == "html" else str(element[name])
        for name in ("name", "when", "title", "place", "note", "period", "source", "email", "phone"):
            if element.get(name):
                yield str(element[name])
        yield from element.get("lines", [])
        yield from texts_of([*element.get("rows", []), *element.get("elements", [])])


def links_of(found: Iterable) -> Iterator[str]:
    """Yield every address that elements lead to, in order."""
    for element in found:
        if element.get("href"):
            yield element["href"]
        if element.get("html"):
            yield from _HREF.findall(element["html"])
        if element.get("email"):
            yield f"mailto:{element['email']}"
        yield from links_of([*element.get("rows", []), *element.get("elements", [])])


def pieces_of(stream, outputs: tuple = EVERYWHERE) -> Iterator[Piece]:
    """Yield the pieces of a stream; blocks inside a « réservé » block are kept for its outputs."""
    for child in stream:
        if child.block_type == "reserved":
            yield from pieces_of(child.value["content"], tuple(child.value["outputs"]))
        else:
            piece = Piece.of(child.block, child.value, child.id or "", outputs)
            if not piece.is_empty:
                yield piece


def letter_of(issue, publisher) -> Letter:
    """Return the letter of an issue whose streams are loaded (blocks.records.loaded_once), for every output.

    `publisher` is the SiteSettings of the site.
    """
    parts = {
        "cover": Part("cover", "la-une", 1, 1, "La une", pieces=list(pieces_of(issue.cover))),
        "feature": Part(
            "feature",
            "le-dossier",
            2,
            2,
            issue.feature_title or "Le dossier",
            issue.feature_kicker if issue.feature_title else "",
            issue.feature_standfirst,
            list(pieces_of(issue.feature)),
        ),
        "territory": Part(
            "territory",
            "le-territoire",
            4,
            1,
            issue.territory_title or "Le territoire",
            pieces=list(pieces_of(issue.territory)),
        ),
    }
    elements.expand(_all_elements(parts.values()))
    return Letter(
        number=issue.number,
        number_in_words=issue.number_in_words,
        month_in_words=issue.month_in_words,
        title=issue.title,
        url=issue.url or "",
        kicker=issue.kicker,
        standfirst=issue.standfirst,
        description=issue.search_description or issue.standfirst,
        picture=elements.picture(issue.cover_image, issue.cover_image_alt, issue.cover_caption)
        if issue.cover_image
        else None,
        masthead=_masthead_of(issue, publisher),
        **parts,
    )


def _all_elements(parts: Iterable[Part]) -> Iterator[dict]:
    for part in parts:
        for piece in part.pieces:
            yield from piece.elements


def _masthead_of(issue, publisher):
    answerable = [(issue.director_title, issue.director), (issue.editor_title, issue.editor)]
    return Masthead(
        lines=[{"title": title, "name": str(person)} for title, person in answerable if person],
        committee=[str(block.value) for block in issue.committee if block.value],
        publisher=publisher.publisher,
        address=[
            line
            for line in (publisher.building, f"{publisher.street} {publisher.postal_code} {publisher.city}".strip())
            if line
        ],
        contact=publisher.contact_email,
        unsubscribe_notice=publisher.unsubscribe_notice,
        follow=[
            {"text": link.value.text, "href": link.value.href}
            for link in publisher.follow_links or []
            if link.value.href
        ],
    )
