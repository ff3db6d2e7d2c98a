"""The tables of the admin, told cell by cell, so that on a telephone a row can be a card (css/admin/listings.css).

A style sheet cannot read the head of a column from a cell: each cell is given it here, on the way out, whoever
wrote the table. Wagtail's own lists and our screens need no word about it.
"""

import re
from html import escape
from html.parser import HTMLParser
from itertools import accumulate

_LISTING = re.compile(r"""<table\b[^>]*\bclass=["'][^"'>]*\blisting\b""")
# A table that Wagtail folds by itself.
_FOLDED = "listing--dashboard"
# What names its row, and the handle by which one moves it.
_PLAIN = {"title", "ord"}
# What a head holds and does not say to who sees it.
_UNSEEN = {"w-sr-only", "w-title-ellipsis"}
_CONTROLS = {"select", "label", "button", "script", "template"}
# What makes a cell of no words one that shows something.
_SHOWN = {"img", "svg", "input", "select", "textarea", "button", "progress", "hr"}
_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr", "use"}
# Boxes that are no longer those of a table lose its roles in some browsers: they are said.
_ROLES = {"table": "table", "thead": "rowgroup", "tbody": "rowgroup", "tfoot": "rowgroup", "tr": "row", "td": "cell"}


def labelled(html: str) -> str:
    """Return HTML in which each cell of a listing bears the head of its column, and all of it the roles of a table."""
    first = _LISTING.search(html)
    if not first:
        return html
    start, end = first.start(), html.rfind("</table>") + len("</table>")
    reader = _Reader(html[start:end])
    pieces, done = [html[:start]], start
    for place, words in sorted(reader.additions):
        pieces += (html[done : start + place], words)
        done = start + place
    return "".join([*pieces, html[done:]])


class _Reader(HTMLParser):
    """Reads tables and notes what their tags are given (`additions`: places after the names of tags, words)."""

    def __init__(self, html):
        super().__init__()
        self.additions = []
        self._lines = [0, *accumulate(len(line) + 1 for line in html.split("\n"))]
        # One for each table that is open, None for those that are no listing.
        self._tables = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        if tag == "table":
            if self._tables and self._tables[-1] is not None and self._tables[-1].cell:
                self._tables[-1].cell["shows"] = True
            classes = (attributes.get("class") or "").split()
            self._tables.append(_Table() if "listing" in classes and _FOLDED not in classes else None)
        table = self._tables[-1] if self._tables else None
        if table is None:
            return
        role = _ROLES.get(tag)
        if tag == "thead":
            table.in_head = True
        elif tag == "tr":
            table.column = 0
        elif tag in ("td", "th"):
            table.open_cell(tag, attributes, self._after(tag))
            role = table.role
        elif table.cell:
            table.enter(tag, attributes)
        if role and "role" not in attributes:
            self.additions.append((self._after(tag), f' role="{role}"'))

    def handle_endtag(self, tag):
        table = self._tables[-1] if self._tables else None
        if table is not None:
            if tag in ("td", "th"):
                self.additions += table.close_cell()
            elif tag == "thead":
                table.in_head = False
            elif table.cell:
                table.leave(tag)
        if tag == "table" and self._tables:
            self._tables.pop()

    def handle_data(self, data):
        if self._tables and self._tables[-1] is not None:
            self._tables[-1].read(data)

    def _after(self, tag):
        line, offset = self.getpos()
        return self._lines[line - 1] + offset + 1 + len(tag)


class _Table:
    """What is known of a listing while it is read."""

    def __init__(self):
        self.in_head = False
        self.heads = {}
        self.column = 0
        self.cell = None
        self.role = ""

    def open_cell(self, tag, attributes, place):
        """Begin a cell."""
        if self.in_head:
            self.role = "columnheader"
        else:
            self.role = "rowheader" if tag == "th" else "cell"
        width = attributes.get("colspan") or "1"
        classes = (attributes.get("class") or "").split()
        self.cell = {
            "place": place,
            "named": tag == "th" or bool(_PLAIN.intersection(classes)) or width != "1",
            "words": [],
            "shows": False,
            "unseen": [],
        }
        self._width = int(width) if width.isdecimal() else 1

    def enter(self, tag, attributes):
        """Note a tag inside the cell."""
        if tag in _SHOWN:
            self.cell["shows"] = True
        unseen = tag in _CONTROLS or _UNSEEN.intersection((attributes.get("class") or "").split())
        if tag not in _VOID and (unseen or self.cell["unseen"]):
            self.cell["unseen"].append(tag)

    def leave(self, tag):
        """Note that a tag inside the cell ends."""
        if tag in self.cell["unseen"]:
            while self.cell["unseen"].pop() != tag:
                pass

    def read(self, words):
        """Note words of the cell."""
        if self.cell and words.strip():
            self.cell["shows"] = True
            if not self.cell["unseen"]:
                self.cell["words"].append(words)

    def close_cell(self):
        """End the cell; yield what its tag is given."""
        cell, self.cell = self.cell, None
        if cell is None:
            return
        if self.in_head:
            self.heads[self.column] = " ".join(" ".join(cell["words"]).split())
        elif not cell["shows"]:
            yield cell["place"], " data-empty"
        elif self.heads.get(self.column) and not cell["named"]:
            yield cell["place"], f' data-label="{escape(self.heads[self.column])}"'
        self.column += self._width
