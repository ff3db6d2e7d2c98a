"""Do the three outputs say the same? Dates, amounts, names and links that one has and another lacks. Knows no model."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from bs4 import BeautifulSoup

from pma_site.core import pdf_pages
from pma_site.core.french import fold

from .choices import FactKind, Output
from .letter import EVERYWHERE, Letter, links_of, texts_of
from .rendering.addresses import full

_MONTHS = "janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre"
_DAY = r"(?:1er|[12]?\d|3[01])"
_PATTERNS = {
    FactKind.DATE: [
        rf"(?<!n° )(?<!\d){_DAY}(?:, {_DAY})*(?: et {_DAY}| au {_DAY})? (?:{_MONTHS})(?: \d{{4}})?",
        rf"\b(?:{_MONTHS}) \d{{4}}\b",
        r"\b\d{1,2} h(?: \d{2})?\b",
    ],
    FactKind.AMOUNT: [
        r"(?<![\d,])−?(?:\d{1,3}(?: \d{3})+|\d+)(?:,\d+)? ?(?:€|euros?\b|millions?\b|milliards?\b|%|km\b|ha\b)"
    ],
}
# What each output adds for itself: the way around it, not the letter.
_FRAME = {Output.WEB: ".summary, .outputs, .neighbours", Output.EMAIL: ".online, title, div[style*='display:none']"}
# Hyphens: at the end of a printed line, nobody can tell the word's own from the layout's.
_MINUS = re.compile(r"(?<![\w,])[-–](?=\d)")
_HYPHENS = re.compile("[\u2010\u2011\u00ad-]")


@dataclass(frozen=True)
class Difference:
    """Something that one output says and another does not.

    `present` and `missing` are outputs; `intended` tells that it comes from a passage reserved to some of them.
    """

    kind: str
    value: str
    present: tuple
    missing: tuple
    intended: bool

    @property
    def in_words(self):
        """« La date 12 mai manque dans : PDF. »"""
        outputs = ", ".join(Output(output).label for output in self.missing)
        return f"{FactKind(self.kind).label} « {self.value} » manque dans\u00a0: {outputs}."


def compare(letter: Letter, web: str, email: str, paper: bytes, base: str, names: dict[str, Iterable]) -> list:
    """Return the differences between the outputs of a letter, unintended ones first.

    `web` and `email` are HTML, `paper` a PDF; `names` gives, by kind of fact, the names of people, organisations and
    places to look for. `base` is the public address of the site.
    """
    found = {
        Output.WEB: _facts(*_read(web, Output.WEB, base), names),
        Output.EMAIL: _facts(*_read(email, Output.EMAIL, base), names),
        Output.PDF: _facts(pdf_pages.words(paper), pdf_pages.links(paper), names),
    }
    own = f"{base}{letter.url}"
    differences = []
    for kind, value in sorted(set().union(*found.values())):
        present = tuple(output for output in found if (kind, value) in found[output])
        missing = tuple(output for output in found if output not in present)
        if missing and value.rstrip("/") != own.rstrip("/"):
            intended = all(_is_reserved(letter, kind, value, output, base, names) for output in missing)
            differences.append(Difference(kind, value, present, missing, intended))
    return sorted(differences, key=lambda difference: difference.intended)


def _read(html, output, base):
    """The text of an HTML output and the addresses it leads to."""
    soup = BeautifulSoup(html, "html.parser")
    # On the site, where to follow the publisher stands at the foot of every page.
    shown = soup.select("article.issue, .site-footer [aria-labelledby=follow-title]") or [soup]
    for body in shown:
        for element in body.select(_FRAME[output]):
            element.decompose()
    addresses = [link["href"] for body in shown for link in body.select("a[href]") if link["href"][:1] != "#"]
    return " ".join(body.get_text(" ") for body in shown), [full(address, base) for address in addresses]


def normalised(text: str) -> str:
    """Return a text as outputs are compared: without accents, capitals, hyphens, and with single spaces."""
    text = _HYPHENS.sub("", _MINUS.sub("−", fold(text))).replace("’", "'")
    text = re.sub(r"\b(\d+) (er|e)\b", r"\1\2", " ".join(text.split()))
    return re.sub(r" ([,.)])", r"\1", text)


def _facts(text, links, names):
    text = normalised(text)
    facts = {(FactKind.LINK, address) for address in links}
    for kind, patterns in _PATTERNS.items():
        for pattern in patterns:
            facts |= {(kind, match.strip()) for match in re.findall(pattern, text)}
    for kind, known in names.items():
        for name in known:
            wanted = normalised(name)
            if wanted and re.search(rf"(?<!\w){re.escape(wanted)}(?!\w)", text):
                facts.add((kind, name))
    return facts


def _is_reserved(letter, kind, value, output, base, names):
    """Whether a fact comes from passages that are reserved to other outputs than this one."""
    for piece in letter.pieces:
        if piece.outputs != EVERYWHERE and output not in piece.outputs:
            text = " ".join([piece.title, *texts_of(piece.elements)])
            links = [full(address, base) for address in links_of(piece.elements)]
            if (kind, value) in _facts(text, links, names):
                return True
    return False
