"""Pictures that the public sends: decoded within bounds, and made anew without anything but what one sees."""

from dataclasses import dataclass
from io import SEEK_END, BytesIO

from PIL import AvifImagePlugin, Image, ImageCms, ImageOps

from . import antivirus
from .french import NBSP, number
from .refusals import Refused

MAX_SIZE = 8 * 1024 * 1024
# Width × height: a telephone of today takes 12 to 50 million points, in JPEG, which is decoded small at once. Other
# formats are decoded whole: each million points takes 10 to 20 Mo of memory.
MAX_PIXELS, MAX_PIXELS_WHOLE = 60_000_000, 24_000_000
# The longest side, in points: below, nothing to print or show; above, more than any screen shows.
LEAST_SIDE, MOST_SIDE = 300, 2400
QUALITY = 88
# Of the pictures of the team, which others are made from.
LARGEST, QUALITY_KEPT = 4096, 92
FORMATS = ("JPEG", "PNG", "WEBP")
# How hard AVIF is squeezed, from 0 to 10: 7 takes half the time of 6, Pillow's own, for 2 to 4 % more bytes.
AVIF_SPEED = 7
# What Pillow calls a JPEG, and one that holds a preview or a second view as telephones make them.
JPEGS = ("JPEG", "MPO")

_ODD = "Cette image ne s’ouvre pas : enregistrez-la en JPEG, PNG ou WebP depuis votre appareil ou un logiciel d’images."
DAMAGED = "Cette image est incomplète ou abîmée : l’envoi s’est peut-être interrompu. Choisissez-la de nouveau."


@dataclass(frozen=True)
class Picture:
    """A picture made anew: a JPEG in sRGB without EXIF, place, profile, comment nor second image."""

    content: bytes
    width: int
    height: int


def made_anew(file, *, most: int = MAX_SIZE) -> Picture:
    """Return a clean copy of an uploaded picture, upright, its first image where it moves.

    Raises Refused for more than `most` bytes (8 Mo), or 60 million points (24 in PNG and WebP), for less than 300
    points, for what is no JPEG, PNG or WebP whatever its name says, and for what does not decode to its end.
    """
    size = file.seek(0, SEEK_END)
    if size > most:
        raise Refused(f"Cette image pèse {weight_in_words(size)} : {most // 1024**2}{NBSP}Mo au plus.")
    file.seek(0)
    antivirus.check(file.read())
    try:
        file.seek(0)
        with Image.open(file, formats=FORMATS) as image:
            _check_size(image)
            return _clean(image)
    except Refused:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Refused(_too_large(MAX_PIXELS)) from error
    except Image.UnidentifiedImageError as error:
        raise Refused(_ODD) from error
    # Decoders meet hostile bytes: whatever they stumble on, the picture is not usable.
    except Exception as error:
        raise Refused(DAMAGED) from error


def hasten_avif():
    """Have every picture in AVIF made at AVIF_SPEED; neither Wagtail nor Willow lets one choose."""
    kind = AvifImagePlugin.AvifImageFile.format

    def save(image, file, filename):
        image.encoderinfo.setdefault("speed", AVIF_SPEED)
        encode(image, file, filename)

    encode = Image.SAVE[kind]
    Image.register_save(kind, save)


def without_metadata(file) -> bytes:
    """Return a picture of the team in its own format, upright, in sRGB, with nothing in it that one does not see.

    Of at most LARGEST points a side, which is more than any page shows. Raises Refused for more than 60 million points
    (24 but in JPEG), before anything is decoded, and for what does not decode to its end.
    """
    try:
        file.seek(0)
        with Image.open(file, formats=(*FORMATS, "AVIF")) as image:
            _check_points(image)
            return _anew(image)
    except Refused:
        raise
    except Image.UnidentifiedImageError as error:
        raise Refused(_ODD) from error
    except Exception as error:
        raise Refused(DAMAGED) from error


def _anew(image):
    kind = "JPEG" if image.format in JPEGS else image.format
    if kind == "JPEG":
        image.draft("RGB", (LARGEST, LARGEST))
    image.load()
    profile = image.info.get("icc_profile")
    image.thumbnail((LARGEST, LARGEST))
    image = _in_srgb(ImageOps.exif_transpose(image), profile)
    if kind == "JPEG":
        image = image if image.mode in ("L", "RGB") else _on_paper(image)
    elif image.mode not in ("L", "RGB", "RGBA"):
        seen_through = image.mode in ("LA", "PA") or "transparency" in image.info
        image = image.convert("RGBA") if seen_through else _on_paper(image)
    bare = Image.new(image.mode, image.size)
    bare.paste(image)
    out = BytesIO()
    quality = {} if kind == "PNG" else {"quality": QUALITY_KEPT}
    bare.save(out, kind, **quality)
    return out.getvalue()


def weight_in_words(size: int) -> str:
    """« 9,4 Mo »."""
    return f"{size / 1024 / 1024:.1f}".replace(".", ",") + f"{NBSP}Mo"


def _too_large(most):
    other = "" if most == MAX_PIXELS else ", ou enregistrez-la en JPEG"
    return f"Cette image a trop de points : {number(most // 1_000_000)} millions au plus. Réduisez-la{other}."


def _check_points(image):
    width, height = image.size
    most = MAX_PIXELS if image.format in JPEGS else MAX_PIXELS_WHOLE
    if width * height > most:
        raise Refused(_too_large(most))


def _check_size(image):
    _check_points(image)
    width, height = image.size
    if max(width, height) < LEAST_SIDE:
        raise Refused(
            f"Cette image est trop petite pour être publiée ({width} × {height} points) : {LEAST_SIDE} points de côté "
            "au moins."
        )


def _clean(image):
    if image.format in JPEGS:
        # Decoded at a half, a quarter or an eighth of its size where that is enough.
        image.draft("RGB", (MOST_SIDE, MOST_SIDE))
    image.load()
    profile = image.info.get("icc_profile")
    # Made small first, in place: all that follows copies it.
    image.thumbnail((MOST_SIDE, MOST_SIDE))
    image = ImageOps.exif_transpose(image)
    image = _on_paper(_in_srgb(image, profile))
    # A new image carries nothing of the old one: Pillow copies comments and XMP of what it saves again.
    bare = Image.new("RGB", image.size)
    bare.paste(image)
    out = BytesIO()
    bare.save(out, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return Picture(out.getvalue(), *bare.size)


def _in_srgb(image, profile):
    """The picture in the colours that every screen knows, its profile being lost with the rest."""
    if not profile or image.mode not in ("RGB", "CMYK"):
        return image
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        return ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image


def _on_paper(image):
    """The picture without transparency: on white."""
    if image.mode.startswith("I;16"):
        # Pillow cuts sixteen bits off at the top; the eight that one sees are the upper ones.
        image = image.point(lambda value: value / 256).convert("L")
    if image.mode in ("RGBA", "LA", "PA", "RGBa", "La") or "transparency" in image.info:
        image = image.convert("RGBA")
        paper = Image.new("RGBA", image.size, "white")
        paper.alpha_composite(image)
        image = paper
    return image.convert("RGB")
