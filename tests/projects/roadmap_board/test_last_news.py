"""What the desk and the board say of the last news of an action: never a day that nobody knows."""

from datetime import date

import pytest
from django.urls import reverse

from projects.choices import DatePrecision
from projects.models import Milestone
from tests import builders
from tests.projects.roadmap_board.actions import axis_with, keeper
from tests.reading import text

pytestmark = pytest.mark.django_db


def milestone(on, precision=DatePrecision.DAY):
    return Milestone(day=on, precision=precision, sentence="On avance.")


@pytest.mark.parametrize(
    ("milestones", "desk", "board"),
    [
        ([], "aucune nouvelle depuis le début de 2023", "Sans nouvelle depuis le début de 2023"),
        (
            [milestone(date(2023, 3, 28))],
            "dernière nouvelle le 28 mars 2023",
            "Sans nouvelle depuis le 28 mars 2023",
        ),
        (
            [milestone(date(2023, 3, 1), DatePrecision.MONTH), milestone(date(2023, 2, 3))],
            "dernière nouvelle en mars 2023",
            "Sans nouvelle depuis mars 2023",
        ),
        (
            [milestone(date(2023, 1, 1), DatePrecision.YEAR)],
            "dernière nouvelle en 2023",
            "Sans nouvelle depuis 2023",
        ),
        # A first of January that somebody did know.
        (
            [milestone(date(2023, 1, 1))],
            "dernière nouvelle le 1er janvier 2023",
            "Sans nouvelle depuis le 1er janvier 2023",
        ),
    ],
)
def test_it_is_told_as_exactly_as_it_is_known(milestones, desk, board):
    axis_with({"title": "Un verger", "milestones": milestones}, parent=builders.roadmap(year=2023))
    client = keeper()

    card, line = text(client.get("/admin/")), text(client.get(f"{reverse('roadmap_board')}?annee=2023"))

    assert "1 action de 2023 sans nouvelle ou en retard" in card
    assert "Un verger" in card
    assert desk in card
    assert board in line
