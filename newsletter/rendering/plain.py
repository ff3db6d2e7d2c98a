"""The letter as plain text, the second half of its e-mail: lines of 72 characters that one enjoys reading."""

import textwrap
from collections.abc import Iterator

from bs4 import BeautifulSoup, NavigableString

from pma_site.core.french import ended, euros
from pma_site.core.typography import french_text

from ..choices import Output
from ..letter import Letter
from .addresses import full, inviting

WIDTH = 72
_BLOCKS = ("p", "ul", "ol", "li")


def email_text(letter: Letter, base: str, leave_url: str = "", invitation: str = "") -> str:
    """Return the text part of a letter's e-mail.

    `base` is the public address of the site, without a final slash; `leave_url` and `invitation` as for `email_html`.
    """
    shown = letter.shown_in(Output.EMAIL)
    blocks = [
        f"LA LETTRE AUX MAIRES {letter.number_in_words} – {letter.month_in_words}",
        f"Lire en ligne : {base}{letter.url}",
        _titled(letter.title, "="),
    ]
    if letter.standfirst:
        blocks.append(_wrapped(letter.standfirst))
    if letter.picture:
        blocks += _element(letter.picture, base)
    for piece in shown.cover.pieces:
        blocks += _piece(piece, base)
    for part in shown.inner_parts:
        blocks.append("\n" + _titled(part.title.upper(), "="))
        if part.standfirst:
            blocks.append(_wrapped(part.standfirst))
        for piece in part.pieces:
            blocks += _piece(piece, base)
    blocks.append("\n" + _titled("OURS", "="))
    blocks += _masthead(shown.masthead, leave_url)
    text = french_text("\n\n".join(block for block in blocks if block.strip()) + "\n")
    return inviting(text, base, invitation)


def _piece(piece, base) -> Iterator[str]:
    if piece.title:
        yield "\n" + _titled(piece.title, "-")
    for element in piece.elements:
        yield from _element(element, base)


def _element(element, base) -> Iterator[str]:
    printer = _PRINTERS[element["kind"]]
    yield from printer(element, base)


def _masthead(masthead, leave_url):
    yield "\n".join(f"{line['title']} : {line['name']}" for line in masthead.lines)
    if masthead.committee:
        yield _wrapped(f"Comité de rédaction : {', '.join(masthead.committee)}")
    yield "\n".join([masthead.publisher, *masthead.address])
    if masthead.follow:
        yield "Suivez-nous :\n" + "\n".join(f"{link['text']} : {link['href']}" for link in masthead.follow)
    if leave_url:
        yield f"Ne plus recevoir la lettre : {leave_url}"
    elif masthead.unsubscribe_notice:
        yield _wrapped(f"{masthead.unsubscribe_notice} {masthead.contact}")


def _titled(words, rule):
    lines = textwrap.wrap(words, WIDTH, break_long_words=False)
    return "\n".join([*lines, rule * max(map(len, lines), default=1)])


def _wrapped(words, first="", rest=""):
    return textwrap.fill(
        words,
        WIDTH,
        initial_indent=first,
        subsequent_indent=rest or " " * len(first),
        break_long_words=False,
        break_on_hyphens=False,
    )


def _text(element, base):
    yield from _rich(element["html"], base)


def _rich(html, base):
    """Yield the paragraphs and lists of rich text, links followed by their addresses."""
    soup = BeautifulSoup(html, "html.parser")
    for node in soup.contents:
        if getattr(node, "name", None) in ("ul", "ol"):
            lines = node.find_all("li")
            marks = [f"{number}. " if node.name == "ol" else "- " for number in range(1, len(lines) + 1)]
            yield "\n".join(_wrapped(_words(line, base), mark) for line, mark in zip(lines, marks, strict=True))
        else:
            yield "\n".join(_wrapped(line) for line in _words(node, base).split("\n"))


def _words(node, base):
    if isinstance(node, NavigableString):
        return str(node).replace("\n", " ")
    if node.name == "br":
        return "\n"
    words = "".join(_words(child, base) for child in node.children)
    if node.name == "a" and node.get("href"):
        address = full(node["href"], base)
        shown = address.removeprefix("mailto:")
        return words if words.strip() == shown else f"{words} ({shown})"
    return words


def _plain(element, base):
    yield "\n".join(_wrapped(line) for line in element["lines"])


def _heading(element, base):
    lines = [_wrapped(f"* {element['text']}", rest="  ")]
    if element["href"]:
        lines.append(f"  {full(element['href'], base)}")
    yield "\n".join(lines)


def _label(element, base):
    yield _wrapped(element["text"])


def _items(element, base):
    lines = []
    for number, row in enumerate(element["rows"], 1):
        words = f"{row['text']} {row['more']}".strip()
        if row["href"]:
            words += f" ({full(row['href'], base)})"
        lines.append(_wrapped(words, f"{number}. " if element["ordered"] else "- "))
    yield "\n".join(lines)


def _steps(element, base):
    for number, row in enumerate(element["rows"], 1):
        yield _wrapped(" ".join(_rich(row["html"], base)), f"{number}. ")


def _quotation(element, base):
    yield _wrapped(f"« {element['text']} »", "  ")
    yield _wrapped(", ".join(filter(None, [element["author"], element["role"]])), "  – ")


def _picture(element, base):
    words = [f"[Image : {element['alt']}]" if element["alt"] else ""]
    if element["alt"] or element["caption"]:
        words.append(ended(element["caption"]) if element["credit"] else element["caption"])
        words.append(f"Crédit : {element['credit']}." if element["credit"] else "")
        yield _wrapped(" ".join(filter(None, words)))


def _link(element, base):
    yield f"{_wrapped(element['text'])}\n{full(element['href'], base)}"


def _reply(element, base):
    yield f"{_wrapped(element['text'])} :\n{full(element['href'], base)}"


def _contacts(element, base):
    yield "\n".join(
        f"Contact : {' – '.join(filter(None, [row['name'], row['email'], row['phone']]))}" for row in element["rows"]
    )


def _dates(element, base):
    for row in element["rows"]:
        words = f"{row['when']} : {row['title']}"
        words += f" – {row['place']}" if row["place"] else ""
        words += f" ({row['note']})" if row["note"] else ""
        lines = [_wrapped(words, "- ")]
        if row["href"]:
            lines.append(f"  {full(row['href'], base)}")
        yield "\n".join(lines)


def _figures(element, base):
    for row in element["rows"]:
        period = f" ({row['period']})" if row["period"] else ""
        yield _wrapped(f"{row['display']} : {row['caption']}{period}")
        yield f"Source : {row['source']}, {row['as_of_in_words']}"
        # Letters that were sent before figures had a page lead to none.
        if row.get("href"):
            yield full(row["href"], base)


def _prices(element, base):
    yield "\n".join(f"{row['label']} : {row['display']}" for row in element["rows"])


def _budget(element, base):
    budget = element["budget"]
    rows = [(row, "") for row in budget["members"]] + [(row, " (subvention)") for row in budget["grants"]]
    lines = [
        _wrapped(
            f"{_named(row)}{more} : {euros(row['amount']) if row['amount'] is not None else 'non publié'}",
            "- ",
        )
        for row, more in rows
    ]
    yield "\n".join([f"{element['caption']} :", *lines, f"Total des montants publiés : {euros(budget['total'])}"])


def _named(row):
    return f"{row['name']} ({row['acronym']})" if row["acronym"] else row["name"]


def _map(element, base):
    # There is nothing to draw with: the places are listed below.
    yield from ()


def _highlight(element, base):
    more = f" – {element['more']}" if element["more"] else ""
    yield _wrapped(f"{element['opening']}{element['text']} ({full(element['href'], base)}){more}")


def _group(element, base):
    for child in element["elements"]:
        yield from _element(child, base)


_PRINTERS = {
    "text": _text,
    "plain": _plain,
    "heading": _heading,
    "label": _label,
    "items": _items,
    "steps": _steps,
    "quotation": _quotation,
    "picture": _picture,
    "link": _link,
    "reply": _reply,
    "contacts": _contacts,
    "dates": _dates,
    "figures": _figures,
    "prices": _prices,
    "budget": _budget,
    "map": _map,
    "highlight": _highlight,
    "group": _group,
}
