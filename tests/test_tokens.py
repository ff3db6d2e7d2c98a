"""Colours of the site: every text on every ground, every fill with what is written on it, in both schemes.

WCAG 2.2: 1.4.6 (text, AAA: 7 to 1) and 1.4.11 (signs that are not text: 3 to 1).
"""

import itertools
import re
from pathlib import Path

import pytest
from django.conf import settings

CSS = Path(settings.BASE_DIR) / "static" / "css"
SHEETS = {path.relative_to(CSS).as_posix(): path.read_text() for path in [*CSS.glob("*.css"), *CSS.rglob("*/*.css")]}
# E-mail, paper and admin have sheets of their own, which browsers of the site never read.
APART = ("email", "letter-", "labels", "certificate.", "committee-print.", "admin/")
PUBLIC = {name: css for name, css in SHEETS.items() if not name.startswith(APART)}
COLOURS = {
    name: {"light": light, "dark": dark}
    for name, light, dark in re.findall(
        r"--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);", PUBLIC["tokens.css"]
    )
}
SCHEMES = ("light", "dark")
GROUNDS = [name for name in COLOURS if name in ("ground", "surface") or name.startswith("tint-")]
FILLS = [name for name in COLOURS if name.startswith("fill-")]
TEXTS = ["text", "muted", "charbon", "canopee", "canal", "brique", "soleil"]
SIGNS = ["line-strong", "focus"]
# Drawn only: nothing is read in them, no control is known by them.
DECORATION = ["line", "sun", "leaf"]


def luminance(colour):
    """Relative luminance of « #rrggbb » (WCAG 2.2, definition)."""
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first, second):
    """Contrast ratio of two colours, from 1 to 21."""
    lighter, darker = sorted((luminance(first), luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def too_weak(pairs, least):
    """The pairs of tokens that stand out less than `least` to 1 in a scheme."""
    weak = []
    for scheme, (front, back) in itertools.product(SCHEMES, pairs):
        ratio = contrast(COLOURS[front][scheme], COLOURS[back][scheme])
        if ratio < least:
            weak.append(f"{scheme}: {front} on {back} {ratio:.2f}")
    return weak


def test_contrast_is_computed_as_the_standard_says():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_every_text_reads_on_every_ground():
    assert too_weak(itertools.product(TEXTS, GROUNDS), 7) == []


def test_what_is_written_on_a_fill_reads():
    assert too_weak(itertools.product(("on-fill", "on-fill-highlight"), FILLS), 7) == []


def test_a_button_reads_at_rest_and_under_the_pointer():
    assert too_weak([("on-button", "button"), ("on-button", "button-hover")], 7) == []


def test_signs_stand_out_on_every_ground():
    assert too_weak(itertools.product(SIGNS, GROUNDS), 3) == []


def test_every_colour_has_its_part():
    known = {*GROUNDS, *FILLS, *TEXTS, *SIGNS, *DECORATION}
    known |= {"on-fill", "on-fill-highlight", "button", "button-hover", "on-button"}

    assert set(COLOURS) == known


def test_components_take_their_colours_from_the_tokens():
    painted = {
        name: re.findall(r"(?:color|background|border[\w-]*):[^;{}]*#[0-9a-f]{3,8}\b", css)
        for name, css in PUBLIC.items()
        # Paper is white and ink black.
        if name not in ("tokens.css", "print.css")
    }

    assert {name: found for name, found in painted.items() if found} == {}


def test_every_token_in_use_exists():
    defined = set(re.findall(r"(--[\w-]+)\s*:", "\n".join(PUBLIC.values())))
    used = set(re.findall(r"var\((--[\w-]+)", "\n".join(PUBLIC.values())))

    assert used - defined == set()
