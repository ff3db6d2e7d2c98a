"""Sources that mean harm or were damaged on the way: always an explanation, never an exception."""

import json

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from agenda.incoming import ReadEvent, UnreadableError, calendars
from agenda.incoming.recurrences import Patience
from agenda.incoming.texts import from_html, from_markdown, from_plain, rich
from tests.agenda.importing.sources import GOOGLE, NEXTCLOUD, OUTLOOK, calendar, export, openagenda_event, reading

TABLE = "Titre;Date;Heure;Lieu;Commune\nFête;21/06/2026;13h30;Salle;Lens\nBal;21 juin 2026;20 h;;Avion\n".encode()
SOURCES = [
    GOOGLE.encode(),
    OUTLOOK.encode(),
    NEXTCLOUD.encode(),
    export(openagenda_event(), openagenda_event(2)),
    TABLE,
]
KEYWORDS = [
    b"BEGIN:VEVENT\n", b"END:VEVENT\n", b"BEGIN:VCALENDAR\n", b"RRULE:FREQ=SECONDLY\n", b"RRULE:FREQ=DAILY\n", b"\x00",
    b"DTSTART:00000000T000000\n", b"DTSTART:99991231T235959Z\n", b"DURATION:P99999999W\n", b"EXDATE:,,,\n",
    b"GEO:nan;inf\n",
    b"RDATE;VALUE=PERIOD:20260621T000000Z/PT99999999H\n", b"DTEND:19000101\n", b"RECURRENCE-ID:x\n", b"\xff\xfe",
    b"\\",
    b'"', b";", b":", b",", b"\n ", b"{", b"]", b"null", b"1e999", b"\xe2\x80\xa8", b"SEQUENCE:99999999999999999999\n",
    b"DTSTART;TZID=../../etc/passwd:20260621T100000\n", b"DTSTART;TZID=UTC+99:20260621T100000\n", b"<b", b"&#x110000;",
]  # fmt: skip


def check(content):
    """Read a source; whatever it is, each event is whole, or says why not."""
    try:
        found = reading(content)
    except UnreadableError as error:
        assert str(error)
        return
    for event in found.events:
        assert event.identity
        assert event.faults or event.refusal or (event.title and event.slots)
        assert len(event.title) <= 200
        assert len(event.identity) <= 250
        assert all(slot.end is None or slot.end >= slot.start for slot in event.slots)
        assert ReadEvent.from_data(json.loads(json.dumps(event.as_data()))) == event


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.binary(max_size=2_000))
def test_random_bytes(content):
    check(content)


@settings(max_examples=250, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.sampled_from(SOURCES),
    st.lists(
        st.tuples(st.integers(0, 3_000), st.integers(0, 40), st.sampled_from(KEYWORDS) | st.binary(max_size=12)),
        min_size=1,
        max_size=8,
    ),
)
def test_mutated_files(source, cuts):
    content = bytearray(source)
    for place, length, put in cuts:
        place %= len(content) + 1
        content[place : place + length] = put
    check(bytes(content))


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["fr", "begin", "end", "value"]), inner)
    ),
    max_leaves=6,
)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.dictionaries(st.sampled_from([*openagenda_event(), "onlineAccessLink", "links"]), VALUES, max_size=6))
@example({"uid": "\x1b"})
def test_an_export_with_anything_in_any_field(fields):
    check(json.dumps({"events": [openagenda_event() | fields]}).encode())


SCRAPS = [
    *"<>/ab \n\t&;\"'=*_[]()#-1",
    "<p>",
    "</p>",
    "<b>",
    "</b>",
    "<i>",
    "<ul>",
    "<li>",
    "</li>",
    "</ul>",
    "<br>",
    "&lt;",
]
SCRAPS += [
    "<script>",
    "</script>",
    "<a href='https://a.example'>",
    "</a>",
    "https://a.example/b",
    "[a](https://a.example)",
    "**",
    "- ",
]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(SCRAPS), max_size=40))
def test_rich_text_is_whole_whatever_comes_in(scraps):
    text = "".join(scraps)
    for made in (rich(text), from_plain(text), from_html(text), from_markdown(text)):
        assert "<script" not in made
        # Once reduced it stays as it is: what the next import compares with.
        assert from_html(made) == from_html(from_html(made))


@pytest.mark.parametrize(
    "html",
    [
        '<a href="javascript:alert(1)">x</a>',
        '<img src=x onerror=alert(1)><p onclick="x">a</p>',
        "<svg><script>alert(1)</script></svg>",
        "<b>" * 5_000,
        "<!" * 5_000,
    ],
)
def test_harmful_html_loses_its_harm(html):
    made = rich(html)

    assert not any(word in made for word in ("javascript", "onerror", "onclick", "<script", "<img"))


def test_hundreds_of_bombs_in_one_file_are_given_up(monkeypatch):
    monkeypatch.setattr(calendars, "Patience", lambda: Patience(seconds=0.5))
    bomb = "UID:{}\nSUMMARY:Bombe\nDTSTART:20260620T100000\nRRULE:FREQ=DAILY;BYSETPOS=2"

    found = reading(calendar(*(bomb.format(number) for number in range(400))))

    assert all(len(event.slots) == 1 for event in found.events)
    assert "trop de répétitions à calculer" in found.events[-1].remarks[0]
