"""crowded_agenda: what each view of the agenda costs with 100 and with 10 000 events; fails above the goals.

Times are medians, in process, of visits that alternate between the two agendas. « à froid » is the first visit after
an event was published: it reads that event again; « redémarrage » that of a process that has just started.
On SQLite, or on PostgreSQL where DATABASE_URL names a server.
"""

import argparse
import os
import statistics
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

import django

SMALL, LARGE = 100, 10_000
MAX_QUERIES, MAX_RATIO = 10, 1.15


def addresses():
    """What is asked for: pairs of a name and an address. `{frequent}` and `{rare}` are communes."""
    soon = date.today() + timedelta(days=1)  # noqa: DTZ011
    later = soon + timedelta(days=120)
    year = soon.year if (soon.month, soon.day) > (6, 30) else soon.year - 1
    return [
        ("première page", "/agenda/"),
        ("deuxième page", "/agenda/?page=2"),
        ("dernière page", "/agenda/?page=99999"),
        ("commune, fréquente", "/agenda/?commune={frequent}"),
        ("commune, rare", "/agenda/?commune={rare}"),
        ("intercommunalité", "/agenda/?epci={epci}"),
        ("thème", "/agenda/?theme=culture"),
        ("public", "/agenda/?public=tous"),
        ("organisateur", "/agenda/?organisateur={organiser}"),
        ("cette semaine", "/agenda/?periode=cette-semaine"),
        ("ce mois-ci", "/agenda/?periode=ce-mois"),
        ("dates", f"/agenda/?du={soon}&au={later}"),
        ("mots, fréquents", "/agenda/?q=concert"),
        ("mots, rares", "/agenda/?q=xylophone"),
        ("tout à la fois", f"/agenda/?q=concert&commune={{frequent}}&theme=culture&public=tous&du={soon}&au={later}"),
        ("mois", f"/agenda/?mois={soon:%Y-%m}"),
        ("mois, filtré", f"/agenda/?mois={soon:%Y-%m}&theme=culture"),
        ("passés", "/agenda/?periode=passes"),
        ("archives d’une année", f"/agenda/?annee={year}"),
        ("rien", "/agenda/?q=introuvable"),
        ("accueil", "/"),
        ("page d’une commune", "/communes/{frequent}-commune-0/"),
    ]


def main():
    parser = argparse.ArgumentParser(prog="make bench-agenda")
    parser.add_argument("--rounds", type=int, default=5, help="tours (5)")
    parser.add_argument("--visits", type=int, default=9, help="visites de chaque adresse par tour (9)")
    parser.add_argument("--size", type=int, default=LARGE, help="événements du grand agenda (10 000)")
    asked = parser.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "pma_site.settings.test"
    django.setup()
    from django.conf import settings
    from django.db import connection

    with tempfile.TemporaryDirectory(prefix="pma-bench-") as folder:
        settings.MEDIA_ROOT = Path(folder) / "media"
        # A connection is kept from one visit to the next, as in production.
        connection.settings_dict["CONN_MAX_AGE"] = None
        failed = sum(bench(asked, coming, words) for coming, words in [(1.0, "tout à venir"), (0.4, "surtout passé")])
    sys.exit(bool(failed))


def bench(asked, coming, words):
    """Measure agendas of which a share is still to come; return how many lines miss the goals."""
    from django.conf import settings
    from django.db import connection

    from tests.databases import TestDatabase

    places = {}
    for size in (SMALL, asked.size):
        print(f"Préparation de {size} événements ({words})…", flush=True)
        database = TestDatabase(settings.MEDIA_ROOT)
        database.names = iter([f"pma_{os.getpid()}_{size}"])
        database.renew("empty")
        places[size] = database, connection.settings_dict["NAME"], made(size, coming)
    lines = addresses()
    times = {(name, size): [] for name, _ in lines for size in places}
    queries, bytes_, cold = {}, {}, {size: [] for size in places}
    try:
        for round_ in range(asked.rounds):
            for size, (_, place, given) in places.items():
                connection.close()
                connection.settings_dict["NAME"] = place
                cold[size].append(after_publication(given) if round_ else restarted())
                for name, address in lines:
                    address = address.format(**given)
                    if not round_:
                        queries[name, size], bytes_[name, size] = counted(address)
                    times[name, size] += [seconds(address) for _ in range(asked.visits)]
    finally:
        for database, *_ in places.values():
            database.remove()
    print(f"\n{connection.vendor}, {words} : {SMALL} et {asked.size} événements, {5 * asked.size // 2} créneaux")
    failed = 0
    for name, _ in lines:
        few, many = (statistics.median(times[name, size]) * 1000 for size in places)
        asked_queries = queries[name, asked.size]
        fine = many / few <= MAX_RATIO and (asked_queries <= MAX_QUERIES or name == "accueil")
        failed += not fine
        print(
            f"{name:<24} {asked_queries:>3} requêtes {few:>7.2f} ms {many:>7.2f} ms   × {many / few:.2f}   "
            f"{bytes_[name, SMALL] / 1000:.1f} et {bytes_[name, asked.size] / 1000:.1f} ko   {'' if fine else 'MANQUÉ'}"
        )
    for what, part in (("redémarrage", slice(0, 1)), ("à froid, après publication", slice(1, None))):
        few, many = (statistics.median(cold[size][part] or [0]) * 1000 for size in places)
        print(f"{what:<28} {few:>14.2f} ms {many:>7.2f} ms")
    print(f"{len(lines)} lignes, {failed} au-dessus des buts (au plus {MAX_QUERIES} requêtes, × {MAX_RATIO}).")
    return failed


def made(size, coming):
    """Fill the database at hand; return what the addresses name."""
    from crowd import fill

    from pma_site.directory.models import Organisation

    communes = fill(size, coming)
    first, last = communes[0], communes[-1]
    organiser = Organisation.objects.order_by("pk").first().pk
    return {
        "frequent": first.insee_code,
        "rare": last.insee_code,
        "epci": first.epci.siren,
        "organiser": organiser,
    }


def visit(address):
    """Ask for a page as an anonymous reader; return the answer."""
    from django.test import Client

    response = Client().get(address)
    assert response.status_code == 200, (address, response.status_code)
    return response


def seconds(address):
    """How long one visit takes."""
    start = time.perf_counter()
    visit(address)
    return time.perf_counter() - start


def counted(address):
    """The queries of a visit once what is kept is there, and the bytes of the page, compressed."""
    import gzip

    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    visit(address)
    with CaptureQueriesContext(connection) as captured:
        response = visit(address)
    return len(captured), len(gzip.compress(response.content, 9))


def restarted():
    """How long the first visit of a process takes."""
    from agenda.models.published import _keeper

    _keeper.__init__()
    visit("/communes/")
    return seconds("/agenda/")


def after_publication(given):
    """How long the first visit after the publication of an event takes."""
    from agenda.models import EventPage

    visit("/agenda/")
    EventPage.objects.order_by("pk").first().save()
    return seconds("/agenda/")


if __name__ == "__main__":
    main()
