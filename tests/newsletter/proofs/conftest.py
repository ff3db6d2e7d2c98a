"""A draft that is lent, and who lends it."""

import pytest

from tests import builders, contents
from tests.back_office import signed_in
from tests.newsletter.proofs.lending import lend


@pytest.fixture
def editor():
    return signed_in(builders.account("Rédaction"))


@pytest.fixture
def issue():
    """An issue not yet online, of which a draft was saved."""
    issue = builders.issue(title="Titre encore secret", number=9, live=False)
    issue.cover = contents.raw([("paragraph", "<p>Un premier paragraphe.</p>")])
    issue.save_revision()
    return issue


@pytest.fixture
def address(editor, issue):
    return lend(editor, issue)
