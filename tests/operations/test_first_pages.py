"""Before anybody comes, the server has looked at pages: what they need is loaded once, for all its workers."""

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished
from django.db import DatabaseError, InterfaceError, close_old_connections
from wagtail.models import Page, PageViewRestriction

from pma_site.home.models import HomePage, StandardPage
from pma_site.server.first_pages import look_at

PORT = 8000

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]


@pytest.fixture
def seen():
    """What the server looks at, and what it is answered: pairs of address and status."""
    return []


@pytest.fixture
def respond(seen):
    handler = WSGIHandler()

    def answer(request):
        response = handler.get_response(request)
        seen.append((request.path, response.status_code))
        return response

    # As in Django's own test client: the connection of the test stays.
    request_finished.disconnect(close_old_connections)
    yield answer
    request_finished.connect(close_old_connections)


def test_the_home_alone_is_made_where_readers_wait(respond, seen):
    assert look_at(respond, every_kind=False, port=PORT) == 1
    assert seen == [("/", 200)]


def test_a_page_of_each_kind_is_made_where_another_version_serves(respond, seen):
    kinds = {page.specific_class for page in Page.objects.live().exclude(depth=1)}

    # And a search.
    assert look_at(respond, every_kind=True, port=PORT) == len(kinds) + 1 == len(set(seen)) > 10
    assert {status for _, status in seen} == {200}


def test_what_is_not_for_everybody_is_left_alone(respond, seen):
    for page in StandardPage.objects.all():
        PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)

    look_at(respond, every_kind=True, port=PORT)

    assert not {path for path, _ in seen} & {page.get_url() for page in StandardPage.objects.all()}


def test_pages_are_asked_for_by_the_name_and_at_the_port_at_which_readers_do(respond, settings):
    settings.WAGTAILADMIN_BASE_URL = "https://testserver:4430"
    asked = []

    look_at(lambda request: asked.append(request) or respond(request), every_kind=False, port=PORT)

    assert [(request.get_host(), request.get_port(), request.scheme) for request in asked] == [
        ("testserver:4430", str(PORT), "https")
    ]


def test_addresses_with_a_certificate_are_asked_for_as_they_are_read(respond, seen, settings):
    settings.WAGTAILADMIN_BASE_URL, settings.SECURE_SSL_REDIRECT = "https://testserver", True

    assert look_at(respond, every_kind=False, port=PORT) == 1
    assert seen == [("/", 200)]


@pytest.mark.parametrize("fault", [DatabaseError, InterfaceError, RuntimeError])
def test_a_page_that_cannot_be_made_stops_nothing_and_is_said(fault, capfd):
    def refuse(request):
        raise fault

    assert look_at(refuse, every_kind=True, port=PORT) == 0
    assert f"Les premières pages n’ont pas été préparées : {fault.__name__}." in capfd.readouterr().err


def test_a_fault_of_a_page_is_told_here_and_to_nobody_else(respond, seen, settings, capfd, mailoutbox, monkeypatch):
    settings.ERROR_EMAILS = ["equipe@pm-artois.example"]
    monkeypatch.setattr(HomePage, "serve", lambda *args, **kwargs: 1 / 0)

    assert look_at(respond, every_kind=False, port=PORT) == 0
    assert seen == [("/", 500)]
    assert "/ a répondu 500." in capfd.readouterr().err
    assert mailoutbox == []
