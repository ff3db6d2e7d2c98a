"""A PDF that someone uploads, read in a child process: its text, its number of pages, a picture of its first page.

Such a file may be damaged, or made to harm: the child has little time and memory, and can write no file.
"""

import json
import re
import resource
import subprocess
import sys
import unicodedata
from dataclasses import dataclass
from io import BytesIO

from django.conf import settings

SECONDS = 20
MEMORY = 1024**3
MAX_PAGES = 100
# About sixty pages of A4; beyond, the words are no longer kept.
MAX_CHARACTERS = 150_000
COVER_WIDTH = 900

FAULTS = {
    "password": "Ce PDF est protégé par un mot de passe : enregistrez-en une copie sans protection.",
    "pages": f"Ce PDF a trop de pages : {MAX_PAGES} au plus.",
    "shape": "La première page de ce PDF n’a pas la forme d’une page : trop longue, ou trop étroite.",
    "pictures": "Ce PDF n’est fait que d’images : aucun texte n’a pu y être lu. Passez-le d’abord à la reconnaissance"
    " de caractères (OCR).",
    "programs": "Ce PDF contient un programme (JavaScript) : imprimez-le en PDF pour en faire une copie simple.",
    "files": "Ce PDF contient d’autres fichiers : joignez-les séparément, en PDF.",
    "damaged": "Ce PDF est abîmé et ne s’ouvre pas : enregistrez-le de nouveau depuis l’outil qui l’a fait.",
}
_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "\u00a0": " "})
# A word cut at the end of a line: as PDFium marks it, and as some layouts write it.
_CUT = "\x02\ufffe\u2010\u00ad"
_BULLETS = " •▪◦‣·"
# What is left alone on its line once the words are gone: numbers of a list.
_MARKER = re.compile(r"\d+[.)]")


class PdfReadingError(Exception):
    """The file cannot be read; the message, in French, says why and what to do."""


@dataclass
class PdfReading:
    """What a PDF holds: how many pages, its text (a line a paragraph, a form feed between pages), page 1 as a JPEG."""

    pages: int
    text: str
    cover: bytes


@dataclass
class Line:
    """A line of a page: its words, the height of its letters and where it stands above the foot (points)."""

    words: str
    height: float
    foot: float


def read(content: bytes) -> PdfReading:
    """Return what the PDF `content` holds.

    Raises PdfReadingError when it is no PDF, is damaged, asks for a password, has no text, has more than a hundred
    pages, or takes more than twenty seconds or 1 GB to read.
    """
    said, cover = _asked_of_child(content)
    return PdfReading(said["pages"], said["text"], cover)


def check(content: bytes) -> int:
    """Return the number of pages of the PDF `content`, having drawn the first one.

    Raises PdfReadingError when it is no PDF, is damaged, asks for a password, holds a program or other files, has more
    than a hundred pages, or takes more than twenty seconds or 1 GB to open.
    """
    said, _nothing = _asked_of_child(content, "check")
    return said["pages"]


def _asked_of_child(content, *how):
    """What the child says of a PDF, and the bytes that it adds."""
    if b"%PDF-" not in content[:1024]:
        raise PdfReadingError("Ce fichier n’est pas un PDF.")
    try:
        child = subprocess.run(  # noqa: S603 - our own module, no shell
            [sys.executable, "-m", "pma_site.core.pdf_reading", *how],
            input=content,
            capture_output=True,
            timeout=SECONDS,
            cwd=settings.BASE_DIR,
            check=True,
        )
    except subprocess.TimeoutExpired as error:
        raise PdfReadingError(f"La lecture de ce PDF a pris plus de {SECONDS} secondes.") from error
    except subprocess.CalledProcessError as error:
        raise PdfReadingError(FAULTS["damaged"]) from error
    head, _, cover = child.stdout.partition(b"\n")
    said = json.loads(head)
    if "fault" in said:
        raise PdfReadingError(FAULTS[said["fault"]])
    return said, cover


def paragraphs(lines: list[Line]) -> list[str]:
    """Put the lines of a page together again as paragraphs.

    One ends where letters change height, where a space is left, and where a short line ends a sentence.
    """
    lines = [line for line in lines if any(map(str.isalnum, line.words))]
    longest = max((len(line.words) for line in lines), default=0)
    found, previous = [], None
    for line in lines:
        if previous is None or _parts(previous, line, longest):
            found.append(line.words)
        elif previous.words[-1] in _CUT:
            # « Béthune-Bruay » keeps its hyphen.
            found[-1] = found[-1].rstrip(_CUT) + ("-" if line.words[0].isupper() else "") + line.words
        else:
            found[-1] += f" {line.words}"
        previous = line
    return [words for words in map(_clean, found) if words and not _MARKER.fullmatch(words)]


def _parts(before, after, longest):
    """Tell whether a new paragraph begins between two lines."""
    tallest = max(before.height, after.height, 0.1)
    if abs(before.height - after.height) > 0.12 * tallest:
        return True
    if before.foot - after.foot > 1.9 * tallest:
        return True
    return before.words[-1] in ".!?…»" and len(before.words) < 0.75 * longest


def _clean(words):
    """Return words without control signs, icons, halves of characters, repeated spaces and bullets around them."""
    words = unicodedata.normalize("NFC", words.translate(_LIGATURES))
    return " ".join("".join(sign for sign in words if unicodedata.category(sign)[0] != "C").split()).strip(_BULLETS)


class _FaultError(Exception):
    """A key of FAULTS."""


def _lines(textpage, room):
    """The lines of a page, of its `room` first characters."""
    import ctypes

    import pypdfium2.raw as pdfium

    lines, words, box = [], [], pdfium.FS_RECTF()
    for position in range(min(textpage.count_chars(), room)):
        sign = chr(pdfium.FPDFText_GetUnicode(textpage, position))
        if sign in "\r\n":
            _add_line(lines, words, box)
            words = []
            continue
        if not words and not sign.isspace():
            pdfium.FPDFText_GetLooseCharBox(textpage, position, ctypes.byref(box))
        if words or not sign.isspace():
            words.append(sign)
    _add_line(lines, words, box)
    return lines


def _add_line(lines, words, box):
    line = "".join(words).rstrip()
    if line:
        lines.append(Line(line, box.top - box.bottom, box.bottom))


def _draw(page):
    """The page as a JPEG of COVER_WIDTH pixels."""
    width, height = page.get_size()
    if not (width > 0 and 0.2 < height / width < 5):
        raise _FaultError("shape")
    picture = page.render(scale=COVER_WIDTH / width).to_pil().convert("RGB")
    content = BytesIO()
    picture.save(content, "JPEG", quality=88)
    return content.getvalue()


def _opened(content):
    """The document, in a process that has little time and memory from here on."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    import pypdfium2
    import pypdfium2.raw as pdfium

    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        locked = error.err_code in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY)
        raise _FaultError("password" if locked else "damaged") from error
    if not 1 <= len(document) <= MAX_PAGES:
        raise _FaultError("pages" if len(document) else "damaged")
    return document


def _read_in_child(content):
    document = _opened(content)
    texts, room = [], MAX_CHARACTERS
    for page in document:
        text = "\n".join(paragraphs(_lines(page.get_textpage(), room)))
        room -= len(text)
        texts.append(text)
        page.close()
    if not any(sign.isalpha() for text in texts for sign in text):
        raise _FaultError("pictures")
    return PdfReading(len(document), "\f".join(texts), _draw(document[0]))


def _check_in_child(content):
    import pypdfium2.raw as pdfium

    document = _opened(content)
    if pdfium.FPDFDoc_GetJavaScriptActionCount(document.raw) > 0:
        raise _FaultError("programs")
    if pdfium.FPDFDoc_GetAttachmentCount(document.raw) > 0:
        raise _FaultError("files")
    for page in document:
        page.close()
    first = document[0]
    # A poster or a ticket is as good as a page: it is drawn small, whatever its shape.
    first.render(scale=COVER_WIDTH / max(1, *first.get_size()))
    return PdfReading(len(document), "", b"")


if __name__ == "__main__":
    try:
        act = _check_in_child if sys.argv[1:] == ["check"] else _read_in_child
        reading = act(sys.stdin.buffer.read())
        answer, cover = {"pages": reading.pages, "text": reading.text}, reading.cover
    except _FaultError as fault:
        answer, cover = {"fault": str(fault)}, b""
    sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n" + cover)
    sys.stdout.flush()
