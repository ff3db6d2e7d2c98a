"""The pictures of a proposal: decoded within bounds, made anew, kept on errors, private, and forgotten in time."""

from datetime import timedelta
from io import BytesIO, StringIO
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.utils import timezone
from PIL import Image, ImageCms, PngImagePlugin

from agenda.models import ProposalDraft, ProposalImage
from pma_site.core import pictures
from pma_site.core.refusals import Refused
from tests import builders
from tests.reading import text

from .proposers import at, fill_in, follow_path, photograph, propose, send

pytestmark = pytest.mark.django_db
WORDS = {"alt_0": "La place en fête", "credit_0": "Ville / Durand", "rights": "on"}


@pytest.fixture(autouse=True)
def town():
    return builders.commune("Fouquières-lès-Lens")


def upload(content, name="photo.jpg"):
    return SimpleUploadedFile(name, content, "image/jpeg")


def saved(image, kind="JPEG", **saving):
    out = BytesIO()
    image.save(out, kind, **saving)
    return out.getvalue()


def with_place():
    """A photograph taken with the telephone on its side, in Lens."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "Marque"
    exif.get_ifd(0x8825)[2] = (50.0, 25.0, 55.0)
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    picture = Image.new("RGB", (800, 400), "red")
    picture.paste("blue", (0, 0, 400, 400))
    return saved(picture, exif=exif, icc_profile=profile, comment=b"Camille", xmp=b"<x:xmpmeta>Camille</x:xmpmeta>")


# What is made only when a test asks for it.
UNUSABLE = {
    "cut short": (lambda: with_place()[:-400], "incomplète ou abîmée"),
    "a GIF": (lambda: saved(Image.new("RGB", (400, 300)), "GIF"), "JPEG, PNG ou WebP"),
    "a TIFF": (lambda: saved(Image.new("RGB", (400, 300)), "TIFF"), "JPEG, PNG ou WebP"),
    "an SVG": (lambda: b"<svg xmlns='http://www.w3.org/2000/svg'/>", "JPEG, PNG ou WebP"),
    "a PDF": (lambda: b"%PDF-1.7", "JPEG, PNG ou WebP"),
    "too small": (lambda: saved(Image.new("RGB", (40, 30)), "PNG"), "trop petite"),
    "72 millions of points": (lambda: saved(Image.new("1", (9000, 8000)), "PNG"), "trop de points"),
    "24 millions of points and more": (lambda: saved(Image.new("1", (6000, 4001)), "PNG"), "24 millions au plus"),
    "400 millions of points": (lambda: saved(Image.new("1", (20_000, 20_000)), "PNG"), "trop de points"),
    "too heavy": (lambda: with_place() + b"\0" * pictures.MAX_SIZE, "8\u00a0Mo au plus"),
}


def files():
    return sorted(path for path in Path(settings.PRIVATE_ROOT).rglob("*") if path.is_file())


class TestMadeAnew:
    def test_it_stands_upright_and_tells_nothing_but_what_one_sees(self):
        made = pictures.made_anew(upload(with_place()))

        clean = Image.open(BytesIO(made.content))
        assert clean.size == (made.width, made.height) == (400, 800)
        # What was on the left is on top.
        assert clean.getpixel((200, 100))[2] > 200
        assert not clean.getexif()
        assert {"icc_profile", "comment", "xmp", "exif"} & set(clean.info) == set()
        for told in (b"Camille", b"Marque", b"Exif", b"ICC_PROFILE", b"xmp"):
            assert told not in made.content

    @pytest.mark.parametrize(
        ("picture", "kind"),
        [
            (Image.new("CMYK", (400, 300), (0, 255, 255, 0)), "JPEG"),
            (Image.new("L", (400, 300), 200), "JPEG"),
            (Image.new("RGBA", (400, 300), (255, 0, 0, 0)), "PNG"),
            (Image.new("P", (400, 300), 3), "PNG"),
            (Image.new("I;16", (400, 300), 40_000), "PNG"),
            (Image.new("1", (400, 300), 1), "PNG"),
            (Image.new("LA", (400, 300), (9, 0)), "PNG"),
            (Image.new("RGBA", (400, 300), (0, 0, 255, 128)), "WEBP"),
            (None, "JPEG"),
            (None, "MPO"),
        ],
    )
    def test_whatever_its_colours_it_becomes_a_plain_jpeg(self, picture, kind):
        picture = picture or Image.new("RGB", (7000, 4000), "green")
        made = pictures.made_anew(upload(saved(picture, kind), "x.gif"))

        clean = Image.open(BytesIO(made.content))
        assert (clean.format, clean.mode) == ("JPEG", "RGB")
        assert max(clean.size) <= pictures.MOST_SIDE
        if picture.mode in ("RGBA", "LA") and kind == "PNG":
            assert min(clean.getpixel((9, 9))) > 250

    @pytest.mark.parametrize("kind", ["WEBP", "PNG"])
    def test_of_one_that_moves_the_first_image_is_kept(self, kind):
        frames = [Image.new("RGB", (400, 300), colour) for colour in ("red", "blue")]
        made = pictures.made_anew(upload(saved(frames[0], kind, save_all=True, append_images=frames[1:], duration=90)))

        assert Image.open(BytesIO(made.content)).getpixel((5, 5))[0] > 200

    @pytest.mark.parametrize("case", UNUSABLE)
    def test_one_that_cannot_be_used_is_refused_in_words(self, case):
        content, said = UNUSABLE[case]
        with pytest.raises(Refused, match=said):
            pictures.made_anew(upload(content()))

    def test_a_text_hidden_in_a_png_is_lost(self):
        notes = PngImagePlugin.PngInfo()
        notes.add_text("Author", "Camille", zip=True)

        made = pictures.made_anew(upload(saved(Image.new("RGB", (400, 300)), "PNG", pnginfo=notes)))

        assert b"Camille" not in made.content


class TestKept:
    def test_a_picture_is_kept_while_its_words_are_wrong_and_shown_to_who_sent_it_alone(self, client):
        token = fill_in(client, upto="comment")

        wrong = client.post(at(token, "images"), {"image_0": photograph(), "alt_0": ""})
        image = ProposalImage.objects.get()
        shown = client.get(f"/proposer-un-evenement/brouillon/{token}/image/0/")
        right = client.post(at(token, "images"), WORDS)

        assert wrong.status_code == 400
        assert "Dites en une phrase ce que montre l’image" in text(wrong)
        assert "Cochez cette case" in text(wrong)
        assert "Cette image est gardée" in text(wrong)
        assert right.status_code == 302
        assert shown.content[:2] == b"\xff\xd8"
        # Nothing of its name is kept, and no public address leads to it.
        assert "photo" not in image.file.name
        assert image.file.path.startswith(str(settings.PRIVATE_ROOT))
        assert client.get(f"/media/{image.file.name}").status_code == 404

    def test_one_bad_file_costs_neither_the_other_nor_what_was_typed(self, client):
        token = fill_in(client, upto="comment")
        files = {"image_0": photograph(), "image_1": upload(b"GIF89a", "x.jpg")}

        answer = client.post(at(token, "images"), {**WORDS, **files, "alt_1": "Le stade"})

        assert answer.status_code == 400
        assert [image.place for image in ProposalImage.objects.all()] == [0]
        assert 'value="Le stade"' in answer.content.decode()

    def test_it_goes_along_with_the_proposal_and_its_corrections(self, client, django_capture_on_commit_callbacks):
        proposal = propose(client, images={"image_0": photograph(), **WORDS})
        assert [(image.alt, image.credit) for image in proposal.images.all()] == [
            ("La place en fête", "Ville / Durand")
        ]

        with django_capture_on_commit_callbacks(execute=True):
            token = client.post(follow_path(proposal)).url.split("/")[3]
            client.post(at(token, "images"), {**WORDS, "remove_0": "on"})
            assert proposal.images.exists()
            send(client, token)

        assert not ProposalImage.objects.exists()

    def test_what_nobody_sends_is_forgotten_after_a_day_with_its_files(
        self, client, django_capture_on_commit_callbacks, settings, tmp_path
    ):
        settings.EMAIL_FILE_PATH = tmp_path
        token = fill_in(client, upto="comment")
        client.post(at(token, "images"), {"image_0": photograph(), **WORDS})
        before = len(files())

        for hours, left in ((23, 1), (25, 0)):
            with (
                time_machine.travel(timezone.now() + timedelta(hours=hours), tick=False),
                django_capture_on_commit_callbacks(execute=True),
            ):
                call_command("apply_retention", stdout=StringIO(), stderr=StringIO())
            assert ProposalDraft.objects.count() == left
        assert len(files()) == before - 1
