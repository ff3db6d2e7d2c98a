"""The page of an event, as its readers and its editors have it."""

from datetime import UTC, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.urls import reverse

from agenda.models import AgendaIndexPage, EventCommune, EventDocument, EventSeries, EventSlot
from pma_site.core.models.images import SiteDocument
from pma_site.territory.models import Commune
from tests import builders
from tests.back_office import filled_in, signed_in
from tests.builders import local
from tests.newsletter.citations import issue_with
from tests.reading import elements, links, text

pytestmark = pytest.mark.django_db

NOW = local(2036, 6, 1, 12)
EVENING = [(local(2036, 7, 4, 20), local(2036, 7, 4, 22))]


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW.astimezone(UTC), tick=False):
        yield


def weekly(count, first=(2036, 5, 3), **states):
    """Saturday mornings; `states` are keyed by their number: s5={"status": …}."""
    for number in range(count):
        start = local(*first, 9) + timedelta(weeks=number)
        yield EventSlot(start=start, end=start + timedelta(hours=3), **states.get(f"s{number}", {}))


def event_with(slots, **fields):
    event = builders.event([], **fields)
    event.slots = list(slots)
    event.save()
    return event


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


class TestHow:
    @pytest.mark.parametrize(
        ("day", "words"),
        [
            (2, "Jusqu’au 12 juin 2036 à minuit"),
            (14, "Les inscriptions sont closes (date limite : 12 juin 2036 à minuit)"),
        ],
    )
    def test_the_deadline(self, client, day, words):
        event = builders.event(
            EVENING,
            registration_url="https://inscription.example/",
            registration_phone="03 21 00 00 00",
            registration_deadline=local(2036, 6, 13),
        )

        with time_machine.travel(local(2036, 6, day, 12).astimezone(UTC), tick=False):
            page = client.get(event.url)

        assert words in text(page)
        assert ("https://inscription.example/" in links(page)) is (day == 2)
        assert "tel:0321000000" in links(page)

    def test_for_whom_and_with_what(self, client):
        document = SiteDocument(title="Convocation du 4 juillet", file_size=120_008)
        document.file.save("convocation.pdf", ContentFile(b"%PDF-1.4"))
        event = builders.event(EVENING, audience="familles", age_min=6, age_max=12)
        event.documents = [EventDocument(document=document, kind="convocation")]
        event.save()

        page = client.get(event.url)

        assert "Pour qui Familles, de 6 à 12 ans" in text(page)
        assert "Convocation (PDF, 120 ko)" in text(page)
        assert document.url in links(page)

    def test_the_way_there(self, client):
        Commune.objects.all().delete()
        lens = builders.commune("Lens", longitude=2.83, latitude=50.43)
        builders.commune("Liévin", longitude=2.77, latitude=50.42)
        venue = builders.venue(
            "Louvre-Lens", commune=lens, longitude="2.80", latitude="50.43", wheelchair_access=True, psychic_access=True
        )
        page = client.get(builders.event(EVENING, venue=venue).url)

        assert "Accessible en fauteuil roulant" in text(page)
        assert "Adapté au handicap psychique" in text(page)
        assert "Boucle magnétique" not in text(page)
        assert "Carte du territoire : Louvre-Lens (Lens)" in [svg.get("aria-label") for svg in elements(page, "svg")]
        assert any(link.startswith("https://www.openstreetmap.org/?mlat=50.43") for link in links(page))

        far = builders.venue("Le Nouveau Siècle", outside_place="Lille", longitude="3.06", latitude="50.63")
        elsewhere = client.get(builders.event(EVENING, venue=far).url)
        assert not [svg for svg in elements(elsewhere, "svg") if "Carte" in svg.get("aria-label", "")]


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


class TestBeside:
    def test_other_editions_and_what_is_near(self, client):
        series = EventSeries.objects.create(name="Grand forum")
        venue = builders.venue(commune=builders.commune("Liévin"))
        past = [builders.event([(local(2030 + year, 6, 4, 9), None)], series=series) for year in range(5)]
        coming = builders.event([(local(2037, 6, 4, 9), None)], series=series)
        near = builders.event(EVENING, title="Tout près")
        near.communes = [EventCommune(commune=venue.commune)]
        near.save()
        hidden = builders.event(EVENING, venue=venue, live=False)
        far = builders.event(EVENING, venue=builders.venue(commune=builders.commune("Avion")))
        event = builders.event(EVENING, series=series, venue=venue)

        page = client.get(event.url)

        found = [link for link in links(page) if link in {e.url for e in (*past, coming, near, hidden, far)}]
        assert found == [coming.url, past[4].url, past[3].url, past[2].url, near.url]
        assert "Dans la même série : Grand forum" in text(page)
        assert "Prochainement à Liévin" in text(page)
        assert "Revenir à l’agenda" in text(page)

    def test_its_code_leads_to_it(self, client):
        page = client.get(builders.event(EVENING).url)

        assert "Code QR de l’adresse de cette page" in [svg.get("aria-label") for svg in elements(page, "svg")]
        assert "testserver/agenda/rencontre" in text(page)

    def test_a_shared_link_says_when_and_where(self, client):
        event = builders.event(EVENING, venue=builders.venue("Salle Carpentier", commune=builders.commune("Lens")))
        metas = {meta.get("name"): meta.get("content") for meta in elements(client.get(event.url), "meta")}

        said = metas["description"].replace("\u00a0", " ")
        assert said == "Vendredi 4 juillet 2036, de 20 h à 22 h, Salle Carpentier (Lens)."


class TestDraft:
    def test_an_event_that_was_never_stored_is_previewed(self):
        manager = signed_in(builders.account("Agenda"))
        index = AgendaIndexPage.objects.get()
        form = reverse("wagtailadmin_pages:add", args=["agenda", "eventpage", index.pk])
        slots = {
            "slots-TOTAL_FORMS": "1",
            "slots-0-start": "2036-07-05 09:00",
            "slots-0-end": "",
            "slots-0-status": "programme",
            "slots-0-ORDER": "1",
        }
        data = filled_in(manager, form, ["prices"], title="Grand forum", slug="grand-forum", **slots)
        address = reverse("wagtailadmin_pages:preview_on_add", args=["agenda", "eventpage", index.pk])
        assert manager.post(address, data).json()["is_valid"]

        shown = text(manager.get(address))

        assert "Grand forum" in shown
        assert "Samedi 5 juillet 2036 à 9 h" in shown

    def test_the_draft_of_a_published_event_shows_what_it_will_be(self):
        manager = signed_in(builders.account("Agenda"))
        event = builders.event(EVENING)
        slot = event.slots.get()
        slot.start, slot.end = local(2036, 8, 1, 9), None
        event.slots = [slot]
        event.save_revision()

        shown = text(manager.get(reverse("wagtailadmin_pages:view_draft", args=[event.pk])))

        assert "Vendredi 1er août 2036 à 9 h" in shown


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
            assert several.when.replace("\u00a0", " ") in shown
            assert "Bal (" not in shown
