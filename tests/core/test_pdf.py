"""HTML into PDF, from our own files only."""

import ctypes.util
import tempfile
import time
from io import BytesIO

import pypdfium2
import pytest
from page import validate_pdf_bytes
from PIL import Image

from pma_site.core import pdf

BASE = "https://lettre.example.org"


@pytest.fixture
def house(tmp_path):
    """A folder of files that may be read, beside one that may not."""
    (tmp_path / "media").mkdir()
    (tmp_path / "media" / "photo é.jpg").write_bytes(b"ours")
    (tmp_path / "media-secret").mkdir()
    (tmp_path / "media-secret" / "key").write_bytes(b"secret")
    (tmp_path / "key").write_bytes(b"secret")
    (tmp_path / "media" / "way-out").symlink_to(tmp_path / "key")
    return {"/media/": [str(tmp_path / "elsewhere"), str(tmp_path / "media")]}


@pytest.mark.parametrize(
    "address", ["/media/photo%20%C3%A9.jpg", "/media/photo é.jpg", "/media/photo%20é.jpg?v=1#x", "/media/./photo é.jpg"]
)
def test_our_own_files_are_read(house, address):
    assert pdf.own_file(f"{BASE}{address}", BASE, house).read_bytes() == b"ours"


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "file://lettre.example.org/etc/passwd",
        "/etc/passwd",
        "http://lettre.example.org/media/photo%20%C3%A9.jpg",
        "https://example.org/media/photo%20%C3%A9.jpg",
        "https://lettre.example.org:8443/media/photo%20%C3%A9.jpg",
        "https://lettre.example.org@example.org/media/photo%20%C3%A9.jpg",
        "https://example.org@lettre.example.org/media/photo%20%C3%A9.jpg",
        "https://lettre.example.org.example.org/media/photo%20%C3%A9.jpg",
        "//example.org/media/photo%20%C3%A9.jpg",
        "ftp://lettre.example.org/media/photo%20%C3%A9.jpg",
        "data:text/plain,secret",
        "javascript:alert(1)",
        f"{BASE}/media/../key",
        f"{BASE}/media/%2e%2e/key",
        f"{BASE}/media/..%2Fkey",
        f"{BASE}/media/%2e%2e%2fkey",
        f"{BASE}/media/..%5Ckey",
        f"{BASE}/media/%252e%252e/key",
        f"{BASE}/media/../media-secret/key",
        f"{BASE}/media//etc/passwd",
        f"{BASE}/media/%2Fetc%2Fpasswd",
        f"{BASE}/media/way-out",
        f"{BASE}/media/photo%00.jpg",
        f"{BASE}/media/",
        f"{BASE}/media/none.jpg",
        f"{BASE}/key",
        f"{BASE}/",
        "",
        "http://[",
    ],
)
def test_everything_else_is_refused(house, url):
    with pytest.raises(ValueError):
        pdf.own_file(url, BASE, house)


def test_a_missing_library_gives_the_command_to_type(monkeypatch):
    monkeypatch.setattr(ctypes.util, "find_library", lambda name: None)

    with pytest.raises(pdf.PdfError, match="sudo apt-get install .*libpango-1.0-0"):
        pdf.render("<p>Bonjour</p>", BASE)


needs_libraries = pytest.mark.skipif(bool(pdf.missing_library()), reason="Pango is not installed")


def page(body, head=""):
    return f"<html lang='fr'><head><title>Lettre</title>{head}</head><body><h1>Lettre</h1>{body}</body></html>"


@needs_libraries
def test_a_page_becomes_a_pdf_with_its_text():
    made = pdf.render(
        page("<p>Bonjour <a href='/agenda/'>l’agenda</a></p><p style='break-before:page'>Suite</p>"), BASE
    )

    assert made.content.startswith(b"%PDF-")
    with pypdfium2.PdfDocument(made.content) as document:
        assert made.pages == len(document) == 2
        assert "Bonjour l’agenda" in document[0].get_textpage().get_text_bounded()


@needs_libraries
def test_it_is_accessible():
    made = pdf.render(page("<p>Bonjour <a href='/agenda/'>l’agenda</a></p>"), BASE)

    report = validate_pdf_bytes(made.content, profile="ua1")

    assert [failure.message for failure in report.failures] == []


@needs_libraries
def test_pictures_and_styles_come_from_our_folders(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    content = BytesIO()
    Image.new("RGB", (30, 30), "red").save(content, "JPEG")
    (tmp_path / "rouge.jpg").write_bytes(content.getvalue())

    made = pdf.render(page("<img src='/media/rouge.jpg' alt='Un carré rouge'>"), BASE)

    assert content.getvalue()[-200:] in made.content or b"/DCTDecode" in made.content


@needs_libraries
@pytest.mark.parametrize(
    "body",
    [
        "<img src='file:///etc/passwd' alt='x'>",
        "<img src='http://127.0.0.1:9/x.png' alt='x'>",
        "<link rel='attachment' href='file:///etc/passwd'>",
        "<style>@import 'file:///etc/passwd'; p { background: url(http://127.0.0.1:9/x) }</style>",
        "<object data='file:///etc/passwd'></object>",
    ],
)
def test_what_is_not_ours_is_left_out(body):
    made = pdf.render(page(f"<p>Texte</p>{body}"), BASE)

    assert made.pages == 1
    assert b"/EmbeddedFile" not in made.content


@needs_libraries
def test_nothing_is_left_on_the_disk(monkeypatch, tmp_path):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    pdf.render("<html lang=fr><title>Essai</title><p>Texte", BASE)

    assert list(tmp_path.iterdir()) == []


def test_a_layout_without_end_is_stopped(monkeypatch):
    monkeypatch.setattr(pdf, "SECONDS", 2)
    monkeypatch.setattr(pdf, "PATIENCE", 15)
    start = time.monotonic()

    with pytest.raises(pdf.PdfError, match="mise en page"):
        pdf.render(page("<div>" * 20 + "<p>mot </p>" * 200_000), BASE)

    assert time.monotonic() - start < 20
