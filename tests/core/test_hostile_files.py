"""A few of the files that mean harm, one of each sort; `make torture-files` uploads all of them."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests import builders
from tests.back_office import signed_in
from tests.hostile_files import files, upload

pytestmark = pytest.mark.django_db
SOME = [
    *("page.jpg", "dessin.png", "derriere.jpg", "note.jpg", "bombe-vraie.png", "macros.docx", "page.txt"),
    "../../monte.jpg",
]


def test_the_corpus_has_sixty_files_and_more():
    assert len(files()) >= 60


@pytest.mark.parametrize("name", SOME)
def test_a_hostile_file_is_refused_or_harmless(name):
    assert upload(signed_in(builders.administrator()), name, files()[name]) == []


def test_while_the_antivirus_is_silent_nothing_is_taken(settings):
    settings.CLAMAV = "127.0.0.1:1"
    chief = signed_in(builders.administrator())

    answer = chief.post("/admin/documents/add/", {"title": "Note", "file": _note(), "collection": "1"})

    assert "L’antivirus du site ne répond pas" in answer.content.decode()


def _note():
    return SimpleUploadedFile("note.txt", b"Bonjour", "text/plain")
