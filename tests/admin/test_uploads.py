"""What an editor reads of a file that is refused among several: one sentence, which says why."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests import builders
from tests.back_office import signed_in
from tests.hostile_files import SVG

pytestmark = pytest.mark.django_db

OTHER = "Ce type de fichier n’est pas accepté : CSV, DOCX, ICS, ODS, ODT, PDF, PPTX, TXT, XLSX seulement."
DAMAGED = "Ce document est abîmé et ne s’ouvre pas : enregistrez-le de nouveau, ou en PDF."
FORMAT = "Ce format d’image n’est pas accepté. Formats acceptés\u00a0: AVIF, JPG, JPEG, PNG, WEBP."
NO_PICTURE = "Ce fichier n’est pas une image, ou l’image est abîmée\u00a0: choisissez-en une autre."
DOCUMENTS, IMAGES = "/admin/documents/multiple/add/", "/admin/images/multiple/add/"


@pytest.mark.parametrize(
    ("screen", "name", "content", "reason"),
    [
        (DOCUMENTS, "note.pdf", b"Bonjour", "Ce fichier n’est pas un PDF."),
        (DOCUMENTS, "note.docx", b"Bonjour", DAMAGED),
        (DOCUMENTS, "dessin.svg", SVG, OTHER),
        (DOCUMENTS, "sans-fin", b"Bonjour", OTHER),
        (IMAGES, "dessin.svg", SVG, FORMAT),
        (IMAGES, "note.jpg", b"Bonjour", NO_PICTURE),
    ],
)
def test_a_refused_file_is_told_why_and_nothing_else(screen, name, content, reason):
    editor = signed_in(builders.administrator())
    file = SimpleUploadedFile(name, content, "application/octet-stream")

    answer = editor.post(screen, {"files[]": file, "title": name, "collection": "1"})

    assert answer.json() == {"success": False, "error_message": reason}
