"""An issue online, one that was sent, and who keeps them."""

import pytest

from newsletter.models import IssuePage
from tests import builders
from tests.back_office import signed_in
from tests.newsletter.versions.steps import declare


@pytest.fixture
def director():
    return signed_in(builders.account("Direction de publication", first_name="Ana", last_name="Roy"))


@pytest.fixture
def writer():
    return signed_in(builders.account("Rédaction"))


@pytest.fixture
def issue():
    """An issue online, as its readers have it."""
    issue = builders.issue(title="Ce qui fut envoyé", number=9)
    issue.save_revision().publish()
    return IssuePage.objects.get(pk=issue.pk)


@pytest.fixture
def sent(issue, director):
    declare(director, issue)
    return issue
