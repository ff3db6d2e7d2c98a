"""Sites full of records, one of which is at hand at a time, and what a visit of them takes."""

import gzip
import os
import time
from contextlib import contextmanager
from pathlib import Path


class Site:
    """A site with so many records and its connection; one is at hand at a time."""

    def __init__(self, size):
        from crowd_registers import fill
        from django.conf import settings
        from django.db import connection

        from pma_site.core.shared_cache import forget_everything
        from tests.databases import TestDatabase

        self.database = TestDatabase(settings.MEDIA_ROOT)
        self.database.names = iter([f"pma_{os.getpid()}_{size}"])
        connection.connection = None
        self.database.renew("empty")
        forget_everything()
        self.addresses = fill(size)
        self.place, self.handle = connection.settings_dict["NAME"], connection.connection
        # The process that answers for PostgreSQL; SQLite works in ours.
        self.server = self.handle.info.backend_pid if connection.vendor == "postgresql" else None

    @contextmanager
    def at_hand(self):
        """Answer from this one, and forget what the other had cached."""
        from django.db import connection

        from pma_site.core.shared_cache import forget_everything

        if connection.settings_dict["NAME"] != self.place:
            connection.settings_dict["NAME"], connection.connection = self.place, self.handle
            forget_everything()
        yield

    def remove(self):
        """Drop its database."""
        with self.at_hand():
            self.database.remove()

    def visit(self, address):
        """Ask for an address as an anonymous reader; return the answer, read to its end."""
        from django.test import Client

        response = Client().get(address.format(**self.addresses))
        assert response.status_code == 200, (address, response.status_code)
        return response

    def counted(self, address):
        """The queries of a visit, and the bytes of the page as it travels."""
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        self.visit(address)
        with CaptureQueriesContext(connection) as captured:
            response = self.visit(address)
        return len(captured), len(gzip.compress(response.content, 9))


def of_the_processor(site: Site) -> float:
    """The seconds that the processor has worked for a site, in our process and in the database's."""
    taken = time.process_time()
    if site.server:
        nanoseconds = Path(f"/proc/{site.server}/schedstat").read_text().split()[0]
        taken += int(nanoseconds) / 1e9
    return taken


def by_the_clock(site: Site) -> float:
    """The seconds of the clock."""
    return time.perf_counter()
