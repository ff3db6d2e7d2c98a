"""The guide as it stands in docs/: its cover (docs/guide-redaction.md) and a file a task (docs/guide/), made into HTML.

The files are the only source: they are read where the code is kept, and once more here. HTML in them is shown as text,
and of their links only addresses of the guide and of the web are kept (markdown-it's own rule on schemes).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from markdown_it import MarkdownIt
from markdown_it.token import Token
from PIL import Image

from pma_site.core.french import stem_words
from pma_site.core.typography import french_html

COVER = settings.BASE_DIR / "docs" / "guide-redaction.md"
FOLDER = settings.BASE_DIR / "docs" / "guide"
# Where the static files hold the pictures of FOLDER / "images" (STATICFILES_DIRS).
PICTURES = "guide"

_CHAPTER = re.compile(r"^(?:guide/)?(?P<slug>[a-z0-9-]+)\.md(?P<anchor>#[a-z0-9-]+)?$")
_PICTURE = re.compile(r"^(?:guide/)?images/(?P<name>[a-z0-9-]+\.webp)$")
_markdown = MarkdownIt("commonmark", {"html": False}).enable("table")


@dataclass(frozen=True)
class Heading:
    """A heading inside a page, the anchor that leads to it, and the words below it, as search compares them."""

    title: str
    anchor: str
    stems: str
    text_stems: str


@dataclass(frozen=True)
class Chapter:
    """One task: what it is called, its page in HTML, and the headings inside."""

    slug: str
    title: str
    html: SafeString
    headings: tuple[Heading, ...]

    @property
    def url(self) -> str:
        """Its address in the admin."""
        return reverse("guide_chapter", args=[self.slug])


@dataclass(frozen=True)
class Section:
    """A part of the cover: the role that it is for, or « Pour commencer »; what it says, and its chapters in order."""

    title: str
    html: SafeString
    chapters: tuple[Chapter, ...]


@dataclass(frozen=True)
class Cover:
    """The first page: its title, its first words, and the parts of the guide."""

    title: str
    html: SafeString
    sections: tuple[Section, ...]

    @property
    def chapters(self) -> tuple[Chapter, ...]:
        """Every chapter in the order of the cover."""
        return tuple(chapter for section in self.sections for chapter in section.chapters)


@dataclass(frozen=True)
class Found:
    """A place in the guide that answers a search: the page, and the heading or nothing for the page as a whole."""

    chapter: Chapter
    heading: Heading | None

    @property
    def url(self) -> str:
        """Where it is."""
        return f"{self.chapter.url}#{self.heading.anchor}" if self.heading else self.chapter.url


@cache
def cover() -> Cover:
    """Read the whole guide; what it holds changes with the code only."""
    tokens = _markdown.parse(COVER.read_text(encoding="utf-8"))
    title, parts = _parts(tokens)
    sections = []
    for heading, body in parts[1:]:
        chapters = tuple(chapter(slug) for slug in _linked(body))
        sections.append(Section(_words(heading), _html(body), chapters))
    return Cover(title, _html(parts[0][1]), tuple(sections))


@cache
def chapter(slug: str) -> Chapter:
    """Read one page of the guide; FileNotFoundError where there is none."""
    text = (FOLDER / f"{slug}.md").read_text(encoding="utf-8")
    tokens = _markdown.parse(text)
    title, parts = _parts(tokens)
    headings = []
    for heading, body in parts[1:]:
        words = _words(heading)
        anchor = slugify(words.replace("’", "-").replace("'", "-"))
        heading[0].attrSet("id", anchor)
        headings.append(Heading(words, anchor, stem_words(words), stem_words(_words(body, between=" "))))
    inside = [token for heading, body in parts for token in (*heading, *body)]
    return Chapter(slug, title, _html(inside), tuple(headings))


def search(query: str) -> list[Found]:
    """Return where all words of `query` stand: in titles first, then in headings, then in the text below them."""
    asked = stem_words(query).split()
    if not asked:
        return []
    ranked = [[], [], []]
    for page in cover().chapters:
        title = stem_words(page.title)
        if _holds(title, asked):
            ranked[0].append(Found(page, None))
        for heading in page.headings:
            if _holds(heading.stems, asked):
                ranked[1].append(Found(page, heading))
            elif _holds(f"{title} {heading.stems} {heading.text_stems}", asked):
                ranked[2].append(Found(page, heading))
    return [found for level in ranked for found in level]


def _holds(stems: str, asked: list[str]) -> bool:
    words = stems.split()
    return all(any(word.startswith(stem) for word in words) for stem in asked)


def _parts(tokens: list[Token]) -> tuple[str, list[tuple[list[Token], list[Token]]]]:
    """Cut a document at its headings of the second level; return its title and, of each part, heading and body."""
    title, parts = "", [([], [])]
    position = 0
    while position < len(tokens):
        token = tokens[position]
        if token.type == "heading_open" and token.tag in ("h1", "h2"):
            heading = tokens[position : position + 3]
            position += 3
            if token.tag == "h1":
                title = _words(heading)
            else:
                parts.append((heading, []))
            continue
        parts[-1][1].append(token)
        position += 1
    return title, parts


def _inline(tokens: list[Token]) -> Iterator[Token]:
    for token in tokens:
        yield from token.children or ()


def _words(tokens: list[Token], between: str = "") -> str:
    return between.join(token.content for token in _inline(tokens) if token.type in ("text", "code_inline"))


def _linked(tokens: list[Token]) -> Iterator[str]:
    for token in _inline(tokens):
        found = token.type == "link_open" and _CHAPTER.match(str(token.attrGet("href")))
        if found:
            yield found["slug"]


def _html(tokens: list[Token]) -> SafeString:
    for token in _inline(tokens):
        if token.type == "link_open":
            _lead(token)
        elif token.type == "image":
            _show(token)
    return mark_safe(french_html(_markdown.renderer.render(tokens, _markdown.options, {})))  # noqa: S308


def _lead(token: Token) -> None:
    """Let a link to another file of the guide lead to its page in the admin."""
    found = _CHAPTER.match(str(token.attrGet("href")))
    if found and found["slug"] == COVER.stem:
        token.attrSet("href", reverse("guide_cover"))
    elif found:
        token.attrSet("href", reverse("guide_chapter", args=[found["slug"]]) + (found["anchor"] or ""))


def _show(token: Token) -> None:
    """Name a picture as the static files do, with its size, so that nothing moves while it comes."""
    found = _PICTURE.match(str(token.attrGet("src")))
    if not found:
        return
    token.attrSet("src", static(f"{PICTURES}/{found['name']}"))
    token.attrSet("loading", "lazy")
    file = Path(FOLDER / "images" / found["name"])
    if file.exists():
        with Image.open(file) as picture:
            token.attrSet("width", str(picture.width))
            token.attrSet("height", str(picture.height))
