"""An edition of the label and who runs it."""

import pytest

from tests import builders
from tests.back_office import signed_in


@pytest.fixture
def edition():
    return builders.label_call(criteria=["En quoi est-ce durable ?"]).edition


@pytest.fixture
def runner():
    return signed_in(builders.account("Label"))


@pytest.fixture
def made(edition):
    application = builders.admissible(edition, title="Le jardin suspendu")
    committee = builders.committee(edition, [builders.reviewer()], [application])
    laureate = builders.laureate(title="La serre")
    return {
        "edition": edition,
        "application": application,
        "committee": committee,
        "hearing": committee.hearings.get(),
        "file": builders.application_file(application),
        "laureate": laureate,
        "news": builders.candidate_news(laureate),
    }
