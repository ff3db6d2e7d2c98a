"""Applying to the Label Euralens."""

import pytest

from tests import builders

pytestmark = pytest.mark.django_db


def test_an_application_says_its_budget():
    application = builders.application(communes=[builders.commune("Lens")])
    builders.application_file(application)

    assert application.budget_total == 1500
    assert application.place_in_words == "Lens"
    assert application.may_be_filled
