"""Uploaded files are private until something public shows them, and again once nothing does."""

import datetime
from io import BytesIO, StringIO

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from wagtail.models import PageViewRestriction, ReferenceIndex, UploadedFile

from pma_site.core.models import SiteDocument, SiteImage
from tests import builders
from tests.back_office import signed_in
from tests.contents import described, raw
from tests.hostile_files import DOORS, finish, put_in

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


def link_to(document):
    return f'<p><a linktype="document" id="{document.pk}">Compte rendu</a></p>'


def page_with_link(document, **fields):
    page = builders.standard_page(**fields)
    page.body = raw([("paragraph", link_to(document))])
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


def test_a_document_of_a_call_is_public_while_the_call_is(client, document):
    call = builders.call(is_online=False, question=link_to(document))
    ReferenceIndex.create_or_update_for_object(call)
    assert status(client, document.url) == 404

    call.is_online = True
    call.save()

    assert status(client, document.url) == 200


def test_a_document_of_a_call_for_candidates_is_public_while_its_edition_is(client, document):
    edition = builders.edition(live=False)
    ReferenceIndex.create_or_update_for_object(builders.label_call(edition, instructions=link_to(document)))
    assert status(client, document.url) == 404

    edition.save_revision().publish()

    assert status(client, document.url) == 200


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


def test_the_file_of_a_letter_is_handed_out_by_its_page_alone(client):
    """Its own name holds what identifies it, which readers of a letter that is withdrawn since may have kept."""
    team = signed_in(builders.account("Rédaction"))

    for folder in ("lettres", "archives/0123", "autre"):
        name = default_storage.save(f"{folder}/lettre-aux-maires-9.pdf", ContentFile(b"%PDF-"))
        assert status(client, f"/media/{name}") == 404
        assert status(team, f"/media/{name}") == 200


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


def photo_with_a_place():
    """A photograph as a telephone takes it: on its side, and saying where it was taken."""
    exif, out = Image.Exif(), BytesIO()
    exif[0x010E], exif[0x0112] = "50.43 N 2.83 E", 6
    Image.new("RGB", (400, 300), "#1f5f3f").save(out, "JPEG", exif=exif.tobytes())
    return out.getvalue()


def is_bare(name):
    with default_storage.open(name) as file, Image.open(file) as kept:
        return kept.size == (300, 400) and not kept.getexif()


@pytest.mark.parametrize("door", DOORS[:3], ids=lambda door: door.address)
@pytest.mark.parametrize("in_memory", [True, False])
def test_a_picture_of_the_team_is_kept_without_what_it_does_not_show(settings, door, in_memory):
    if not in_memory:
        settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 100
    editor = signed_in(builders.account("Agenda"))

    put_in(editor, door, "terril.jpg", photo_with_a_place())
    for unfinished in UploadedFile.objects.all():
        finish(editor, unfinished)

    assert is_bare(SiteImage.objects.get().file.name)


def test_a_picture_that_waits_for_its_credit_is_for_the_team_and_leaves_after_a_day(client):
    editor = signed_in(builders.account("Agenda"))
    put_in(editor, DOORS[2], "terril.jpg", photo_with_a_place())
    name = UploadedFile.objects.get().file.name

    assert is_bare(name)
    assert status(client, f"/media/{name}") == 404
    assert status(editor, f"/media/{name}") == 200
    call_command("apply_retention", stdout=StringIO())
    assert default_storage.exists(name)
    with time_machine.travel(timezone.now() + datetime.timedelta(days=1, hours=1)):
        call_command("apply_retention", stdout=StringIO())
    assert not default_storage.exists(name)
    assert not UploadedFile.objects.exists()
