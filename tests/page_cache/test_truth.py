"""What the cache is built upon: no reader sees private tables, and between two turns of the clock nothing changes."""

import datetime
import re

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page, get_page_models

from agenda.models import EventSlot
from pma_site.core.turns import next_turn
from pma_site.home.models import HomePage
from pma_site.page_cache import writes
from pma_site.territory.models import Commune, Epci

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo"), pytest.mark.followed]

# A day on which the demo site has events behind and before it.
DAY = datetime.datetime(2023, 6, 15, 8, 0, tzinfo=datetime.UTC)
VIEWS = [
    "/agenda/?mois=2023-06",
    "/agenda/?periode=passes",
    "/agenda/abonnement/",
    "/agenda/agenda.ics",
    "/agenda/agenda.json",
    "/api/v2/pages/",
    "/appels/",
    "/chiffres-cles/",
    "/communes/",
    "/donnees/",
    "/donnees/agenda/",
    "/donnees/catalogue.jsonld",
    "/feuille-de-route/comparer/",
    "/flux/label.atom",
    "/flux/feuille-de-route.atom",
    "/innov-in-artois/showroom/",
    "/label-euralens/candidats/",
    "/plan-du-site/",
    "/recherche/?q=artois",
    "/sitemap.xml",
]


@pytest.fixture(scope="module")
def addresses(demo, django_db_blocker):
    """One address of every kind that a stranger may ask for."""
    with django_db_blocker.unblock():
        pages = [model.objects.live().first() for model in get_page_models() if issubclass(model, Page)]
        home = HomePage.objects.get()
        found = [page.url for page in pages if page is not None and page.path.startswith(home.path)]
        records = [Commune.objects.get(name="Liévin"), Epci.objects.first()]
        return sorted({*found, *VIEWS, *(record.get_absolute_url() for record in records)})


def test_no_page_of_a_stranger_reads_a_private_table(addresses):
    read, client = set(), Client()
    for address in addresses:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200, address
        read |= {table for query in captured for table in re.findall(r'(?:FROM|JOIN) "(\w+)"', query["sql"])}

    assert {table for table in read if not writes.is_public("UPDATE " + table)} == set()
    assert len(read) > 30


def seen(addresses, instant):
    client = Client()
    with time_machine.travel(instant, tick=False):
        answers = {address: client.get(address) for address in addresses}
    return {
        address: b"".join(answer.streaming_content) if answer.streaming else answer.content
        for address, answer in answers.items()
    }


def test_time_changes_pages_at_its_turns_only(addresses):
    ends = EventSlot.objects.filter(closes_at__gt=DAY).earliest("closes_at").closes_at
    begun = ends - datetime.timedelta(minutes=20)
    with time_machine.travel(begun, tick=False):
        turn = next_turn()

    first, last = seen(addresses, begun), seen(addresses, turn - datetime.timedelta(seconds=1))

    assert turn == ends
    assert [address for address in addresses if first[address] != last[address]] == []
    assert seen(["/agenda/"], turn)["/agenda/"] != last["/agenda/"]


def test_midnight_is_that_of_paris():
    with time_machine.travel(datetime.datetime(2026, 7, 1, 21, 59, tzinfo=datetime.UTC), tick=False):
        assert next_turn() == datetime.datetime(2026, 7, 1, 22, 0, tzinfo=datetime.UTC)
        assert timezone.localtime(next_turn()).hour == 0


@pytest.mark.parametrize(
    ("sql", "public"),
    [
        ('SELECT "x" FROM "wagtailcore_page"', False),
        ('(SELECT "x" FROM "wagtailcore_page") UNION ALL (SELECT "y" FROM "wagtailcore_site")', False),
        ('  (\n  (SELECT "x" FROM "wagtailcore_page")) INTERSECT (SELECT 1)', False),
        ('INSERT INTO "django_session" ("x") VALUES (1)', False),
        ('INSERT INTO "readers_subscription" ("x") VALUES (1)', False),
        ('INSERT INTO "wagtailcore_modellogentry" ("x") VALUES (1)', False),
        ('DELETE FROM "wagtailcore_modellogentry" WHERE 1', True),
        ('INSERT INTO "core_siterendition" ("x") VALUES (1)', False),
        ('UPDATE "core_siteimage" SET "sources" = %s', True),
        ('UPDATE "agenda_eventslot" SET "start" = %s', True),
        ('INSERT OR IGNORE INTO "projects_candidatecommune" ("x") VALUES (1)', True),
        ('DELETE FROM "wagtailredirects_redirect" WHERE 1', True),
        ('  with gone as (delete from "agenda_eventpage" returning 1) select 1', True),
        ('ALTER TABLE "agenda_eventpage" ADD COLUMN "x" int', True),
        ('UPDATE "wagtailcore_page" SET "draft_title" = %s WHERE "id" = 1', False),
        ('UPDATE "wagtailcore_page" SET "draft_title" = %s, "title" = %s WHERE "id" = 1', True),
        ("UPDATE tout_autre_chose SET x = 1", True),
    ],
)
def test_what_is_not_known_to_be_private_counts(sql, public):
    assert writes.is_public(sql) == public
