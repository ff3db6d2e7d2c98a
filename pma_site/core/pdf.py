"""HTML made into a tagged PDF, in a child process that can reach nothing but our own files.

WeasyPrint needs Pango. Where the host lacks it the rest of the site works, and `missing_library` says what to install.
"""

import ctypes.util
import json
import multiprocessing
import os
import re
import resource
import shutil
import tempfile
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.files.storage import default_storage

# What a PDF may take: of the processor, of the clock (it waits where others are served first), of memory.
SECONDS, PATIENCE = 60, 120
MEMORY = 1024**3
PACKAGES = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"

# A process that has made a small PDF and does nothing else; each PDF is made in a copy of it, ready at once.
_PROCESSES = multiprocessing.get_context("forkserver")
_PROCESSES.set_forkserver_preload(["pma_site.core.pdf", "pma_site.core.pdf_process"])


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

    `places` says where each element with an `id` stands: its pages, counted from 1, and on each how far down it begins
    and ends, from 0 (where the upper margin ends) to 1 (where the lower one begins). `memory` is what the process
    that made it took at most, in bytes.
    """

    content: bytes
    pages: int
    places: dict[str, list[Place]] = field(default_factory=dict)
    memory: int = 0


def missing_library():
    """Return what to type to install the renderer's system libraries, or "" where they are there."""
    if all(ctypes.util.find_library(name) for name in ("pango-1.0", "pangoft2-1.0", "harfbuzz")):
        return ""
    return f"sudo apt-get install {PACKAGES}"


def render(html: str, base: str) -> Pdf:
    """Return the PDF/UA-1 of an HTML page whose images and style sheets are files of this site.

    `base` is the public address of the site (« https://lettre.example.org »): links of the page are printed
    against it; images and style sheets below it are read from disk, all others refused.
    Raises PdfError when the libraries are missing, or when the page takes more than a minute of processor,
    two of the clock, or 1 GB.
    """
    if command := missing_library():
        raise PdfError(f"Il manque une bibliothèque du système. À taper sur le serveur : {command}")
    # The child writes the fonts it reads there, and is killed rather than waited for: it tidies nothing up.
    with tempfile.TemporaryDirectory(prefix="pma-pdf-", ignore_cleanup_errors=True) as folder:
        roots = {
            settings.STATIC_URL: [*_folders_of_static_files(), str(settings.STATIC_ROOT)],
            settings.MEDIA_URL: [_media_on_disk(html, folder)],
        }
        order = {"html": html, "base": base, "roots": roots, "seconds": SECONDS, "memory": MEMORY, "folder": folder}
        order["niceness"] = settings.PDF_NICENESS
        return _made_by_a_child(order)


def _folders_of_static_files():
    """Those that a page may show: folders with a prefix are not for the public."""
    return [str(folder) for folder in settings.STATICFILES_DIRS if not isinstance(folder, tuple)]


def _media_on_disk(html, folder):
    """The folder of uploaded files; where they lie in a bucket, one with those that the page names."""
    if hasattr(default_storage, "base_location"):
        return str(settings.MEDIA_ROOT)
    copies = Path(folder) / "media"
    for address in set(re.findall(rf"{re.escape(settings.MEDIA_URL)}([^\s\"'()<>?#&]+)", html)):
        name = unquote(address)
        copy = (copies / name).resolve()
        # What is not there is told by who renders, as for a file of this machine.
        if copy.is_relative_to(copies.resolve()) and default_storage.exists(name):
            copy.parent.mkdir(parents=True, exist_ok=True)
            with default_storage.open(name) as source, copy.open("wb") as target:
                shutil.copyfileobj(source, target)
    return str(copies)


def _made_by_a_child(order):
    ours, theirs = _PROCESSES.Pipe(duplex=False)
    child = _PROCESSES.Process(target=_work, args=(theirs, order), daemon=True)
    child.start()
    theirs.close()
    try:
        if not ours.poll(PATIENCE):
            raise PdfError(f"La mise en page a pris plus de {PATIENCE} secondes.")
        # Bytes and JSON only: nothing that a child sends can run here.
        about, content = json.loads(ours.recv_bytes()), ours.recv_bytes()
    except (EOFError, OSError) as error:
        raise PdfError("La mise en page n’a pas abouti.") from error
    finally:
        ours.close()
        child.kill()
        child.join()
        child.close()
    places = {name: [Place(*place) for place in found] for name, found in about["places"].items()}
    return Pdf(content, about["pages"], places, about["memory"])


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


def _work(answer, order):
    """Make one PDF in a process of its own, within its bounds, and send it: first what is known of it, then itself."""
    os.nice(order["niceness"])
    resource.setrlimit(resource.RLIMIT_AS, (order["memory"], order["memory"]))
    resource.setrlimit(resource.RLIMIT_CPU, (order["seconds"], order["seconds"]))
    tempfile.tempdir = order["folder"]
    from .pdf_process import make

    about, content = make(order["html"], order["base"], partial(own_file, base=order["base"], roots=order["roots"]))
    answer.send_bytes(json.dumps(about).encode())
    answer.send_bytes(content)
