"""Names of records found in texts, in any spelling, so that each may be linked: communes, members, candidates, events.

Each part of the site registers the records that it has; a text is read word by word, the longest name first.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from .french import fold


@dataclass(frozen=True)
class Target:
    """A record that a text may lead to: `kind` says what it is, `hint` tells it from its namesakes.

    `attributes` are those of the link as rich text stores it (`linktype` and a key).
    """

    kind: str
    label: str
    attributes: tuple[tuple[str, str], ...]
    names: tuple[str, ...]
    hint: str = ""

    @property
    def key(self) -> str:
        """What tells it from every other record: « page:12 »."""
        return ":".join(value for _, value in self.attributes)

    @property
    def opening(self) -> str:
        """The tag that opens a link to it, as rich text stores it; values are letters and digits."""
        return "<a " + " ".join(f'{name}="{value}"' for name, value in self.attributes) + ">"


@dataclass(frozen=True)
class Passage:
    """Words of a text that name one record or several: where they stand in its HTML."""

    start: int
    end: int
    words: str
    targets: tuple[Target, ...]


# Functions that return the records of a part which a stranger may read.
sources: dict[str, Callable[[], Iterable[Target]]] = {}

# A letter may be followed by its accent.
_WORD = r"(?:[^\W_][\u0300-\u036f]*)+"
_TOKEN = re.compile(rf"&[#\w]+;|{_WORD}")
_PIECE = re.compile(r"<[^<>]*>|[^<]+")
_TAG = re.compile(r"</?([a-zA-Z0-9]+)")
_ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')
# What may stand between two words of a name; what ends a sentence only where the name has it as well.
_BETWEEN = re.compile(r"(?:[\s'’‐‑–—/+&:,.!?«»()-]|&[#\w]+;){1,8}")
_STRONG = re.compile(r"[.,;:!?()/+]")
_FOLDED_WORD = re.compile(r"[^\W_]+")
_SHORTENED = {"st": "saint", "ste": "sainte", "lez": "les"}
_ARTICLES = {"la", "le", "les", "l"}
# Names of that many words are proper names however they are written; shorter ones have their capital.
_UNMISTAKABLE = 3
# A name that shorter texts would hold by chance.
_LEAST_LETTERS = 3
_KEPT_WHOLE = {"a", "h1", "h2", "h3", "h4", "h5", "h6"}
_GLUED = re.compile(r"[\w@‐‑-]")
_GLUED_AFTER = re.compile(r"[\w@]|[‐‑.-](?=\w)")


def words_key(text: str) -> str:
    """Return what all spellings of a name have in common."""
    return " ".join(_SHORTENED.get(word, word) for word in _FOLDED_WORD.findall(fold(text)))


@lru_cache(maxsize=20_000)
def _key(token):
    folded = fold(token)
    return _SHORTENED.get(folded, folded)


class Names:
    """The names of records, ready to be looked for."""

    def __init__(self, targets: Iterable[Target]):
        self._known = defaultdict(list)
        self._lengths = defaultdict(set)
        self._habits = {}
        for target in targets:
            for name in target.names:
                tokens = tuple(words_key(name).split())
                if len("".join(tokens)) >= _LEAST_LETTERS and target not in self._known[tokens]:
                    self._known[tokens].append(target)
                    self._lengths[tokens[0]].add(len(tokens))

    def find(self, html: str) -> Iterator[Passage]:
        """Yield the passages of a rich text (as stored) that name a record, outside links and headings."""
        within = 0
        for piece in _PIECE.finditer(html):
            if tag := _TAG.match(piece.group()):
                if tag[1].lower() in _KEPT_WHOLE:
                    within += -1 if piece.group().startswith("</") else 1
            elif not within:
                yield from self._find_in(piece.group(), piece.start())

    def _find_in(self, text, offset):
        tokens = [token for token in _TOKEN.finditer(text) if not token.group().startswith("&")]
        keys = [_key(token.group()) for token in tokens]
        index = 0
        while index < len(tokens):
            length = self._at(text, tokens, keys, index)
            if length:
                start, end = tokens[index].start(), tokens[index + length - 1].end()
                targets = tuple(self._known[tuple(keys[index : index + length])])
                yield Passage(offset + start, offset + end, text[start:end], targets)
            index += length or 1

    def _at(self, text, tokens, keys, index):
        """How many words from this one on are the longest name that stands here; 0 where none does."""
        for length in sorted(self._lengths.get(keys[index], ()), reverse=True):
            name = tuple(keys[index : index + length])
            if name in self._known and self._is_meant(text, tokens[index : index + length], name):
                return length
        return 0

    def _is_meant(self, text, tokens, name):
        start, end = tokens[0].start(), tokens[-1].end()
        if (start and _GLUED.match(text[start - 1])) or _GLUED_AFTER.match(text[end : end + 2]):
            return False
        if name not in self._habits:
            self._habits[name] = _habits(self._known[name], name)
        marks, proper = self._habits[name]
        for number, (token, following) in enumerate(zip(tokens, tokens[1:], strict=False)):
            gap = text[token.end() : following.start()]
            if not _BETWEEN.fullmatch(gap) or not set(_STRONG.findall(gap)) <= marks[number]:
                return False
        return len(tokens) >= _UNMISTAKABLE and not proper or not tokens[proper].group()[0].islower()


def _habits(targets, tokens):
    """How a name is written: the signs after each of its words, and the place of the word that has its capital."""
    marks, proper = [set() for _ in tokens], 0
    for name in (name for target in targets for name in target.names):
        found = list(re.finditer(_WORD, name))
        if len(found) == len(tokens):
            for number, (word, following) in enumerate(zip(found, found[1:], strict=False)):
                marks[number] |= set(_STRONG.findall(name[word.end() : following.start()]))
            # « La Couture » has it on its second word, whatever its article has.
            if len(found) > 1 and tokens[0] in _ARTICLES and not found[1].group()[0].islower():
                proper = 1
    return marks, proper


def linked_keys(html: str) -> set[str]:
    """Return the keys of the records that a rich text (as stored) leads to already (Target.key)."""
    links = (dict(_ATTRIBUTE.findall(tag)) for tag in re.findall(r"<a\b([^<>]*)>", html))
    return {
        ":".join(value for name, value in link.items() if name in ("linktype", "id", "insee"))
        for link in links
        if "linktype" in link
    }
