"""Sixty forms of events, entered by a clerk in the admin and read back wherever readers meet them."""

import json
import re
import unicodedata
from collections import defaultdict
from dataclasses import replace
from datetime import date, datetime, timedelta
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from agenda.models import AgendaIndexPage, EventPage
from newsletter import rendering
from newsletter.models import IssuePage
from pma_site.core import pdf, pdf_pages
from pma_site.core.models import SiteSettings
from tests import builders, contents
from tests.back_office import filled_in, signed_in
from tests.indexes import written_together
from tests.reading import links, text

from . import hostile
from .shapes import BETHUNE, LENS, LIEVIN, NOW, SHAPES

BASE = "http://testserver"
PARIS = ZoneInfo("Europe/Paris")
WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
MONTHS = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)
STATES = {"annule": "Annulé : ", "reporte": "Reporté : ", "deplace": "Déplacé : ", "complet": "Complet : "}
CALLED_OFF = ("annule", "reporte")

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("entered")]


# What a clerk types


class Desk:
    """A clerk with the empty form of an event, and the records that it chooses among."""

    def __init__(self):
        index = AgendaIndexPage.objects.get()
        self.clerk = signed_in(builders.account("Agenda"))
        self.form = reverse("wagtailadmin_pages:add", args=["agenda", "eventpage", index.pk])
        self.blank = filled_in(self.clerk, self.form)
        self.communes = {name: builders.commune(name).pk for name in (LENS, LIEVIN, BETHUNE)}
        self.venues = {place: self._venue(*place) for place in {shape.venue for shape in SHAPES} - {None}}
        names = {name for shape in SHAPES for name, _ in shape.organisers}
        self.organisations = {name: builders.organisation(name).pk for name in names}

    def _venue(self, name, town):
        outside = {"outside_place": town}
        return builders.venue(name, **({"commune_id": self.communes[town]} if town in self.communes else outside)).pk

    def enter(self, number, shape):
        """Publish an event; return what the form answers."""
        data = self.blank.copy()
        for name in [name for name in data if name.startswith("action-")]:
            del data[name]
        data.update({"action-publish": "1", "title": shape.title, "slug": f"forme-{number}", **shape.fields})
        if shape.venue:
            data["venue"] = self.venues[shape.venue]
        data.update(_rows("slots", map(_typed, shape.slots)))
        data.update(_rows("communes", [{"commune": self.communes[name]} for name in shape.communes]))
        organisers = [{"organisation": self.organisations[name], "role": role} for name, role in shape.organisers]
        data.update(_rows("organisers", organisers))
        data.update(_prices(shape.prices))
        return self.clerk.post(self.form, data)


def _typed(slot):
    """One row of the form; a box that is not ticked is not sent."""
    row = {"start": slot.start, "end": slot.end, "status": slot.status, "note": slot.note}
    return row | {"all_day": "on"} if slot.all_day else row


def _rows(name, rows):
    data = {}
    for number, row in enumerate(rows):
        data |= {f"{name}-{number}-{field}": value for field, value in {**row, "ORDER": str(number + 1)}.items()}
    return {**data, f"{name}-TOTAL_FORMS": str(sum(field.endswith("-ORDER") for field in data))}


def _prices(lines):
    data = {"prices-count": str(len(lines))}
    for number, line in enumerate(lines):
        data |= {f"prices-{number}-type": "price", f"prices-{number}-order": str(number)}
        data |= {f"prices-{number}-deleted": "", f"prices-{number}-id": ""}
        data |= {f"prices-{number}-value-{name}": value for name, value in line.items()}
    return data


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


# What was meant, said from what was typed alone


def moment(typed):
    return datetime.strptime(typed, "%d/%m/%Y %H:%M").replace(tzinfo=PARIS)


def ends(slot):
    """When a slot is over: a whole day at midnight; what has no end after an hour, on the same day."""
    start, end = moment(slot.start), moment(slot.end or slot.start)
    if slot.all_day:
        return datetime.combine(end.date() + timedelta(days=1), datetime.min.time(), PARIS)
    return end if slot.end else min(start + timedelta(hours=1), ends(replace(slot, all_day=True)))


def days(slot):
    """The days that a slot touches; one that ends at midnight does not touch the day after."""
    first = moment(slot.start).date()
    last = max(first, (ends(slot) - timedelta(seconds=1)).date())
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def in_utc(when):
    return when.astimezone(ZoneInfo("UTC")).strftime("%Y-%m-%dT%H:%M:%SZ")


def state(shape, slot):
    """The graver of the states of an event and of one of its slots."""
    return next((one for one in STATES if one in (slot.status, shape.fields.get("status"))), "programme")


def held(shape):
    """The slots that take place, or all of them where none does."""
    return [slot for slot in shape.slots if slot.status not in CALLED_OFF] or list(shape.slots)


def tight(words):
    """Words without spaces, to which French typography adds, nor capitals."""
    return "".join(words.split()).casefold()


def letters(words):
    """Words without spaces, signs and the hyphens of the layout."""
    return "".join(sign for sign in unicodedata.normalize("NFKD", words).casefold() if sign.isalnum())


by_shape = pytest.mark.parametrize("shape", SHAPES, ids=[re.sub(r"\W+", "-", shape.title[:40]) for shape in SHAPES])


# What readers find


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


def json_ld(page):
    """What a page tells search engines of an event; None where it tells nothing."""
    told = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page.content.decode(), re.DOTALL)
    return next((found for found in map(json.loads, told) if found.get("@type") == "Event"), None)


def times(found):
    return found["startDate"], found.get("endDate")


def json_times(slot):
    """A day, or an instant with the offset of Paris; an end only where one is known."""
    moments = [moment(slot.start), moment(slot.end or slot.start) if slot.end or slot.all_day else None]
    return tuple(when and (when.date() if slot.all_day else when).isoformat() for when in moments)


def json_status(state):
    return "https://schema.org/" + {"annule": "EventCancelled", "reporte": "EventPostponed"}.get(
        state, "EventScheduled"
    )


def attendance(shape):
    online = "online_url" in shape.fields
    return f"{'Mixed' if online and shape.venue else 'Online' if online else 'Offline'}EventAttendanceMode"


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


def listed(**asked):
    """Every page of a list of the agenda."""
    pages, client = [], Client()
    while True:
        page = client.get("/agenda/", {**asked, "page": len(pages) + 1})
        pages.append(page)
        if f"page={len(pages) + 1}" not in page.content.decode():
            return pages


def cards(page):
    """The events of a list, each as its address and its words."""
    found = re.findall(r'<article class="event-card">.*?</article>', page.content.decode(), re.DOTALL)
    return [(links(card)[0], text(card)) for card in found]


def day_in_words(slot):
    start = moment(slot.start)
    number = "1er" if start.day == 1 else start.day
    return f"{WEEKDAYS[start.weekday()]} {number} {MONTHS[start.month - 1]} {start.year}"


def others(shape):
    """How a list says that an event has other dates."""
    if len(shape.slots) < 2:
        return []
    return ["et une autre date" if len(shape.slots) == 2 else f"et {len(shape.slots) - 1} autres dates"]


def states(shape):
    """The state under which an event stands in a list: its own, or that of its first slot."""
    first = shape.slots[0].status if shape.slots else "programme"
    return [STATES[one].removesuffix(" : ") for one in (shape.fields.get("status", first),) if one in STATES]


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


def busy_day(box):
    """The day of a box of the month, from the list that it leads to, and how many events it says there are."""
    asked = parse_qs(urlsplit(links(box)[0]).query)
    assert asked["du"] == asked["au"]
    return date.fromisoformat(asked["du"][0]), int(re.search(r": (\d+) événement", text(box)).group(1))


def addresses(pages):
    """The address of each event of a list, as often as it is there."""
    return sorted(address for page in pages for address, _ in cards(page))


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


def vevent(properties):
    names = ("DTSTART", "DTEND", "STATUS", "SUMMARY", "LOCATION")
    return tuple(tight(properties[name]) if name in properties else None for name in names)


def meant(shape, slot):
    """What the VEVENT of a slot should say, in the same order."""
    start, end = moment(slot.start), moment(slot.end) if slot.end else None
    if slot.all_day:
        moments = [start.date().isoformat(), (days(slot)[-1] + timedelta(days=1)).isoformat()]
    else:
        moments = [in_utc(start), in_utc(end) if end and end > start else None]
    status = {"annule": "CANCELLED", "reporte": "TENTATIVE"}.get(state(shape, slot), "CONFIRMED")
    title = f"{STATES.get(state(shape, slot), '')}{shape.title}"
    if shape.venue:
        name, town = shape.venue
        place = ", ".join(filter(None, [name, shape.fields.get("venue_detail"), town]))
    else:
        place = shape.place or None
    return tuple(word and tight(word) for word in (*moments, status, title, place))


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


def notes(shape):
    """What a line says between brackets of what is not as planned."""
    if "status" in shape.fields:
        return [f"{STATES[shape.fields['status']]}{shape.fields['status_note']}"]
    return [slot.note for slot in shape.slots]
