"""When an event is, as its page, its calendars and the letter say: what is to come, called off, moved."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from agenda.models import EventSlot
from tests import builders
from tests.agenda.event_page.dates import EVENING, event_with, weekly
from tests.builders import local
from tests.newsletter.citations import issue_with
from tests.reading import elements, links, text

pytestmark = pytest.mark.django_db


def read(client, event):
    page = client.get(event.url)
    assert page.status_code == 200
    return text(page)


class TestWhen:
    def test_a_long_series_is_one_sentence_ten_dates_and_folds(self, client):
        event = event_with(weekly(30))
        page = client.get(event.url)

        shown = text(page)
        assert "Tous les samedis du 3 mai au 22 novembre 2036, de 9 h à 12 h" in shown
        assert "Prochaine date : samedi 7 juin 2036, de 9 h à 12 h" in shown
        assert "Les 15 dates suivantes" in shown
        assert "Les 5 dates passées" in shown
        assert shown.index("Juin 2036") < shown.index("Août 2036") < shown.index("Mai 2036")
        folds = [fold for fold in elements(page, "details") if fold["class"] != "site-menu"]
        assert len(folds) == 3

    def test_the_next_date_that_is_called_off_is_said_first(self, client):
        event = event_with(weekly(8, s5={"status": "annule", "note": "La place est occupée."}))

        shown = read(client, event)

        assert shown.index("Samedi 7 juin 2036, de 9 h à 12 h, date annulée : La place") < shown.index(
            "Tous les samedis"
        )
        assert "Prochaine date : samedi 14 juin 2036" in shown
        assert "sauf le 7 juin" in shown

    def test_a_date_to_be_confirmed(self, client):
        assert "La date n’est pas encore fixée ; elle est annoncée ainsi : juin 2037." in read(
            client, event_with([], provisional_date="juin 2037")
        )

    def test_over(self, client):
        event = builders.event([(local(2036, 5, 4, 20), local(2036, 5, 4, 22))])

        shown = read(client, event)

        assert "Cet événement est passé." in shown
        assert "Ajouter à mon agenda" not in shown


class TestHistory:
    def test_what_changed_is_told_with_its_reason(self, client):
        event = builders.event(EVENING, venue=builders.venue("Salle Carpentier", commune=builders.commune("Lens")))
        slot = event.slots.get()
        slot.start += timedelta(days=1)
        slot.end += timedelta(days=1)
        event.slots, event.change_reason = [slot], "Les élections"
        event.save()
        event.venue = builders.venue("Le Nouveau Siècle", outside_place="Lille")
        event.change_reason = "Travaux."
        event.save()
        event.status, event.status_note = "annule", "Le chef est souffrant."
        event.save()

        page = client.get(event.url)
        shown = text(page)

        on = "1er juin 2036"
        told = [
            f"Annulé le {on} : Le chef est souffrant.",
            f"Lieu initialement prévu : Salle Carpentier (Lens). Changé le {on} : Travaux.",
            f"Initialement prévu le vendredi 4 juillet 2036, de 20 h à 22 h. Changé le {on} : Les élections.",
        ]
        assert [shown.index(entry) for entry in told] == sorted(shown.index(entry) for entry in told)
        assert shown.index("Annulé : Le chef est souffrant.") < shown.index("Samedi 5 juillet 2036")
        title = page.content.decode().partition("<title>")[2].partition("</title>")[0]
        assert " ".join(title.split()).startswith("Annulé : Rencontre")
        assert "Ajouter à mon agenda" not in shown


class TestCalendars:
    def queries(self, client, event):
        found = {}
        for link in links(client.get(event.url)):
            parts = urlsplit(link)
            if parts.path.endswith(("/render", "/compose")):
                found[parts.netloc] = {name: values[0] for name, values in parse_qs(parts.query).items()}
        return found

    def test_the_next_date_that_takes_place(self, client):
        event = event_with(
            weekly(8, s5={"status": "annule", "note": "Relâche."}),
            title="Marché & brocante",
            venue=builders.venue("Place", commune=builders.commune("Lens"), street="1 rue", postal_code="62300"),
        )

        found = self.queries(client, event)

        assert f"{event.url}agenda.ics" in links(client.get(event.url))
        google = found["calendar.google.com"]
        assert google["text"] == "Marché & brocante"
        assert google["dates"] == "20360614T070000Z/20360614T100000Z"
        assert google["location"] == "Place, 1 rue, 62300 Lens"
        for outlook in (found["outlook.live.com"], found["outlook.office.com"]):
            assert (outlook["startdt"], outlook["enddt"]) == ("2036-06-14T09:00:00+02:00", "2036-06-14T12:00:00+02:00")

    def test_whole_days(self, client):
        event = event_with([EventSlot(start=local(2036, 7, 4), end=local(2036, 7, 5), all_day=True)])

        found = self.queries(client, event)

        assert found["calendar.google.com"]["dates"] == "20360704/20360706"
        assert found["outlook.live.com"]["allday"] == "true"
        assert found["outlook.live.com"]["enddt"] == "2036-07-05"

    def test_none_where_nothing_is_to_come(self, client):
        note = {"status": "annule", "note": "Relâche."}

        assert not self.queries(client, event_with([*weekly(1), *weekly(1, first=(2036, 7, 5), s0=note)]))


class TestLetter:
    """What the letter says of an event in its agenda, on its page and in its e-mail."""

    def test_a_date_that_is_called_off_is_said(self, client):
        note = {"status": "annule", "note": "la place est occupée"}
        one = event_with(weekly(8, s5=note, s1=note), title="Marché")
        several = event_with(weekly(8, s5=note, s6=note, s7={"status": "complet", "note": "x"}), title="Visites")
        whole = builders.event(EVENING, title="Concert", status="annule", status_note="L’orage.")
        fine = builders.event(EVENING, title="Bal")
        period = {"title": "Agenda", "events": [fine.pk, whole.pk, one.pk], "start": "2036-05-01", "end": "2036-12-31"}
        issue = issue_with("territory", ("agenda", period))

        for address in (issue.url, f"{issue.url}courriel/"):
            shown = text(client.get(address))

            assert "Marché (date du samedi 7 juin 2036 annulée : la place est occupée)" in shown
            assert (
                "Visites (dates annulées : les samedis 7 et 14 juin 2036 ; complète : le samedi 21 juin 2036)" in shown
            )
            assert "Concert (annulé : L’orage.)" in shown
            assert f"T{several.when[1:]} : Visites".replace("\u00a0", " ") in shown
            assert "Bal (" not in shown


def test_an_evening_past_midnight_is_drawn_as_the_day_on_which_it_begins(client):
    event = builders.event([(local(2036, 12, 5, 21), local(2036, 12, 6, 1, 30))])

    for address in (event.url, "/agenda/"):
        html = client.get(address).content.decode()
        assert '">5</span><span class="date-tile__month">déc. 2036' in html
    event.refresh_from_db()
    assert event.last_day == event.first_day


def test_a_night_under_canvas_keeps_both_its_days(client):
    event = builders.event([(local(2036, 7, 5, 14), local(2036, 7, 6, 17))])

    assert '">5–6</span>' in client.get(event.url).content.decode()
