"""While the site lacks its database, or room on its disk, it says so in French, and nobody takes it for their fault."""

import errno

import pytest
from django.db import InterfaceError, OperationalError
from django.test import Client

from pma_site.home.models import HomePage
from tests.reading import text

pytestmark = pytest.mark.django_db


def failing(monkeypatch, error):
    def serve(self, request):
        try:
            raise error
        except Exception as cause:
            raise RuntimeError("wrapped") from cause

    monkeypatch.setattr(HomePage, "serve", serve)
    return Client(raise_request_exception=False).get("/")


@pytest.mark.parametrize(
    "error",
    [
        OperationalError("server closed the connection unexpectedly at 10.0.0.5"),
        OperationalError("database or disk is full"),
        InterfaceError("connection already closed"),
        OSError(errno.ENOSPC, "No space left on device"),
        OSError(errno.EROFS, "Read-only file system"),
    ],
    ids=str,
)
def test_what_the_site_lacks_for_a_moment_is_a_503_in_french(monkeypatch, error):
    answer = failing(monkeypatch, error)

    assert (answer.status_code, answer["Retry-After"], answer["Cache-Control"]) == (503, "10", "no-store")
    assert "réessayez dans quelques secondes" in text(answer)
    assert "10.0.0.5" not in answer.content.decode()


@pytest.mark.parametrize("error", [KeyError("x"), OperationalError("no such table: core_pulse")], ids=str)
def test_a_fault_of_ours_stays_a_500(monkeypatch, error):
    assert failing(monkeypatch, error).status_code == 500


def test_who_sent_a_form_is_told_to_send_it_again(monkeypatch):
    def gone(*args, **kwargs):
        raise OperationalError("the database system is shutting down")

    monkeypatch.setattr("pma_site.readers.views.subscribing.SubscriptionForm", gone)
    answer = Client(raise_request_exception=False).post("/abonnement/", {"email": "a@ville.example"})

    assert answer.status_code == 503
    assert "ce que vous avez tapé y est encore" in text(answer)
