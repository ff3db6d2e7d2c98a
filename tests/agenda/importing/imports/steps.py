"""The steps of an import, as the team takes them."""

import re
from html import unescape

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from agenda.models import EventImport, EventPage


def send(client, content, name="agenda.ics", **fields):
    """Send a file as the form does, and return the examination."""
    content = content.encode() if isinstance(content, str) else content
    file = SimpleUploadedFile(name, content)
    response = client.post(reverse("agenda_imports"), {"file": file, "address": "", "name": "", **fields}, follow=True)
    assert response.status_code == 200, text_of(response)
    return EventImport.objects.latest("pk")


def bring_in(client, content, **more):
    """Send a file and press « Importer »."""
    run = send(client, content, **more)
    client.post(reverse("agenda_import_apply", args=[run.pk]))
    run.refresh_from_db()
    assert run.is_over
    return run


def text_of(response):
    main = response.content.decode().partition("<main")[2]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


def draft(title):
    return EventPage.objects.get(title=title).get_latest_revision_as_object()


def told(run, **which):
    """Everything that is said of a row."""
    row = run.rows.get(**which)
    return " ".join([row.reason, *row.remarks, *(f"{c['label']} {c['before']} → {c['after']}" for c in row.changes)])
