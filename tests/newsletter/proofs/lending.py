"""What one does with a lent draft."""

import datetime

from django.urls import reverse
from django.utils import timezone

from tests.reading import elements


def page_of(issue):
    return reverse("newsletter_proofs", args=[issue.pk])


def lend(editor, issue, **fields):
    """Make a link in the admin; return its address, as the page shows it."""
    day = timezone.localdate() + datetime.timedelta(days=7)
    data = {"reader": "Zoé Petit", "email": "", "ends_on": f"{day:%d/%m/%Y}", **fields}
    shown = editor.post(page_of(issue), data)
    address = next(field["value"] for field in elements(shown, "input") if field.get("id") == "proof-address")
    return address.removeprefix("http://testserver")


def change(issue, title):
    draft = issue.get_latest_revision_as_object()
    draft.title = title
    return draft.save_revision()
