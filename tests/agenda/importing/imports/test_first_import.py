"""A calendar brought in for the first time: a dry run, then drafts."""

import pytest
from django.urls import reverse

from agenda.models import EventPage, EventSource, SourcedEvent, Venue
from tests import builders
from tests.agenda.importing.imports.steps import bring_in, draft, send, text_of, told
from tests.agenda.importing.sources import GOOGLE, NEXTCLOUD, OUTLOOK, calendar, export, happening, openagenda_event
from tests.back_office import messages

pytestmark = pytest.mark.django_db


def test_nothing_is_written_before_the_button_then_drafts_to_review(client, towns):
    run = send(client, GOOGLE)
    page = client.get(reverse("agenda_import", args=[run.pk]))

    assert EventPage.objects.count() == SourcedEvent.objects.count() == Venue.objects.count() == 0
    assert run.counts == {"nouveau": 2}
    assert "Importer écrit : 2 nouveaux." in text_of(page)
    assert "Nouveau lieu : Salle de l’Espérance (Liévin)" in text_of(page)

    after = client.post(reverse("agenda_import_apply", args=[run.pk]), follow=True)

    workshop, music = EventPage.objects.order_by("title")
    assert messages(after) == ["Import terminé : 2 nouveaux. Rien n’est publié : relisez les brouillons."]
    assert f'href="/admin/pages/{workshop.pk}/edit/"' in after.content.decode()
    assert not workshop.live and not music.live
    assert str(workshop.venue) == "Salle de l’Espérance (Liévin)"
    assert (workshop.venue.street, workshop.venue.postal_code) == ("12 rue Jean Jaurès", "62800")
    assert workshop.slots.count() == 3
    assert music.when == "samedi 20 et dimanche 21 juin 2026"
    assert [link.commune.name for link in music.communes.all()] == ["Liévin"]
    assert client.get(f"/admin/pages/{workshop.pk}/edit/").status_code == 200
    assert EventSource.objects.get().name == "Ville de Liévin"


@pytest.mark.parametrize("content", [GOOGLE, OUTLOOK, NEXTCLOUD, export(openagenda_event(), openagenda_event(2))])
def test_the_same_file_again_changes_nothing_whatever_its_name(client, content):
    bring_in(client, content)
    before = list(EventPage.objects.values("pk", "latest_revision", "when"))

    again = bring_in(client, content, name="agenda(1).ics")

    assert set(again.counts) <= {"inchange", "refuse"}
    assert list(EventPage.objects.values("pk", "latest_revision", "when")) == before
    assert EventSource.objects.count() == 1


def test_openagenda_brings_place_organiser_access_and_state(client):
    builders.organisation("Mission bassin minier", acronym="MBM")
    event = openagenda_event(organizer="MBM", status=5)

    run = bring_in(client, export(event, openagenda_event(2, "Autre", organizer="Inconnue")))

    page = draft("Visite du terril")
    assert (page.venue.name, page.venue.commune.name) == ("Base 11/19", "Loos-en-Gohelle")
    assert (page.venue.wheelchair_access, page.venue.visual_access, page.venue.hearing_loop) == (True, True, False)
    assert (float(page.venue.latitude), float(page.venue.longitude)) == (50.4437, 2.7906)
    assert [link.organisation.acronym for link in page.organisers.all()] == ["MBM"]
    assert (page.status, page.status_note) == ("complet", "Complet.")
    assert Venue.objects.count() == 1
    assert "Organisateur « Inconnue » : absent de l’annuaire" in told(run, identity="2")


def test_a_place_outside_a_place_unknown_and_a_known_venue_in_other_letters(client, towns):
    known = builders.venue("Salle de l'Espérance", commune=towns["Liévin"])
    source = calendar(
        happening("a", "Connue", LOCATION="SALLE DE L’ESPERANCE\\, Lievin"),
        happening("b", "Dehors", LOCATION="Zénith\\, 1 bd des Cités Unies\\, 59777 Lille"),
        happening("c", "Inconnue", LOCATION="Chez nous"),
        happening("d", "Homonyme", LOCATION="Mairie\\, 09999 Lens"),
    )

    run = bring_in(client, source)

    assert draft("Connue").venue == known
    assert str(draft("Dehors").venue) == "Zénith (Lille)"
    assert (draft("Inconnue").venue, draft("Inconnue").venue_detail) == (None, "Chez nous")
    assert "commune non reconnue" in told(run, identity="c")
    assert draft("Homonyme").venue.commune is None
