"""Many slots at once: « tous les samedis jusqu’au… », « du … au … sauf le mardi », a list of dates."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from agenda.generating import (
    MOST_SLOTS,
    TooManyError,
    UnreadableDateError,
    days_between,
    moments_on,
    read_days,
    read_hour,
)
from agenda.models import EventSlot
from tests import builders
from tests.back_office import is_refused, messages, signed_in
from tests.builders import local
from tests.reading import text

DAYS = st.dates(date(2024, 1, 1), date(2036, 12, 31))
HOURS = st.times().map(lambda hour: hour.replace(second=0, microsecond=0))


def clock(moment):
    return f"{timezone.localtime(moment):%d/%m %H:%M}"


class TestDays:
    @pytest.mark.parametrize(
        ("words", "days"),
        [
            ("12/07/2026", ["2026-07-12"]),
            ("samedi 18 juillet 2026 ; 2 août", ["2026-07-18", "2026-08-02"]),
            ("2026-07-12\n1er août 2026", ["2026-07-12", "2026-08-01"]),
            ("du 13/07/2026 au 15/07/2026", ["2026-07-13", "2026-07-14", "2026-07-15"]),
            ("du 30 au 31 juillet 2026", ["2026-07-30", "2026-07-31"]),
            ("31/12/2026 - 01/01/2027", ["2026-12-31", "2027-01-01"]),
            ("12/7, 12/07/2026", ["2026-07-12"]),
            ("", []),
        ],
    )
    def test_they_are_read_as_one_writes_them(self, words, days):
        assert [day.isoformat() for day in read_days(words, 2026)] == days

    @pytest.mark.parametrize("words", ["31/02/2026", "demain", "12/07/2026 au", "15/07/2026 au 13/07/2026", "1/1/1/1"])
    def test_what_is_no_date_is_cited(self, words):
        with pytest.raises(UnreadableDateError) as error:
            read_days(words, 2026)
        assert words.split(",")[0] in str(error.value)

    @settings(max_examples=60, deadline=None)
    @given(st.text(max_size=60))
    def test_any_words_are_read_or_refused(self, words):
        try:
            assert read_days(words, 2026) is not None
        except (UnreadableDateError, TooManyError) as error:
            assert str(error)

    @settings(max_examples=60, deadline=None)
    @given(DAYS, st.integers(0, 200), st.sets(st.integers(0, 6)), st.data())
    def test_each_day_of_the_week_is_there_but_for_the_exceptions(self, first, length, weekdays, data):
        last = first + timedelta(days=length)
        without = data.draw(st.sets(st.dates(first, last), max_size=5))

        days = days_between(first, last, weekdays, without)

        every = {first + timedelta(days=number) for number in range(length + 1)}
        assert set(days) == {day for day in every if day.weekday() in weekdays} - without
        assert days == sorted(days)


class TestHours:
    @pytest.mark.parametrize(("words", "hour"), [("9h", time(9)), ("13 h 30", time(13, 30)), ("13:30", time(13, 30))])
    def test_they_are_read_as_one_writes_them(self, words, hour):
        assert read_hour(words) == hour

    @pytest.mark.parametrize("words", ["25h", "13h75", "midi", "-1"])
    def test_what_is_no_hour_is_refused(self, words):
        with pytest.raises(ValueError):
            read_hour(words)

    @settings(max_examples=80, deadline=None)
    @given(DAYS, HOURS, st.none() | HOURS)
    def test_clocks_show_what_was_typed_whatever_the_season(self, day, start, end):
        moment = moments_on([day], start, end)[0]

        shown = timezone.localtime(moment.start)
        skipped = shown.time() != start
        assert shown.date() == day
        # On one night of the year, an hour does not exist: what follows it stands for it.
        assert not skipped or (start.hour == 2 and day.month == 3)
        assert moment.end is None or moment.start <= moment.end <= moment.start + timedelta(hours=25)

    def test_saturdays_keep_their_hour_when_the_clocks_change(self):
        days = days_between(date(2026, 10, 17), date(2026, 11, 1), {5, 6})

        moments = moments_on(days, time(21), time(1))

        assert [clock(moment.start) for moment in moments][2:4] == ["24/10 21:00", "25/10 21:00"]
        # The night of the change is an hour longer.
        assert [moment.end - moment.start for moment in moments][2:4] == [timedelta(hours=4), timedelta(hours=4)]
        night = moments_on([date(2026, 10, 24)], time(21), time(4))[0]
        assert night.end - night.start == timedelta(hours=8)

    def test_an_hour_that_the_clocks_skip_becomes_the_one_they_show(self):
        moment = moments_on([date(2026, 3, 29)], time(2, 30), time(3))[0]

        assert clock(moment.start) == "29/03 03:30"
        assert moment.start <= moment.end

    def test_there_is_a_bound(self):
        with pytest.raises(TooManyError, match="400"):
            moments_on([date(2026, 1, 1) + timedelta(days=number) for number in range(MOST_SLOTS + 1)])
        with pytest.raises(TooManyError, match="trois ans"):
            days_between(date(2026, 1, 1), date(2029, 1, 3), {0})


WEEKENDS = {
    "how": "semaine",
    "first": "2036-07-05",
    "last": "2036-07-27",
    "weekdays": ["5", "6"],
    "without": "13/07/2036",
    "start": "21h",
    "end": "1h",
}


@pytest.mark.django_db
class TestPage:
    def ask(self, event, who=None, **fields):
        client = signed_in(who or builders.account("Agenda"))
        response = client.post(reverse("agenda_slots", args=[event.pk]), {**WEEKENDS, **fields})
        event.refresh_from_db()
        return response

    def test_they_are_shown_before_they_are_added(self):
        event = builders.event([(local(2036, 7, 6, 21), None)])

        response = self.ask(event)

        assert "6 créneaux à ajouter – 1 déjà dans l’événement" in text(response)
        assert "samedi 5 juillet 2036, de 21 h à 1 h" in text(response)
        assert EventSlot.objects.count() == 1

    def test_they_join_the_draft_and_what_is_online_stays(self, client):
        event = builders.event([(local(2036, 7, 6, 21), None)])

        response = self.ask(event, ajouter="1")

        draft = event.get_latest_revision_as_object()
        assert response.status_code == 302
        assert [slot.first_day.day for slot in draft.slots.all()] == [5, 6, 12, 19, 20, 26, 27]
        assert event.slots.count() == 1
        assert event.changes.count() == 0

    def test_a_second_time_adds_nothing(self):
        event = builders.event([], live=False)
        self.ask(event, ajouter="1")

        assert "0 créneau à ajouter – 7 déjà" in text(self.ask(event, ajouter="1"))
        assert EventSlot.objects.count() == 7

    def test_the_window_counts_what_the_form_holds(self):
        event = builders.event([])

        response = self.ask(
            event, fenetre="1", pris=["05/07/2036 21:00", "32/13/2036", "\0", "01/01/0001 00:00"], ajouter="1"
        )

        assert "6 créneaux à ajouter – 1 déjà" in text(response)
        assert "<html" not in response.content.decode()
        assert not event.get_latest_revision_as_object().slots.exists()

    @pytest.mark.parametrize(
        ("wrong", "words"),
        [
            ({"first": ""}, "Indiquez le premier jour."),
            ({"last": "2036-07-01"}, "Le dernier jour précède le premier."),
            ({"last": "2099-07-01"}, "dépasse trois ans"),
            ({"weekdays": []}, "Cochez au moins un jour."),
            ({"start": "midi"}, "n’est pas une heure"),
            ({"start": ""}, "Indiquez aussi l’heure de début."),
            ({"how": "liste", "dates": "quand il fera beau"}, "n’est pas une date"),
            ({"how": "liste", "dates": ""}, "Indiquez au moins une date."),
            ({"without": "x" * 9000}, "8000"),
            ({"first": "0001-01-01", "last": "0001-02-01"}, "Vérifiez l’année."),
            ({"first": "9999-12-01", "last": "9999-12-31"}, "Vérifiez l’année."),
            ({"how": "liste", "dates": "31/12/9999"}, "n’est pas une date"),
            ({"end": "21h"}, "C’est aussi l’heure de début"),
        ],
    )
    def test_what_is_wrong_is_told_beside_what_was_typed(self, wrong, words):
        response = self.ask(builders.event([]), **wrong)

        assert response.status_code == 400
        assert words in text(response)
        assert "jours fériés" in text(response).casefold()

    def test_an_irregular_list_all_day(self):
        event = builders.event([], live=False)

        self.ask(event, how="liste", dates="5/07/2036, 9 août, 14 septembre 2036", start="", end="", ajouter="1")

        slots = list(EventSlot.objects.order_by("start"))
        assert [slot.in_words for slot in slots] == [
            "samedi 5 juillet 2036",
            "samedi 9 août 2036",
            "dimanche 14 septembre 2036",
        ]

    def test_it_opens_to_who_writes_events_only(self):
        event = builders.event([])
        address = reverse("agenda_slots", args=[event.pk])

        assert is_refused(signed_in(builders.account("Label")), address)
        assert is_refused(signed_in(builders.account("Label")), reverse("agenda_new_slots"))
        assert signed_in(builders.account("Rédaction")).get(address).status_code == 200

    def test_a_locked_event_is_left_alone(self):
        event = builders.event([], locked=True, locked_by=builders.administrator(), locked_at=datetime.now(UTC))
        event.save_revision()
        clerk = signed_in(builders.account("Agenda"))
        response = clerk.post(reverse("agenda_slots", args=[event.pk]), {**WEEKENDS, "ajouter": "1"}, follow=True)

        assert any("verrouillé" in told for told in messages(response))
        assert not event.get_latest_revision_as_object().slots.exists()
