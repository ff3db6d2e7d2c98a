"""Pages that are planned, and the command that sees to them."""

import datetime
from io import StringIO

from django.core.management import CommandError, call_command
from django.utils import timezone
from wagtail.models import PageLogEntry

from tests import builders

NOW = timezone.now().replace(microsecond=0)
A_MINUTE = datetime.timedelta(minutes=1)


def plan(page, at=None, **changes):
    """Plan the publication of a page, with `changes`, for `at`; a minute ago by default."""
    at = at or timezone.now() - A_MINUTE
    for name, value in {"go_live_at": at, **changes}.items():
        setattr(page, name, value)
    page.save_revision(approved_go_live_at=at, clean=False)
    return page


def planned(title="Une page", at=None, **fields):
    """A draft to be published."""
    return plan(builders.standard_page(title=title, live=False, **fields), at)


def clashing(title="Un clash"):
    """A published issue planned to take a number that another one has: it cannot."""
    issue = builders.issue(title=title)
    return plan(issue, number=builders.issue().number)


def run(*arguments, command="publish_due"):
    """Run the command; what it says, and whether it ended in an error."""
    said = StringIO()
    try:
        call_command(command, *arguments, stdout=said, stderr=said)
    except CommandError as error:
        return f"{said.getvalue()}{error}", True
    return said.getvalue(), False


def times_published(page):
    return PageLogEntry.objects.filter(page=page.pk, action="wagtail.publish.scheduled").count()
