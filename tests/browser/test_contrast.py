"""The contrast of text with what is really behind it, pixel by pixel: axe cannot tell where there is a picture."""

import io

import pytest
from PIL import Image, ImageColor

from tests.browser import inspections
from tests.browser.looks import looks

pytestmark = [pytest.mark.usefixtures("demo"), pytest.mark.django_db(transaction=True)]

# Where text stands on a picture or a pattern: heads of pages, covers, the foot of every page.
ADDRESSES = [
    "/",
    "/lettres/",
    "/lettres/9/",
    "/feuille-de-route/2023/ecotransition/",
    "/label-euralens/2023/les-cousalis/",
    "/innov-in-artois/",
    "/agenda/bivouac-2023/",
]
LOOKS = looks((1280, "light"), (320, "dark"))
# The edge of a line may touch a border or a stripe.
TOLERATED = 0.05


def luminance(colour):
    red, green, blue = (
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in (channel / 255 for channel in colour[:3])
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def unreadable(page):
    """The texts of a page, hidden from then on, that lack contrast on more than an edge of a line."""
    texts = page.evaluate(inspections.TEXT, "colours")
    behind = Image.open(io.BytesIO(page.screenshot(full_page=True))).convert("RGB")
    found = []
    for text in texts:
        colour = ImageColor.getrgb(text["color"])
        needed = 3 if text["size"] >= 24 or (text["size"] >= 18.66 and text["weight"] >= 700) else 4.5
        pixels = {}
        for box in text["boxes"]:
            part = behind.crop([round(edge) for edge in box])
            for count, pixel in part.getcolors(part.width * part.height) or []:
                pixels[pixel] = pixels.get(pixel, 0) + count
        poor = sum(count for pixel, count in pixels.items() if contrast(colour, pixel) < needed)
        if poor > TOLERATED * sum(pixels.values()):
            found.append(f"{text['name']} in {text['color']}: poor on {poor / sum(pixels.values()):.0%}")
    return found


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_text_is_read_on_whatever_is_behind_it(width, scheme, page):
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    found = []
    for address in ADDRESSES:
        page.goto(address)
        page.evaluate("document.querySelectorAll('img').forEach(image => { image.loading = 'eager' })")
        page.wait_for_load_state("networkidle")
        found.extend(f"{address}: {problem}" for problem in unreadable(page))

    assert not found, "\n".join(found)


def test_text_on_a_picture_like_it_is_found(page):
    page.set_content(
        "<p style='color: #777; background: linear-gradient(#fff 50%, #666 50%)'>Un texte</p><p>Un autre</p>"
    )

    assert [problem.split(" in ")[0] for problem in unreadable(page)] == ["<p> « Un texte »"]
