"""A site whose uploaded files lie in buckets of a server that speaks S3, as several machines share them."""

import boto3
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import override_settings
from moto.server import ThreadedMotoServer

from pma_site.core import pdf
from pma_site.core.models import images
from pma_site.core.private_files import PrivateStorage
from pma_site.settings.sharing import storages
from tests import builders
from tests.back_office import signed_in

pytestmark = pytest.mark.django_db
KEYS = {"S3_ACCESS_KEY": "clé", "S3_SECRET_KEY": "secret", "S3_REGION": "fr-par"}


@pytest.fixture(scope="module")
def server():
    moto = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    moto.start()
    address = "http://{}:{}".format(*moto.get_host_and_port())
    client = boto3.client(
        "s3", endpoint_url=address, region_name="fr-par", aws_access_key_id="a", aws_secret_access_key="b"
    )
    for name in ("lettre", "lettre-prive"):
        client.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": "fr-par"})
    yield address, client
    moto.stop()


@pytest.fixture
def bucket(server, settings):
    address, client = server
    environ = KEYS | {"S3_ENDPOINT": address, "MEDIA_BUCKET": "lettre", "PRIVATE_BUCKET": "lettre-prive"}
    with override_settings(STORAGES=settings.STORAGES | storages(environ)):
        yield client


def names_in(client, bucket):
    return [entry["Key"] for entry in client.list_objects_v2(Bucket=bucket).get("Contents", [])]


def test_a_picture_and_its_sizes_are_in_the_bucket_and_come_out_under_our_own_address(
    bucket, client, monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.setattr(images, "SIZES", {"wide": ["width-48"]})
    monkeypatch.setattr(images, "FORMATS", ["jpeg"])
    with django_capture_on_commit_callbacks(execute=True):
        image = builders.image()
    (size,) = image.files("wide", "jpeg")
    kept = names_in(bucket, "lettre")

    assert {image.file.name, size["name"]} <= set(kept)
    assert size["url"].startswith("/media/")
    answer = client.get(size["url"])
    assert answer["Content-Type"] == "image/jpeg"
    assert b"".join(answer) == default_storage.open(size["name"]).read()
    assert "immutable" in answer["Cache-Control"]
    # As it was uploaded it is for the team.
    assert client.get(image.file.url).status_code == 404
    team = signed_in(builders.account("Rédaction"))
    assert b"".join(team.get(image.file.url)) == image.file.open().read()


def test_what_is_not_there_is_a_404_and_nothing_climbs_out(bucket, client):
    assert client.get("/media/images/absente.jpg").status_code == 404
    assert client.get("/media/../secret").status_code == 404


def test_private_files_lie_in_a_bucket_of_their_own_and_have_no_address(bucket):
    name = PrivateStorage().save("2026-11/piece.pdf", ContentFile(b"contenu"))

    assert names_in(bucket, "lettre-prive") == [name]
    assert name not in names_in(bucket, "lettre")
    with pytest.raises(ValueError, match="adresse publique"):
        PrivateStorage().url(name)
    with PrivateStorage().open(name) as file:
        assert file.read() == b"contenu"
    PrivateStorage().delete(name)
    assert names_in(bucket, "lettre-prive") == []


@pytest.mark.skipif(bool(pdf.missing_library()), reason="Pango is missing")
def test_a_pdf_shows_pictures_that_lie_in_the_bucket(bucket):
    image = builders.image()
    page = '<html lang="fr"><title>Essai</title><body><p>Texte</p><img alt="Image" src="{}"></body></html>'
    base = "https://lettre.example.org"

    with_picture = pdf.render(page.format(f"{base}{image.file.url}"), base).content

    assert b"/Image" in with_picture
    assert default_storage.exists(image.file.name)
