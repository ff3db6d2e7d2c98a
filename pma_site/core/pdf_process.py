"""What runs WeasyPrint: read only by the process that PDFs are made in copies of (core.pdf)."""

import gc
import mimetypes
import resource
from collections.abc import Callable
from pathlib import Path

from weasyprint import HTML
from weasyprint.urls import URLFetcher, URLFetcherResponse

VARIANT = {"pdf_variant": "pdf/ua-1"}
# What is read once and kept: the rules of hyphens, the browser's own style sheet, the fonts of the system.
_FIRST = "<html lang=fr><title>Essai</title><p style='hyphens: auto; columns: 2'>Intercommunalité"


class _OwnFiles(URLFetcher):
    """Serve our static and media files, refuse everything else."""

    def __init__(self, find):
        super().__init__()
        self.find = find

    def fetch(self, url, headers=None):
        file = self.find(url)
        kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        return URLFetcherResponse(url, file.read_bytes(), {"Content-Type": kind})


def make(html: str, base: str, find: Callable[[str], Path]) -> tuple[dict, bytes]:
    """Return what is known of a PDF (as core.pdf.Pdf has it), and the PDF itself.

    `find` returns the file behind an address, and raises ValueError for one that may not be read.
    """
    document = HTML(string=html, base_url=f"{base}/", url_fetcher=_OwnFiles(find)).render(**VARIANT)
    content = document.write_pdf(**VARIANT)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return {"pages": len(document.pages), "places": _places(document.pages), "memory": memory}, content


def _places(pages):
    """Where each element with an `id` stands, on every page it is on."""
    places = {}
    for number, page in enumerate(pages, 1):
        box = page._page_box
        top, height = box.content_box_y(), box.height
        for name, (_, start, _, end) in page.anchors.items():
            places.setdefault(name, []).append((number, (start - top) / height, (end - top) / height))
    return places


HTML(string=_FIRST).write_pdf(**VARIANT)
# A copy lives for one PDF: it need not look for garbage among what it was copied with, nor often.
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 20, 50)
