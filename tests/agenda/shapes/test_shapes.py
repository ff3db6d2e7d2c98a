"""Sixty forms of events, entered by a clerk in the admin and read back wherever readers meet them."""

import re
import unicodedata
from collections import defaultdict
from datetime import date
from urllib.parse import urlsplit

import pytest
import time_machine
from django.test import Client

from agenda.models import EventPage
from newsletter import rendering
from newsletter.models import IssuePage
from pma_site.core import pdf, pdf_pages
from pma_site.core.models import SiteSettings
from tests import builders, contents
from tests.agenda import hostile
from tests.agenda.shapes.desk import Desk
from tests.agenda.shapes.finding import addresses, busy_day, cards, json_ld, listed, times, vevent
from tests.agenda.shapes.meaning import (
    attendance,
    day_in_words,
    days,
    ends,
    held,
    json_status,
    json_times,
    meant,
    notes,
    others,
    state,
    states,
    tight,
)
from tests.agenda.shapes.sixty import NOW, SHAPES
from tests.indexes import written_together
from tests.reading import text

BASE = "http://testserver"

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("entered")]


@pytest.fixture(scope="module")
def entered(django_db_setup, test_database, django_db_blocker):
    """The address of each event, by its title, once all of them were entered; it is NOW for the whole module."""
    with django_db_blocker.unblock(), time_machine.travel(NOW, tick=False):
        with written_together():
            desk = Desk()
            for number, shape in enumerate(SHAPES):
                answer = desk.enter(number, shape)
                assert answer.status_code == 302, (shape.title, answer.context["form"].errors)
        yield {event.title: event.url for event in EventPage.objects.online()}
        test_database.renew("empty")


def letters(words):
    """Words without spaces, signs and the hyphens of the layout."""
    return "".join(sign for sign in unicodedata.normalize("NFKD", words).casefold() if sign.isalnum())


by_shape = pytest.mark.parametrize("shape", SHAPES, ids=[re.sub(r"\W+", "-", shape.title[:40]) for shape in SHAPES])


def test_there_are_sixty_all_online(entered):
    assert len(SHAPES) == 60
    assert sorted(entered) == sorted(shape.title for shape in SHAPES)


@pytest.fixture(scope="module")
def pages(entered):
    """The page of each event, by its title."""
    return {title: Client().get(address) for title, address in entered.items()}


@by_shape
def test_its_page_says_what_when_where_and_the_rest(shape, pages):
    said = text(pages[shape.title])

    for words in (shape.title, shape.when, shape.place, *shape.says):
        assert tight(words) in tight(said)
    assert "None" not in said


@by_shape
def test_its_page_says_the_same_to_search_engines(shape, pages):
    found = json_ld(pages[shape.title])

    if not shape.slots:
        assert found is None
        return
    slots = held(shape)
    assert found["name"] == shape.title
    assert times(found) == (json_times(slots[0])[0], json_times(max(slots, key=ends))[1])
    assert found["eventStatus"] == json_status(state(shape, slots[0]))
    assert found["eventAttendanceMode"].removeprefix("https://schema.org/") == attendance(shape)
    parts = [(*times(part), part["eventStatus"]) for part in found.get("subEvent", [])]
    shown = shape.slots[:10] if len(shape.slots) > 1 else ()
    assert parts == [(*json_times(slot), json_status(state(shape, slot))) for slot in shown]


def test_the_list_has_each_of_them_once_and_says_what_when_and_where(entered):
    found = [card for page in listed() for card in cards(page)]
    shown = dict(found)

    assert sorted(address for address, _ in found) == sorted(entered.values())
    for shape in SHAPES:
        said = shown[entered[shape.title]]
        when = day_in_words(shape.slots[0]) if len(shape.slots) > 1 else shape.when
        for words in (shape.title, when, shape.place, *others(shape), *states(shape)):
            assert tight(words) in tight(said), shape.title
        assert "None" not in said


@pytest.fixture(scope="module")
def touched():
    """The titles of each day."""
    found = defaultdict(set)
    for shape in SHAPES:
        for day in (day for slot in shape.slots for day in days(slot)):
            found[day].add(shape.title)
    return found


@pytest.fixture(scope="module")
def months(touched):
    """Every page of each month in which something is on, by its first day."""
    first_days = {day.replace(day=1) for day in touched}
    return {month: listed(mois=f"{month:%Y-%m}") for month in first_days}


def test_months_count_each_of_their_days(touched, months):
    shown = {}
    for page, *_ in months.values():
        found = re.findall(r'<a class="month__day [^>]*>.*?</a>', page.content.decode(), re.DOTALL)
        shown |= dict(map(busy_day, found))

    assert shown == {day: len(titles) for day, titles in touched.items()}


def test_months_list_each_of_them(touched, months, entered):
    for month, pages in months.items():
        there = {title for day, titles in touched.items() if day.replace(day=1) == month for title in titles}
        assert addresses(pages) == sorted(entered[title] for title in there), month


def test_months_lead_to_the_list_of_a_day(touched, entered):
    # The busiest, a night from both sides, the end of a block, both clock changes, the new year.
    corners = [(3, 6), (3, 13), (3, 14), (4, 25), (4, 26), (3, 28), (10, 31), (12, 31)]
    for day in [*(date(2027, *corner) for corner in corners), date(2028, 1, 1)]:
        pages = listed(du=f"{day}", au=f"{day}")
        assert addresses(pages) == sorted(entered[title] for title in touched.get(day, ())), day


@pytest.mark.parametrize("read", [hostile.read_by_python, hostile.read_by_node], ids=["icalendar", "ical.js"])
def test_the_calendar_has_each_slot_as_it_was_typed(read, entered):
    shapes = {entered[shape.title]: shape for shape in SHAPES}
    shown = defaultdict(list)
    for event in read(hostile.feed()).values():
        shown[urlsplit(event["URL"]).path].append(event)

    assert set(shown) == {address for address, shape in shapes.items() if shape.slots}
    for address, events in shown.items():
        shape = shapes[address]
        found = sorted(map(vevent, events), key=repr)
        assert found == sorted((meant(shape, slot) for slot in shape.slots), key=repr)


def test_the_calendar_of_one_event_is_the_same(entered, client):
    shape = next(shape for shape in SHAPES if shape.title == "Une séance annulée")

    found = hostile.read_by_python(client.get(f"{entered[shape.title]}agenda.ics").content)

    assert sorted(map(vevent, found.values())) == sorted(meant(shape, slot) for slot in shape.slots)


@pytest.fixture(scope="module")
def letter(entered):
    """A letter whose agenda names all of them."""
    keys = list(EventPage.objects.online().values_list("pk", flat=True))
    issue = builders.issue(title="Soixante dates")
    issue.territory = contents.raw([("agenda", {"title": "Agenda", "events": keys, "start": None, "end": None})])
    issue.save()
    return IssuePage.objects.get(pk=issue.pk)


def test_a_letter_names_each_of_them_on_its_page_and_in_its_email(letter, client):
    for address in (letter.url, f"{letter.url}courriel/"):
        assert missing(text(client.get(address))) == []


def test_a_letter_names_each_of_them_in_plain_text(letter, entered):
    words = rendering.email_text(letter.letter(SiteSettings.published_for()), BASE)

    assert missing(words, lambda shape: f"{BASE}{entered[shape.title]}") == []


@pytest.mark.skipif(bool(pdf.missing_library()), reason="Pango is not installed")
def test_a_letter_names_each_of_them_on_paper(letter):
    paper = rendering.lay_out(letter.letter(SiteSettings.published_for()), BASE)

    assert missing(pdf_pages.words(paper.content)) == []


def missing(words, address=lambda shape: ""):
    """The lines of an agenda that are not there: when, what, where, what is not as planned, then the address."""
    said = letters(words)
    assert "none" not in words.casefold().split()
    absent = []
    for shape in SHAPES:
        line = [f"{shape.when}{shape.title}{shape.place}", *notes(shape), address(shape)]
        absent += [(shape.title, part) for part in line if letters(part) not in said]
    return absent
