"""The pictures of the demo, made once for all test databases: drawing and shrinking them takes most of its loading."""

import hashlib
from collections.abc import Callable
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from unittest.mock import patch

import willow
from django.conf import settings
from django.core.files.base import ContentFile, File
from PIL import __version__ as pillow_version

from pma_site.core.models import SiteImage
from pma_site.home.demo import artwork


@contextmanager
def kept_in(folder: Path):
    """While this lasts, a drawing or a size of a picture that `folder` holds is taken from there, not made again."""
    folder.mkdir(parents=True, exist_ok=True)
    make, draw = SiteImage.generate_rendition_file, artwork.draw

    def kept_size(image, filter, *, source=None):
        key = f"{image.file_hash} {filter.spec} {image.get_focal_point()} {image.file.name} {_libraries()}"
        names = folder / f"{_digest(key)}.name"
        content = _kept(folder / _digest(key), lambda: _read(make(image, filter, source=source), names))
        return File(ContentFile(content), name=names.read_text())

    def kept_drawing(key):
        return _kept(folder / _digest(f"{key} {_drawing_code()} {_libraries()}"), lambda: draw(key))

    with patch.object(SiteImage, "generate_rendition_file", kept_size), patch.object(artwork, "draw", kept_drawing):
        yield


def _kept(path: Path, make: Callable[[], bytes]) -> bytes:
    if not path.exists():
        draft = path.with_suffix(".draft")
        draft.write_bytes(make())
        draft.rename(path)
    return path.read_bytes()


def _read(file, names):
    names.write_text(file.name)
    # Written a moment ago, it stands at its end.
    file.seek(0)
    return file.read()


def _digest(text):
    return hashlib.sha256(text.encode()).hexdigest()


def _libraries():
    return f"{pillow_version} {willow.__version__}"


@cache
def _drawing_code():
    """What the drawings are made from: they are made again when it changes."""
    digest = hashlib.sha256()
    for file in sorted((settings.BASE_DIR / "pma_site/home/demo/artwork").glob("*.py")):
        digest.update(file.read_bytes())
    return digest.hexdigest()
