"""A few of the hostile requests that `make torture-applications` sends by the thousands."""

from random import Random

import pytest

from tests.projects.hostile_applications import Stage, harm

pytestmark = pytest.mark.django_db


def test_hostile_applications_are_answered_and_harm_nobody():
    stage = Stage()

    for seed in range(30):
        stage.play(Random(seed))  # noqa: S311

    assert stage.apply(1)
    assert harm(stage) == []
