"""Town halls in the admin: where they are kept, how the form of one is filled in and saved."""

from django.urls import reverse
from django.utils import timezone
from wagtail.test.utils.form_data import querydict_from_html

from pma_site.readers.choices import ReadingState
from pma_site.readers.register import recipient_at
from tests.reading import elements

LIST = "/admin/snippets/readers/office/"
RETURNS = "/admin/lecteurs/plis-revenus/"


def edit_address(record):
    name = record._meta.model_name
    return reverse(f"wagtailsnippets_readers_{name}:edit", args=[record.pk])


def filled_in(client, address, mandates=(), **fields):
    """What the browser would post from the form at `address`, with `fields` changed and `mandates` added."""
    page = client.get(address)
    data = querydict_from_html(page.content.decode(), form_id="w-editor-form")
    # A browser sends « on » for a box without a value.
    boxes = [box for box in elements(page, "input") if box.get("type") == "checkbox" and "checked" in box]
    data.update({box["name"]: "on" for box in boxes if box.get("name") in data})
    there = int(data.get("mandates-TOTAL_FORMS", 0))
    for number, mandate in enumerate(mandates, there):
        blank = {"id": "", "DELETE": "", "start": "", "end": "", "form_of_address": "madame-la-maire"}
        data.update({f"mandates-{number}-{name}": value for name, value in {**blank, **mandate}.items()})
    if "mandates-TOTAL_FORMS" in data:
        data["mandates-TOTAL_FORMS"] = there + len(mandates)
    for name, value in fields.items():
        data[name] = value
    return data


def save(client, record, mandates=(), **fields):
    address = edit_address(record)
    response = client.post(address, filled_in(client, address, mandates, **fields))
    record.refresh_from_db()
    return response


def silent(address):
    """A recipient that left."""
    recipient = recipient_at(address)
    recipient.state, recipient.left_at = ReadingState.LEFT, timezone.now()
    recipient.save()
    return recipient
