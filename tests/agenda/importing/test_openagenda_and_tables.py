"""Exports of OpenAgenda and tables of town halls: read, or explained event by event."""

import pytest

from agenda.incoming import guess_columns
from pma_site.core.spreadsheets import write_xlsx
from tests.agenda.importing.sources import export, only, openagenda_event, reading, times

TITLES = (
    "Titre;Date;Heure de début;Heure de fin;Lieu;Commune;Description;Organisateur;Tarif;Inscription;Lien;Identifiant"
)


def table(*rows, titles=TITLES):
    return "\n".join([titles, *rows])


# OpenAgenda


def test_openagenda_all_that_we_keep():
    event = only(export(openagenda_event()))

    assert (event.identity, event.title, event.standfirst) == ("101", "Visite du terril", "Une marche commentée.")
    assert event.body == (
        "<p><b>Rendez-vous</b> au parking.</p><ul><li>chaussures de marche</li><li>eau</li></ul>"
        '<p>Voir <a href="https://terril.example">le site</a></p>'
    )
    assert times(event) == ["2026-06-21 10:00–21 12:00", "2026-06-28 10:00–28 12:00"]
    assert (event.place.name, event.place.street) == ("Base 11/19", "Rue de Bourgogne")
    assert (event.place.postal_code, event.place.insee) == ("62750", "62528")
    assert (event.place.latitude, event.place.longitude, event.place.access) == (50.4437, 2.7906, ["vi", "mi"])
    assert event.registration_url == "https://terril.example/inscription"
    assert (event.registration_email, event.registration_phone) == ("visites@terril.example", "03 21 00 00 00")
    assert (event.conditions, event.age_min, event.age_max) == ("Gratuit sur réservation", 6, 99)
    assert event.website == "https://openagenda.com/artois/events/evenement-101"
    assert reading(export(openagenda_event())).name == "Agenda de l’Artois"


@pytest.mark.parametrize(
    ("state", "status", "note"),
    [(1, "programme", ""), (2, "programme", ""), (3, "deplace", "en ligne"), (4, "reporte", "Reporté")]
    + [(5, "complet", "Complet"), (6, "annule", "Annulé")],
)
def test_openagenda_its_six_states(state, status, note):
    event = only(export(openagenda_event(status=state)))

    assert event.status == status
    assert note in event.status_note


def test_openagenda_online_and_not_published():
    online = only(export(openagenda_event(attendanceMode=2, onlineAccessLink="https://visio.example/a")))
    waiting = only(export(openagenda_event(state=0)))

    assert (online.online_url, bool(online.place)) == ("https://visio.example/a", False)
    assert "Pas publié sur OpenAgenda" in waiting.refusal


@pytest.mark.parametrize("said", ["blabla", "03 21", "au guichet, 03 21 00 00 00", 321, None])
def test_openagenda_what_is_no_telephone_number_is_left_out(said):
    event = only(export(openagenda_event(registration=[{"type": "phone", "value": said}])))

    assert (event.title, event.registration_phone) == ("Visite du terril", "")


def test_openagenda_a_list_alone_and_a_page_of_many():
    assert only(export(openagenda_event()).split(b'"events": ', 1)[1][:-1]).title == "Visite du terril"
    assert "1\xa0événement sur 300" in reading(export(openagenda_event(), total=300)).remarks[0]


def test_openagenda_one_damaged_event_takes_no_other_away():
    source = export(
        openagenda_event(1, timings=[]),
        openagenda_event(2, title=None),
        openagenda_event(3, timings=[{"begin": "bientôt"}, {"begin": "2026-06-21T10:00:00+02:00"}]),
        openagenda_event(4, location=[], registration={"a": 1}, accessibility="?", age=[], status={}, keywords=3),
        "rien",
    )

    none, nameless, half, odd, nothing = reading(source).events

    assert none.faults == ["Aucun horaire (« timings »)."]
    assert nameless.faults == ["Le titre manque."]
    assert half.is_readable
    assert "Horaire n° 1 : il ne se lit pas." in half.remarks
    assert odd.is_readable
    assert nothing.faults


# Tables


def test_a_table_of_a_town_hall():
    source = table(
        "Brocante;21/06/2026;8h;18 h;Place du Cantin;Lens;Venez nombreux !;Ville de Lens;Gratuit;"
        "Au 03 21 00 00 00;www.lens.example;LENS-1",
        "Concert;dimanche 28 juin 2026;20h30;1h;Église;Avion;;;5 € / 3 €;billets@avion.example;;LENS-2",
        "Exposition;du 1er au 15 juillet 2026;;;Médiathèque;Lens;;;;;;LENS-3",
    ).encode("cp1252")

    fair, concert, show = reading(source).events

    assert (fair.identity, fair.line, fair.title) == ("LENS-1", 2, "Brocante")
    assert times(fair) == ["2026-06-21 08:00–21 18:00"]
    assert (fair.place.name, fair.place.city, fair.organisers) == ("Place du Cantin", "Lens", ["Ville de Lens"])
    assert fair.conditions == "Gratuit Au 03 21 00 00 00"
    assert fair.website == "https://www.lens.example"
    assert times(concert) == ["2026-06-28 20:30–29 01:00"]
    assert (concert.conditions, concert.registration_email) == ("5 € / 3 €", "billets@avion.example")
    assert times(show) == ["2026-07-01 → 2026-07-15"]


@pytest.mark.parametrize(
    ("day", "hours", "shown"),
    [
        ("21/06/2026", "13h30", "2026-06-21 13:30"),
        ("21-06-26", "13 h 30", "2026-06-21 13:30"),
        ("2026-06-21", "13:30", "2026-06-21 13:30"),
        ("21 juin 2026", "de 13h30 à 17h", "2026-06-21 13:30–21 17:00"),
        ("Dimanche 21 JUIN 2026 à 13h30", "", "2026-06-21 13:30"),
        ("21/06/2026 13:30", "", "2026-06-21 13:30"),
        ("2026-06-21T13:30:00", "", "2026-06-21 13:30"),
        ("1er août 2026", "midi", "2026-08-01 12:00"),
        ("20 et 21 juin 2026", "", "2026-06-20 → 2026-06-21"),
        ("21/06/2026", "", "2026-06-21"),
        ("21/06/2026", "22h - 2h", "2026-06-21 22:00–22 02:00"),
    ],
)
def test_days_and_hours_as_people_type_them(day, hours, shown):
    assert times(only(table(f"Fête;{day};{hours}"))) == [shown]


@pytest.mark.parametrize(
    ("day", "hours", "words"),
    [
        ("demain", "", "La date « demain » ne se lit pas"),
        ("31/02/2026", "", "La date « 31/02/2026 » ne se lit pas"),
        ("", "10h", "La date manque."),
        ("21/06/2026", "le soir", "L’heure « le soir » ne se lit pas"),
        ("21/06/2026", "25h99", "ne se lit pas"),
        ("99999999999/06/2026", "", "ne se lit pas"),
    ],
)
def test_what_cannot_be_read_is_said_and_the_others_go_on(day, hours, words):
    wrong, right = reading(table(f"Fête;{day};{hours}", "Autre;21/06/2026;10h")).events

    assert words in wrong.faults[0]
    assert wrong.line == 2
    assert right.is_readable


def test_rows_of_one_event_are_its_dates():
    event = only(
        table(
            "Marché;05/06/2026;8h;12h;Place;Lens",
            "MARCHÉ;12/06/2026;8h;12h;place;LENS",
            "Marché;un jour;8h;12h;Place;Lens",
        )
    )

    assert times(event) == ["2026-06-05 08:00–05 12:00", "2026-06-12 08:00–12 12:00"]
    assert "Ligne 4 : La date « un jour » ne se lit pas" in " ".join(event.remarks)


def test_columns_are_known_by_many_titles_and_xlsx_is_read_too():
    rows = [["Fête du lac", "21/06/2026", "14h", "18h", "Base nautique", "62750", "Loos-en-Gohelle"]]
    content = write_xlsx(["NOM DE L'ÉVÉNEMENT", "Date début", "Horaire", "Heure fin", "Salle", "CP", "Ville"], rows)

    event = only(content)

    assert event.title == "Fête du lac"
    assert times(event) == ["2026-06-21 14:00–21 18:00"]
    assert (event.place.name, event.place.postal_code) == ("Base nautique", "62750")
    assert guess_columns(["Quoi", "Date"]) == {"start_day": 1}
