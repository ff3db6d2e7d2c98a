"""Pictures made once: those of the demo for all test databases, those in AVIF for all tests of a process.

Drawing and shrinking takes most of the loading of the demo; AVIF takes ten times as long as all else that is done to a
picture, on every core.
"""

import fcntl
import hashlib
import os
from collections.abc import Callable
from contextlib import contextmanager
from functools import cache
from io import BytesIO
from pathlib import Path
from unittest.mock import patch

import willow
from django.conf import settings
from django.core.files.base import ContentFile, File
from PIL import AvifImagePlugin, Image
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


@contextmanager
def encoded_once():
    """While this lasts, AVIF is asked once for the same points; every size is made as ever."""
    encode, kept = Image.SAVE[AvifImagePlugin.AvifImageFile.format], {}

    def save(image, file, filename):
        # All that the encoder looks at.
        options = {**image.info, **image.encoderinfo}
        key = _digest(f"{image.mode} {image.size} {sorted(options.items(), key=str)} {_points(image)}")
        if key not in kept:
            made = BytesIO()
            encode(image, made, filename)
            kept[key] = made.getvalue()
        file.write(kept[key])

    with patch.dict(Image.SAVE, {AvifImagePlugin.AvifImageFile.format: save}):
        yield


def _points(image):
    return hashlib.sha256(image.tobytes()).hexdigest()


def _kept(path: Path, make: Callable[[], bytes]) -> bytes:
    if not path.exists():
        # The templates of two databases are made side by side: the second one waits for what the first one makes.
        with path.with_suffix(".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not path.exists():
                _put(path, make())
    return path.read_bytes()


def _put(path, content):
    # Whole at once: it may be read meanwhile.
    draft = path.with_suffix(f".{os.getpid()}.draft")
    draft.write_bytes(content)
    draft.rename(path)


def _read(file, names):
    _put(names, file.name.encode())
    # It was written, and stands at its end.
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
