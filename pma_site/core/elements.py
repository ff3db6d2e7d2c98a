"""What a text is made of, whatever it is shown on: screen, e-mail or paper.

Each element is a plain dict that JSON can keep, with its `kind`; templates of each output print them, one a kind.
Addresses of this site are written from its root (« /agenda/ »). Values named `html` are HTML of ours; until `expand`
has seen them they may hold links as Wagtail stores them (`<a linktype="page" id="3">`). All others are plain text.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from wagtail.rich_text import expand_db_html
from wagtail.whitelist import Whitelister, allow_without_attributes, attribute_rule, check_url

_TAGS = ("b", "br", "em", "i", "li", "ol", "p", "strong", "sub", "sup", "ul")
# Characters that XML has no place for: an e-mail and a PDF pass through it.
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
# Stands between texts that are worked on together; a letter that holds it is no worse for it.
_SEPARATOR = "<hr>"


class _OurTags(Whitelister):
    """Only what the rich-text editor can write, whoever wrote it."""

    element_rules = {
        "[document]": allow_without_attributes,
        "a": attribute_rule({"href": check_url}),
        "hr": allow_without_attributes,
        **dict.fromkeys(_TAGS, allow_without_attributes),
    }

    def clean_tag_node(self, doc, tag):
        # The content of other tags is kept, but for those whose content is no text.
        if tag.name in ("script", "style", "template"):
            tag.decompose()
        else:
            super().clean_tag_node(doc, tag)


def heading(text: str, href: str = "") -> dict:
    """A heading inside a piece, one level below the piece's own title, linked where it has an address."""
    return {"kind": "heading", "text": text, "href": href}


def label(text: str) -> dict:
    """A few words in bold that open a list; no heading."""
    return {"kind": "label", "text": text}


def text(html) -> dict:
    """Running text: paragraphs and lists."""
    return {"kind": "text", "html": _source(html)}


def plain(words: str) -> dict:
    """A paragraph of plain text; its line breaks are kept."""
    return {"kind": "plain", "lines": [line.strip() for line in words.splitlines() if line.strip()]}


def items(entries: Iterable, ordered: bool = False) -> dict:
    """A list; entries are texts, or (text, href) pairs, or (text, href, more) where `more` follows the link."""
    rows = [entry if isinstance(entry, tuple) else (entry, "") for entry in entries]
    rows = [{"text": row[0], "href": row[1], "more": row[2] if len(row) > 2 else ""} for row in rows]
    return {"kind": "items", "ordered": ordered, "rows": rows}


def steps(entries: Iterable) -> dict:
    """A numbered list whose entries are rich text."""
    return {"kind": "steps", "rows": [{"html": _source(entry)} for entry in entries]}


def quotation(words: str, author: str, role: str = "") -> dict:
    """Words of somebody, printed between guillemets."""
    return {"kind": "quotation", "text": words, "author": author, "role": role}


def picture(image, alt: str, caption: str = "") -> dict:
    """A SiteImage with what it shows (« » where it is declared decorative) and its caption; the credit is its own."""
    return {
        "kind": "picture",
        "image": image.as_kept(),
        "alt": alt,
        "decorative": getattr(image, "decorative", False),
        "caption": caption,
        "credit": image.credit,
    }


def link(words: str, href: str) -> dict:
    """A link on a line of its own."""
    return {"kind": "link", "text": words, "href": href}


def reply(words: str, href: str, call: str = "", over: bool = False) -> dict:
    """The way to answer: a link set as a button.

    `call` is the name, in its address, of the call that it leads to; `over` tells that it takes no more answers.
    """
    return {"kind": "reply", "text": words, "href": href, "call": call, "over": over}


def contacts(people: Iterable) -> dict:
    """Whom to write to: records or rows with `full_name` or `name`, `email` and `phone`."""
    return {"kind": "contacts", "rows": [_contact(person) for person in people]}


def _contact(person):
    known = person.get if isinstance(person, dict) else lambda name: getattr(person, name, None)
    return {
        "name": known("full_name") or known("name") or "",
        "email": known("email") or "",
        "phone": known("phone") or "",
    }


def dates(events: Iterable) -> dict:
    """Events as lines of an agenda: when, what, where, and what changed."""
    rows = [
        {
            "when": event.when,
            "title": event.title,
            "href": event.url or "",
            "place": event.place_in_words,
            "note": event.public_note,
        }
        for event in events
    ]
    return {"kind": "dates", "rows": rows}


def figures(values: Iterable) -> dict:
    """Figures printed large, each with its caption, period, source, month, and the page that tells more of it."""
    rows = [
        {
            "display": value.display,
            "caption": value.caption,
            "period": value.period,
            "source": value.source,
            "as_of_in_words": value.as_of_in_words,
            "href": value.href,
        }
        for value in values
    ]
    return {"kind": "figures", "rows": rows}


def prices(lines: Iterable) -> dict:
    """Tariffs: what each buys, and what it costs in words."""
    return {"kind": "prices", "rows": [{"label": line["label"], "display": line.display} for line in lines]}


def budget(amounts: dict, caption: str) -> dict:
    """Who pays for what, as a table (RoadmapPage.budget)."""
    return {"kind": "budget", "budget": amounts, "caption": caption}


def place_map(drawing: dict | None, label: str) -> dict:
    """Where places are, as a small drawing (territory.cartography.small_map); the places themselves are listed beside.

    Screens and paper show it; an e-mail, which has no drawings, only the list.
    """
    return {"kind": "map", "drawing": drawing, "label": label}


def highlight(opening: str, words: str, href: str, more: str = "") -> dict:
    """A special mention: an opening, a link, and why."""
    return {"kind": "highlight", "opening": opening, "text": words, "href": href, "more": more}


def group(*elements: dict) -> dict:
    """Elements that stay together."""
    return {"kind": "group", "elements": [element for element in elements if not is_empty(element)]}


def is_empty(element: dict) -> bool:
    """Tell whether an element has nothing to show."""
    holds = [element[name] for name in ("rows", "html", "lines", "elements", "text", "href") if name in element]
    if element["kind"] == "budget":
        return not element["budget"]["members"] and not element["budget"]["grants"]
    if element["kind"] == "map":
        return not element["drawing"]
    if element["kind"] in ("link", "reply"):
        return not element["href"]
    return bool(holds) and not any(holds)


def expand(elements: Iterable[dict]) -> None:
    """Write the links of all rich texts in full and drop what is not text, in one go: one query a kind of link."""
    holders = [holder for element in elements for holder in _holders(element)]
    if not holders:
        return
    separated = _SEPARATOR.join(holder["html"].replace("<hr", "") for holder in holders)
    cleaned = _clean(expand_db_html(_CONTROLS.sub("", separated)))
    pieces = re.split("<hr ?/?>", cleaned)
    if len(pieces) != len(holders):
        # Tags left open in one text would reach into the next: each is then closed where it ends.
        pieces = [_clean(expand_db_html(_CONTROLS.sub("", holder["html"]))) for holder in holders]
    for holder, html in zip(holders, pieces, strict=True):
        holder["html"] = html


@lru_cache(maxsize=64)
def _clean(html):
    """The same text is cleaned each time a letter is shown, in each of its outputs."""
    return _OurTags().clean(html)


def _holders(element) -> Iterator[dict]:
    if "html" in element:
        yield element
    for child in [*element.get("elements", []), *element.get("rows", [])]:
        if isinstance(child, dict):
            yield from _holders(child)


def _source(html) -> str:
    """The stored form of a rich text."""
    return getattr(html, "source", html) or ""
