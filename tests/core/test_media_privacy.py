"""Uploaded files are private until something public shows them, and again once nothing does."""

from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image
from wagtail.models import PageViewRestriction, ReferenceIndex

from pma_site.core.models import SiteDocument, SiteImage
from tests import builders
from tests.back_office import signed_in
from tests.contents import described, raw

pytestmark = pytest.mark.django_db


@pytest.fixture
def document():
    return SiteDocument.objects.create(title="Compte rendu", file=ContentFile(b"Bonjour", "compte-rendu.txt"))


def status(client, address):
    """The status of an answer, whose file is closed at once: one that is left open fails whichever test comes next."""
    response = client.get(address)
    for close in response._resource_closers:
        close()
    return response.status_code


def page_with_link(document, **fields):
    page = builders.standard_page(**fields)
    page.body = raw([("paragraph", f'<p><a linktype="document" id="{document.pk}">Compte rendu</a></p>')])
    page.save()
    ReferenceIndex.create_or_update_for_object(page)
    return page


def page_with(image, **fields):
    page = builders.standard_page(**fields)
    page.body = raw([("figure", {"image": described(image), "caption": "Le showroom"})])
    page.save()
    ReferenceIndex.create_or_update_for_object(page)
    return page


def test_a_document_is_public_while_a_page_that_is_online_leads_to_it(client, document):
    team = signed_in(builders.account("Rédaction"))
    assert status(client, document.url) == 404
    assert status(team, document.url) == 200

    page = page_with_link(document, live=False)
    assert status(client, document.url) == 404
    page.save_revision().publish()
    assert status(client, document.url) == 200
    page.refresh_from_db()
    page.unpublish()
    assert status(client, document.url) == 404


@pytest.mark.parametrize("above", [False, True], ids=["itself", "above"])
def test_a_document_of_a_page_behind_a_password_is_for_who_gave_it(client, document, above):
    parent = builders.standard_page()
    page = page_with_link(document, parent=parent)
    closed = PageViewRestriction(page=parent if above else page, restriction_type="password", password="sésame")
    assert status(client, document.url) == 200

    closed.save()
    assert status(client, document.url) == 404
    reader = Client()
    form = {"password": "sésame", "return_url": page.url}
    reader.post(reverse("wagtailcore_authenticate_with_password", args=[closed.pk, page.pk]), form)
    assert status(reader, document.url) == 200
    assert status(Client(), document.url) == 404


@pytest.mark.parametrize("way", ["closed", "closed above", "moved"])
def test_the_sizes_of_a_picture_get_other_names_when_its_last_page_is_closed(
    client, django_capture_on_commit_callbacks, way
):
    with django_capture_on_commit_callbacks(execute=True):
        image = builders.image()
        parent, elsewhere = builders.standard_page(), builders.standard_page()
        PageViewRestriction.objects.create(page=elsewhere, restriction_type="login")
        page = page_with(image, parent=parent)
    image.refresh_from_db()
    addresses = [file["url"] for file in image.files("wide", "jpeg")]
    assert [status(client, address) for address in addresses] == [200] * len(addresses)

    with django_capture_on_commit_callbacks(execute=True):
        if way == "moved":
            page.move(elsewhere, pos="last-child")
        else:
            PageViewRestriction.objects.create(page=page if way == "closed" else parent, restriction_type="login")

    assert [status(client, address) for address in addresses] == [404] * len(addresses)


def test_files_as_they_were_uploaded_are_for_the_team(client, document):
    image, team = builders.image(), signed_in(builders.account("Rédaction"))

    for name in (image.file.name, document.file.name):
        assert status(team, f"/media/{name}") == 200
        for writing in (
            name,
            f"./{name}",
            f"/{name}",
            f"images/../{name}",
            name.replace("/", "//"),
            f"{name}/",
            f"{name}/.",
        ):
            assert status(client, f"/media/{writing}") == 404, writing
    assert status(team, "/media/original_images/../../settings/base.py") == 404


def test_the_sizes_of_a_picture_get_other_names_when_its_last_page_goes_offline(
    client, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        image = builders.image()
    first, second = page_with(image), page_with(image)
    image.refresh_from_db()
    addresses = [file["url"] for file in image.files("wide", "jpeg")]

    with django_capture_on_commit_callbacks(execute=True):
        first.unpublish()
    assert [status(client, address) for address in addresses] == [200] * len(addresses)
    with django_capture_on_commit_callbacks(execute=True):
        second.unpublish()

    assert [status(client, address) for address in addresses] == [404] * len(addresses)
    image.refresh_from_db()
    assert all(default_storage.exists(file["name"]) for file in image.files("wide", "jpeg"))


def test_a_picture_of_the_team_is_kept_without_what_it_does_not_show():
    exif, out = Image.Exif(), BytesIO()
    exif[0x010E], exif[0x0112] = "50.43 N 2.83 E", 6
    Image.new("RGB", (400, 300), "#1f5f3f").save(out, "JPEG", exif=exif.tobytes())
    chief = signed_in(builders.administrator())
    chief.post(
        reverse("wagtailimages:add"),
        {"title": "Terril", "credit": "PMA", "file": SimpleUploadedFile("terril.jpg", out.getvalue(), "image/jpeg")},
    )

    with SiteImage.objects.get().file.open() as file, Image.open(file) as kept:
        assert (kept.size, kept.format) == ((300, 400), "JPEG")
        assert not kept.getexif()
