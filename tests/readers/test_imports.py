"""Files brought into the register and taken out of it, as its keepers do it in the admin."""

import datetime
from io import BytesIO, StringIO

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import Workbook
from wagtail.models import ModelLogEntry
from wagtail.test.utils.form_data import querydict_from_html

from pma_site.core.mail_addresses import address_hash
from pma_site.core.spreadsheets import read
from pma_site.directory.models import Person
from pma_site.readers import importing, links
from pma_site.readers.models import (
    Consent,
    ElectedReader,
    ImportRow,
    ImportRun,
    Office,
    OfficeMandate,
    Recipient,
    Refusal,
    RegisterExport,
    Subscription,
)
from tests import builders
from tests.admin.test_french import english_in
from tests.back_office import is_refused, menu, messages, signed_in

pytestmark = pytest.mark.django_db

REGISTER = (Office, OfficeMandate, Person, Recipient, Refusal, Subscription, Consent, ElectedReader)
# As town halls are kept in real life: a heading, blank lines, spaces, capitals, two addresses in a cell.
MESSY = """\
LISTE DES MAIRIES DU PÔLE – janvier 2026 ;;;;;;;;
;;;;;;;;
Code INSEE ;Commune; Adresse de la mairie ;CP;Ville;Tél. mairie;Mail mairie ;Civilité;Nom du maire
62498;LENS;17 bis, place Jean-Jaurès ;62300;LENS;321690000; mairie@LENS.example ;M.;Sylvain EXEMPLE
;Hénin Beaumont;1 place Jean-Jaurès;62110;HENIN;03.21.00.00.02;a@henin.example / b@henin.example;M.;Jean TÉMOIN
62510;LIEVIN;45 rue Édouard-Vaillant;62800;Liévin;03 21 00 00 03;mairie@lievin.example;M;Laurent MODÈLE
;Fouquières les Lens;Rue de la République;62740;Fouquières;;mairie@fouquieres.example;Mme;DURAND Anne-Marie
;Liévin;;62800;;03 21 00 00 99;;;
;Lenss;;62300;;;;;
59350;Lille;;59000;;;;;
;ST VENANT;place de la Mairie;2350;ST VENANT;néant;-;;
"""


@pytest.fixture
def keeper():
    return signed_in(builders.account("Diffusion"))


@pytest.fixture
def register():
    """Three towns with a town hall each, of which one has left, and two towns without."""
    towns = {
        name: builders.commune(name, insee_code=code)
        for name, code in [
            ("Lens", "62498"),
            ("Hénin-Beaumont", "62427"),
            ("Liévin", "62510"),
            ("Fouquières-lès-Lens", "62351"),
            ("Saint-Venant", "62770"),
        ]
    }
    # As if it lay in Aisne, whose codes begin with 0.
    type(towns["Lens"]).objects.filter(name="Saint-Venant").update(postal_codes="62350, 02350")
    hall = builders.office("Mairie de Lens", "mairie@lens.example", commune=towns["Lens"], phone="03 21 00 00 00")
    mayor = builders.person("Sylvain Exemple")
    OfficeMandate.objects.create(
        office=hall, person=mayor, form_of_address="monsieur-le-maire", start=datetime.date(2020, 5, 25)
    )
    builders.office("Mairie d’Hénin-Beaumont", commune=towns["Hénin-Beaumont"])
    builders.office("Mairie de Liévin", commune=towns["Liévin"])
    leave(builders.recipient("mairie@lievin.example"))
    return hall


def leave(recipient):
    """Somebody wants the letter no more."""
    recipient.state, recipient.left_at = "parti", timezone.now()
    recipient.save()
    Refusal.objects.create(address_hash=recipient.address_hash, way="lien")


def rows(*lines):
    return "".join(f"{line}\r\n" for line in lines)


def upload(client, content, kind="mairies", name="mairies.csv"):
    content = content.encode() if isinstance(content, str) else content
    data = {"kind": kind, "file": SimpleUploadedFile(name, content)}
    return client.post(reverse("readers_imports"), data)


def filled_in(client, address, **changes):
    data = querydict_from_html(client.get(address).content.decode(), form_id="import-columns")
    for name, value in changes.items():
        data[name] = value
    return data


def examined(client, content, kind="mairies", name="mairies.csv", **changes):
    """A file as its dry run left it, its columns as guessed but for `changes`."""
    response = upload(client, content, kind, name)
    assert response.status_code == 302, response.context["form"].errors
    data = filled_in(client, response.url, **changes)
    response = client.post(response.url, data)
    assert response.status_code == 302, response.context["form"].errors
    return ImportRun.objects.latest("pk")


def act(client, run, action, **data):
    return client.post(reverse(f"readers_import_{action}", args=[run.pk]), data, follow=True)


def verdicts(run):
    return {row.line: row.verdict for row in ImportRow.objects.data(run)}


def row_of(run, line):
    return run.rows.get(line=line)


def changes_of(run, line):
    return {change["label"]: (change["before"], change["after"]) for change in row_of(run, line).changes}


def kept():
    """All that the register holds."""
    return {model.__name__: sorted(model.objects.values_list(), key=str) for model in REGISTER}


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


@pytest.mark.parametrize("forgotten", [False, True], ids=["left", "forgotten"])
@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("mairies", "Commune;E-mail;Téléphone\r\nLens;{};03 21 99 99 99\r\n"),
        ("abonnes", "E-mail;Date;Origine\r\n{};01/02/2020;ancien fichier\r\n"),
        ("elus", "Prénom;Nom;E-mail\r\nAnne;Durand;{}\r\n"),
    ],
)
def test_no_file_brings_back_who_left(keeper, register, kind, content, forgotten):
    address = "Parti@Lens.Example"
    if forgotten:
        Refusal.objects.create(address_hash=address_hash(address), way="effacement")
    else:
        leave(builders.recipient("parti@lens.example"))
    before = {"recipients": Recipient.objects.reachable().count(), "refusals": Refusal.objects.count()}
    asked = {"consented_on": "01/02/2020", "consent_source": "ancien fichier"} if kind == "abonnes" else {}
    run = examined(keeper, content.format(address), kind, **asked)

    assert verdicts(run) == {2: "refusee"}
    assert "ne réinscrit jamais" in row_of(run, 2).reason
    act(keeper, run, "apply")
    act(keeper, run, "undo")

    assert not Recipient.objects.at(address).exclude(state="parti").exists()
    assert before == {"recipients": Recipient.objects.reachable().count(), "refusals": Refusal.objects.count()}
    register.refresh_from_db()
    assert (register.email, register.phone) == ("mairie@lens.example", "03 21 00 00 00")


def test_no_file_writes_elsewhere_to_who_left(keeper, register):
    leave(register.recipient)
    Office.objects.filter(pk=register.pk).update(by_post=False)
    member = ElectedReader.objects.create(
        person=builders.person("Anne Durand"), recipient=builders.recipient("anne@elus.example")
    )
    leave(member.recipient)
    halls = examined(keeper, rows("Commune;E-mail;Téléphone;Par la poste", "Lens;contact@lens.example;0321999999;oui"))
    members = examined(keeper, rows("Prénom;Nom;E-mail", "Anne;Durand;anne@orange.example"), "elus")

    assert verdicts(halls) == verdicts(members) == {2: "refusee"}
    assert "mairie@lens.example a demandé" in row_of(halls, 2).reason
    assert "Le courrier a été arrêté" in row_of(halls, 2).notes[0]
    act(keeper, halls, "apply")
    act(keeper, members, "apply")

    register.refresh_from_db()
    member.refresh_from_db()
    assert (register.email, register.phone, register.by_post) == ("mairie@lens.example", "03 21 99 99 99", False)
    assert member.email == "anne@elus.example"
    assert not Recipient.objects.reachable().exists()


def test_subscribers_come_with_the_proof_of_their_consent(keeper, register):
    known = builders.subscriber("deja@lecteurs.example")
    waiting = builders.recipient("attend@lecteurs.example", state="a-confirmer")
    Subscription.objects.create(recipient=waiting)
    returned = builders.recipient("revient@lecteurs.example", state="suspendu")
    before = kept()
    content = rows(
        "Adresse mail;Ville;Inscrit le",
        "neuf@lecteurs.example;Lens;03/05/2019",
        "NEUF@lecteurs.example;Lens;",
        "deja@lecteurs.example;;",
        "attend@lecteurs.example;Paris;",
        "revient@lecteurs.example;Lens;",
        "demain@lecteurs.example;;01/01/2999",
        ";Lens;",
    )
    asked = {"consented_on": "01/03/2018", "consent_source": "Liste d’Outlook", "column_1": "commune"}
    run = examined(keeper, content, "abonnes", "abonnés.csv", **asked)

    assert kept() == before
    assert verdicts(run) == {
        2: "creee",
        3: "doublon",
        4: "inchangee",
        5: "mise-a-jour",
        6: "creee",
        7: "invalide",
        8: "invalide",
    }
    act(keeper, run, "apply")

    new = Subscription.objects.get(recipient__email="neuf@lecteurs.example")
    consent = new.recipient.consents.get()
    assert (new.commune.name, timezone.localdate(new.confirmed_at)) == ("Lens", datetime.date(2019, 5, 3))
    assert (consent.wording, consent.page, consent.confirmed_at) == (
        "Liste d’Outlook",
        f"Import n° {run.pk}",
        new.confirmed_at,
    )
    waiting.refresh_from_db()
    returned.refresh_from_db()
    assert (waiting.state, returned.state, known.consents.count()) == ("actif", "suspendu", 0)
    assert Recipient.objects.reachable().on_lists(["abonnes"]).count() == 3

    # Who leaves after an import stays as they left it, whatever is undone.
    leave(new.recipient)
    refused = act(keeper, run, "undo")
    assert refused.status_code == 409
    assert [row.line for row in refused.context["conflicts"]] == [2]
    assert Subscription.objects.filter(confirmed_at__isnull=False).count() == 4

    done = act(keeper, run, "undo", **{"malgre-tout": "1"})
    assert "sauf 1 ligne" in messages(done)[0]
    assert Recipient.objects.at("neuf@lecteurs.example").get().state == "parti"
    waiting.refresh_from_db()
    assert (waiting.state, waiting.subscription.confirmed_at) == ("a-confirmer", None)
    assert not Subscription.objects.filter(recipient=returned).exists()


def test_a_list_without_the_proof_of_a_consent_is_not_imported(keeper):
    address = upload(keeper, rows("E-mail", "a@lecteurs.example"), "abonnes").url
    response = keeper.post(address, filled_in(keeper, address))

    assert response.status_code == 400
    assert {"consented_on", "consent_source"} <= set(response.context["form"].errors)


def test_elected_members_are_found_in_the_directory(keeper):
    known = builders.person("Anne Durand")
    holder = builders.person("Paul Martin")
    ElectedReader.objects.create(person=holder, recipient=builders.recipient("paul@elus.example"))
    builders.person("Jean Petit")
    builders.person("Jean Petit")
    run = examined(
        keeper,
        rows(
            "Élu;Mail;Fin du mandat",
            "Mme DURAND Anne;anne@elus.example;31/12/2026",
            "Paul Martin;paul.martin@elus.example;",
            "Jean Petit;jean@elus.example;",
            "Zoé Neuve;paul@elus.example;",
            "Luc Neuf;luc@elus.example;",
        ),
        "elus",
    )

    assert verdicts(run) == {2: "creee", 3: "mise-a-jour", 4: "invalide", 5: "invalide", 6: "creee"}
    act(keeper, run, "apply")
    assert known.elected_reader.until == datetime.date(2026, 12, 31)
    assert ElectedReader.objects.get(person=holder).recipient.email == "paul.martin@elus.example"
    # The address that became free is somebody else's by then.
    ElectedReader.objects.create(person=builders.person(), recipient=Recipient.objects.at("paul@elus.example").get())
    assert [row.line for row in act(keeper, run, "undo").context["conflicts"]] == [3]
    act(keeper, run, "undo", **{"malgre-tout": "1"})
    assert not Person.objects.filter(last_name="Neuf").exists()
    assert Person.objects.filter(pk=known.pk).exists()


def test_what_changed_since_the_examination_is_told_and_nothing_is_written(keeper, register):
    run = examined(keeper, rows("Commune;Téléphone", "Lens;03 21 11 11 11", "Liévin;03 21 22 22 22"))
    Office.objects.filter(pk=register.pk).update(phone="03 21 33 33 33")

    told = act(keeper, run, "apply")

    assert "la ligne 2 change" in messages(told)[0]
    assert not Office.objects.filter(phone__in=["03 21 11 11 11", "03 21 22 22 22"]).exists()
    assert changes_of(run, 2) == {"Téléphone": ("03 21 33 33 33", "03 21 11 11 11")}
    act(keeper, run, "apply")
    assert Office.objects.filter(phone__in=["03 21 11 11 11", "03 21 22 22 22"]).count() == 2
    assert "déjà été appliqué" in messages(act(keeper, run, "apply"))[0]


def test_who_comes_after_an_import_is_told_who_worked_there(keeper, register):
    seen = register.fingerprint
    act(keeper, examined(keeper, rows("Commune;Téléphone", "Lens;03 21 11 11 11")), "apply")

    told = keeper.post(f"/admin/lecteurs/demandes/{register.pk}/accepter/", {"seen": seen}, follow=True)

    account = ImportRun.objects.get().applied_by
    assert f"{account.get_full_name() or account.get_username()} vient d’y travailler" in messages(told)[0]


def test_what_somebody_changed_since_is_not_undone_behind_their_back(keeper, register):
    run = examined(
        keeper,
        rows("Commune;Téléphone;Civilité;Maire", "Lens;03 21 11 11 11;Mme;Anne Durand", "Saint-Venant;0321222222;;"),
    )
    act(keeper, run, "apply")
    Office.objects.filter(pk=register.pk).update(phone="03 21 44 44 44")
    after = kept()

    refused = act(keeper, run, "undo")

    assert refused.status_code == 409
    assert "Mairie de Lens" in refused.content.decode() and "téléphone" in refused.content.decode()
    assert kept() == after
    act(keeper, run, "undo", **{"malgre-tout": "1"})
    register.refresh_from_db()
    assert (register.phone, str(register.current_mandate)) == ("03 21 44 44 44", "Madame la Maire Anne Durand")
    assert not Office.objects.filter(name="Mairie de Saint-Venant").exists()
    assert "ne s’annule pas" in messages(act(keeper, run, "undo"))[0]


def test_a_town_hall_that_has_served_since_is_not_taken_away(keeper, register):
    run = examined(keeper, rows("Commune", "Saint-Venant", "Fouquières-lès-Lens"))
    act(keeper, run, "apply")
    hall = Office.objects.get(name="Mairie de Saint-Venant")
    OfficeMandate.objects.create(office=hall, person=builders.person(), form_of_address="monsieur-le-maire")

    assert [row.line for row in act(keeper, run, "undo").context["conflicts"]] == [2]


def test_the_former_address_waits_as_long_as_an_import_may_be_undone(keeper, register):
    member = ElectedReader.objects.create(
        person=builders.person("Paul Martin"), recipient=builders.recipient("paul@elus.example")
    )
    Recipient.objects.update(created_at=timezone.now() - datetime.timedelta(days=40))
    halls = examined(keeper, rows("Commune;E-mail", "Lens;contact@lens.example"))
    act(keeper, halls, "apply")
    members = examined(keeper, rows("Prénom;Nom;E-mail", "Paul;Martin;p.martin@elus.example"), "elus")
    act(keeper, members, "apply")

    _said("apply_retention")
    act(keeper, halls, "undo")
    # Of who asked to be erased meanwhile, nothing is put back.
    Recipient.objects.at("paul@elus.example").delete()
    refused = act(keeper, members, "undo")

    register.refresh_from_db()
    member.refresh_from_db()
    assert register.email == "mairie@lens.example"
    assert refused.status_code == 409 and "effacé depuis" in refused.content.decode()
    assert member.email == "p.martin@elus.example"


def test_undoing_brings_nobody_back_and_silences_nobody(keeper, register):
    waiting = [builders.recipient(f"{name}@lens.example", state="a-confirmer") for name in ("attend", "confirme")]
    subscriber = builders.recipient("abonne@lecteurs.example", state="a-confirmer")
    Subscription.objects.create(recipient=subscriber)
    Consent.objects.create(recipient=subscriber, version="1", wording="Oui", page="/abonnement/")
    towns = ("Lens;attend@lens.example", "Liévin;confirme@lens.example", "Hénin-Beaumont;contact@henin.example")
    Office.objects.filter(name="Mairie d’Hénin-Beaumont").update(recipient=builders.recipient("mairie@henin.example"))
    there = builders.recipient("contact@henin.example")
    halls = examined(keeper, rows("Commune;E-mail", *towns))
    act(keeper, halls, "apply")
    asked = {"consented_on": "01/03/2018", "consent_source": "Liste d’Outlook"}
    list_ = examined(keeper, rows("E-mail", "abonne@lecteurs.example"), "abonnes", **asked)
    act(keeper, list_, "apply")
    told = [row_of(halls, 2).notes, row_of(list_, 2).notes]
    assert all("une fois l’import appliqué, la lettre y est envoyée" in notes[-1] for notes in told)

    leave(there)
    Subscription.objects.create(recipient=waiting[1], confirmed_at=timezone.now())
    # Their own link still asks them, and what they say is theirs.
    link = links.confirm_address(subscriber.subscription)
    assert "Confirmez votre abonnement" in Client().get(link).content.decode()
    Client().post(link)
    assert "Votre abonnement est confirmé" in Client().get(link).content.decode()
    conflicts = [row.line for run in (halls, list_) for row in act(keeper, run, "undo").context["conflicts"]]
    for run in (halls, list_):
        act(keeper, run, "undo", **{"malgre-tout": "1"})

    assert conflicts == [4, 2]
    assert Office.objects.get(name="Mairie d’Hénin-Beaumont").recipient == there
    states = [Recipient.objects.get(pk=each.pk).state for each in (*waiting, subscriber, there)]
    assert states == ["a-confirmer", "actif", "actif", "parti"]


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

    said = _said("import_offices", file)
    assert "Ligne 6, Mairie de Liévin : refusée" in said
    assert "8 lignes : 2 créées, 1 doublon, 3 invalides, 1 mise à jour et 1 refusée." in said
    assert "Rien n’a été écrit" in said
    assert kept() == before and not ImportRun.objects.exists()

    assert "L’import est appliqué." in _said("import_offices", file, apply=True)
    assert Office.objects.filter(name="Mairie de Saint-Venant").exists()
    with pytest.raises(CommandError, match="ne se lit pas"):
        _said("import_offices", tmp_path / "absent.csv")
    file.write_bytes(b"%PDF-1.7")
    with pytest.raises(CommandError, match="PDF"):
        _said("import_offices", file)


def _said(*arguments, **options):
    output = StringIO()
    call_command(*arguments, stdout=output, **options)
    return output.getvalue()
