"""How one comes to an event, what stands beside it, and its page before it is published."""

from datetime import UTC

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.urls import reverse

from agenda.models import AgendaIndexPage, EventCommune, EventDocument, EventSeries
from pma_site.core.models.images import SiteDocument
from pma_site.territory.models import Commune
from tests import builders
from tests.agenda.event_page.dates import EVENING
from tests.back_office import filled_in, signed_in
from tests.builders import local
from tests.reading import elements, links, text

pytestmark = pytest.mark.django_db


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
