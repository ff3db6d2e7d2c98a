"""Lists of town halls brought into the register, as its keepers do it in the admin."""

import datetime
from io import BytesIO

import pytest
import time_machine
from django.urls import reverse
from openpyxl import Workbook
from wagtail.models import ModelLogEntry

from pma_site.directory.models import Person
from pma_site.readers.models import Office, OfficeMandate, Recipient
from tests import builders
from tests.admin.french import english_in
from tests.back_office import messages
from tests.readers.importing.files import (
    MESSY,
    act,
    changes_of,
    examined,
    filled_in,
    kept,
    row_of,
    rows,
    upload,
    verdicts,
)

pytestmark = pytest.mark.django_db


def test_a_messy_file_is_examined_applied_repeated_and_undone(keeper, register):
    before = kept()
    address = upload(keeper, MESSY.encode("cp1252")).url
    assert english_in(keeper.get(address)) == []
    run = examined(keeper, MESSY.encode("cp1252"))
    assert english_in(keeper.get(reverse("readers_import", args=[run.pk]))) == []

    assert kept() == before
    assert "Windows-1252" in run.read_as
    assert verdicts(run) == {
        4: "mise-a-jour",
        5: "invalide",
        6: "refusee",
        7: "creee",
        8: "doublon",
        9: "invalide",
        10: "invalide",
        11: "creee",
    }
    assert changes_of(run, 4) == {
        "Voie": ("1 place de la Mairie", "17 bis, place Jean-Jaurès"),
        "Ville": ("Lens", "LENS"),
        "Téléphone": ("03 21 00 00 00", "03 21 69 00 00"),
    }
    assert "G5" in row_of(run, 5).reason and "b@henin.example" in row_of(run, 5).reason
    assert "ligne 6" in row_of(run, 8).reason and "Téléphone" in row_of(run, 8).reason
    assert "Vouliez-vous dire Lens" in row_of(run, 9).reason
    assert "02350" in row_of(run, 11).notes[0]
    assert {("Par la poste", "oui"), ("Par courriel", "oui")} <= {
        (name, after) for name, (_, after) in changes_of(run, 11).items()
    }

    screen = act(keeper, run, "apply")

    assert "2 créations, 1 mise à jour et 1 ligne dont l’adresse est refusée" in messages(screen)[0]
    new = Office.objects.get(name="Mairie de Fouquières-lès-Lens")
    assert (new.email, new.street, new.phone) == ("mairie@fouquieres.example", "Rue de la République", "")
    assert str(new.current_mandate) == "Madame la Maire Anne-Marie Durand"
    held = Office.objects.get(name="Mairie de Liévin")
    assert (held.recipient, held.street) == (None, "45 rue Édouard-Vaillant")
    assert Recipient.objects.at("mairie@lievin.example").get().state == "parti"

    again = examined(keeper, MESSY.encode("cp1252"))
    assert set(verdicts(again).values()) == {"inchangee", "invalide", "refusee", "doublon"}
    assert "rien à appliquer" in keeper.get(reverse("readers_import", args=[again.pk])).content.decode()

    assert english_in(screen) == []
    screen = act(keeper, run, "undo")

    assert "comme avant" in messages(screen)[0]
    assert english_in(screen) == english_in(keeper.get(reverse("readers_imports"))) == []
    assert kept() == before
    assert [entry.action for entry in ModelLogEntry.objects.filter(action__startswith="readers.import")] == [
        "readers.import.undo",
        "readers.import.apply",
    ]


def test_a_workbook_with_merged_titles_is_imported(keeper, register):
    workbook = Workbook()
    for row in (
        ["Mairies de l’Artois", None, None, None, None],
        ["Libellé de la commune", "Maire", None, None, "Date de début du mandat"],
        ["Libellé de la commune", "Code sexe", "Prénom de l'élu", "Nom de l'élu", "Date de début du mandat"],
        ["Saint-Venant", "F", "Jeanne", "DE LA COUR", datetime.date(2026, 3, 28)],
    ):
        workbook.active.append(row)
    for place in ("A1:E1", "A2:A3", "B2:D2", "E2:E3"):
        workbook.active.merge_cells(place)
    content = BytesIO()
    workbook.save(content)
    run = examined(keeper, content.getvalue(), name="rne.xlsx")

    act(keeper, run, "apply")

    assert run.header_line == 3
    mandate = Office.objects.get(name="Mairie de Saint-Venant").mandates.get()
    assert (str(mandate), mandate.start) == ("Madame la Maire Jeanne De La Cour", datetime.date(2026, 3, 28))


def test_a_new_mayor_takes_over_from_the_one_in_place(keeper, register):
    content = rows("Commune;Civilité;Prénom;Nom", "Lens;Mme;Anne;DURAND")
    with time_machine.travel("2026-03-30 09:00", tick=False):
        run = examined(keeper, content, taken_office_on="28/03/2026")
        assert changes_of(run, 2) == {
            "Maire": ("Monsieur le Maire Sylvain Exemple", "Madame la Maire Anne Durand, depuis le 28/03/2026")
        }

        act(keeper, run, "apply")

        new, old = register.mandates.all()
        assert (old.end, new.start, new.person.last_name) == (
            datetime.date(2026, 3, 27),
            datetime.date(2026, 3, 28),
            "Durand",
        )
        assert verdicts(examined(keeper, content)) == {2: "inchangee"}
        act(keeper, run, "undo")

    assert [str(mandate) for mandate in register.mandates.all()] == ["Monsieur le Maire Sylvain Exemple"]
    assert register.mandates.get().end is None
    assert not Person.objects.filter(last_name="Durand").exists()


def test_nobody_heads_two_town_halls_by_a_file(keeper, register):
    free = builders.person("Zoé Libre")
    lines = [
        "Liévin;M.;Sylvain;EXEMPLE",
        "Hénin-Beaumont;Mme;Zoe;LIBRE",
        "Saint-Venant;Mme;ZOÉ;LIBRE",
        "Fouquières-lès-Lens;Mme;Anne;DURAND",
        "Lens;Mme;Anne;Durand",
    ]
    run = examined(keeper, rows("Commune;Civilité;Prénom;Nom", *lines), taken_office_on="28/03/2026")

    assert [row_of(run, line).notes[-1:] for line in (2, 4, 6)] == [
        ["Sylvain Exemple, dans l’annuaire, est maire ailleurs : une autre fiche est créée."],
        ["Zoé Libre, dans l’annuaire, est maire ailleurs : une autre fiche est créée."],
        ["Le même nom est celui d’un autre maire à la ligne 5 : chacun a sa fiche."],
    ]
    act(keeper, run, "apply")

    assert OfficeMandate.objects.filter(end=None).values("person").distinct().count() == 5
    assert free.office_mandates.get().office.name == "Mairie d’Hénin-Beaumont"


@pytest.mark.parametrize(
    ("day", "start"),
    [("25/05/20", None), ("01/01/0001", "invraisemblable"), ("23/03/98", "1998"), ("01/01/2999", "invraisemblable")],
)
def test_a_date_is_one_that_may_be(keeper, register, day, start):
    run = examined(keeper, rows("Commune;Maire;Début du mandat", f"Lens;EXEMPLE Sylvain;{day}"))
    word = row_of(run, 2)

    assert (start or "") in f"{word.reason}{word.changes}"
    assert verdicts(run) == {2: {None: "inchangee", "1998": "mise-a-jour"}.get(start, "invalide")}
    address = upload(keeper, rows("Commune;Civilité;Maire", "Lens;Mme;Anne Durand")).url
    response = keeper.post(address, filled_in(keeper, address, taken_office_on="01/01/0001"))
    assert "trop ancienne" in response.context["form"].errors["taken_office_on"][0]


def test_the_mayor_in_place_is_known_in_either_order(keeper, register):
    assert verdicts(examined(keeper, rows("Commune;Maire", "Lens;Exemple Sylvain"))) == {2: "inchangee"}


def test_a_re_elected_mayor_begins_a_new_mandate(keeper, register):
    content = rows("Commune;Civilité;Prénom;Nom;Début du mandat", "Lens;M.;Sylvain;EXEMPLE;28/03/2026")
    act(keeper, examined(keeper, content), "apply")

    new, old = register.mandates.all()
    assert (old.start, old.end) == (datetime.date(2020, 5, 25), datetime.date(2026, 3, 27))
    assert (new.person, new.start, new.end) == (old.person, datetime.date(2026, 3, 28), None)


def test_a_vacant_seat_is_taken_after_who_left_it(keeper, register):
    register.mandates.update(end=datetime.date(2026, 3, 1))
    with time_machine.travel("2026-03-30 09:00", tick=False):
        content = rows("Commune;Civilité;Prénom;Nom", "Lens;Mme;Anne;DURAND")
        early = examined(keeper, content, taken_office_on="01/02/2026")
        act(keeper, examined(keeper, content), "apply")

    assert "en chevauche un autre" in row_of(early, 2).reason
    assert register.mandates.get(end=None).start == datetime.date(2026, 3, 30)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("Lens;Mairie;62510;;;;;", "celui de Liévin"),
        (";;;;;;;12 rue", "Ni la commune"),
        ("Lens;Mairie;;62 30;;;;", "code de cinq chiffres"),
        ("Lens;Mairie;;;mairie@lens;;;", "adresse électronique"),
        ("Lens;Mairie;;;;Docteur;Anne Durand;", "Madame la Maire"),
        ("Lens;Mairie;;;;;Anne Durand;", "la civilité manque"),
        ("Lens;Mairie;;;;Mme;Durand;", "un prénom et un nom"),
        ("Lens;;;;;;;", "2 mairies"),
        ("Lens;Mairie;;6230;;;;", "« 6230 » n’est pas un code postal de Lens"),
        ("Lens;Mairie;;;;;;2 rue des Anciens Combattants d’Afrique du Nord", "38 caractères au plus"),
        ("Lens;Mairie;;;;M.;M’Barek;", "« M’Barek » : il faut un prénom et un nom"),
        ("Liévin;Mairie annexe de Lens;;;;;;", "déjà le nom d’une mairie de Lens"),
        ("Lens;Mairie;;;;;;" + "x" * 81, "trop long"),
    ],
)
def test_what_is_invalid_says_why_and_where(keeper, register, line, reason):
    builders.office("Mairie annexe de Lens", commune=register.commune)
    before = kept()
    run = examined(keeper, rows("Commune;Mairie;Code INSEE;CP;E-mail;Civilité;Maire;Voie", line))

    assert verdicts(run) == {2: "invalide"}
    assert reason in row_of(run, 2).reason
    act(keeper, run, "apply")
    assert kept() == before


def test_an_empty_cell_erases_only_where_that_is_ticked(keeper, register):
    content = rows("Commune;Téléphone;E-mail;Par la poste", "Lens;;;")
    left_alone, erased = examined(keeper, content), examined(keeper, content, blanks_erase="on")

    assert verdicts(left_alone) == {2: "inchangee"}
    assert changes_of(erased, 2) == {"Téléphone": ("03 21 00 00 00", ""), "E-mail": ("mairie@lens.example", "")}

    act(keeper, erased, "apply")
    register.refresh_from_db()
    assert (register.phone, register.email, register.by_post) == ("", "", True)
    act(keeper, erased, "undo")
    register.refresh_from_db()
    assert (register.phone, register.email) == ("03 21 00 00 00", "mairie@lens.example")


def test_a_new_address_ends_the_return_of_the_former_one(keeper, register):
    Office.objects.update(postal_return="inconnu", returned_on=datetime.date(2026, 1, 5))
    run = examined(keeper, rows("Commune;Voie", "Lens;2 rue Neuve", "Liévin;1 place de la Mairie"))

    act(keeper, run, "apply")

    returned = Office.objects.exclude(postal_return="")
    assert {hall.name for hall in returned} == {"Mairie d’Hénin-Beaumont", "Mairie de Liévin"}
