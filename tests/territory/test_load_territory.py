"""`manage.py load_territory`: the 150 communes, once, and what the file has new."""

import csv
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from pma_site.territory.loading import DEFAULT_FILE
from pma_site.territory.models import Commune, Epci

pytestmark = pytest.mark.django_db

HEADER = "insee_code,name,epci_siren,epci_name,population,postal_codes,lon,lat"
LENS = "62498,Lens,246200364,CA de Lens - Liévin,32920,62300,2.8279,50.4330"
AMES = "62028,Ames,200072460,CA de Béthune-Bruay,590,62190,,"


def load(*lines, folder=None, encoding="utf-8"):
    """Run the command on a file of these lines, or on its own; return what it prints, line by line."""
    arguments = []
    if folder:
        path = folder / "communes.csv"
        path.write_text("\n".join(lines), encoding=encoding)
        arguments = ["--file", str(path)]
    output = StringIO()
    call_command("load_territory", *arguments, stdout=output)
    return output.getvalue().splitlines()


def test_the_whole_territory_is_loaded():
    printed = load()

    assert printed == [
        "Intercommunalités : 3 créées, 0 mises à jour, 0 inchangées.",
        "Communes : 150 créées, 0 mises à jour, 0 inchangées.",
    ]
    counts = {epci.acronym: epci.communes.count() for epci in Epci.objects.all()}
    assert counts == {"CABBALR": 100, "CALL": 36, "CAHC": 14}
    assert sum(Commune.objects.values_list("population", flat=True)) == 642_834
    lens = Commune.objects.get(insee_code="62498")
    assert (lens.name, lens.epci.acronym, lens.postal_codes) == ("Lens", "CALL", "62300")
    assert (str(lens.longitude), str(lens.latitude)) == ("2.8279", "50.4330")


def test_the_file_is_the_registers_only_source():
    load()

    with DEFAULT_FILE.open(encoding="utf-8", newline="") as file:
        expected = {row["insee_code"]: row["name"] for row in csv.DictReader(file)}
    assert dict(Commune.objects.values_list("insee_code", "name")) == expected


def test_run_twice_it_changes_nothing(django_assert_max_num_queries):
    load()

    with django_assert_max_num_queries(5):
        printed = load()

    assert printed == [
        "Intercommunalités : 0 créées, 0 mises à jour, 3 inchangées.",
        "Communes : 0 créées, 0 mises à jour, 150 inchangées.",
    ]


def test_a_changed_population_is_updated(tmp_path):
    load(HEADER, LENS, AMES, folder=tmp_path)

    printed = load(HEADER, LENS.replace("32920", "33000"), AMES, folder=tmp_path)

    assert printed[1] == "Communes : 0 créées, 1 mises à jour, 1 inchangées."
    assert Commune.objects.get(insee_code="62498").population == 33_000


def test_what_the_file_does_not_know_stays_as_edited(tmp_path):
    load(HEADER, LENS, AMES, folder=tmp_path)
    Commune.objects.filter(insee_code="62028").update(longitude="2.4110", latitude="50.5410")
    Epci.objects.filter(siren="246200364").update(name="Lens-Liévin Agglomération", acronym="CALL62")

    load(HEADER, LENS, AMES.replace("590", "600"), folder=tmp_path)

    ames = Commune.objects.get(insee_code="62028")
    assert (ames.population, str(ames.longitude)) == (600, "2.4110")
    assert str(Epci.objects.get(siren="246200364")) == "Lens-Liévin Agglomération (CALL62)"


def test_several_postal_codes_are_listed(tmp_path):
    load(HEADER, LENS.replace(",62300,", ",62300|62301,"), folder=tmp_path)

    assert Commune.objects.get().postal_codes == "62300, 62301"


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        (AMES.replace("590", "beaucoup"), "ligne 3 : la population « beaucoup » n’est pas un nombre"),
        (AMES.replace("590", "-3"), "ligne 3 : population"),
        (AMES.replace("62028", "6228"), "ligne 3 : insee_code"),
        (AMES.replace("200072460", "12"), "ligne 3 : siren"),
        (AMES.replace("Ames", ""), "ligne 3 : name"),
        (AMES.replace(",,", ",2.4,"), "ligne 3 : la longitude et la latitude vont ensemble"),
        (AMES.replace(",,", ",NaN,1"), "ligne 3 : longitude"),
        (AMES.replace(",,", ","), "ligne 3 : il faut 8 valeurs"),
        (AMES + ",de trop", "ligne 3 : il faut 8 valeurs"),
        (LENS, "ligne 3 : la commune 62498 figure déjà ligne 2"),
        ('62028,"Ames', "ligne 3 : ce n’est pas du CSV valide"),
    ],
)
def test_a_malformed_line_is_named_and_nothing_is_loaded(tmp_path, line, problem):
    with pytest.raises(CommandError, match=problem):
        load(HEADER, LENS, line, folder=tmp_path)

    assert not Commune.objects.exists()
    assert not Epci.objects.exists()


def test_a_file_without_the_right_columns_is_refused(tmp_path):
    with pytest.raises(CommandError, match="ligne 1 : il manque la ou les colonnes insee_code"):
        load(HEADER.replace("insee_code", "code"), LENS, folder=tmp_path)


def test_an_empty_file_is_refused(tmp_path):
    with pytest.raises(CommandError, match="aucune commune"):
        load(HEADER, folder=tmp_path)


def test_a_file_in_another_encoding_is_refused(tmp_path):
    with pytest.raises(CommandError, match="UTF-8"):
        load(HEADER, LENS, folder=tmp_path, encoding="latin-1")


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(CommandError, match="illisible"):
        call_command("load_territory", "--file", str(tmp_path / "nothing.csv"))
