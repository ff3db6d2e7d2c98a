"""Days and hours are typed as they are written, and the calendar of their field changes none without a word."""

import pytest
from playwright.sync_api import expect

from agenda.models import AgendaIndexPage
from tests.browser.admin import sign_in

pytestmark = pytest.mark.django_db(transaction=True)


def test_an_hour_stays_what_was_typed(page, live_server):
    sign_in(page, "Agenda")
    page.goto(f"/admin/pages/add/agenda/eventpage/{AgendaIndexPage.objects.get().pk}/")
    start = page.locator("#id_slots-0-start")
    if not start.count():
        page.locator("#id_slots-ADD").click()

    for typed, kept in [
        ("5/12/2036 18h30", "05/12/2036 18:30"),
        ("06/12/2036 à 18 h 45", "06/12/2036 18:45"),
        ("06/12/2036 9h", "06/12/2036 09:00"),
        ("06/12/2036 18:45", "06/12/2036 18:45"),
        # What no calendar holds stays, for the form to refuse it.
        ("31/06/2036 18h30", "31/06/2036 18:30"),
        ("06/12/2036 25:00", "06/12/2036 25:00"),
        ("samedi soir", "samedi soir"),
    ]:
        start.fill(typed)
        start.press("Tab")
        expect(start).to_have_value(kept)
