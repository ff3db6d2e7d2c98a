"""A former issue that is online, and who entered it."""

import pytest

from newsletter.models import ArchivedIssuePage
from tests import builders
from tests.back_office import signed_in
from tests.keeping import kept, lent
from tests.newsletter.archive.entering import enter


@pytest.fixture
def director():
    return signed_in(builders.account("Direction de publication"))


def publish():
    enter(signed_in(builders.account("Direction de publication")))
    return ArchivedIssuePage.objects.get()


@pytest.fixture(scope="class")
def kept_issue(django_db_setup, django_db_blocker):
    with kept(publish, django_db_blocker) as issue:
        yield issue


@pytest.fixture
def published(kept_issue, db):
    return lent(kept_issue)
