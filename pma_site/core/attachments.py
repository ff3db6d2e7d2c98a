"""Files that the public joins to a form: told by their bytes, whatever their name says, and refused if they may harm.

A PDF is opened in a bounded child (core.pdf_reading), a picture made anew (core.pictures), an office document unpacked
within bounds and read for what would run or could not be read.
"""

import hashlib
import re
import unicodedata
import zipfile
import zlib
from dataclasses import dataclass
from io import BytesIO

from . import antivirus, pdf_reading, pictures
from .french import NBSP
from .refusals import Refused

MAX_SIZE = 20 * 1024 * 1024
# What an office document may hold: parts, and bytes once unpacked.
MOST_PARTS, MOST_UNPACKED = 3000, 120 * 1024 * 1024
LONGEST_NAME = 100

ACCEPTED = "PDF, JPEG, PNG, WebP, ODT ou DOCX"
_EMPTY = "Ce fichier est vide : choisissez-le de nouveau."
_OTHER = f"Ce type de fichier n’est pas accepté : {ACCEPTED} seulement. Vous pouvez l’enregistrer en PDF."
_DAMAGED = "Ce document est abîmé et ne s’ouvre pas : enregistrez-le de nouveau, ou en PDF."
_LOCKED = "Ce document est protégé par un mot de passe : enregistrez-en une copie sans protection."
_MACROS = "Ce document contient des macros, des programmes : enregistrez-en une copie sans macros, ou en PDF."
_BOMB = "Ce document est anormalement lourd une fois ouvert : enregistrez-le en PDF, ou allégez ses images."
_REMOTE = "Ce document va chercher un modèle sur Internet quand on l’ouvre : enregistrez-le en PDF."
_OLD = "Ce document est dans un ancien format de Word : enregistrez-le en DOCX ou en PDF."

_NO_TEXT = "Ce fichier n’est pas du texte : il contient une page, un programme ou des données d’une autre sorte."
# A document of the team may have more pages than one that the public joins.
FAULTS_OF_FORMS = (pdf_reading.FAULTS["pages"], pdf_reading.FAULTS["pictures"])
TEXTS = ("csv", "txt", "ics")

# First and unpacked in every document of OpenDocument (1.3, part 2, § 3.3).
_OPEN_DOCUMENTS = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
}
# The main part of a document of Office, in [Content_Types].xml (ECMA-376, part 1, § 11.3.10, 12.3.23, 13.3.6).
_OFFICE = {
    b"wordprocessingml.document.main+xml": "docx",
    b"spreadsheetml.sheet.main+xml": "xlsx",
    b"presentationml.presentation.main+xml": "pptx",
}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_TEMPLATE_OF_THE_WEB = re.compile(
    rb"<Relationship\b(?=[^>]*attachedTemplate)(?=[^>]*Target=[\"'](?:https?:|\\\\))[^>]*>"
)
_ODD = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u200b-\u200f\u202a-\u202e\u2066-\u2069/\\:*?\"<>|;]+")


@dataclass(frozen=True)
class Attachment:
    """A file that was checked: its kind (« pdf », « image », « odt », « docx »), a clean name and what is to be kept.

    `digest` is the SHA-256 of what was sent, which for a picture is not what is kept.
    """

    kind: str
    name: str
    content: bytes
    digest: str


def checked(file) -> Attachment:
    """Return an uploaded file as it may be kept.

    Raises Refused for an empty one, for more than 20 Mo, for what is no PDF, JPEG, PNG, WebP, ODT or DOCX by its bytes,
    for what asks for a password, holds macros, scripts or other files, unpacks to more than 120 Mo, or does not open.
    """
    if file.size > MAX_SIZE:
        raise Refused(f"Ce fichier pèse {pictures.weight_in_words(file.size)} : 20{NBSP}Mo au plus.")
    file.seek(0)
    content = file.read()
    if not content:
        raise Refused(_EMPTY)
    kind, kept, suffix = _checked(content)
    return Attachment(kind, clean_name(file.name or "", suffix), kept, hashlib.sha256(content).hexdigest())


def check_document(content: bytes, suffix: str) -> None:
    """Refuse a document of the team that is not of the kind that its name says, or that would run something.

    Raises Refused, as `checked` does; texts are asked to be texts, in UTF-8 or in the writing of Windows.
    """
    if not content:
        raise Refused(_EMPTY)
    if suffix == "pdf":
        _check_pdf(content, FAULTS_OF_FORMS)
    elif suffix in TEXTS:
        _check_text(content)
    elif _kind_of_office(content) != suffix:
        raise Refused(
            f"Ce fichier n’est pas un document « .{suffix} » : enregistrez-le de nouveau depuis son logiciel."
        )


def _check_pdf(content, suffered=()):
    try:
        pdf_reading.check(content)
    except pdf_reading.PdfReadingError as fault:
        if str(fault) not in suffered:
            raise Refused(str(fault)) from fault


def _check_text(content):
    start = content[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if b"\0" in content or start.startswith(
        (b"<!", b"<?", b"<html", b"<svg", b"<script", b"%pdf", b"pk\x03\x04", b"#!")
    ):
        raise Refused(_NO_TEXT)


def clean_name(name: str, suffix: str) -> str:
    """Return what a file is called, without its folders, nor signs that a file, a header or a page would trip over.

    >>> clean_name("C:\\\\Mes documents\\\\Plan .pdf.exe", "pdf")
    'Plan .pdf.pdf'
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    stem = last.rpartition(".")[0] or last
    stem = " ".join(_ODD.sub(" ", stem).split()).strip(". ")[: LONGEST_NAME - len(suffix) - 1].rstrip(". ")
    return f"{stem or 'piece'}.{suffix}"


def _checked(content):
    """The kind, what is to be kept, and the ending of its name."""
    antivirus.check(content)
    if b"%PDF-" in content[:1024]:
        _check_pdf(content)
        return "pdf", content, "pdf"
    if content[:3] == b"\xff\xd8\xff" or content[:8] == b"\x89PNG\r\n\x1a\n" or content[8:12] == b"WEBP":
        return "image", pictures.made_anew(BytesIO(content), most=MAX_SIZE).content, "jpg"
    if content[:4] == b"PK\x03\x04":
        kind = _kind_of_office(content)
        if kind not in ("odt", "docx"):
            raise Refused(_OTHER)
        return kind, content, kind
    if content[:8] == _OLE:
        # Word locks a document by packing it in the old format (MS-OFFCRYPTO, § 2.3.4.4).
        raise Refused(_LOCKED if "EncryptedPackage".encode("utf-16-le") in content else _OLD)
    raise Refused(_OTHER)


def _kind_of_office(content):
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            return _kind_of_archive(archive)
    except Refused:
        raise
    # Archives are hostile bytes: whatever stumbles on them, the document is not usable.
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, RuntimeError, NotImplementedError) as error:
        raise Refused(_DAMAGED) from error


def _kind_of_archive(archive):
    parts = archive.infolist()
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise Refused(_BOMB)
    if any(part.flag_bits & 1 for part in parts):
        raise Refused(_LOCKED)
    # Neither format packs its parts otherwise; other methods take memory without bounds.
    if any(part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for part in parts):
        raise Refused(_DAMAGED)
    names = {part.filename: part for part in parts}
    kind = _kind_by_parts(archive, names)
    # Each is unpacked to its end once: one that is damaged, or larger than it says, does not get past its checksum.
    for part in parts:
        with archive.open(part) as opened:
            while opened.read(1024 * 1024):
                pass
    return kind


def _kind_by_parts(archive, names):
    told = archive.read("mimetype").strip() if "mimetype" in names and names["mimetype"].file_size <= 200 else b""
    if told in _OPEN_DOCUMENTS:
        if "content.xml" not in names or "META-INF/manifest.xml" not in names:
            raise Refused(_DAMAGED)
        if b"encryption-data" in archive.read("META-INF/manifest.xml"):
            raise Refused(_LOCKED)
        if any(name.startswith(("Basic/", "Scripts/")) for name in names):
            raise Refused(_MACROS)
        return _OPEN_DOCUMENTS[told]
    types = archive.read("[Content_Types].xml") if "[Content_Types].xml" in names else b""
    if b"macroEnabled" in types or any(name.lower().endswith(("vbaproject.bin", "vbadata.xml")) for name in names):
        raise Refused(_MACROS)
    kind = next((kind for part, kind in _OFFICE.items() if part in types), None)
    if kind is None:
        raise Refused(_OTHER)
    if any(_TEMPLATE_OF_THE_WEB.search(archive.read(name)) for name in names if name.endswith(".rels")):
        raise Refused(_REMOTE)
    return kind
