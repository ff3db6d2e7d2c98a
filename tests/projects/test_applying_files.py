"""Files joined to an application: told by their bytes, refused where they may harm, read by nobody but who may."""

import json
import os
import stat
from io import BytesIO, StringIO

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from PIL import Image

from projects.choices import FileKind
from projects.models import ApplicationFile
from tests import builders
from tests.agenda.proposers import delivered
from tests.back_office import is_refused, signed_in
from tests.pdfs import locked_pdf, pdf
from tests.reading import text

from .applicants import START, apply, begin, deposit, docx, join, odt, office_document

pytestmark = pytest.mark.django_db

SCRIPT = b"<< /Names [(a) << /S /JavaScript /JS (app.alert(1)) >>] >>"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"


@pytest.fixture(autouse=True)
def towns():
    return [builders.commune(name) for name in ("Lens", "Fouquières-lès-Lens")]


@pytest.fixture
def call():
    return builders.label_call()


@pytest.fixture
def file(client, call):
    return begin(client)


def picture(kind="PNG", size=(640, 480)):
    made = BytesIO()
    Image.new("RGB", size, "#205040").save(made, kind, exif=b"Exif\0\0II*\0" if kind == "JPEG" else b"")
    return made.getvalue()


def with_a_script():
    return pdf(["Un plan"]).replace(b"/Pages 2 0 R >>", b"/Pages 2 0 R /Names << /JavaScript " + SCRIPT + b" >> >>", 1)


def bomb():
    return docx(**{"word/media/x.bin": b"\0" * (121 * 1024 * 1024)})


ACCEPTED = {
    "a PDF": ("plan.pdf", pdf(["Un plan"]), FileKind.PDF, "plan.pdf"),
    "a scanned PDF": ("Lettre signée.PDF", pdf([]), FileKind.PDF, "Lettre signée.pdf"),
    "a picture": ("photo.png", picture(), FileKind.IMAGE, "photo.jpg"),
    "a picture called otherwise": ("photo.pdf.exe", picture("JPEG"), FileKind.IMAGE, "photo.pdf.jpg"),
    "an OpenDocument": ("C:\\docs\\budget.odt", odt(), FileKind.ODT, "budget.odt"),
    "a Word document": ("..\\..\\etc/pass\u202ewd\r\n.docx", docx(), FileKind.DOCX, "passwd.docx"),
}
REFUSED = {
    "empty": (b"", "vide"),
    "a text": (b"bonjour", "n’est pas accepté"),
    "a page of the Web": (b"<html><script>alert(1)</script>", "n’est pas accepté"),
    "a locked PDF": (locked_pdf(), "mot de passe"),
    "a broken PDF": (b"%PDF-1.7 et puis rien", "abîmé"),
    "a PDF that runs": (with_a_script(), "programme"),
    "a bomb": (bomb, "anormalement lourd"),
    "Word with macros": (docx(**{"word/vbaProject.bin": b"x"}), "macros"),
    "OpenDocument with macros": (odt(**{"Basic/Standard/Module1.xml": "x"}), "macros"),
    "a locked OpenDocument": (odt(**{"META-INF/manifest.xml": "<manifest:encryption-data/>"}), "mot de passe"),
    "a locked Word document": (OLE + "EncryptedPackage".encode("utf-16-le"), "mot de passe"),
    "an old Word document": (OLE, "ancien format"),
    "a spreadsheet": (office_document({"[Content_Types].xml": SHEET}), "n’est pas accepté"),
    "a template of the Web": (
        docx(
            **{
                "word/_rels/settings.xml.rels": '<Relationships><Relationship Type="x/attachedTemplate" '
                'Target="https://mechant.example/t.dotm" TargetMode="External"/></Relationships>'
            }
        ),
        "modèle sur Internet",
    ),
    "an archive cut short": (docx()[:-40], "abîmé"),
    "an archive with a wrong checksum": (
        docx(**{"word/notes.bin": os.urandom(999) + b"FIN"}).replace(b"FIN", b"fin"),
        "abîmé",
    ),
    "a picture cut short": (picture("JPEG")[:2000], "abîmée"),
    "too heavy": (b"%PDF-" + b"0" * (20 * 1024 * 1024), "20 Mo au plus"),
}


@pytest.mark.parametrize("case", ACCEPTED)
def test_what_may_be_joined_is_kept_outside_of_the_public_folders(client, file, case):
    name, content, kind, kept = ACCEPTED[case]

    answer = join(client, file, name, content)

    assert answer.status_code == 302, text(answer)
    row = ApplicationFile.objects.get()
    assert (row.kind, row.name) == (kind, kept)
    path = os.path.abspath(row.file.path)  # noqa: PTH100 - as the storage has it
    assert path.startswith(os.path.abspath(settings.PRIVATE_ROOT))  # noqa: PTH100
    assert not path.startswith(os.path.abspath(settings.MEDIA_ROOT))  # noqa: PTH100
    assert stat.S_IMODE(os.stat(path).st_mode) == 0o600  # noqa: PTH116
    served = client.get(f"{file}piece/{row.pk}/")
    assert served["Content-Disposition"].startswith("attachment")
    assert served["X-Content-Type-Options"] == "nosniff"
    assert served["Cache-Control"] == "no-store, private"
    assert b"Exif" not in b"".join(served.streaming_content)
    assert kept in text(client.get(f"{file}pieces/"))


@pytest.mark.parametrize("case", REFUSED)
def test_what_may_harm_or_does_not_open_is_refused_with_what_to_do(client, file, case):
    content, said = REFUSED[case]

    answer = join(client, file, "plan.pdf", content() if callable(content) else content)

    assert answer.status_code == 400
    assert said in text(answer)
    assert not ApplicationFile.objects.exists()


def test_as_many_as_the_call_says_and_none_twice(client):
    call = builders.label_call(most_files=2)
    file = begin(client)
    for number in range(2):
        assert join(client, file, f"plan{number}.pdf", pdf([f"Plan {number}"])).status_code == 302

    again, third = join(client, file, "copie.pdf", pdf(["Plan 1"])), join(client, file, "x.pdf", pdf(["Plan 3"]))

    assert "déjà joint : « plan1.pdf »" in text(again)
    assert "2 fichiers au plus" in text(third)
    assert 'type="file"' not in client.get(f"{file}pieces/").content.decode()
    assert call.edition.applications.get().files.count() == 2


def test_a_file_taken_out_stays_for_the_team_until_the_correction_is_deposited(client, call):
    application, file = apply(client, call)
    join(client, file, "plan.pdf", pdf(["Plan"]))
    deposit(client, file)
    [row] = application.files.deposited()

    client.post(f"{file}pieces/", {"action": f"retirer-{row.pk}"})

    assert not application.files.kept().exists()
    assert list(application.files.deposited()) == [row]
    deposit(client, file)
    assert not application.files.exists()


def test_many_files_from_one_network_are_refused_for_an_hour(client, file, monkeypatch):
    monkeypatch.setattr("projects.views.applying.filling.SENT", 0)

    assert join(client, file, "plan.pdf", pdf(["Plan"])).status_code == 429


CANARY = "CANARI7WQX"


def test_a_canary_in_an_application_sings_through_no_public_door(
    client, call, django_capture_on_commit_callbacks, settings
):
    with django_capture_on_commit_callbacks(execute=True):
        said = {f"answer_{call.criteria.get().pk}": f"{CANARY} réponse"}
        notes = {"note": f"{CANARY} mot", "sender_role": CANARY}
        application, file = apply(client, call, reponses=said, contact=notes, porteurs={"name_0": f"{CANARY} et Cie"})
        join(client, file, f"{CANARY}.pdf", pdf([CANARY]))
        join(client, file, f"{CANARY}.png", picture())
        deposit(client, file)
    application.refresh_from_db()
    rows = list(application.files.all())
    stranger = [
        "/",
        START,
        call.edition.url,
        call.edition.get_parent().url,
        f"/recherche/?q={CANARY}",
        "/sitemap.xml",
        "/label-euralens/",
        f"{START}dossier/{application.reference}/",
        f"{START}dossier/{application.reference}/piece/{rows[0].pk}/",
        *(f"{settings.MEDIA_URL}{row.file.name}" for row in rows),
        *(f"{settings.MEDIA_URL}../private/{row.file.name}" for row in rows),
        *(f"/documents/{row.pk}/{row.name}" for row in rows),
    ]

    for address in stranger:
        page = client.get(address, follow=True)
        body = b"".join(page.streaming_content) if page.streaming else page.content
        assert CANARY.encode() not in body.replace(f"q={CANARY}".encode(), b"").replace(
            f'value="{CANARY}"'.encode(), b""
        ) or address.startswith("/recherche/"), address
    for row in rows:
        with pytest.raises(ValueError, match="adresse publique"):
            _address = row.file.url
    assert all(CANARY not in message.body for message in delivered())


def test_files_are_read_by_the_role_of_the_label_alone(client, call):
    application, _file = apply(client, call)
    row = builders.application_file(application)
    draft = builders.application(call.edition, state="brouillon", title="Secret de brouillon")
    hidden = builders.application_file(draft, name="secret.pdf")
    hidden.is_deposited = False
    hidden.save()
    addresses = [
        f"/admin/label/candidatures/{end}"
        for end in ("", f"{application.pk}/", f"{application.pk}/pieces/{row.pk}/", f"{draft.pk}/")
    ]

    for role in ("Rédaction", "Direction de publication", "Agenda", "Réseau", "Diffusion"):
        assert all(is_refused(signed_in(builders.account(role)), address) for address in addresses), role
    assert all(client.get(address).status_code == 302 for address in addresses)
    label = signed_in(builders.account("Label"))
    for address in addresses:
        page = label.get(address)
        page.getvalue()
        assert (page.status_code, page["Cache-Control"][:17]) == (200, "no-store, private")
        assert page["X-Content-Type-Options"] == "nosniff"
    assert label.get(f"/admin/label/candidatures/{draft.pk}/pieces/{hidden.pk}/").status_code == 404
    assert all("Secret de brouillon" not in text(label.get(address)) for address in (addresses[0], addresses[3]))


def test_a_person_is_exported_and_erased_with_their_files(client, call, tmp_path, django_capture_on_commit_callbacks):
    application, file = apply(client, call)
    join(client, file, "plan.pdf", pdf(["Plan"]))
    stored = application.files.get().file
    output = tmp_path / "export.json"

    call_command("export_person", application.sender_email, output=str(output), stdout=StringIO())

    known = json.dumps(json.loads(output.read_text()), ensure_ascii=False)
    assert "Un jardin au pied des tours" in known
    assert "plan.pdf" in known
    with django_capture_on_commit_callbacks(execute=True):
        call_command("erase_person", application.sender_email, yes=True, stdout=StringIO())
    application.refresh_from_db()
    assert (application.title, application.typed, application.sender_name) == ("", {}, "")
    assert not application.files.exists()
    assert not stored.storage.exists(stored.name)
    assert client.get(file).status_code == 200
    cache.clear()
