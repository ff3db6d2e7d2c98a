"""The screens of an import, what is exported, who may do either, and how long rows are kept."""

import datetime

import pytest
import time_machine
from django.core.management import CommandError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from pma_site.core.spreadsheets import read
from pma_site.readers import importing
from pma_site.readers.models import Consent, ElectedReader, ImportRow, ImportRun, Office, RegisterExport
from tests import builders
from tests.back_office import is_refused, menu, messages, signed_in
from tests.readers.importing.files import (
    MESSY,
    act,
    command_says,
    examined,
    filled_in,
    kept,
    leave,
    row_of,
    rows,
    upload,
    verdicts,
)

pytestmark = pytest.mark.django_db


def test_columns_are_corrected_on_screen(keeper, register):
    lines = ["Lens;0321999999", "Saint-Venant;0321888888", "Liévin;0321777777"]
    address = upload(keeper, rows("Truc;Machin", *lines)).url
    data = filled_in(keeper, address)
    assert (data["column_0"], data["column_1"]) == ("commune", "phone")

    data["column_1"] = "commune"
    response = keeper.post(address, data)
    assert response.status_code == 400
    assert "déjà la colonne A" in response.content.decode()

    data["column_0"], data["column_1"] = "", "phone"
    response = keeper.post(address, data)
    assert response.status_code == 400
    assert "de qui parle une ligne" in response.content.decode()

    # A file without titles: its first line counts.
    data["header_line"] = "0"
    reread = keeper.post(address, {**data.dict(), "relire": "1", "taken_office_on": "28/03/2026"})
    assert "28/03/2026" in reread.content.decode()
    assert reread.context["row_count"] == 4
    assert not ImportRun.objects.filter(state="examine").exists()
    data["column_0"] = "commune"
    keeper.post(address, data)
    assert verdicts(ImportRun.objects.get()) == {
        1: "invalide",
        2: "mise-a-jour",
        3: "creee",
        4: "mise-a-jour",
    }


def test_rows_are_filtered_paged_and_taken_away_to_be_put_right(keeper, register):
    lines = [f"Ville {number};<script>=1</script>" for number in range(60)]
    run = examined(keeper, rows("Commune;Voie", "Lens;2 rue Neuve", *lines, "Liévin;=1+1"))
    address = reverse("readers_import", args=[run.pk])

    first = keeper.get(address)
    assert {row.verdict for row in first.context["rows"]} == {"invalide"}
    assert keeper.get(address, {"page": "2"}).context["rows"].number == 2
    assert [row.line for row in keeper.get(address, {"verdict": "mise-a-jour"}).context["rows"]] == [2, 63]
    assert keeper.get(address, {"verdict": "problemes"}).context["rows"].paginator.count == 60
    assert keeper.get(address, {"verdict": "x\0"}).status_code == 400
    assert "<script>=1" not in first.content.decode()

    file = keeper.post(reverse("readers_import_problems", args=[run.pk]))
    assert RegisterExport.objects.get().kind == "mairies"
    table = read(file.content)
    assert table.rows[0].cells == ["Ligne", "Verdict", "Pourquoi", "Commune", "Voie"]
    mended = file.content.decode("utf-8-sig").replace("Ville 7;", "Lens;")
    again = examined(keeper, mended)
    assert list(verdicts(again).values()).count("mise-a-jour") == 1

    act(keeper, run, "apply")
    assert Office.objects.get(name="Mairie de Liévin").street == "=1+1"


def test_hostile_cells_are_text_like_any_other(keeper, register):
    content = rows("Commune;Voie;Ville", "Le\u2028ns;;", 'Lens;"=HYPERLINK(""x"")";<b>Le\0ns</b>\u202e')
    run = examined(keeper, content)
    screen = keeper.get(reverse("readers_import", args=[run.pk])).content.decode()

    assert verdicts(run) == {2: "invalide", 3: "mise-a-jour"}
    assert "&lt;b&gt;Lens&lt;/b&gt;" in screen
    act(keeper, run, "apply")
    register.refresh_from_db()
    assert (register.street, register.city) == ('=HYPERLINK("x")', "<b>Lens</b>")

    file = export(keeper, "mairies", "csv")
    assert "'=HYPERLINK" in file.content.decode()
    assert set(verdicts(examined(keeper, file.content)).values()) == {"inchangee"}


def export(client, kind, file_format):
    return client.post(reverse("readers_export"), {"kind": kind, "file_format": file_format})


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_what_is_exported_comes_back_unchanged(keeper, register, file_format):
    Office.objects.filter(pk=register.pk).update(
        street="=1, rue d’Artois", complement="+ BP 12\u2028étage", postal_code="02100", phone="03.21.00.00.00"
    )
    Office.objects.filter(pk=register.pk).update(post_stopped_on=datetime.date(2026, 6, 2))
    left = builders.office("Mairie annexe", "annexe@lens.example", commune=register.commune, by_post=False)
    leave(left.recipient)
    reader = builders.subscriber("lectrice@lecteurs.example")
    Consent.objects.create(
        recipient=reader, version="1", wording="J’accepte", page="/abonnement/", confirmed_at=timezone.now()
    )
    leave(builders.subscriber("parti@lecteurs.example"))
    person = builders.person("Anne Durand")
    ElectedReader.objects.create(
        person=person, recipient=builders.recipient("anne@elus.example"), until=datetime.date(2026, 12, 31)
    )
    before = kept()

    for kind, number in (("mairies", 4), ("abonnes", 1), ("elus", 1)):
        file = export(keeper, kind, file_format)
        assert f'filename="{kind}-' in file["Content-Disposition"]
        text = "\n".join(cell for row in read(file.content).rows for cell in row.cells)
        assert kind != "mairies" or "ne veut plus de courrier depuis le 02/06/2026" in text
        assert "État du courriel" in text and "actif" in text
        assert "annexe@lens.example" not in text and "parti@lecteurs.example" not in text
        asked = {"consent_source": "ancien fichier"} if kind == "abonnes" else {}
        run = examined(keeper, file.content, kind, **asked)
        assert list(verdicts(run).values()) == ["inchangee"] * number
        assert RegisterExport.objects.get(kind=kind).rows == number

    assert kept() == before
    assert "Derniers exports" in keeper.get(reverse("readers_imports")).content.decode()


def test_who_may_not_keep_the_register_imports_and_exports_nothing(keeper, register):
    run = examined(keeper, rows("Commune;Téléphone", "Lens;0321999999"))
    writer = signed_in(builders.account("Rédaction"))

    assert "Imports" in menu(keeper)
    assert "Imports" not in menu(writer)
    assert is_refused(writer, reverse("readers_imports"))
    assert is_refused(writer, reverse("readers_export"), {"kind": "mairies", "file_format": "csv"})
    for name in ("readers_import", "readers_import_columns", "readers_import_problems"):
        assert is_refused(writer, reverse(name, args=[run.pk]))
    for action in ("apply", "undo", "discard"):
        assert is_refused(writer, reverse(f"readers_import_{action}", args=[run.pk]), {"x": "1"})
        assert keeper.get(reverse(f"readers_import_{action}", args=[run.pk])).status_code == 405
    assert ImportRun.objects.get().state == "examine"
    assert not RegisterExport.objects.exists()


def test_what_cannot_be_read_is_told_in_the_form(keeper):
    for content, word in ((b"%PDF-1.7", "PDF"), (b"", "vide"), (b"x" * 5_000_001, "5\u00a0Mo")):
        response = upload(keeper, content)
        assert response.status_code == 400
        assert word in response.context["form"].errors["file"][0]
    assert "Choisissez un fichier" in keeper.post(reverse("readers_imports"), {"kind": "x"}).content.decode()
    assert not ImportRun.objects.exists()


def test_a_cell_that_never_ends_is_told_and_not_read(keeper, register):
    address = "<" + "@" * 100_000
    lines = [f"Lens;{address};{'a' * 100_000}", f"Liévin;a@lievin.example;{'(' * 100_000}"]
    run = examined(keeper, rows("Commune;E-mail;", *lines), column_2="street")

    assert set(verdicts(run).values()) == {"invalide"}
    assert "E-mail (B2) : cette case contient plus de 2\u00a0000 signes" in row_of(run, 2).reason
    assert "Voie (C3)" in row_of(run, 3).reason


def test_an_import_that_is_given_up_leaves_nothing(keeper, register):
    run = examined(keeper, rows("Commune;Téléphone", "Lens;0321999999"))

    assert "abandonné" in messages(act(keeper, run, "discard"))[0]
    assert not ImportRun.objects.exists() and not ImportRow.objects.exists()
    applied = examined(keeper, rows("Commune;Téléphone", "Lens;0321999999"))
    act(keeper, applied, "apply")
    assert "historique" in messages(act(keeper, applied, "discard"))[0]


def test_rows_are_forgotten_after_ninety_days_and_their_counts_are_not(keeper, register):
    run = examined(keeper, rows("Commune;E-mail", "Lens;nouvelle@lens.example"))
    act(keeper, run, "apply")
    assert [row.line for row in ImportRow.objects.naming("NOUVELLE@lens")] == [2]

    with time_machine.travel(timezone.now() + datetime.timedelta(days=89)):
        assert not ImportRun.objects.older_than().exists()
    with time_machine.travel(timezone.now() + datetime.timedelta(days=91)):
        assert ImportRun.objects.older_than().empty() == 1
        assert not ImportRun.objects.older_than().exists()

    run.refresh_from_db()
    assert (run.counts, run.rows.count()) == ({"mise-a-jour": 1}, 0)
    assert "effacées" in keeper.get(reverse("readers_import", args=[run.pk])).content.decode()
    assert "ne s’annule pas" in messages(act(keeper, run, "undo"))[0]


def test_rows_of_a_forgotten_person_are_emptied(keeper, register):
    run = examined(keeper, rows("Commune;E-mail", "Lens;nouvelle@lens.example", "Liévin;autre@lens.example"))
    act(keeper, run, "apply")

    assert ImportRow.objects.naming("nouvelle@lens.example").empty() == 1

    assert "nouvelle" not in " ".join(text for row in run.rows.all() for text in row.texts())
    act(keeper, run, "undo")
    assert Office.objects.get(name="Mairie de Liévin").email == ""


def test_an_examination_asks_the_database_no_more_for_more_rows(keeper, register):
    def asked(number):
        lines = [f"Lens;Annexe {each};a{each}@lens.example;Mme;Prénom{each} Nom{each}" for each in range(number)]
        content = rows("Commune;Mairie;E-mail;Civilité;Maire", *lines).encode()
        run = importing.receive(content, file_name="x.csv", kind="mairies")
        with CaptureQueriesContext(connection) as queries:
            importing.examine(run)
        return len(queries)

    # Rows are kept some hundreds at once.
    assert asked(300) <= asked(10) + 3


def test_the_command_says_the_same_and_writes_only_when_told(register, tmp_path):
    file = tmp_path / "mairies.csv"
    file.write_bytes(MESSY.encode("cp1252"))
    before = kept()

    said = command_says("import_offices", file)
    assert "Ligne 6, Mairie de Liévin : refusée" in said
    assert "8 lignes : 2 créées, 1 doublon, 3 invalides, 1 mise à jour et 1 refusée." in said
    assert "Rien n’a été écrit" in said
    assert kept() == before and not ImportRun.objects.exists()

    assert "L’import est appliqué." in command_says("import_offices", file, apply=True)
    assert Office.objects.filter(name="Mairie de Saint-Venant").exists()
    with pytest.raises(CommandError, match="ne se lit pas"):
        command_says("import_offices", tmp_path / "absent.csv")
    file.write_bytes(b"%PDF-1.7")
    with pytest.raises(CommandError, match="PDF"):
        command_says("import_offices", file)
