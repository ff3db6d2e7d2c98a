"""A worker begins with connections to the database that are open: the first reader of a thread waits for none."""

import itertools
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.signals import request_started
from django.db import close_old_connections, connection, connections

from pma_site.server.opened import open_for_threads


@pytest.fixture(autouse=True)
def beside_tests(transactional_db):
    """As between the readers of a server: a connection outlives what it answered."""
    request_started.disconnect(close_old_connections)
    yield
    request_started.connect(close_old_connections)


def read_a_page():
    connection.ensure_connection()
    return 1


def in_a_thread(work):
    with ThreadPoolExecutor(1) as threads:
        return threads.submit(work).result()


def first_answer():
    """What a thread finds when it begins to answer: whether a connection is open, and which one."""
    request_started.send(None)
    found = connections.all(initialized_only=True)
    number = id(connection.connection) if found and connection.connection else None
    connections.close_all()
    return number


def test_each_of_the_first_threads_gets_one_of_its_own():
    assert in_a_thread(lambda: open_for_threads(read_a_page, 2)) == 2

    first, second, third = (in_a_thread(first_answer) for _ in range(3))

    assert first and second and first != second
    assert third is None


def test_a_thread_that_has_one_keeps_it():
    in_a_thread(lambda: open_for_threads(read_a_page, 1))

    def answer_twice():
        connection.ensure_connection()
        own = id(connection.connection)
        return own, first_answer()

    own, found = in_a_thread(answer_twice)

    assert own == found
    assert in_a_thread(first_answer)


def test_a_database_that_cannot_be_read_is_not_asked_again_and_again():
    asked = itertools.count()

    assert in_a_thread(lambda: open_for_threads(lambda: 0 * next(asked), 4)) == 0

    assert next(asked) == 1
    assert in_a_thread(first_answer) is None
