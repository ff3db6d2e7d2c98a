"""A candidate whose result waits for its announcement."""

import pytest

from projects.models import CandidateCommune, CandidateHolder
from tests import builders
from tests.contents import raw
from tests.keeping import kept, lent
from tests.projects.label.results import ANNOUNCED, result_of


def cited_candidate():
    """A candidate whose result is known to editors, held by a member, in a commune, and cited by an issue."""
    edition = builders.edition(year=2023, title="Édition 2023")
    lens = builders.commune("Lens")
    organisation = builders.organisation("Les Cousalis")
    builders.member(organisation=organisation, title="Les Cousalis")
    candidate = builders.candidate(edition, title="Le jardin suspendu", slug="jardin", number=3)
    candidate.holders = [CandidateHolder(organisation=organisation)]
    candidate.communes = [CandidateCommune(commune=lens)]
    candidate.result, candidate.result_announced_at = result_of(edition), ANNOUNCED
    candidate.save_revision().publish()
    issue = builders.issue(number=9)
    issue.feature = raw([("candidates", {"title": "Les candidats", "edition": edition.pk, "text": "", "contacts": []})])
    issue.save_revision().publish()
    return candidate


@pytest.fixture(scope="class")
def kept_candidate(django_db_setup, django_db_blocker):
    with kept(cited_candidate, django_db_blocker) as candidate:
        yield candidate


@pytest.fixture
def candidate(kept_candidate, db):
    return lent(kept_candidate)
