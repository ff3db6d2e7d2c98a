"""Traces of a person in files: those that were uploaded, their names and what they say, and messages kept in files."""

import os
import re
import time
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage, storages

from . import pdf_reading
from .traces import Wanted

# What a file may weigh, unpacked, to be read.
LARGEST = 200 * 1024 * 1024
OFFICE = (".docx", ".xlsx", ".pptx", ".odt", ".ods")
PICTURES = (".avif", ".gif", ".jpeg", ".jpg", ".png", ".webp")
TEXTS = (".csv", ".txt", ".ics", ".html", ".json", ".xml", ".eml")
_TAG = re.compile(r"<[^<>]*>")
# How Django's backend parts the messages of one file.
_END_OF_MESSAGE = b"-" * 79 + b"\n"


@dataclass(frozen=True)
class FileTrace:
    """A file that is called after a person, or speaks of them, or could not be read (`unread` says why).

    Who sent a private one (core.private_files) did so for a purpose of their own: it is told of, and never altered.
    """

    name: str
    is_named: bool
    speaks: bool
    unread: str = ""
    is_private: bool = False


class Reader:
    """Reads files for as long as it may: those that take long to read are then told of, and not read."""

    def __init__(self, wanted: Wanted, seconds: float | None = None):
        self.wanted = wanted
        self.ends_at = None if seconds is None else time.monotonic() + seconds

    def traces(self) -> Iterator[FileTrace]:
        """Yield what every uploaded file has of the person, whether or not a record still names it."""
        for storage in (default_storage, storages["private"]):
            for name in _names(storage):
                # The names of private ones are drawn by lot.
                is_private = storage is not default_storage
                is_named = not is_private and self.wanted.is_named_by(name)
                speaks, unread = self._look_into(storage, name)
                if is_named or speaks or unread:
                    yield FileTrace(name, is_named, speaks, unread, is_private)

    def _look_into(self, storage, name):
        if storage.size(name) > LARGEST:
            return False, "trop lourd"
        if self.ends_at and time.monotonic() > self.ends_at:
            return False, "le temps a manqué : la commande erase_person le lit"
        content = _content(storage, name)
        if name.lower().endswith(PICTURES) and not self.wanted.may_be_in(content):
            return any(map(self.wanted.is_in, _texts(name, content))), ""
        if self.wanted.is_in_bytes(content):
            return True, ""
        try:
            return any(self.wanted.is_in(text) for text in _texts(name, content)), ""
        except _UnreadableError as fault:
            return False, str(fault)

    def cleaned(self, name: str) -> bytes | None:
        """The content of a file without the person; None where that cannot be done for this kind of file."""
        content = _content(default_storage, name)
        suffix = Path(name).suffix.lower()
        if suffix in TEXTS:
            content = self._cleaned_text(content)
        elif suffix in OFFICE:
            content = self._cleaned_office(content)
        else:
            content = self.wanted.covered(content)
            if suffix == ".png":
                content = _with_checksums(content)
        try:
            still = self.wanted.is_in_bytes(content) or any(map(self.wanted.is_in, _texts(name, content)))
        except _UnreadableError:
            still = True
        return None if still else content

    def _cleaned_text(self, content):
        for encoding in ("utf-16",) if content[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8", "latin-1"):
            try:
                return self.wanted.taken_out_of(content.decode(encoding)).encode(encoding)
            except UnicodeError:
                continue
        return self.wanted.covered(content)

    def _cleaned_office(self, content):
        made = BytesIO()
        with zipfile.ZipFile(BytesIO(content)) as source, zipfile.ZipFile(made, "w") as target:
            for member in source.infolist():
                inside = source.read(member)
                xml = member.filename.endswith((".xml", ".rels"))
                target.writestr(member, self._cleaned_text(inside) if xml else self.wanted.covered(inside))
        return made.getvalue()


class _UnreadableError(Exception):
    """The file is damaged, locked or too large; the message says which."""


def _names(storage, folder=""):
    """Yield the names of all the files of a storage."""
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:
        return
    yield from (f"{folder}/{name}".lstrip("/") for name in sorted(files))
    for name in sorted(folders):
        yield from _names(storage, f"{folder}/{name}".lstrip("/"))


def _content(storage, name):
    with storage.open(name) as file:
        return file.read()


def _texts(name, content):
    """Yield what a file says where its bytes do not show it: a PDF, an office document, a compressed note of a PNG."""
    suffix = Path(name).suffix.lower()
    if suffix == ".pdf":
        try:
            yield pdf_reading.read(content).text
        except pdf_reading.PdfReadingError as fault:
            # Pictures alone say nothing to a machine.
            if str(fault) != pdf_reading.FAULTS["pictures"]:
                raise _UnreadableError(str(fault)) from fault
    elif suffix in OFFICE:
        yield from _texts_of_office(content)
    elif suffix == ".png":
        yield from _texts_of_png(content)


def _texts_of_office(content):
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            if sum(member.file_size for member in archive.infolist()) > LARGEST:
                raise _UnreadableError("trop lourd")
            for member in archive.infolist():
                text = archive.read(member).decode("utf-8", "replace")
                yield text
                # A word of which a part is bold is cut by tags.
                yield _TAG.sub("", text)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, zlib.error) as fault:
        raise _UnreadableError("abîmé ou protégé par un mot de passe") from fault


def _chunks(content):
    """Yield where each chunk of a PNG begins, its kind and its data (PNG specification, § 5.3)."""
    place = 8
    while place + 12 <= len(content):
        size = int.from_bytes(content[place : place + 4], "big")
        yield place, content[place + 4 : place + 8], content[place + 8 : place + 8 + size]
        place += 12 + size


def _texts_of_png(content):
    for _, kind, data in _chunks(content):
        if kind in (b"zTXt", b"iTXt"):
            packed = data.partition(b"\0")[2].lstrip(b"\0\1")
            start = packed.find(b"x")
            try:
                yield zlib.decompressobj().decompress(packed[start:], LARGEST).decode("utf-8", "replace")
            except zlib.error:
                continue


def _with_checksums(content):
    """A PNG whose texts were covered, with the checksums of its chunks done again."""
    made = bytearray(content)
    for place, kind, data in _chunks(content):
        end = place + 8 + len(data)
        made[end : end + 4] = zlib.crc32(kind + data).to_bytes(4, "big")
    return bytes(made)


def replace(name: str, content: bytes) -> None:
    """Put `content` in the place of a file; whoever has the former one open goes on reading it."""
    try:
        path = Path(default_storage.path(name))
    except NotImplementedError:
        default_storage.delete(name)
        default_storage.save(name, ContentFile(content))
        return
    with _replacing(path) as file:
        file.write(content)


@contextmanager
def _replacing(path):
    draft = path.with_name(f".{path.name}.neuf")
    try:
        with draft.open("wb") as file:
            yield file
        draft.chmod(path.stat().st_mode)
        os.replace(draft, path)  # noqa: PTH105 - the one that replaces on every system
    finally:
        draft.unlink(missing_ok=True)


def copy_under_another_name(wanted: Wanted, name: str) -> str:
    """Copy a file that is called after a person under a name that is not, and return that name."""
    with default_storage.open(name) as file:
        return default_storage.save(wanted.without_in_name(name), file)


class StoredMessages:
    """The messages that the site wrote into files, in the place of sending them."""

    def __init__(self, before: datetime | None = None):
        self.before = before

    def _files(self):
        for path in sorted(Path(settings.EMAIL_FILE_PATH).glob("*.log")):
            if self.before is None or path.stat().st_mtime <= self.before.timestamp():
                yield path

    def count(self) -> int:
        return sum(1 for path in self._files() for _ in _messages(path))

    def delete(self) -> None:
        for path in list(self._files()):
            path.unlink()

    def of(self, wanted: Wanted) -> int:
        """How many are to the person, or speak of them."""
        return sum(wanted.is_in_bytes(message) for path in self._files() for message in _messages(path))

    def delete_of(self, wanted: Wanted) -> int:
        """Take those out; return how many."""
        gone = 0
        for path in list(self._files()):
            if not any(wanted.is_in_bytes(message) for message in _messages(path)):
                continue
            kept = 0
            with _replacing(path) as file:
                for message in _messages(path):
                    if wanted.is_in_bytes(message):
                        gone += 1
                    else:
                        kept += 1
                        file.write(message)
            if not kept:
                path.unlink()
        return gone


def _messages(path):
    """Yield each message of a file, its end included."""
    lines = []
    with path.open("rb") as file:
        for line in file:
            lines.append(line)
            if line == _END_OF_MESSAGE:
                yield b"".join(lines)
                lines = []
    if lines:
        yield b"".join(lines)
