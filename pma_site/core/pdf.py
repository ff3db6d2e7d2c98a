"""HTML made into a tagged PDF, in a child process that can reach nothing but our own files.

WeasyPrint needs Pango. Where the host lacks it the rest of the site works, and `missing_library` says what to install.
"""

import ctypes.util
import json
import mimetypes
import resource
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.conf import settings

SECONDS = 60
MEMORY = 2 * 1024**3
PACKAGES = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"


class PdfError(Exception):
    """The PDF could not be made; the message, in French, says why."""


@dataclass
class Pdf:
    """A rendered document and its number of pages."""

    content: bytes
    pages: int


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
    pages, _, content = child.stdout.partition(b"\n")
    return Pdf(content, int(pages))


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
    return Pdf(document.write_pdf(**variant), len(document.pages))


if __name__ == "__main__":
    pdf = _render_in_child(json.load(sys.stdin))
    sys.stdout.buffer.write(b"%d\n%s" % (pdf.pages, pdf.content))
