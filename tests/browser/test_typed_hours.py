"""Days and hours are typed as they are written, and the calendar of their field changes none without a word."""

import re

import pytest
from playwright.sync_api import expect

from agenda.models import AgendaIndexPage
from tests.browser.admin import sign_in

pytestmark = pytest.mark.django_db(transaction=True)
# The calendar of a field opens so many milliseconds after it has the focus.
OPENING = 100


@pytest.fixture
def start(page):
    """The beginning of the only slot of an event that is being made."""
    sign_in(page, "Agenda")
    page.goto(f"/admin/pages/add/agenda/eventpage/{AgendaIndexPage.objects.get().pk}/")
    start = page.locator("#id_slots-0-start")
    if not start.count():
        page.locator("#id_slots-ADD").click()
    return start


def test_an_hour_stays_what_was_typed(start):
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


def test_a_calendar_opens_for_who_is_still_in_its_field(page, start):
    calendar = page.locator(".xdsoft_datetimepicker:visible")
    start.focus()
    expect(calendar).to_be_visible()
    start.press("Tab")
    expect(calendar).to_be_hidden()

    # Both at once: no test is as quick as who types ahead.
    start.evaluate("field => { field.focus(); field.blur(); }")
    page.wait_for_timeout(3 * OPENING)

    assert calendar.count() == 0


def test_a_day_of_the_calendar_comes_with_a_round_hour(page, start):
    start.focus()
    day = page.locator(".xdsoft_datetimepicker:visible td.xdsoft_date:not(.xdsoft_other_month)").get_by_text("15")

    day.click()

    expect(start).to_have_value(re.compile(r"^15/\d\d/\d{4} 09:00$"))
