"""Dates and hours as a French reader would say them."""

import datetime

import pytest

from agenda.models import EventSlot
from agenda.wording import day_in_words, hour_in_words, slots_in_words
from tests.builders import local


def said(*slots, **fields):
    """What the site says of slots, given as pairs of a start and an end; plain spaces for ease of reading."""
    slots = [EventSlot(start=start, end=end, **fields) for start, end in slots]
    return slots_in_words(slots).replace("\u00a0", " ")


def test_a_day():
    assert day_in_words(datetime.date(2023, 6, 21)) == "mercredi 21 juin 2023"
    assert day_in_words(datetime.date(2024, 2, 29)) == "jeudi 29 février 2024"


def test_the_first_of_a_month():
    assert day_in_words(datetime.date(2023, 7, 1)) == "samedi 1er juillet 2023"


@pytest.mark.parametrize(
    ("time", "words"),
    [((13, 30), "13 h 30"), ((17, 0), "17 h"), ((9, 5), "9 h 05"), ((0, 0), "minuit"), ((0, 30), "0 h 30")],
)
def test_an_hour_is_that_of_lens(time, words):
    moment = local(2023, 6, 21, *time)
    assert hour_in_words(moment).replace("\u00a0", " ") == words
    assert hour_in_words(moment.astimezone(datetime.UTC)) == hour_in_words(moment)


def test_an_hour_never_breaks_over_two_lines():
    assert " " not in hour_in_words(local(2023, 6, 21, 13, 30))


def test_one_slot():
    slot = (local(2023, 6, 21, 13, 30), local(2023, 6, 21, 17))
    assert said(slot) == "mercredi 21 juin 2023, de 13 h 30 à 17 h"


def test_no_end():
    assert said((local(2023, 9, 29, 9), None)) == "vendredi 29 septembre 2023 à 9 h"


def test_all_day():
    assert said((local(2023, 8, 26), None), all_day=True) == "samedi 26 août 2023"


def test_all_day_over_two_days():
    slot = (local(2023, 7, 1), local(2023, 7, 2))
    assert said(slot, all_day=True) == "du samedi 1er juillet 2023 au dimanche 2 juillet 2023"


def test_two_days_with_hours():
    slot = (local(2023, 6, 30, 9), local(2023, 7, 1, 17))
    assert said(slot) == "vendredi 30 juin 2023 à 9 h – samedi 1er juillet 2023 à 17 h"


def test_an_evening_past_midnight_is_one_evening():
    slot = (local(2023, 12, 31, 20), local(2024, 1, 1, 2))
    assert said(slot) == "dimanche 31 décembre 2023, de 20 h à 2 h"


def test_an_evening_until_midnight():
    assert said((local(2023, 6, 21, 20), local(2023, 6, 22))) == "mercredi 21 juin 2023, de 20 h à minuit"


def test_three_days_of_a_month():
    days = [(local(2023, 8, day, 10), local(2023, 8, day, 23)) for day in (25, 26, 27)]
    assert said(*days) == "25, 26 et 27 août 2023"


def test_days_of_a_month_from_the_first():
    days = [(local(2023, 7, day, 10), None) for day in (1, 8)]
    assert said(*days) == "1er et 8 juillet 2023"


def test_nights_of_a_festival_are_counted_by_their_evenings():
    nights = [(local(2023, 8, day, 20), local(2023, 8, day + 1, 3)) for day in (25, 26, 27)]
    assert said(*nights) == "25, 26 et 27 août 2023"


def test_several_sessions_on_one_day():
    slots = [(local(2023, 6, 21, hour), None) for hour in (10, 14, 16)]
    assert said(*slots) == "mercredi 21 juin 2023, 3 séances"


def test_a_weekly_series():
    first = local(2023, 7, 1, 10)
    weekly = [(first + datetime.timedelta(weeks=week), None) for week in range(9)]
    assert said(*weekly) == "du samedi 1er juillet 2023 au samedi 26 août 2023, 9 créneaux"


def test_days_over_two_months():
    slots = [(local(2023, 6, 30, 10), None), (local(2023, 7, 2, 10), None)]
    assert said(*slots) == "du vendredi 30 juin 2023 au dimanche 2 juillet 2023, 2 créneaux"


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        # Clocks go forward at 2 on 26 March 2023, back at 3 on 29 October 2023.
        (local(2023, 3, 25, 22), local(2023, 3, 26, 4), "samedi 25 mars 2023, de 22 h à 4 h"),
        (local(2023, 10, 28, 22), local(2023, 10, 29, 4), "samedi 28 octobre 2023, de 22 h à 4 h"),
    ],
)
def test_a_night_when_clocks_change(start, end, words):
    assert said((start, end)) == words


def test_no_slot_says_nothing():
    assert said() == ""


def test_several_stays_of_whole_days_name_each_day():
    stays = [(local(2023, 6, 3), local(2023, 6, 4)), (local(2023, 6, 10), local(2023, 6, 11))]

    assert said(*stays, all_day=True) == "3, 4, 10 et 11 juin 2023"
