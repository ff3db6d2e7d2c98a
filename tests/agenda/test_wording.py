"""Dates and hours as a French reader would say them."""

import datetime
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agenda.models import EventSlot
from agenda.rhythms import day_in_words
from agenda.wording import ages_in_words, deadline_in_words, hour_in_words, slots_in_words
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
    assert said(slot, all_day=True) == "samedi 1er et dimanche 2 juillet 2023"


def test_two_days_with_hours():
    slot = (local(2023, 6, 30, 9), local(2023, 7, 1, 17))
    assert said(slot) == "du vendredi 30 juin à 9 h au samedi 1er juillet 2023 à 17 h"


def test_one_moment_has_no_span():
    assert said((local(2023, 6, 21, 14), local(2023, 6, 21, 14))) == "mercredi 21 juin 2023 à 14 h"


def test_an_evening_past_midnight_is_one_evening():
    slot = (local(2023, 12, 31, 20), local(2024, 1, 1, 2))
    assert said(slot) == "dimanche 31 décembre 2023, de 20 h à 2 h"


def test_an_evening_until_midnight():
    assert said((local(2023, 6, 21, 20), local(2023, 6, 22))) == "mercredi 21 juin 2023, de 20 h à minuit"


def days(first, last, without=(), on=range(7)):
    """The days between two, both included, but for some, on some weekdays."""
    every = [first + datetime.timedelta(days=number) for number in range((last - first).days + 1)]
    return [day for day in every if day not in without and day.weekday() in on]


def at(dates, start, end=None):
    """A slot a day, at the same hours; an end before the start is that of the next day."""
    for day in dates:
        last = day + datetime.timedelta(days=1) if end is not None and end < start else day
        yield local(day.year, day.month, day.day, start), end and local(last.year, last.month, last.day, end)


D = datetime.date
WEEKEND = [5, 6]
JULY = [D(2026, 7, number) for number in (4, 11, 18)]
SERIES = {
    "du vendredi 25 au dimanche 27 août 2023, de 10 h à 23 h": at(days(D(2023, 8, 25), D(2023, 8, 27)), 10, 23),
    "du vendredi 25 au dimanche 27 août 2023, de 20 h à 3 h": at(days(D(2023, 8, 25), D(2023, 8, 27)), 20, 3),
    "samedi 29 et dimanche 30 août 2026, de 10 h à 18 h": at(days(D(2026, 8, 29), D(2026, 8, 30)), 10, 18),
    "vendredi 30 juin et dimanche 2 juillet 2023 à 10 h": at([D(2023, 6, 30), D(2023, 7, 2)], 10),
    "du 1er au 29 juin 2026, sauf le mardi, de 10 h à 18 h": at(
        days(D(2026, 6, 1), D(2026, 6, 29), on=[0, 2, 3, 4, 5, 6]), 10, 18
    ),
    "du 1er juin au 31 août 2026, sauf le mardi et le 15 août, de 10 h à 18 h": at(
        days(D(2026, 6, 1), D(2026, 8, 31), [D(2026, 8, 15)], [0, 2, 3, 4, 5, 6]), 10, 18
    ),
    "du 1er au 30 juin 2026 à 10 h": at(days(D(2026, 6, 1), D(2026, 6, 30)), 10),
    "du lundi au vendredi, du 1er au 26 juin 2026, de 9 h à 17 h": at(
        days(D(2026, 6, 1), D(2026, 6, 26), on=range(5)), 9, 17
    ),
    "tous les samedis du 1er juillet au 26 août 2023 à 10 h": at(days(D(2023, 7, 1), D(2023, 8, 26), on=[5]), 10),
    "tous les samedis et dimanches du 4 juillet au 30 août 2026, de 14 h à 18 h": at(
        days(D(2026, 7, 4), D(2026, 8, 30), on=WEEKEND), 14, 18
    ),
    "tous les samedis et dimanches du 4 juillet au 30 août 2026, sauf le 15 août, de 14 h à 18 h": at(
        days(D(2026, 7, 4), D(2026, 8, 30), [D(2026, 8, 15)], WEEKEND), 14, 18
    ),
    "un samedi sur deux, du 4 juillet au 12 septembre 2026, de 10 h à 12 h": at(
        days(D(2026, 7, 4), D(2026, 9, 12), on=[5])[::2], 10, 12
    ),
    "tous les premiers dimanches du mois, du 6 septembre 2026 au 3 janvier 2027, de 10 h à 12 h": at(
        [D(2026, 9, 6), D(2026, 10, 4), D(2026, 11, 1), D(2026, 12, 6), D(2027, 1, 3)], 10, 12
    ),
    "les samedis 4, 11 et 18 juillet 2026, de 10 h à 12 h": at(JULY, 10, 12),
    "les samedis 1er et 8 juillet 2023 à 10 h": at([D(2023, 7, 1), D(2023, 7, 8)], 10),
    "les 28 décembre 2026, 4 et 12 janvier 2027 à 18 h": at([D(2026, 12, 28), D(2027, 1, 4), D(2027, 1, 12)], 18),
    "du 1er au 5 et du 10 au 14 juillet 2026 à 10 h": at(
        days(D(2026, 7, 1), D(2026, 7, 5)) + days(D(2026, 7, 10), D(2026, 7, 14)), 10
    ),
    "12 dates du 1er au 30 juillet 2026 à 18 h": at(
        [D(2026, 7, number) for number in (1, 3, 4, 7, 9, 12, 13, 17, 21, 22, 25, 30)], 18
    ),
    "mercredi 21 juin 2023 à 10 h, 14 h et 16 h": [(local(2023, 6, 21, hour), None) for hour in (10, 14, 16)],
    "mercredi 21 juin 2023, 8 séances": [(local(2023, 6, 21, hour), None) for hour in range(10, 18)],
    "samedi 4 juillet 2026, de 10 h à 12 h et de 14 h à 18 h": [*at(JULY[:1], 10, 12), *at(JULY[:1], 14, 18)],
    # Hours that change from day to day.
    "vendredi 28 août, de 20 h à 1 h ; samedi 29 août 2026, de 10 h à 23 h": [
        *at([D(2026, 8, 28)], 20, 1),
        *at([D(2026, 8, 29)], 10, 23),
    ],
    "du 4 juillet au 30 août 2026, les samedis de 9 h à 12 h et les dimanches de 10 h à 18 h": [
        *at(days(D(2026, 7, 4), D(2026, 8, 30), on=[5]), 9, 12),
        *at(days(D(2026, 7, 4), D(2026, 8, 30), on=[6]), 10, 18),
    ],
    "du 1er au 20 juillet 2026, horaires selon les jours": [
        slot for day in days(D(2026, 7, 1), D(2026, 7, 20)) for slot in at([day], 8 + day.day % 3, 17)
    ],
}


@pytest.mark.parametrize("words", SERIES)
def test_several_slots_are_one_sentence(words):
    assert said(*SERIES[words]) == words


def test_what_is_called_off_does_not_count_while_something_remains():
    def states(*statuses):
        dates = at(JULY, 10)
        slots = [
            EventSlot(start=start, status=status, note="x") for (start, _), status in zip(dates, statuses, strict=True)
        ]
        return slots_in_words(slots).replace("\u00a0", " ")

    assert states("annule", "complet", "programme") == "les samedis 11 et 18 juillet 2026 à 10 h"
    assert states("annule", "reporte", "deplace") == "samedi 18 juillet 2026 à 10 h"
    assert states("annule", "annule", "reporte") == "les samedis 4, 11 et 18 juillet 2026 à 10 h"


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(0, 400), st.integers(0, 47), st.sampled_from([None, 0, 30, 90, 600, 3000]), st.booleans()
        ),
        max_size=40,
    )
)
def test_the_words_always_fit_and_name_the_bounds(drawn):
    slots = []
    for day, half_hour, minutes, all_day in drawn:
        start = local(2026, 1, 1) + datetime.timedelta(days=day, minutes=30 * half_hour)
        end = None if minutes is None else start + datetime.timedelta(minutes=minutes)
        slots.append(EventSlot(start=start, end=end, all_day=all_day))
    words = slots_in_words(slots)

    assert len(words) <= 300
    assert bool(words) == bool(slots)
    if slots:
        first = min(slots, key=lambda slot: slot.start).first_day
        number = "1er" if first.day == 1 else str(first.day)
        assert re.search(rf"\b{number}\b", words)


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

    assert said(*stays, all_day=True) == "les 3, 4, 10 et 11 juin 2023"


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (local(2026, 6, 13), "12 juin 2026 à minuit"),
        (local(2026, 6, 12, 23, 59), "12 juin 2026 à minuit"),
        (local(2026, 6, 1, 17, 30), "1er juin 2026 à 17 h 30"),
        (local(2026, 1, 1), "31 décembre 2025 à minuit"),
    ],
)
def test_a_deadline_at_midnight_belongs_to_the_day_that_ends(moment, words):
    assert deadline_in_words(moment.astimezone(datetime.UTC)).replace("\u00a0", " ") == words


@pytest.mark.parametrize(
    ("ages", "words"),
    [
        ((6, 12), "de 6 à 12 ans"),
        ((6, None), "dès 6 ans"),
        ((None, 12), "jusqu’à 12 ans"),
        ((1, None), "dès 1 an"),
        ((6, 6), "6 ans"),
        ((1, 1), "1 an"),
        ((None, None), ""),
    ],
)
def test_ages(ages, words):
    assert ages_in_words(*ages) == words
