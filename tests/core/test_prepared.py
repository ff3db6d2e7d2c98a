"""Queries that are written once read what querysets read, whatever changes between two readings."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import PageViewRestriction

from agenda.models import EventCommune, EventOrganiser, EventPage
from newsletter.models import IssuePage
from pma_site.core.prepared import prepared
from pma_site.directory.models import Organisation
from projects.models import MemberPage
from tests import builders

pytestmark = pytest.mark.django_db


@prepared
def events_of(keys):
    return EventPage.objects.online().filter(pk__in=keys).with_places().order_by("pk")


@prepared
def named(name, *, model):
    return model.objects.filter(name=name)


@prepared
def coming(keys):
    return EventPage.objects.filter(pk__in=keys).not_past().order_by("pk")


@prepared
def beginning_with(text):
    return Organisation.objects.filter(name__startswith=text)


@prepared
def with_organisers(keys):
    return EventPage.objects.filter(pk__in=keys).prefetch_related("organisers").order_by("pk")


@prepared
def latest(*, count):
    return IssuePage.objects.online().latest_first()[:count]


def said(event):
    return event.title, event.venue and event.venue.commune.name, event.commune_rows, event.image


def as_ever(query, *values, **named):
    return list(query.make(*values, **named))


def test_rows_come_with_all_that_the_queryset_joins_and_adds():
    events = [builders.event() for _ in range(3)]
    events.append(builders.event(venue=builders.venue()))
    events.append(builders.event(communes=[EventCommune(commune=builders.commune("Liévin"))]))
    keys = [event.pk for event in events]

    for wanted in (keys[:1], keys[1:2], keys, keys[::-1], keys[:3]):
        assert list(map(said, events_of(wanted))) == list(map(said, as_ever(events_of, wanted)))
        assert events_of(wanted) == as_ever(events_of, wanted)


def test_the_second_reading_asks_the_same_of_the_database_and_finds_what_changed():
    event, other = builders.event(), builders.event()
    events_of([event.pk])
    with CaptureQueriesContext(connection) as first:
        events_of([event.pk])

    EventPage.objects.filter(pk=event.pk).update(title="Bal des pompiers")
    with CaptureQueriesContext(connection) as second:
        assert [found.title for found in events_of([event.pk])] == ["Bal des pompiers"]
    assert second.captured_queries[0]["sql"] == first.captured_queries[0]["sql"]
    event.refresh_from_db()
    event.unpublish()
    assert events_of([event.pk]) == []
    assert events_of([event.pk, other.pk]) == [other]


@pytest.mark.parametrize("count", [1, 2, 3, 5, 8, 200])
def test_lists_of_any_length_find_each_record_once(count):
    made = Organisation.objects.bulk_create([Organisation(name=f"Association {n}") for n in range(count)])
    keys = [one.pk for one in made]

    @prepared
    def some(keys):
        return Organisation.objects.filter(pk__in=keys)

    assert sorted(one.pk for one in some(keys)) == keys
    assert sorted(one.pk for one in some(keys[:-1])) == keys[:-1]


def test_what_is_named_makes_another_query():
    organisation, commune = builders.organisation(name="Lens"), builders.commune("Lens")

    for model, expected in ((Organisation, organisation), (type(commune), commune), (Organisation, organisation)):
        assert named("Lens", model=model) == [expected]
    assert named("Liévin", model=Organisation) == []
    assert named("' OR ''='", model=Organisation) == []


def test_a_query_that_asks_the_clock_is_asked_at_each_time():
    begins = timezone.now() + timedelta(days=2)
    event = builders.event([(begins, begins + timedelta(hours=1))])

    assert coming([event.pk]) == [event]
    with time_machine.travel(begins + timedelta(days=2)):
        assert coming([event.pk]) == []
    assert coming([event.pk]) == [event]


def test_a_value_that_is_written_otherwise_than_it_was_given_is_found_as_ever():
    one, other = builders.organisation(name="100 % sport"), builders.organisation(name="1000 sports")

    assert beginning_with("100 %") == [one]
    assert beginning_with("1000") == [other]
    assert set(beginning_with("100")) == {one, other}


def test_relations_that_are_read_ahead_cost_no_query_each():
    events = [builders.event(organisers=[EventOrganiser(organisation=builders.organisation())]) for _ in range(4)]
    keys = [event.pk for event in events]
    with_organisers(keys)

    with CaptureQueriesContext(connection) as asked:
        found = with_organisers(keys)
        assert [len(event.organisers.all()) for event in found] == [1] * 4
    assert len(asked) == 2


def test_no_value_and_a_number_that_no_record_has_are_nothing():
    builders.member()

    @prepared
    def some(key):
        return MemberPage.objects.filter(pk=key)

    assert events_of([]) == latest(count=2) == some(2**60) == []


def test_a_place_that_is_closed_to_the_public_is_closed_at_once(client):
    event = builders.event()
    assert client.get("/").status_code == 200
    assert events_of([event.pk]) == [event]

    closed = PageViewRestriction.objects.create(page=event.get_parent(), restriction_type="login")
    assert events_of([event.pk]) == []
    assert event.title not in client.get("/").content.decode()
    closed.delete()
    assert events_of([event.pk]) == [event]
