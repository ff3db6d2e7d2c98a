"""« Prêt à partir ? » of dates in the texts of a letter: a day that does not exist is told, any other is left alone."""

import pytest
from django.urls import reverse

from tests import builders, contents
from tests.back_office import signed_in
from tests.reading import text

pytestmark = pytest.mark.django_db


def said(words):
    """What an editor reads of an issue with some words on its front page."""
    issue = contents.sound_issue(cover=[("paragraph", f"<p>{words}</p>")])
    editor = signed_in(builders.account("Rédaction"))
    return text(editor.get(reverse("newsletter_readiness", args=[issue.pk])))


@pytest.mark.parametrize(
    ("written", "quoted"),
    [
        ("Le 30 février 2027.", "30 février 2027"),
        ("Le 31 novembre 2026.", "31 novembre 2026"),
        ("Le 29 février 2027.", "29 février 2027"),
        ("Du 30 au 31 JUIN.", "31 juin"),
        ("Le 30 février.", "30 février"),
        ("Le samedi 30 février 2027.", "samedi 30 février 2027"),
    ],
)
def test_a_day_that_does_not_exist_stops_the_letter(written, quoted):
    words = said(written)

    assert "Bloquant" in words
    assert f"« {quoted} » n’existe pas" in words


@pytest.mark.parametrize(
    "written",
    [
        "Le 1er mai 2026, le 29 février 2028, le 31 décembre.",
        "Né un 29 février, il n’a son jour qu’une année sur quatre.",
        "Lettre n° 31 novembre 2026, lettre numéro 31 novembre 2026, lettre nº 31 novembre 2026.",
        "À 20 h 00 mai commence ; 130 février, 0 maison et 31 juinettes.",
    ],
)
def test_any_other_is_left_alone(written):
    words = said(written)

    assert "Bloquant" not in words
    assert "n’existe pas" not in words
