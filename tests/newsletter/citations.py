"""Issues that name records of the registers."""

from tests import builders
from tests.contents import raw


def issue_with(part="territory", *blocks, **fields):
    issue = builders.issue(**fields)
    setattr(issue, part, raw(blocks))
    issue.save()
    return issue


def initiative(**value):
    return ("initiative", {"title": "Une initiative", "text": "<p>Un texte.</p>", "prices": [], **value})
