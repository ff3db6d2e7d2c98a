"""« Liens proposés »: what a page names, and what only looks like a name."""

import pytest

from pma_site.core.linking import suggestions
from tests import builders
from tests.contents import raw
from tests.core.suggested_links.pages import page_saying, proposed

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "words",
    [
        "à Fouquières-lès-Lens, on",
        "À FOUQUIERES LES LENS on",
        "à Fouquières lez Lens.",
        "à fouquieres-les-lens",
        "d’Fouquières-lès-Lens",
        "à Fouquie\u0300res-le\u0300s-Lens",
        "à Fouquières‑lès‑Lens (Pas-de-Calais)",
        "à Fouquières-lès-Lens&nbsp;!",
    ],
)
def test_a_commune_is_recognised_in_any_spelling(lens, words):
    builders.commune("Fouquières-lès-Lens", insee_code="62349")

    (found,) = suggestions(page_saying(words))

    assert [target.label for target in found.targets] == ["Fouquières-lès-Lens"]


@pytest.mark.parametrize(
    "words",
    [
        "la communauté de Lens-Liévin",
        "le Louvre-Lens",
        "écrire à maire@Lens.example",
        "sur lens.example",
        "un avion passe",
        "du pain de la couture d’un vêtement",
        "à Bully. Les Mines",
        '<a href="https://x.example/">à Lens</a>',
        "Lensois et Lensoises",
    ],
)
def test_what_only_looks_like_a_name_is_left_alone(lens, words):
    for name in ("Avion", "La Couture", "Bully-les-Mines"):
        builders.commune(name)

    assert proposed(page_saying(words)) == []


def test_saints_and_articles_are_written_in_several_ways():
    for name in ("Saint-Venant", "La Couture"):
        builders.commune(name)

    assert proposed(page_saying("De St Venant à la Couture")) == ["St Venant", "la Couture"]


def test_members_candidates_and_events_online_are_named_too_and_drafts_never():
    builders.member(title="Hyboo", organisation=builders.organisation("Hyboo SAS"))
    builders.candidate(title="Les Cousalis")
    builders.event(title="Bivouaquez !")
    builders.event(title="Secret").unpublish()
    page = page_saying("Hyboo, Les Cousalis et Bivouaquez, mais pas Secret.")

    assert proposed(page) == ["Hyboo", "Les Cousalis", "Bivouaquez"]


def test_a_page_is_not_led_to_itself_nor_its_titles_anywhere(lens):
    member = builders.member(title="Hyboo")
    member.body = raw([("heading", "Lens"), ("paragraph", "<p>Hyboo</p>"), ("callout", {"title": "Lens", "text": ""})])
    member.save()

    assert proposed(member) == []
