"""Texts of others made ours: one clean line, an address that can be opened, rich text of the few kinds we have."""

import re
from html import escape, unescape
from html.parser import HTMLParser

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email

from pma_site.core.spreadsheets import clean

MOST_TEXT = 20_000
_HTML = re.compile(r"</?(?:p|br|div|span|a|b|i|em|strong|u|ul|ol|li|html|body|h[1-6]|table|td)\b[^<>]{0,500}>", re.I)
_ADDRESS = re.compile(r"https?://[^\s<>\"«»]+", re.I)
_TRAILING = ".,;:!?)]’'"
_PHONE = re.compile(r"\+?[\d][\d .()/-]{7,18}\d")
_check_url = URLValidator(schemes=["http", "https"])

# What becomes of an element: a paragraph of its own, or a mark inside one.
_BLOCK_NAMES = """
    address article aside blockquote dd div dl dt figure footer form h1 h2 h3 h4 h5 h6 header hr main nav p
    pre section table td th tr
"""
_BLOCKS = frozenset(_BLOCK_NAMES.split())
_MARKS = {"b": "b", "strong": "b", "i": "i", "em": "i", "sup": "sup"}
_UNSEEN = frozenset(("script", "style", "head", "title", "template", "iframe", "object", "svg"))


def one_line(text: object, most: int) -> str:
    """The text as one clean line of at most `most` signs, cut at a word with « … »."""
    if isinstance(text, bool) or not isinstance(text, str | int | float):
        return ""
    said = " ".join(clean(str(text)[: MOST_TEXT * 2]).split())
    if len(said) <= most:
        return said
    return said[: most - 1].rsplit(" ", 1)[0].rstrip(" ,;:")[: most - 1] + "…"


def web_address(text: object, most: int = 200) -> str:
    """The address if it is one that a browser opens and the database holds; empty otherwise."""
    said = one_line(text, 2000)
    if not said or len(said) > most:
        return ""
    if re.match(r"www\.", said, re.I):
        said = f"https://{said}"
    try:
        _check_url(said)
    except (ValidationError, ValueError):
        return ""
    return said


def mail_address(text: object) -> str:
    """The e-mail address if it is one; empty otherwise."""
    said = one_line(text, 260)
    said = said[7:] if said.lower().startswith("mailto:") else said
    try:
        validate_email(said)
    except ValidationError:
        return ""
    return said if len(said) <= 254 else ""


def phone_number(text: object) -> str:
    """The telephone number that a text consists of; empty otherwise."""
    said = one_line(text, 40)
    return said if _PHONE.fullmatch(said) and len(said) <= 20 else ""


def first_web_address(text: str) -> str:
    """The first address of a web page that a text holds; empty where there is none."""
    found = _ADDRESS.search(text or "")
    return web_address(found.group().rstrip(_TRAILING)) if found else ""


def is_html(text: str) -> bool:
    """Whether a text is written in HTML."""
    return bool(_HTML.search(text[:MOST_TEXT]))


def rich(text: object) -> str:
    """Rich text from plain text or HTML, whichever it is: paragraphs, lists, bold, italic, links; nothing else."""
    if not isinstance(text, str):
        return ""
    text = text[:MOST_TEXT]
    return from_html(text) if is_html(text) else from_plain(unescape(text) if "&" in text else text)


def from_plain(text: str) -> str:
    """Rich text from paragraphs parted by empty lines; addresses become links."""
    paragraphs = re.split(r"\n\s*\n", "\n".join(text.splitlines()))
    written = []
    for paragraph in paragraphs:
        lines = [_linked(line) for line in clean(paragraph).split("\n") if line]
        if lines:
            written.append(f"<p>{'<br/>'.join(lines)}</p>")
    return "".join(written)


def _linked(line):
    """A line as HTML, its web addresses as links."""
    parts, end = [], 0
    for found in _ADDRESS.finditer(line):
        address = web_address(found.group().rstrip(_TRAILING), most=1000)
        if not address:
            continue
        parts += [_escaped(line[end : found.start()]), f'<a href="{escape(address)}">{_escaped(address)}</a>']
        end = found.start() + len(found.group().rstrip(_TRAILING))
    return "".join([*parts, _escaped(line[end:])])


def _escaped(text):
    return escape(text, quote=False)


def from_markdown(text: object) -> str:
    """Rich text from the Markdown that OpenAgenda keeps: titles become bold, pictures go."""
    if not isinstance(text, str):
        return ""
    text = text[:MOST_TEXT]
    if is_html(text):
        return from_html(text)
    parts, items, lines, kind = [], [], [], ""

    def flush():
        nonlocal kind
        if lines:
            parts.append(f"<p>{'<br/>'.join(lines)}</p>")
        if items:
            parts.append(f"<{kind}>{''.join(f'<li>{item}</li>' for item in items)}</{kind}>")
        lines.clear()
        items.clear()
        kind = ""

    for raw in text.splitlines():
        line = clean(raw)
        item = re.match(r"(?:([-*+])|\d{1,3}[.)])\s+(.+)", line)
        title = re.match(r"#{1,6}\s+(.+?)\s*#*$", line)
        if not line or title:
            flush()
            if title:
                parts.append(f"<p><b>{_inline(title.group(1).replace('**', ''))}</b></p>")
        elif item:
            wanted = "ul" if item.group(1) else "ol"
            if kind != wanted:
                flush()
                kind = wanted
            items.append(_inline(item.group(2)))
        elif items:
            items[-1] += f" {_inline(line)}"
        else:
            lines.append(_inline(line))
    flush()
    return from_html("".join(parts))


def _inline(line):
    line = re.sub(r"!\[[^\]]{0,200}\]\([^)]{0,500}\)", "", line)
    line = re.sub(r"\\([\\`*_{}\[\]()#+.!-])", r"\1", line)
    parts, end = [], 0
    for found in re.finditer(r"\[([^\]]{1,300})\]\((https?://[^)\s]{1,900})\)", line):
        parts += [
            _linked(line[end : found.start()]),
            f'<a href="{escape(found.group(2))}">{_escaped(found.group(1))}</a>',
        ]
        end = found.end()
    marked = "".join([*parts, _linked(line[end:])])
    marked = re.sub(r"\*\*([^*]{1,500})\*\*", r"<b>\1</b>", marked)
    return re.sub(r"(?<![*\w])\*([^*\s][^*]{0,500})\*(?![*\w])", r"<i>\1</i>", marked)


def from_html(text: str) -> str:
    """HTML reduced to what our editors can write: whatever comes in, what comes out is whole. Twice is as once."""
    reader = _Reducing()
    try:
        reader.feed(text[: MOST_TEXT * 2])
        reader.close()
    except (AssertionError, ValueError):
        # The standard parser gives up on some malformed declarations: what was read before stays.
        pass
    return reader.result()


class _Reducing(HTMLParser):
    """Reads elements as they come, without a tree: nothing nests deeper than our own marks."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.parts, self.inline, self.open = [], [], []
        self.lists, self.items, self.in_item, self.unseen = [], [], False, 0

    def handle_starttag(self, tag, attrs):
        if tag in _UNSEEN:
            self.unseen += 1
        elif tag in ("ul", "ol"):
            self.flush()
            self.lists.append(tag)
        elif tag == "li":
            self.flush()
            self.in_item = bool(self.lists)
        elif tag in _BLOCKS:
            if self.in_item:
                self.break_line()
            else:
                self.flush()
        elif tag == "br":
            self.break_line()
        elif tag in _MARKS and _MARKS[tag] not in self.open:
            self.start(_MARKS[tag], f"<{_MARKS[tag]}>")
        elif tag == "a" and "a" not in self.open:
            address = dict(attrs).get("href") or ""
            known = web_address(address, 1000) or (address if mail_address(address) and ":" in address else "")
            if known:
                self.start("a", f'<a href="{escape(known)}">')

    def handle_startendtag(self, tag, attrs):
        if tag == "br":
            self.break_line()

    def handle_endtag(self, tag):
        if tag in _UNSEEN:
            self.unseen = max(0, self.unseen - 1)
        elif tag in ("ul", "ol"):
            self.flush()
            if self.lists:
                self.end_list()
        elif tag == "li" or (tag in _BLOCKS and not self.in_item):
            self.flush()
        elif (mark := _MARKS.get(tag, tag)) in self.open:
            # What was opened inside it ends with it.
            while self.open and self.open[-1] != mark:
                self.inline.append(f"</{self.open.pop()}>")
            self.inline.append(f"</{self.open.pop()}>")

    def handle_data(self, data):
        if not self.unseen:
            kept = re.sub(r"\s+", " ", "".join(clean(part) or " " for part in re.split(r"(\s+)", data)))
            self.inline.append(_escaped(kept))

    def start(self, mark, written):
        self.open.append(mark)
        self.inline.append(written)

    def break_line(self):
        self.inline.append("<br/>")

    def flush(self):
        """Write down the paragraph or the item that is being read."""
        for mark in reversed(self.open):
            self.inline.append(f"</{mark}>")
        self.open.clear()
        text = "".join(self.inline)
        self.inline.clear()
        previous = None
        while previous != text:
            previous = text
            text = re.sub(r"<(b|i|sup|a)(?: [^>]*)?>(\s|<br/>)*</\1>", r" ", text)
        text = re.sub(r"\s*<br/>\s*", "<br/>", re.sub(r" {2,}", " ", text)).strip()
        text = re.sub(r"^(?:<br/>)+|(?:<br/>)+$", "", re.sub(r"(?:<br/>){2,}", "<br/>", text)).strip()
        if text and self.in_item:
            self.items.append(text)
        elif text:
            self.end_items()
            self.parts.append(f"<p>{text}</p>")
        self.in_item = False

    def end_items(self):
        if self.items:
            kind = self.lists[-1] if self.lists else "ul"
            self.parts.append(f"<{kind}>{''.join(f'<li>{item}</li>' for item in self.items)}</{kind}>")
            self.items.clear()

    def end_list(self):
        self.end_items()
        self.lists.pop()

    def result(self):
        self.flush()
        self.end_items()
        return "".join(self.parts)
