"""The traces of a person in a text or in a file, however written: found, and taken out of it, leaving the rest whole.

An address is looked for letter by letter. Each may be written as it is, in another case or width, in percents, as a
JSON escape, an HTML entity, quoted-printable, and in several of these at once; then in what base64, hexadecimal
and UTF-16 hide. What takes its place holds neither quote nor backslash nor bracket: JSON stays JSON, HTML stays HTML.
"""

import base64
import binascii
import re
from collections import defaultdict
from functools import cache

from .french import fold
from .mail_addresses import address_hash, canonical
from .spellings import DRESS, JOINT, SPACES, entity, in_any_spelling

# In the place of an address: it can be read as one, so that a form, a link or a header that wants one goes on working.
MARK = "effacee@adresse.invalid"
NAME_MARK = "personne effacée"
# In the place of an address in the name of a file or of a page.
FILE_MARK = "effacee"

# The « @ » as it is written anywhere: what is not near one is not looked at twice.
_AT = re.compile(
    r"@|＠|﹫|%(?:25)*40|\\+[ux](?:00)?40|&(?:amp;)*(?:#0*64|#x0*40|commat);|=40|[\[(]\s*(?:at|arobase|a)\s*[\])]",
    re.IGNORECASE,
)
# One sign, written otherwise than as itself, at the end of what comes before an address.
_SIGN_BEFORE = re.compile(
    r"(?:%(?:25)*(?P<percent>[0-9A-Fa-f]{2})|\\+u(?P<json>[0-9A-Fa-f]{4})|=(?P<quoted>[0-9A-F]{2})"
    r"|\\+[\"'/bfnrt]|&(?:amp;)*#?\w+;|=\r?\n)$"
)
_EXTENSIONS = "pdf|docx?|xlsx?|pptx?|od[tsp]|csv|txt|ics|zip|jpe?g|png|webp|avif|eml|html?"
# Where an address ends: not within a longer domain. « … .Merci » begins a sentence, « ….pdf » names a file.
_AFTER = (
    rf"(?![A-Za-z0-9])(?!-[A-Za-z0-9-]*\.(?!(?:{_EXTENSIONS})\b)[A-Za-z]{{2,}})"
    rf"(?!\.(?!(?:{_EXTENSIONS})\b|(?-i:[A-ZÀ-Ý][a-zà-ÿ]))[A-Za-z0-9])"
)
# What follows in the name of a size of an image (Wagtail, AbstractImage.generate_rendition_file).
_SIZE = r"(?=\.(?:[0-9a-f]{8}\.)?(?:fill|width|height|max|min|scale|original))"
# How many signs one letter of an address takes in its longest spelling, more or less.
_REACH = 40
_LINE_END = r"(?:\r?\n|(?:\\+r)?\\+n)"


class Wanted:
    """A person who is looked for: an address, however it was typed, and the names they are known by."""

    def __init__(self, address, names=()):
        self.address = canonical(address)
        self.hash = address_hash(address)
        self.names = tuple(dict.fromkeys(" ".join(name.split()) for name in names if name.strip()))
        local, _, domain = self.address.rpartition("@")
        domains = {domain, _readable(domain)}
        end = f"{JOINT}(?:{'|'.join(map(in_any_spelling, sorted(domains)))}){_AFTER}"
        self._address = re.compile(in_any_spelling(f"{local}@") + end, re.IGNORECASE)
        self._end = re.compile(f"{SPACES}{end}", re.IGNORECASE)
        self._reach = _REACH * (len(local) + 1)
        shortest = min(len(f"{local}@{name}".encode()) for name in domains)
        # Line ends once in a while, as MIME sets them (RFC 2045 § 6.8).
        runs = rf"[A-Za-z0-9+/_-]{{{max(8, shortest * 4 // 3 - 1)},}}"
        self._base64 = re.compile(rf"{runs}(?:{_LINE_END}[A-Za-z0-9+/_-]{{4,}})*={{0,2}}")
        self._hexadecimal = re.compile(rf"(?:[0-9A-Fa-f]{{2}}){{{shortest},}}")
        self._file = _file_pattern(local, domains)

    # The address in a text

    def is_in(self, text: str) -> bool:
        """Whether `text` holds the address, or what the database remembers it by."""
        return self.hash in text or self.is_plainly_in(text) or self._is_hidden_in(text)

    def is_plainly_in(self, text: str) -> bool:
        """Whether `text` holds the address letter by letter, which base64 and hexadecimal do not show."""
        return next(self._places(text), None) is not None

    def taken_out_of(self, text: str) -> str:
        """Return `text` with a mark in the place of the address."""
        text = self._base64.sub(self._without_in_base64, text)
        text = self._hexadecimal.sub(lambda run: "" if self._is_in_hexadecimal(run[0]) else run[0], text)
        parts, end = [], 0
        for start, stop in self._places(text):
            # Its dress is put back beside: what was opened before it is closed.
            parts += [text[end:start], MARK, *re.findall(DRESS, text[start:stop], re.IGNORECASE)]
            end = stop
        return ("".join(parts) + text[end:]).replace(self.hash, FILE_MARK)

    def _places(self, text, flags=0):
        """Yield where the address begins and ends in `text`, from left to right; `flags` say what a letter is."""
        done = 0
        for at in _AT.finditer(text):
            end = self._end.match(text, at.end())
            if not end or at.start() < done:
                continue
            start = max(done, at.start() - self._reach)
            for found in self._address.finditer(text, start, end.end() + 1):
                if found.end() > at.end() and not _continues(text[max(0, found.start() - 16) : found.start()], flags):
                    yield found.span()
                    done = found.end()

    def _is_hidden_in(self, text):
        return any(self._is_in_base64(run[0]) for run in self._base64.finditer(text)) or any(
            self._is_in_hexadecimal(run[0]) for run in self._hexadecimal.finditer(text)
        )

    def _is_in_base64(self, run):
        return any(self._is_in_plain(_from_base64(run, skipped)) for skipped in range(4))

    def _is_in_hexadecimal(self, run):
        return self._is_in_plain(bytes.fromhex(run)) or self._is_in_plain(bytes.fromhex(f"0{run[:-1]}"))

    def _without_in_base64(self, run):
        """What takes the place of a run of base64: the same without the address, or a mark where it cannot be read."""
        if not self._is_in_base64(run[0]):
            return run[0]
        try:
            text = _from_base64(run[0], 0).decode()
        except UnicodeDecodeError:
            return FILE_MARK
        if self.is_plainly_in(text):
            cleaned = base64.b64encode(self.taken_out_of(text).encode())
            return (cleaned.translate(bytes.maketrans(b"+/", b"-_")) if "-" in run[0] else cleaned).decode()
        return FILE_MARK

    # The address in bytes

    def is_in_bytes(self, content: bytes) -> bool:
        """Whether `content`, of whatever kind, holds the address."""
        return self._is_in_plain(content) or self._is_hidden_in(content.decode("latin-1"))

    def may_be_in(self, content: bytes) -> bool:
        """Whether it is worth looking closely at a large file that hides nothing in base64 or the like: a picture."""
        local = self.address.rpartition("@")[0]
        small, longest = content.lower(), max(re.findall("[a-z0-9]+", local), key=len, default="")
        return longest.encode() in small or longest.encode("utf-16-le")[:-1] in small

    def _is_in_plain(self, content):
        readings = [content.decode("latin-1"), *_halves(content)]
        return self.is_plainly_in(content.decode("utf-8", "replace")) or any(
            next(self._places(text, re.ASCII), None) for text in readings
        )

    def covered(self, content: bytes) -> bytes:
        """Return `content` with letters « x » over the address, as long as it was: what counts bytes still does."""
        covered = bytearray(content)
        for start, stop in self._places(content.decode("latin-1"), re.ASCII):
            covered[start:stop] = b"x" * (stop - start)
        for shift, text in enumerate(_halves(content)):
            for start, stop in self._places(text, re.ASCII):
                covered[shift + 2 * start : shift + 2 * stop : 2] = b"x" * (stop - start)
        return bytes(covered)

    # The address in the name of a file or of a page

    def is_named_by(self, name: str) -> bool:
        """Whether a file, or the end of an address, is called after them: signs like « @ » are lost in such names."""
        return bool(self._file.search(fold(name))) or self.is_in(name)

    def without_in_name(self, name: str) -> str:
        """Return the name of a file without the address."""
        cleaned = self._file.sub(FILE_MARK, self.taken_out_of(name).replace(MARK, FILE_MARK))
        return self._file.sub(FILE_MARK, fold(cleaned)) if self.is_named_by(cleaned) else cleaned

    # The names

    def is_named_in(self, text: str) -> bool:
        """Whether `text` holds one of the names, without regard to case and accents, the family name first or last."""
        return bool(self._name_pattern and self._name_pattern.search(text))

    def without_names(self, text: str) -> str:
        """Return `text` with a mark in the place of the names."""
        return self._name_pattern.sub(NAME_MARK, text) if self._name_pattern else text

    @property
    def _name_pattern(self):
        return _names_pattern(self.names)


@cache
def _names_pattern(names):
    if not names:
        return None
    orders = []
    for name in names:
        words = re.findall(r"\w+", name)
        orders += [words, [*words[1:], words[0]], [words[-1], *words[:-1]]]
    space = r"(?:[\s\u00a0\u202f_.'’-]|%20|\+|\\+u00a0|&nbsp;|&#160;)+"
    spelt = dict.fromkeys(space.join(_name_word(word) for word in words) for words in orders if words)
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(spelt)})(?![^\W_])", re.IGNORECASE)


@cache
def _accented():
    """The letters of Latin with their accents, by the letter without."""
    letters = defaultdict(list)
    for code in range(0xC0, 0x180):
        letters[fold(chr(code))].append(code)
    return letters


def _name_word(word):
    """A word of a name, its accents written, left out or escaped."""
    signs = []
    for sign in fold(word):
        ways = [re.escape(sign)]
        for code in _accented().get(sign, []):
            ways += [chr(code), rf"\\+u{code:04x}", entity(code)]
        signs.append(f"(?:{'|'.join(ways)})[\u0300-\u036f]?")
    return "".join(signs)


def _readable(domain):
    """A domain as it is read: « exämple.example » for « xn--exmple-cua.example »."""
    try:
        return domain.encode("ascii").decode("idna")
    except UnicodeError:
        return domain


def _file_pattern(local, domains):
    """How an address comes out of the makers of names for files and pages: without « @ », dots or accents.

    The names of an image's sizes are cut to sixty signs.
    """
    gap = "[^a-z0-9]{0,3}"
    start = gap.join(re.findall("[a-z0-9]", fold(local))) or "(?!)"
    ends = []
    for domain in sorted(domains):
        signs = re.findall("[a-z0-9]", fold(domain))
        cut = "".join(f"(?:{gap}{sign}" for sign in signs[3:]) + ")?" * len(signs[3:])
        ends += [gap.join(signs), gap.join(signs[:3]) + cut + _SIZE]
    at = rf"(?:{gap}|[-_. ]?(?:at|arobase|a)[-_. ]?)"
    # A longer domain, before the extension, is that of somebody else.
    after = r"(?![a-z0-9]|\.[a-z]{2,6}\.[a-z]{2,4}$)"
    return re.compile(rf"(?<![a-z0-9]){start}{at}(?:{'|'.join(ends)}){after}", re.IGNORECASE)


def _continues(before, flags):
    """Whether an address that begins after `before` is the end of a longer one: « marie- » before « jean@… »."""
    written = _SIGN_BEFORE.search(before)
    if not written:
        return bool(re.search(r"[\w.+-]$", before, flags))
    code = written["percent"] or written["json"] or written["quoted"]
    if not code:
        return False
    sign = chr(int(code, 16))
    if written["quoted"]:
        # « n=20 » in an address is no quoted-printable: only what is no letter counts as such.
        return sign.isascii() and sign.isalnum()
    return bool(re.fullmatch(r"[\w.+-]", sign)) and sign != "\u00a0"


def _from_base64(run, skipped):
    """The bytes that `run` stands for when its first `skipped` signs belong to what comes before."""
    signs = re.sub(_LINE_END, "", run).rstrip("=").translate(str.maketrans("-_", "+/"))[skipped:]
    signs = signs[: len(signs) - 1] if len(signs) % 4 == 1 else signs
    try:
        return base64.b64decode(signs + "=" * (-len(signs) % 4))
    except binascii.Error:
        return b""


def _halves(content):
    """Every other byte of `content`: what UTF-16, in either order, writes of Latin letters."""
    return [content[shift::2].decode("latin-1") for shift in (0, 1)] if b"\0" in content else []
