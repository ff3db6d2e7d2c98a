"""What the site writes about itself: enough to mend it, and nobody in it."""

import json
import logging
import sys
import threading

import pytest
from django.core import mail
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from pma_site.core import logs, slow_queries
from pma_site.settings import observing

NOBODY_S = "agnes.durand@mairie.example"


@pytest.fixture
def written(capsys):
    """What a record says by a form of logs."""

    def write(form, message, *args, error=None):
        settings = observing.logging_from({"LOG_FORMAT": form})
        formatter = (
            logs.JsonFormatter()
            if form == "json"
            else logs.PlainFormatter(settings["formatters"]["plain"]["format"], style="{")
        )
        try:
            raise error or ValueError
        except Exception:
            info = sys.exc_info() if error else None
        record = logging.LogRecord("pma_site.essai", logging.ERROR, __file__, 1, message, args, info)
        logs.WithoutPeople().filter(record)
        return formatter.format(record)

    return write


@pytest.mark.parametrize("form", ["plain", "json"])
def test_no_line_names_anybody(written, form):
    said = written(
        form,
        "Échec pour %s : /abonnement/confirmer/jeton-secret/ /recherche/?q=agnes+durand",
        NOBODY_S,
        error=ValueError(f"Key (email)=({NOBODY_S}) already exists"),
    )

    assert "agnes" not in said
    assert "jeton-secret" not in said
    assert "ValueError" in said
    assert __file__ in said


def test_a_line_for_machines_is_json(written):
    told = json.loads(written("json", "Bonjour\nà tous"))

    assert (told["level"], told["logger"], told["message"]) == ("ERROR", "pma_site.essai", "Bonjour\nà tous")


@pytest.mark.parametrize(
    "environ", [{"LOG_FORMAT": "xml"}, {"LOG_LEVEL": "BAVARD"}, {"SLOW_QUERY_MS": "-1"}, {"SLOW_QUERY_MS": "vite"}]
)
def test_a_wrong_setting_is_told(environ):
    with pytest.raises(ImproperlyConfigured, match=next(iter(environ))):
        observing.observing_from(environ, [])


@pytest.mark.django_db
class TestTheNameOfARequest:
    """X-Request-ID"""

    @pytest.fixture(autouse=True)
    def behind_a_proxy(self, settings):
        settings.PROXIES = 1
        settings.MIDDLEWARE = ["pma_site.core.request_ids.RequestIdMiddleware", *settings.MIDDLEWARE]

    def test_that_of_the_proxy_is_kept(self, client):
        given = "a1b2c3d4-e5f6"

        assert client.get("/absente/", headers={"x-request-id": given})["X-Request-ID"] == given

    @pytest.mark.parametrize("given", ["", "court", "x" * 65, "a b c d e f g", "é" * 10, "aaaaaaaa;DROP"])
    def test_one_that_is_not_well_formed_is_replaced(self, client, given):
        name = client.get("/absente/", headers={"x-request-id": given})["X-Request-ID"]

        assert name != given
        assert len(name) == 16

    def test_the_log_tells_an_error_under_it(self, client):
        told, handler = [], logging.Handler()
        handler.emit = told.append
        handler.addFilter(logs.WithoutPeople())
        logger = logging.getLogger("django.request")
        logger.addHandler(handler)
        try:
            client.get("/absente/", headers={"x-request-id": "a1b2c3d4-e5f6"})
        finally:
            logger.removeHandler(handler)

        assert [(record.getMessage(), record.request_id) for record in told] == [
            ("Not Found: /absente/", "a1b2c3d4-e5f6")
        ]

    def test_what_caches_keep_for_all_does_not_carry_it(self, client):
        assert "X-Request-ID" not in client.get("/plan-du-site/")


@pytest.mark.django_db
def test_a_slow_query_is_told_without_what_it_asks_for(caplog):
    slow_queries._watch(connection, 0)
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT %s", [NOBODY_S])
    finally:
        connection.execute_wrappers.pop()

    assert "SELECT %s" in caplog.text
    assert NOBODY_S not in caplog.text


@pytest.mark.django_db
def test_who_runs_the_site_is_told_once_what_to_do(settings, monkeypatch):
    settings.ERROR_EMAILS = ["exploitation@pma.example"]
    monkeypatch.setattr(threading.Thread, "start", lambda self: self.run())
    handler = logs.TeamEmailHandler()
    for _ in range(3):
        record = logging.LogRecord("django.request", logging.ERROR, __file__, 1, "Erreur : %s", (NOBODY_S,), None)
        logs.WithoutPeople().filter(record)
        handler.emit(record)

    (message,) = mail.outbox
    assert message.to == ["exploitation@pma.example"]
    assert "Notez le nom de la demande" in message.body
    assert NOBODY_S not in message.body


@pytest.mark.django_db
def test_a_flood_of_errors_is_ten_messages(settings, monkeypatch):
    settings.ERROR_EMAILS = ["exploitation@pma.example"]
    monkeypatch.setattr(threading.Thread, "start", lambda self: self.run())
    handler = logs.TeamEmailHandler()
    for line in range(30):
        handler.emit(logging.LogRecord("x", logging.ERROR, __file__, line, "Erreur", (), None))

    assert len(mail.outbox) == logs.MOST_AN_HOUR


def test_sentry_hears_nothing_of_who_met_an_error():
    event = observing.without_people(
        {
            "user": {"email": NOBODY_S, "ip_address": "192.0.2.1"},
            "request": {
                "method": "POST",
                "url": f"https://lettre.example.org/abonnement/gerer/jeton/?a={NOBODY_S}",
                "data": {"email": NOBODY_S},
                "cookies": {"sessionid": "x"},
                "headers": {"X-Forwarded-For": "192.0.2.1"},
                "env": {"REMOTE_ADDR": "192.0.2.1"},
                "query_string": NOBODY_S,
            },
            "transaction": "/innov-in-artois/fiche/jeton/",
            "extra": {"sys.argv": ["manage.py", NOBODY_S], "request": "<WSGIRequest: GET '/abonnement/gerer/jeton/'>"},
            "exception": {"values": [{"type": "ValueError", "value": f"pas {NOBODY_S}"}]},
            "logentry": {"message": "pas %s", "params": [NOBODY_S], "formatted": f"pas {NOBODY_S}"},
        }
    )

    said = json.dumps(event)
    for word in ("agnes", "192.0.2.1", "sessionid", "jeton"):
        assert word not in said
    assert event["exception"]["values"][0]["type"] == "ValueError"


def test_the_version_is_the_one_that_the_update_wrote(tmp_path):
    assert observing.release_of(tmp_path) == ""
    (tmp_path / ".release").write_text("v1.3\n")
    assert observing.release_of(tmp_path) == "v1.3"
