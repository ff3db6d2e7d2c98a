"""Calendars (ICS) as Google, Outlook, Nextcloud and many sites write them: read, or explained event by event."""

import pytest

from agenda.incoming import UnreadableError
from tests.agenda.importing.sources import (
    GOOGLE,
    NEXTCLOUD,
    OUTLOOK,
    calendar,
    happening,
    only,
    reading,
    times,
)

# Real programs


def test_google_a_repetition_with_a_date_left_out_and_one_moved():
    workshop, music = reading(GOOGLE).events

    assert reading(GOOGLE).name == "Ville de Liévin"
    assert times(workshop) == ["2026-06-06 10:00–06 12:00", "2026-06-20 10:00–20 12:00", "2026-06-27 14:00–27 16:00"]
    assert workshop.slots[-1].key == "20260627T080000Z"
    assert workshop.body == (
        "<p>Atelier gratuit.<br/>Sur <b>inscription</b>, places limitées :"
        ' <a href="https://www.lievin.example/velo">la page</a></p>'
    )
    assert (workshop.place.name, workshop.place.street) == ("Salle de l’Espérance", "12 rue Jean Jaurès")
    assert (workshop.place.postal_code, workshop.place.city) == ("62800", "Liévin")
    assert times(music) == ["2026-06-20 → 2026-06-21"]
    assert workshop.remarks == music.remarks == []


def test_outlook_zones_of_windows_html_private_and_tasks():
    committee, private = reading(OUTLOOK).events

    assert times(committee) == ["2026-06-25 18:30–25 20:30"]
    assert committee.body == "<p>Ordre du jour <b>joint</b>.</p><ul><li>Budget</li><li>Voirie</li></ul>"
    assert (committee.place.name, committee.place.city) == ("Maison syndicale des mineurs", "Lens")
    assert private.refusal == "Marqué privé ou confidentiel dans la source."
    assert reading(OUTLOOK).remarks == ["1 tâche (VTODO) : ce ne sont pas des événements."]


def test_nextcloud_duration_past_midnight_and_cancelled():
    event = only(NEXTCLOUD)

    assert times(event) == ["2026-06-19 20:00–20 02:00"]
    assert (event.status, event.status_note) == ("annule", "Annulé par l’organisateur.")
    assert (event.place.latitude, event.place.longitude) == (50.43, 2.83)
    assert event.website == "https://www.avion.example/bal"


# Encodings and damage


@pytest.mark.parametrize(
    "encode",
    [
        str.encode,
        lambda text: text.replace("\n", "\r\n").encode(),
        lambda text: b"\xef\xbb\xbf" + text.encode(),
        lambda text: text.encode("cp1252"),
        lambda text: text.replace("’", "'").encode("latin-1"),
        lambda text: text.encode("utf-16"),
        lambda text: text.replace("\n", "\r").encode(),
        lambda text: text.replace("\n", "\n\n").replace("\n\n ", "\n ").encode(),
    ],
    ids=["utf-8", "crlf", "mark", "cp1252", "latin-1", "utf-16", "cr", "empty lines"],
)
def test_any_encoding_and_line_ends(encode):
    event = reading(encode(GOOGLE)).events[0]

    assert event.title == "Atelier vélo"
    assert event.place.name.replace("'", "’") == "Salle de l’Espérance"
    assert len(event.slots) == 3


def test_a_fold_in_the_middle_of_a_letter_and_lines_broken_without_their_space():
    folded = calendar(happening(title="Fête de l’é\n té") + "\nDESCRIPTION:Au programme :\nContact: la mairie\nà 14 h")

    event = only(folded)

    assert event.title == "Fête de l’été"
    assert event.body == "<p>Au programme :<br/>Contact: la mairie<br/>à 14 h</p>"


def test_one_damaged_event_takes_no_other_away():
    source = calendar(
        happening("a", "Sans date lisible", start="demain"),
        "UID:b\nSUMMARY:Sans date",
        "UID:c\nDTSTART:20260620T100000",
        happening("d", "Entier", "20260620T100000") + "\nCECI N’EST RIEN;;;\nDTEND:n’importe",
    ).replace("END:VCALENDAR", "BEGIN:VEVENT\nUID:e\nSUMMARY:Coupé\nDTSTART:20260621T100000")

    events = {event.identity: event for event in reading(source).events}

    assert events["a"].faults == ["Ligne 6 : la date « demain » ne se lit pas."]
    assert events["a"].line == 3
    assert events["b"].faults == ["La date de début manque (DTSTART)."]
    assert events["c"].faults == ["Le titre manque."]
    assert events["d"].is_readable
    assert "la date « n’importe » ne se lit pas. La fin reste inconnue." in events["d"].remarks[-1]
    assert events["e"].is_readable
    assert events["e"].remarks == ["La fin de cet événement manque dans le fichier : il est peut-être incomplet."]


def test_several_calendars_in_a_file_and_events_told_twice():
    source = calendar(happening("a", "Ancien", SEQUENCE=1)) + calendar(
        happening("a", "Nouveau", SEQUENCE=3), happening("b")
    )

    first, second = reading(source).events

    assert (first.title, second.identity) == ("Nouveau", "b")
    assert "Décrit plusieurs fois" in first.remarks[0]


def test_without_an_identifier_the_next_reading_knows_it_again():
    nameless = calendar("SUMMARY:Rencontre\nDTSTART:20260620T100000\nLOCATION:Lens")

    first, second = only(nameless), only(nameless.replace("VERSION:2.0", "VERSION:2.0\nPRODID:-//autre"))

    assert first.identity == second.identity != ""
    assert "Sans identifiant (UID)" in first.remarks[0]


# Zones


@pytest.mark.parametrize(
    ("start", "shown"),
    [
        ("DTSTART:20260620T100000", "2026-06-20 10:00"),
        ("DTSTART:20260620T100000Z", "2026-06-20 12:00"),
        ("DTSTART;TZID=Europe/London:20260620T100000", "2026-06-20 11:00"),
        ("DTSTART;TZID=W. Europe Standard Time:20260620T100000", "2026-06-20 10:00"),
        ("DTSTART;TZID=GMT Standard Time:20260620T100000", "2026-06-20 11:00"),
        ('DTSTART;TZID="(UTC+01:00) Bruxelles, Copenhague, Madrid, Paris":20260620T100000', "2026-06-20 10:00"),
        ("DTSTART;TZID=/mozilla.org/20070129_1/Europe/Paris:20260620T100000", "2026-06-20 10:00"),
        ("DTSTART;TZID=À moi:20260620T100000", "2026-06-20 13:00"),
        ("DTSTART;TZID=Inconnu:20260620T100000", "2026-06-20 10:00"),
        ("DTSTART;TZID=Bombe:20260620T100000", "2026-06-20 10:00"),
        # The hour that the spring takes away, and the one that autumn gives twice.
        ("DTSTART;TZID=Europe/Paris:20270328T023000", "2027-03-28 03:30"),
        ("DTSTART;TZID=Europe/Paris:20261025T023000", "2026-10-25 02:30"),
        (
            "DTSTART;TZID=Europe/Paris:20261024T220000\nDTEND;TZID=Europe/Paris:20261025T060000",
            "2026-10-24 22:00–25 06:00",
        ),
    ],
)
def test_zones(start, shown):
    zones = ""
    for name, rule in (("À moi", "FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU"), ("Bombe", "FREQ=SECONDLY")):
        zones += (
            f"BEGIN:VTIMEZONE\nTZID:{name}\nBEGIN:STANDARD\nDTSTART:19700101T000000\nTZOFFSETFROM:-0100\n"
            f"TZOFFSETTO:-0100\nRRULE:{rule}\nEND:STANDARD\nEND:VTIMEZONE\n"
        )

    event = only(calendar(f"UID:a\nSUMMARY:Rencontre\n{start}", before=zones))

    assert times(event) == [shown]
    assert bool(event.remarks) == ("Inconnu" in start or "Bombe" in start)


# Repetitions


@pytest.mark.parametrize(
    ("lines", "shown"),
    [
        ("RRULE:FREQ=DAILY;COUNT=3", ["2026-06-20", "2026-06-21", "2026-06-22"]),
        ("RRULE:FREQ=WEEKLY;BYDAY=SA,SU;UNTIL=20260628", ["2026-06-20", "2026-06-21", "2026-06-27", "2026-06-28"]),
        ("RRULE:FREQ=MONTHLY;BYDAY=3SA;COUNT=2", ["2026-06-20", "2026-07-18"]),
        ("RDATE;TZID=Europe/Paris:20260701T100000,20260705T100000", ["2026-06-20", "2026-07-01", "2026-07-05"]),
        ("RRULE:FREQ=DAILY;COUNT=3\nEXDATE;VALUE=DATE:20260621", ["2026-06-20", "2026-06-22"]),
        ("RRULE:FREQ=DAILY;COUNT=3\nEXDATE:20260621T080000Z", ["2026-06-20", "2026-06-22"]),
        ("RRULE:FREQ=YEARLY;COUNT=9", ["2026-06-20", "2027-06-20"]),
    ],
)
def test_repetitions(lines, shown):
    event = only(calendar(f"{happening()}\n{lines}"))

    assert [text[:10] for text in times(event)] == shown


def test_hours_stay_when_clocks_change():
    event = only(calendar(happening(start="20261018T180000") + "\nDURATION:PT2H\nRRULE:FREQ=WEEKLY;COUNT=3"))

    assert times(event) == ["2026-10-18 18:00–18 20:00", "2026-10-25 18:00–25 20:00", "2026-11-01 18:00–01 20:00"]


def test_a_repetition_begun_long_ago_is_taken_from_now_on():
    event = only(calendar(happening(start="20100105T100000") + "\nRRULE:FREQ=WEEKLY;BYDAY=TU"))

    assert times(event)[0] == "2026-05-05 10:00"
    assert times(event)[-1][:7] == "2028-05"
    assert event.remarks == ["Les dates passées depuis plus de 30\u00a0jours ne sont pas reprises."]


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY",
        "FREQ=MINUTELY;COUNT=999999999",
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=YEARLY;BYDAY=MO,TU;BYSETPOS=366",
        "FREQ=DAILY;BYHOUR=" + ",".join(map(str, range(24))) + ";BYMINUTE=" + ",".join(map(str, range(60))),
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=DAILY;INTERVAL=99999999999",
        "FREQ=FOO;BYDAY=XX",
        "n’importe",
        "FREQ=WEEKLY;BYDAY=" + "MO," * 5_000,
        "FREQ=DAILY;UNTIL=99999999T999999",
    ],
)
def test_a_bomb_gives_one_date_and_an_explanation(rule):
    event = only(calendar(f"{happening()}\nRRULE:{rule}"))

    assert event.is_readable
    assert times(event) == ["2026-06-20 10:00"]
    assert event.remarks or "BYMONTHDAY" in rule or "BYSETPOS" in rule


def test_more_dates_than_anybody_reviews_are_cut_and_that_is_said():
    event = only(calendar(f"{happening()}\nRRULE:FREQ=DAILY"))

    assert len(event.slots) == 400
    assert any("seuls les 400 premiers" in remark for remark in event.remarks)


def test_what_is_over_or_too_far_is_left_out_and_said():
    over, far = reading(
        calendar(happening("a", start="20260401T100000"), happening("b", start="20400101T100000"))
    ).events

    assert over.refusal == "Terminé depuis le 1er avril 2026 : plus de 30\u00a0jours."
    assert "trop loin" in far.refusal


# Places


@pytest.mark.parametrize(
    ("location", "name", "street", "code", "city"),
    [
        ("Louvre-Lens\\, 99 rue Paul Bert\\, 62300 Lens", "Louvre-Lens", "99 rue Paul Bert", "62300", "Lens"),
        ("Salle Polyvalente, Avion", "Salle Polyvalente", "", "", "Avion"),
        ("12\\, rue de la Gare\\, 62400 Béthune\\, France", "", "12 rue de la Gare", "62400", "Béthune"),
        ("Lens", "Lens", "", "", ""),
        ("La Fabrique (Béthune)", "La Fabrique", "", "", "Béthune"),
        ("Médiathèque\\nPlace du Cantin\\n62300 Lens", "Médiathèque", "Place du Cantin", "62300", "Lens"),
    ],
)
def test_a_place_in_one_line_is_taken_apart(location, name, street, code, city):
    place = only(calendar(happening(LOCATION=location))).place

    assert (place.name, place.street, place.postal_code, place.city) == (name, street, code, city)


def test_a_meeting_link_in_the_place_is_a_meeting_online():
    event = only(calendar(happening(LOCATION="https://visio.example/j/123?pwd=a")))

    assert event.online_url == "https://visio.example/j/123?pwd=a"
    assert not event.place


# Whole files


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "vide"),
        (b"\xff\xfe  \n", "vide"),
        (b"BEGIN:VCALENDAR\nEND:VCALENDAR\n", "Aucun événement"),
        (b"<!DOCTYPE html><html><body>Agenda</body></html>", "page web"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"{", "abîmé"),
        (b'{"a": 1}', "OpenAgenda"),
        (b"[" * 200_000, "abîmé"),
        (b"x" * 5_000_001, "trop lourd"),
    ],
)
def test_what_is_no_agenda_says_what_it_is(content, words):
    with pytest.raises(UnreadableError, match=words):
        reading(content)


def test_two_thousand_events_at_the_most_the_past_leaving_first():
    coming = [happening(f"c{number}") for number in range(2_000)]
    past = happening("p", start="20200101T100000")
    found = reading(calendar(past, *coming))

    assert len(found.events) == 2_000
    assert "1\xa0événement terminé depuis longtemps n’est pas montré." in found.remarks
    with pytest.raises(UnreadableError, match="2\u00a0001 événements"):
        reading(calendar(*coming, happening("de trop")))
