"""Pictures: every size made when they are uploaded, none when they are looked at."""

from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from pma_site.core.models import SiteImage, SiteRendition
from tests import builders
from tests.contents import described, raw
from tests.reading import elements

pytestmark = pytest.mark.django_db


@pytest.fixture
def photo(client, django_capture_on_commit_callbacks):
    """A wide picture, uploaded by an editor through the admin."""
    content = BytesIO()
    Image.linear_gradient("L").resize((1500, 900)).convert("RGB").save(content, "JPEG")
    client.force_login(builders.administrator())
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(
            reverse("wagtailimages:add"),
            {
                "title": "Le showroom",
                "credit": "PMA / Camille Durand",
                "file": SimpleUploadedFile("showroom.jpg", content.getvalue(), "image/jpeg"),
            },
        )
    assert response.status_code == 302, response.context["form"].errors
    client.logout()
    return SiteImage.objects.get()


def page_with(image, **fields):
    page = builders.standard_page(**fields)
    page.body = raw([("figure", {"image": described(image), "caption": "Le showroom de Lens"})])
    page.save()
    return page


@pytest.mark.parametrize("use", ["wide", "card"])
@pytest.mark.parametrize(("kind", "format"), [("avif", "AVIF"), ("jpeg", "JPEG")])
def test_an_upload_makes_every_size_in_both_formats(photo, use, kind, format):
    files = photo.files(use, kind)

    assert len(files) >= 2
    assert [file["width"] for file in files] == sorted({file["width"] for file in files})
    for file in files:
        with default_storage.open(file["name"]) as content, Image.open(content) as made:
            assert made.format == format
            assert made.size == (file["width"], file["height"])


def test_a_small_picture_is_never_enlarged(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        image = builders.image()

    image.refresh_from_db()
    assert {file["width"] for file in image.files("wide", "jpeg")} == {64}


def test_a_page_shows_it_in_modern_formats_with_its_size_and_its_description(photo, client):
    response = client.get(page_with(photo).url)

    (source,) = elements(response, "source")
    (picture,) = elements(response, "img")
    assert source["type"] == "image/avif"
    assert [width for width in (480, 960, 1440) if f"{width}w" not in source["srcset"]] == []
    assert (picture["width"], picture["height"]) == ("1440", "864")
    assert picture["alt"] == "Ce que montre l’image"
    assert "PMA / Camille Durand" in response.content.decode()


def test_every_file_that_a_page_names_is_there(photo, client):
    response = client.get(page_with(photo).url)

    addresses = [elements(response, "img")[0]["src"]]
    for tag in ("source", "img"):
        addresses += [part.split()[0] for part in elements(response, tag)[0]["srcset"].split(",")]
    for address in addresses:
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert b"".join(answer.streaming_content)


def test_a_decorative_picture_has_an_empty_description(photo, client):
    page = builders.standard_page()
    value = {"image": photo.pk, "alt_text": "", "decorative": True}
    page.body = raw([("figure", {"image": value, "caption": ""})])
    page.save()

    (picture,) = elements(client.get(page.url), "img")

    assert picture["alt"] == ""


def test_a_visit_makes_nothing_and_asks_no_rendition(photo, client):
    page = page_with(photo)
    made = SiteRendition.objects.count()

    with CaptureQueriesContext(connection) as captured:
        client.get(page.url)

    assert SiteRendition.objects.count() == made
    assert not [query for query in captured.captured_queries if "siterendition" in query["sql"]]


def test_a_picture_whose_sizes_are_not_made_yet_is_shown_as_it_is(client):
    page = page_with(builders.image())

    (picture,) = elements(client.get(page.url), "img")

    assert (picture["width"], picture["height"], picture["alt"]) == ("64", "48", "Ce que montre l’image")
    assert SiteRendition.objects.count() == 0


def test_a_lost_original_does_not_take_the_page_down(photo, client):
    page = page_with(photo)
    default_storage.delete(photo.file.name)

    assert client.get(page.url).status_code == 200


def test_another_focal_point_makes_the_cards_again(photo, client, django_capture_on_commit_callbacks):
    before = photo.files("card", "jpeg")
    client.force_login(builders.administrator())

    with django_capture_on_commit_callbacks(execute=True):
        client.post(
            reverse("wagtailimages:edit", args=[photo.pk]),
            {
                "title": photo.title,
                "credit": photo.credit,
                "focal_point_x": 100,
                "focal_point_y": 100,
                "focal_point_width": 80,
                "focal_point_height": 80,
            },
        )

    photo.refresh_from_db()
    after = photo.files("card", "jpeg")
    assert {file["name"] for file in after}.isdisjoint(file["name"] for file in before)
    assert all(default_storage.exists(file["name"]) for file in after)


def test_another_title_makes_nothing_again(photo, django_capture_on_commit_callbacks):
    before = photo.sources
    photo.title = "Le showroom de Lens"

    with django_capture_on_commit_callbacks(execute=True):
        photo.save()

    photo.refresh_from_db()
    assert photo.sources == before


def test_a_credit_is_asked_for(client):
    content = BytesIO()
    Image.new("RGB", (10, 10)).save(content, "PNG")
    client.force_login(builders.administrator())

    response = client.post(
        reverse("wagtailimages:add"),
        {"title": "Sans crédit", "file": SimpleUploadedFile("x.png", content.getvalue(), "image/png")},
    )

    assert response.context["form"].errors["credit"]
    assert not SiteImage.objects.exists()


def test_a_drawing_that_can_hold_scripts_is_refused(client):
    client.force_login(builders.administrator())

    response = client.post(
        reverse("wagtailimages:add"),
        {
            "title": "Un dessin",
            "credit": "PMA",
            "file": SimpleUploadedFile("x.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "image/svg+xml"),
        },
    )

    assert response.context["form"].errors["file"]


def test_files_that_were_lost_are_made_again_away_from_visits(photo, client, capsys):
    lost = photo.files("wide", "avif")[0]["name"]
    default_storage.delete(lost)
    address = page_with(photo).url

    assert client.get(address).status_code == 200
    assert not default_storage.exists(lost)
    call_command("make_missing_pictures")
    assert "Images refaites\u00a0: 1." in capsys.readouterr().out
    assert all(default_storage.exists(file["name"]) for file in SiteImage.objects.get().files("wide", "avif"))

    call_command("make_missing_pictures")
    assert "Images refaites\u00a0: 0." in capsys.readouterr().out


def test_a_picture_without_its_original_is_told_of_and_keeps_no_other_from_its_files(photo, capsys):
    default_storage.delete(photo.file.name)
    default_storage.delete(photo.files("card", "jpeg")[0]["name"])

    with pytest.raises(CommandError, match="1"):
        call_command("make_missing_pictures")

    assert "Le showroom" in capsys.readouterr().err
