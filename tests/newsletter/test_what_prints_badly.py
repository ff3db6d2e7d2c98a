"""« Prêt à partir ? » tells what a screen shows and paper does not; paper shows what matters of a picture."""

import pytest
from django.urls import reverse

from newsletter import rendering
from tests import builders, contents
from tests.back_office import signed_in
from tests.reading import text

pytestmark = pytest.mark.django_db


def said(issue):
    desk = signed_in(builders.account("Rédaction"))
    return text(desk.get(reverse("newsletter_readiness", args=[issue.pk]))).replace("\u00a0", " ")


def figure(picture):
    described = {"image": picture.pk, "alt_text": "Le marché", "decorative": False}
    return ("figure", {"image": described, "caption": ""})


def test_a_picture_that_is_too_small_for_paper():
    words = said(contents.sound_issue(cover_image=builders.image(), cover=[figure(builders.image(size=(300, 200)))]))

    assert "Une image de 64 × 48 pixels sera floue sur papier : image de une." in words
    assert "Une image de 300 × 200 pixels sera floue sur papier" in words


def test_one_that_is_large_enough_is_left_alone():
    assert "floue" not in said(contents.sound_issue(cover=[figure(builders.image(size=(600, 400)))]))


def test_a_pictograph():
    words = said(contents.sound_issue(title="Bravo 🎉 à tous", feature_title="Un été ☀️ en Artois – 12 °C, 3 × 4 €"))

    assert "Ce signe ne s’imprime pas : 🎉 (titre de la une)." in words
    assert "(titre du dossier)" in words
    assert words.count("Ce signe ne s’imprime pas") == 2


def test_what_is_cut_of_a_picture_leaves_its_point_of_interest():
    chosen = {"focal_point_x": 600, "focal_point_y": 270, "focal_point_width": 100, "focal_point_height": 100}
    pictures = [builders.image(size=(1200, 900), **fields) for fields in ({}, chosen)]
    issue = contents.sound_issue(cover=[figure(picture) for picture in pictures])

    printed = rendering.print_html(issue.letter_for_readers(), "https://lettre.example.org")

    assert printed.count("object-position") == 1
    assert 'style="object-position: 50% 10%"' in printed
