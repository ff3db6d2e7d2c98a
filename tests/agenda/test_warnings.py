"""Warnings, not walls: what an event seems to lack or to get wrong."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from agenda.models import EventCommune, EventPage, EventSlot
from agenda.warnings import wrong_weekdays
from tests import builders
from tests.back_office import edit_address, messages, save, signed_in
from tests.builders import local
from tests.contents import raw
from tests.reading import text

EVENING = [(local(2036, 6, 21, 20), local(2036, 6, 21, 23))]


def complete(**fields):
    """An event that lacks nothing."""
    defaults = {"slots": EVENING, "venue": builders.venue(), "image": builders.image()}
    return builders.event(**{**defaults, **fields})


def codes(event):
    return [warning.code for warning in event.find_warnings()]


class TestWeekdays:
    @pytest.mark.parametrize(
        "words",
        [
            "Rendez-vous samedi 21 juin 2036",
            "SAMEDI\u00a021\u00a0JUIN",
            "samedi 21/06/2036",
            "Le samedi 1er août 2037",
            "du vendredi 20 juin au dimanche 22 juin",
            "mercredi 21",
            "juin 2036",
            "",
        ],
    )
    def test_what_is_right_is_left_alone(self, words):
        assert list(wrong_weekdays(words, date(2036, 6, 1))) == []

    @pytest.mark.parametrize(
        ("words", "written", "meant"),
        [
            ("Rendez-vous mercredi 21 juin 2036 !", "mercredi 21 juin 2036", date(2036, 6, 21)),
            ("Jeudi 21 juin à 18 h", "Jeudi 21 juin", date(2036, 6, 21)),
            ("lundi\u202f1er\u00a0août 2036", "lundi 1er août 2036", date(2036, 8, 1)),
            ("lundi 2/08/2036", "lundi 2/08/2036", date(2036, 8, 2)),
            ("lundi 31 juin 2036", "lundi 31 juin 2036", None),
        ],
    )
    def test_what_is_wrong_is_cited(self, words, written, meant):
        assert list(wrong_weekdays(words, date(2036, 6, 1))) == [(written, meant)]

    def test_the_year_left_out_is_the_nearest(self):
        # 3 January 2037 is a Saturday, 3 January 2036 a Thursday.
        assert list(wrong_weekdays("samedi 3 janvier", date(2036, 12, 20))) == []
        assert list(wrong_weekdays("samedi 3 janvier", date(2036, 1, 20))) != []

    @settings(max_examples=60, deadline=None)
    @given(st.text(max_size=200), st.dates())
    def test_no_text_stops_it(self, words, near):
        list(wrong_weekdays(f"{words} lundi 31 juin {words}", near))


@pytest.mark.django_db
class TestEvent:
    def test_a_complete_event_has_none(self):
        assert codes(complete(conditions="Gratuit", standfirst="Samedi 21 juin, à 20 h.")) == []

    @pytest.mark.parametrize(
        ("fields", "code"),
        [
            ({"image": None}, "image"),
            ({"venue": None}, "place"),
            ({"slots": []}, "date"),
            ({"slots": [(local(2020, 6, 21, 20), None)]}, "past"),
            ({"slots": [(local(2020, 6, 21, 20), None), *EVENING], "live": False}, "past"),
            ({"title": "Vendredi 21 juin, la fête"}, "weekday"),
            ({"standfirst": "Vendredi 21 juin."}, "weekday"),
            ({"body": "<p>Le</p><p>vendredi</p><p>21 juin</p>"}, "weekday"),
            ({"registration_deadline": local(2036, 6, 30), "registration_email": "a@mairie.example"}, "deadline"),
            ({"conditions": "Gratuit, sur réservation"}, "registration"),
            ({"registration_deadline": local(2036, 6, 1)}, "registration"),
        ],
    )
    def test_each_fault_has_one(self, fields, code):
        assert codes(complete(**fields)) == [code]

    def test_a_tariff_on_reservation_asks_for_a_way_to_register(self):
        event = complete()
        event.prices = raw([("price", {"label": "Entrée", "free": True, "on_reservation": True})])

        assert codes(event) == ["registration"]
        event.registration_phone = "03 21 00 00 00"
        assert codes(event) == []

    def test_an_event_is_placed_by_a_commune_a_link_or_its_slots(self):
        by_link = complete(venue=None, online_url="https://visio.example/")
        by_commune = complete(venue=None)
        by_commune.communes = [EventCommune(commune=builders.commune())]
        by_slots = complete(venue=None)
        by_slots.slots = [EventSlot(start=local(2036, 6, 21, 20), venue=builders.venue())]

        assert codes(by_link) == codes(by_commune) == codes(by_slots) == []

    def test_the_same_place_and_hour_twice(self):
        hall = builders.venue()
        other = complete(title="Le loto", venue=hall, live=False)
        event = complete(venue=hall, slots=[(local(2036, 6, 21, 22, 59), None)])

        assert "« Le loto » : samedi 21 juin 2036" in event.find_warnings()[0].message.replace("\u00a0", " ")
        assert codes(other) == ["clash"]

    @pytest.mark.parametrize(
        "other",
        [
            {"slots": [(local(2036, 6, 21, 23), local(2036, 6, 22, 1))]},
            {"status": "annule", "status_note": "Pluie."},
            {"slots": [(local(2020, 6, 21, 20), local(2020, 6, 21, 23))]},
            {"venue": None},
        ],
    )
    def test_what_does_not_meet_it_is_left_alone(self, other):
        hall = builders.venue()
        complete(**{"venue": hall, **other})

        assert codes(complete(venue=hall)) == []

    def test_a_slot_elsewhere_frees_the_hall_and_takes_another(self):
        hall, square = builders.venue("Salle"), builders.venue("Place")
        moved = complete(venue=hall)
        slot = moved.slots.get()
        slot.venue = square
        moved.slots = [slot]
        moved.save()

        assert codes(complete(venue=hall)) == []
        assert "clash" in codes(complete(venue=square))


@pytest.mark.django_db
class TestForm:
    def test_they_are_told_once_saved_and_lead_to_their_fields(self):
        event = builders.event(EVENING, title="Vendredi 21 juin, la fête", live=False)
        clerk = signed_in(builders.account("Agenda"))

        response = save(clerk, event, streams=["prices"], follow=True)

        told = " ".join(messages(response))
        assert "3 points à vérifier" in told
        for anchor in ("id_title", "id_venue", "id_image"):
            assert f"#{anchor}" in told
            assert f'id="{anchor}"' in response.content.decode()
        assert "Rien de cela n’empêche de publier." in text(response)

    def test_nothing_is_said_while_the_admin_saves_by_itself(self):
        event = builders.event(EVENING, live=False)
        clerk = signed_in(builders.account("Agenda"))
        from tests.back_office import filled_in

        data = filled_in(clerk, edit_address(event), ["prices"])
        data = {name: value for name, value in data.items() if not name.startswith("action-")}
        saved = clerk.post(edit_address(event), data, headers={"Accept": "application/json"})

        assert saved.json()["success"]
        assert messages(clerk.get(edit_address(event))) == []

    def test_none_stands_in_the_way_of_publishing(self):
        event = builders.event([(timezone.now() - timedelta(days=400), None)], title="Lundi 31 juin", live=False)

        save(signed_in(builders.account("Agenda")), event, action="publish", streams=["prices"])

        assert EventPage.objects.get().live
