"""The labels of the showroom: chosen by hand or by event, eight to a sheet, each with a code that opens its page."""

import pytest
from django.urls import reverse

from agenda.models.links import EventOrganiser
from pma_site.core import pdf_pages
from tests import builders
from tests.back_office import signed_in
from tests.reading import elements, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def keeper():
    return signed_in(builders.account("Réseau"))


@pytest.fixture
def members():
    return [
        builders.member(
            title=f"Atelier {number}",
            object_name=f"objet {number}" if number else "",
            standfirst="Une phrase. Une autre.",
            image=builders.image(credit="Zoé Petit"),
        )
        for number in range(10)
    ]


def ticked(page):
    return [box["value"] for box in elements(page, "input") if box.get("name") == "membres" and "checked" in box]


def test_those_with_an_object_are_chosen_first_and_those_of_an_event_in_one_click(keeper, members):
    event = builders.event(title="Showroom de printemps")
    event.organisers = [EventOrganiser(organisation=members[3].organisation)]
    event.save_revision().publish()

    page = keeper.get(reverse("network_showroom"))
    key = next(option["value"] for option in elements(page, "option") if option["value"])
    chosen = keeper.get(reverse("network_showroom"), {"evenement": key})

    assert len(ticked(page)) == 9
    assert "Showroom de printemps" in text(page)
    assert ticked(chosen) == [str(members[3].pk)]


def test_the_sheets_say_what_each_object_is(keeper, members):
    data = {"membres": [member.pk for member in members], "premiere": 8}

    response = keeper.post(reverse("network_showroom"), data)

    assert response["Content-Type"] == "application/pdf"
    words = pdf_pages.words(response.content)
    for said in ("Objet 1", "Atelier 1", "Une phrase.", "Zoé Petit"):
        assert said in words
    assert "Une autre" not in words
    # One on the first sheet, eight on the second, one on the third.
    assert len(pdf_pages.pictures(response.content, 100)) == 3


def test_nothing_chosen_is_said(keeper, members):
    nothing = keeper.post(reverse("network_showroom"), {"premiere": "99"})
    unknown = keeper.post(reverse("network_showroom"), {"membres": ["x", "\0", "999999"]})

    assert (nothing.status_code, unknown.status_code) == (400, 400)
