"""A former issue as it is entered in the admin, with its PDF."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from newsletter.models import IssueIndexPage
from tests.back_office import filled_in
from tests.pdfs import pdf

LETTER = pdf([("Le canal retrouve ses berges", 22), "Trois kilomètres rouverts."], ["Les péniches reviennent."])


def add_address():
    return reverse("wagtailadmin_pages:add", args=["newsletter", "archivedissuepage", IssueIndexPage.objects.get().pk])


def upload(content, name="lettre3.pdf"):
    return SimpleUploadedFile(name, content, content_type="application/pdf")


def enter(client, content=LETTER, action="publish", **fields):
    """Add a former issue through the admin's form; without content, none is chosen."""
    data = filled_in(client, add_address(), **{"title": "Les berges", "number": "3", "month": "01/03/2021", **fields})
    if content is not None:
        data["pdf"] = upload(content)
    return client.post(add_address(), {**data, f"action-{action}": "1"}, follow=True)


def content_of(response):
    return b"".join(response.streaming_content)
