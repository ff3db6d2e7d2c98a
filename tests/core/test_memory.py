"""What processes remember of the public content is never older than that content."""

import itertools
from types import SimpleNamespace

import pytest
from django.db import transaction
from wagtail.models import PageViewRestriction, Site

from pma_site.core import memory
from pma_site.core.models import SiteSettings
from tests import builders
from tests.reading import text

pytestmark = pytest.mark.django_db


def footer(client, address="/plan-du-site/"):
    return text(client.get(address)).split("Le site")[-1]


def test_the_frame_of_pages_follows_what_is_saved_deleted_and_taken_back(client):
    assert "Nouveau pied" not in footer(client)
    with transaction.atomic():
        page = builders.standard_page(title="Nouveau pied")
        assert "Nouveau pied" in footer(client)
        transaction.set_rollback(True)
    assert "Nouveau pied" not in footer(client)

    page = builders.standard_page(title="Autre pied")
    assert "Autre pied" in footer(client)
    page.unpublish()
    assert "Autre pied" not in footer(client)


def test_who_publishes_is_read_again_once_changed(client):
    client.get("/plan-du-site/")
    SiteSettings.objects.update_or_create(site=Site.objects.get(), defaults={"publisher": "Pôle d’essai"})

    assert "Pôle d’essai" in text(client.get("/plan-du-site/"))


def test_what_is_closed_is_shown_to_nobody_from_then_on(client):
    member = builders.member(title="Atelier du canal")
    address = member.url
    assert "Atelier du canal" in text(client.get("/innov-in-artois/"))

    restriction = PageViewRestriction.objects.create(page=member, restriction_type="password", password="x")  # noqa: S106
    assert "Atelier du canal" not in text(client.get("/innov-in-artois/"))
    assert "Atelier du canal" not in text(client.get(address))

    restriction.delete()
    assert "Atelier du canal" in text(client.get("/innov-in-artois/"))
    assert "Atelier du canal" in text(client.get(address))


@pytest.fixture
def outside(monkeypatch):
    """Remember things as a process of production does between its transactions: by a stamp alone."""
    monkeypatch.setattr(memory, "_sources", [])
    monkeypatch.setattr(memory, "_shared", {})
    monkeypatch.setattr(memory, "connection", SimpleNamespace(in_atomic_block=False))


def test_nothing_is_remembered_where_nobody_tells_of_changes(outside):
    numbers = itertools.count()

    assert [memory.remembered("key", lambda: next(numbers)) for _ in range(3)] == [0, 1, 2]


def test_a_thing_is_remembered_for_one_stamp_and_no_longer_than_it_can_be_told(outside):
    numbers, stamps = itertools.count(), iter([1, 1, 2, 2, None, None, 2])
    memory.trust(lambda: next(stamps))

    found = [memory.remembered("key", lambda: next(numbers)) for _ in range(7)]

    assert found == [0, 0, 1, 1, 2, 3, 1]


def test_what_changes_while_a_thing_is_read_leaves_it_outdated(outside):
    stamp = [1]
    memory.trust(lambda: stamp[0])

    def read_while_somebody_publishes():
        stamp[0] = 2
        return "before"

    assert memory.remembered("key", read_while_somebody_publishes) == "before"
    assert memory.remembered("key", lambda: "after") == "after"


def test_an_answer_asks_once_until_it_changes_something_itself(outside):
    stamp = [1]
    memory.trust(lambda: stamp[0])
    with memory.one_look():
        assert memory.remembered("key", lambda: "before") == "before"
        stamp[0] = 2
        # Somebody else published meanwhile: the page is that of the instant at which it was asked for.
        assert memory.remembered("key", lambda: "after") == "before"
        memory.forget(SimpleNamespace())
        assert memory.remembered("key", lambda: "after") == "after"
    stamp[0] = 3
    assert memory.remembered("key", lambda: "later") == "later"


def test_a_page_that_begins_after_a_change_shows_it(outside):
    stamp = [1]
    memory.trust(lambda: stamp[0])
    with memory.one_look():
        memory.remembered("key", lambda: "before")
    stamp[0] = 2
    with memory.one_look():
        assert memory.remembered("key", lambda: "after") == "after"


def test_an_answer_inside_another_keeps_nothing_from_it(outside):
    stamp = [1]
    memory.trust(lambda: stamp[0])
    with memory.one_look():
        memory.remembered("key", lambda: "before")
        with memory.one_look():
            stamp[0] = 2
            memory.forget(SimpleNamespace())
        assert memory.remembered("key", lambda: "after") == "after"
