"""The public stylesheets: many small files for who writes them, one a page for who reads the site."""

import posixpath
import re
from itertools import groupby
from operator import itemgetter
from pathlib import Path

import rcssmin
from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

# The file whose imports they are made of, and what is served: that of the pages to read, that of the pages to fill in.
SOURCE, BUNDLES = "css/index.css", {"css/site.css": "site", "css/forms.css": "forms"}
_IMPORT = re.compile(r'@import "([^"]+)"(?: layer\((\w+)\))?;(?: /\* only (\w+) \*/)?')
_ADDRESS = re.compile(r'url\("([^":]+)"\)')
# A colour that is the same in both schemes: so written among the tokens, where each says both.
_SAME = re.compile(r"light-dark\((#\w+),\1\)")


def bundled(source: Path, bundle: str = "site") -> str:
    """Return the stylesheet `source` with the files it imports in their place, each in its layer, without spaces.

    What is « only » for another `bundle` is left out. Addresses in an imported file are relative to it; they come out
    relative to `source`.
    """

    text = source.read_text()

    def part(name):
        folder = posixpath.dirname(name)
        return _ADDRESS.sub(
            lambda address: f'url("{posixpath.normpath(posixpath.join(folder, address[1]))}")',
            (source.parent / name).read_text(),
        )

    parts = [_IMPORT.sub("", text)]
    # Files of one layer that follow one another are one block of it.
    imported = [(name, layer) for name, layer, only in _IMPORT.findall(text) if only in ("", bundle)]
    for layer, imports in groupby(imported, key=itemgetter(1)):
        css = "".join(part(name) for name, _ in imports)
        parts.append(f"@layer {layer} {{{css}}}" if layer else css)
    return _SAME.sub(r"\1", rcssmin.cssmin("".join(parts)))


class StylesheetFinder(BaseFinder):
    """Offers the stylesheets to collectstatic and to the server of static files, made again when a part changes."""

    def __init__(self, app_names=None, *args, **kwargs):
        self.folder = settings.BASE_DIR / "static"
        self.storage = FileSystemStorage(location=settings.VAR_DIR / "stylesheets")

    def check(self, **kwargs):
        return []

    def find(self, path, find_all=False, **kwargs):
        if path not in BUNDLES:
            return []
        found = str(self._made(path))
        return [found] if find_all else found

    def list(self, ignore_patterns):
        for path in BUNDLES:
            self._made(path)
            yield path, self.storage

    def _made(self, path) -> Path:
        target = Path(self.storage.path(path))
        newest = max(path.stat().st_mtime_ns for path in (self.folder / "css").rglob("*.css"))
        if not target.exists() or target.stat().st_mtime_ns < newest:
            target.parent.mkdir(parents=True, exist_ok=True)
            # Another process may be reading it: it is replaced at once.
            draft = target.with_suffix(f".{id(self)}.tmp")
            draft.write_text(bundled(self.folder / SOURCE, BUNDLES[path]))
            draft.replace(target)
        return target
