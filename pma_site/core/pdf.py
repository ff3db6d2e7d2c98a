"""HTML made into a tagged PDF, in a child process that can reach nothing but our own files.

WeasyPrint needs Pango. Where the host lacks it the rest of the site works, and `missing_library` says what to install.
"""

import ctypes.util
import json
import mimetypes
import resource
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from django.conf import settings

SECONDS = 60
MEMORY = 2 * 1024**3
PACKAGES = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"


class Place(NamedTuple):
    """Where on a page something stands; `top` and `bottom` are parts of the height between the margins."""

    page: int
    top: float
    bottom: float


class PdfError(Exception):
    """The PDF could not be made; the message, in French, says why."""


@dataclass
class Pdf:
    """A rendered document.

    `places` says where each element with an `id` begins: its page, counted from 1, and how far down that page its
    top and the bottom of what stands there are, from 0 (where the margin ends) to 1 (where the lower margin begins).
    """

    content: bytes
    pages: int
    places: dict[str, list[Place]] = field(default_factory=dict)


def missing_library():
    """Return what to type to install the renderer's system libraries, or "" where they are there."""
    if all(ctypes.util.find_library(name) for name in ("pango-1.0", "pangoft2-1.0", "harfbuzz")):
        return ""
    return f"sudo apt-get install {PACKAGES}"


def render(html: str, base: str) -> Pdf:
    """Return the PDF/UA-1 of an HTML page whose images and style sheets are files of this site.

    `base` is the public address of the site (« https://lettre.example.org »): links of the page are printed
    against it; images and style sheets below it are read from disk, all others refused.
    Raises PdfError when the libraries are missing, or when the page takes more than a minute or 2 GB.
    """
    if command := missing_library():
        raise PdfError(f"Il manque une bibliothèque du système. À taper sur le serveur : {command}")
    roots = {
        settings.STATIC_URL: [*map(str, settings.STATICFILES_DIRS), str(settings.STATIC_ROOT)],
        settings.MEDIA_URL: [str(settings.MEDIA_ROOT)],
    }
    try:
        child = subprocess.run(  # noqa: S603 - our own module, no shell
            [sys.executable, "-m", "pma_site.core.pdf"],
            input=json.dumps({"html": html, "base": base, "roots": roots}).encode(),
            capture_output=True,
            timeout=SECONDS,
            cwd=settings.BASE_DIR,
            check=True,
        )
    except subprocess.TimeoutExpired as error:
        raise PdfError(f"La mise en page a pris plus de {SECONDS} secondes.") from error
    except subprocess.CalledProcessError as error:
        raise PdfError("La mise en page a échoué.") from error
    about, _, content = child.stdout.partition(b"\n")
    about = json.loads(about)
    places = {name: [Place(*place) for place in found] for name, found in about["places"].items()}
    return Pdf(content, about["pages"], places)


def own_file(url: str, base: str, roots: dict[str, list[str]]) -> Path:
    """Return the file behind an address of this site.

    `roots` maps the beginning of an address (« /media/ ») to the folders that hold its files.
    Raises ValueError for an address elsewhere, and for one that climbs out of those folders.
    """
    parts = urlsplit(url)
    if f"{parts.scheme}://{parts.netloc}" != base:
        raise ValueError(f"not ours: {url}")
    path = unquote(parts.path)
    for prefix, folders in roots.items():
        for folder in folders if path.startswith(prefix) else []:
            file = (Path(folder) / path.removeprefix(prefix)).resolve()
            if file.is_relative_to(Path(folder).resolve()) and file.is_file():
                return file
    raise ValueError(f"no such file: {url}")


def _render_in_child(order):
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    from weasyprint import HTML
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class OwnFiles(URLFetcher):
        """Serve our static and media files, refuse everything else."""

        def fetch(self, url, headers=None):
            file = own_file(url, order["base"], order["roots"])
            kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
            return URLFetcherResponse(url, file.read_bytes(), {"Content-Type": kind})

    variant = {"pdf_variant": "pdf/ua-1"}
    page = HTML(string=order["html"], base_url=f"{order['base']}/", url_fetcher=OwnFiles())
    document = page.render(**variant)
    return Pdf(document.write_pdf(**variant), len(document.pages), _places(document.pages))


def _places(pages):
    """Where each element with an `id` stands, on every page it is on."""
    places = {}
    for number, page in enumerate(pages, 1):
        box = page._page_box
        top, height = box.content_box_y(), box.height
        for name, (_, start, _, end) in page.anchors.items():
            places.setdefault(name, []).append(Place(number, (start - top) / height, (end - top) / height))
    return places


if __name__ == "__main__":
    pdf = _render_in_child(json.load(sys.stdin))
    about = json.dumps({"pages": pdf.pages, "places": pdf.places}).encode()
    sys.stdout.buffer.write(about + b"\n" + pdf.content)
