"""PDFs read back: their pages as pictures, their words, their links."""

import ctypes
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pypdfium2

# PDFium answers one thread at a time.
_ONE_AT_A_TIME = threading.Lock()
# PDFium writes U+0002 or U+FFFE for a hyphen at the end of a line; WeasyPrint adds U+2010.
_HYPHEN = re.compile("[\x02\ufffe\u00ad\u2010]\r?\n?")


@contextmanager
def _opened(content: bytes) -> "Iterator[pypdfium2.PdfDocument]":
    import pypdfium2

    with _ONE_AT_A_TIME, pypdfium2.PdfDocument(content) as document:
        yield document


def pictures(content: bytes, width: int) -> list[bytes]:
    """Return each page of a PDF as a JPEG `width` px wide."""
    made = []
    with _opened(content) as document:
        for page in document:
            picture = BytesIO()
            page.render(scale=width / page.get_width()).to_pil().convert("RGB").save(picture, "JPEG", quality=82)
            made.append(picture.getvalue())
            page.close()
    return made


def words(content: bytes) -> str:
    """Return the text of a PDF; a hyphen at the end of a line, the layout's or the word's own, is left out."""
    pages = []
    with _opened(content) as document:
        for page in document:
            text = page.get_textpage()
            pages.append(_HYPHEN.sub("", text.get_text_bounded()).replace("\r\n", "\n"))
            text.close()
            page.close()
    return "\n".join(pages)


def links(content: bytes) -> list[str]:
    """Return the addresses that the links of a PDF lead to, in order; places in the document itself are left out."""
    import pypdfium2.raw as pdfium

    found = []
    with _opened(content) as document:
        for page in document:
            position, link = ctypes.c_int(0), pdfium.FPDF_LINK()
            while pdfium.FPDFLink_Enumerate(page, ctypes.byref(position), ctypes.byref(link)):
                action = pdfium.FPDFLink_GetAction(link)
                if action and (address := _address(document, action)):
                    found.append(address)
            page.close()
    return found


def _address(document, action):
    import pypdfium2.raw as pdfium

    size = pdfium.FPDFAction_GetURIPath(document, action, None, 0)
    buffer = ctypes.create_string_buffer(max(1, size))
    pdfium.FPDFAction_GetURIPath(document, action, buffer, size)
    return buffer.value.decode("utf-8", "replace")
