"""Queries that take long are written to the log, without the values they ask for."""

import logging
import time

from django.db.backends.signals import connection_created

logger = logging.getLogger(__name__)
# What of a query is kept.
MOST = 500


def watch(milliseconds: int) -> None:
    """Have every connection of this process tell of queries that take so long or longer; 0 watches nothing."""
    if milliseconds:
        connection_created.connect(
            lambda sender, connection, **kwargs: _watch(connection, milliseconds / 1000),
            weak=False,
            dispatch_uid="slow_queries",
        )


def _watch(connection, seconds):
    def timed(execute, sql, params, many, context):
        began = time.monotonic()
        try:
            return execute(sql, params, many, context)
        finally:
            took = time.monotonic() - began
            if took >= seconds:
                # The statement has marks in the place of values: it names nobody.
                logger.warning("Requête lente : %d ms, %s", took * 1000, " ".join(str(sql)[:MOST].split()))

    if not any(getattr(each, "is_slow_query_watch", False) for each in connection.execute_wrappers):
        timed.is_slow_query_watch = True
        connection.execute_wrappers.append(timed)
