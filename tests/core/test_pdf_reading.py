"""What is read in a PDF that someone uploads, and what is said of one that cannot be."""

import time
from io import BytesIO

import pytest
from PIL import Image

from pma_site.core import pdf_reading
from pma_site.core.pdf_reading import Line, PdfReadingError, paragraphs, read
from tests.pdfs import locked_pdf, pdf


def test_it_gives_the_text_of_each_page():
    reading = read(pdf(["Les élus de l’Artois", "se réunissent (enfin)."], ["Deuxième page"]))

    assert reading.pages == 2
    assert reading.text == "Les élus de l’Artois se réunissent (enfin).\fDeuxième page"


def test_it_draws_the_first_page():
    reading = read(pdf(["Bonjour"], size=(600, 800)))

    with Image.open(BytesIO(reading.cover)) as cover:
        assert cover.size == (900, 1200)
        assert cover.format == "JPEG"
        # The green box of the first page.
        assert cover.getpixel((150, 120))[1] > cover.getpixel((150, 120))[0] + 30


def test_titles_and_spaces_part_paragraphs():
    page = [("La une", 24), "Un premier alinéa qui se poursuit", "sur deux lignes.", None, "Un second alinéa."]

    assert read(pdf(page)).text.split("\n") == [
        "La une",
        "Un premier alinéa qui se poursuit sur deux lignes.",
        "Un second alinéa.",
    ]


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        (["Le pôle mé\x02", "tropolitain"], ["Le pôle métropolitain"]),
        (["Le pôle mé\ufffe", "tropolitain"], ["Le pôle métropolitain"]),
        (["Le pôle mé\u2010", "tropolitain"], ["Le pôle métropolitain"]),
        (["La ville de Béthune\x02", "Bruay"], ["La ville de Béthune-Bruay"]),
        (["•"], []),
        (["• Un point", "• • •"], ["Un point"]),
        (["3."], []),
        (["100 000"], ["100 000"]),
        (["Un o\ufb03ce\x00 \ue001ouvert\u202e"], ["Un office ouvert"]),
        (
            ["Une ligne qui va jusqu’au bout", "Fin.", "Une autre commence"],
            [
                "Une ligne qui va jusqu’au bout Fin.",
                "Une autre commence",
            ],
        ),
        (["\x00"], []),
    ],
    ids=[
        "cut word",
        "other mark",
        "hyphen",
        "capital",
        "bullet",
        "bullets",
        "rank",
        "figure",
        "signs",
        "end of sentence",
        "nothing",
    ],
)
def test_lines_become_paragraphs(lines, joined):
    assert paragraphs([Line(words, 11, 700 - 14 * row) for row, words in enumerate(lines)]) == joined


def test_a_page_without_text_among_others_is_no_fault():
    assert read(pdf([], ["Du texte"])).text == "\fDu texte"


WHOLE = pdf(["Bonjour"])


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "n’est pas un PDF"),
        (b"PK\x03\x04 un document", "n’est pas un PDF"),
        (b"<html>%PDF</html>", "n’est pas un PDF"),
        (b"%PDF-1.7\n" + b"\x00\xff" * 500, "abîmé"),
        (WHOLE[:60], "abîmé"),
        (WHOLE.replace(b"/Count 1", b"/Count 0").replace(b"4 0 R", b""), "abîmé"),
        (locked_pdf(), "mot de passe"),
        (pdf([], []), "que d’images"),
        (pdf(["12 / 34"]), "que d’images"),
        (pdf(*[["Page"]] * 101), "trop de pages : 100 au plus"),
        (pdf(["Haute"], size=(10, 14_000)), "la forme d’une page"),
        (pdf(["Large"], size=(14_000, 10)), "la forme d’une page"),
    ],
    ids=["empty", "zip", "html", "noise", "cut", "no page", "locked", "pictures", "figures", "long", "high", "wide"],
)
def test_what_cannot_be_read_is_told(content, message):
    with pytest.raises(PdfReadingError, match=message):
        read(content)


def test_text_without_end_is_cut(monkeypatch):
    line = "mot " * 5_000
    reading = read(pdf(*[[line] * 2] * 10))

    assert 0.9 * pdf_reading.MAX_CHARACTERS < len(reading.text) <= pdf_reading.MAX_CHARACTERS + 100


def test_a_reading_without_end_is_stopped(monkeypatch):
    monkeypatch.setattr(pdf_reading, "SECONDS", 0.01)
    start = time.monotonic()

    with pytest.raises(PdfReadingError, match="La lecture de ce PDF"):
        read(WHOLE)

    assert time.monotonic() - start < 10
