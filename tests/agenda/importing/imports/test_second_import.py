"""A source that is read again: what is taken, what is kept, what is told."""

from datetime import UTC, timedelta

import pytest
from django.urls import reverse

from agenda.models import EventChange, EventCommune, EventPage, EventSlot, SourcedEvent, Venue
from tests import builders
from tests.agenda.importing.imports.steps import bring_in, draft, send, told
from tests.agenda.importing.sources import GOOGLE, NEXTCLOUD, TODAY, calendar, export, happening, openagenda_event
from tests.back_office import save

pytestmark = pytest.mark.django_db


def test_what_the_source_changes_is_taken_and_slots_keep_their_identity(client):
    bring_in(client, GOOGLE)
    before = {slot.start: slot.uid for slot in EventPage.objects.get(title="Atelier vélo").slots.all()}
    later = (
        GOOGLE.replace("SUMMARY:Atelier vélo", "SUMMARY:Atelier vélo et trottinette")
        .replace("20260627T140000", "20260628T150000")
        .replace("20260627T160000", "20260628T170000")
        .replace("12 rue Jean Jaurès", "12 rue Jean Jaurès")
    )

    run = send(client, later)

    row = run.rows.get(verdict="mis-a-jour")
    assert [change["label"] for change in row.changes] == ["Titre", "Créneau"]
    assert row.changes[1]["before"] == "samedi 27 juin 2026, de 14\u00a0h à 16\u00a0h"
    assert row.changes[1]["after"] == "dimanche 28 juin 2026, de 15\u00a0h à 17\u00a0h"
    client.post(reverse("agenda_import_apply", args=[run.pk]))
    page = EventPage.objects.get(title="Atelier vélo et trottinette")
    assert not page.live
    assert {slot.uid for slot in page.slots.all()} == set(before.values())
    assert EventPage.objects.count() == 2


def test_a_date_moved_keeps_its_identity_where_the_source_names_none(client):
    bring_in(client, export(openagenda_event()))
    first, second = draft("Visite du terril").slots.all()
    timings = [
        {"begin": "2026-06-22T18:00:00+02:00", "end": "2026-06-22T20:00:00+02:00"},
        {"begin": "2026-06-28T10:00:00+02:00", "end": "2026-06-28T13:00:00+02:00"},
    ]

    bring_in(client, export(openagenda_event(timings=timings)))
    moved, longer = draft("Visite du terril").slots.all()

    assert (moved.uid, longer.uid) == (first.uid, second.uid)
    assert moved.start.astimezone(UTC).day == 22
    bring_in(client, export(openagenda_event(timings=[*timings, {"begin": "2026-07-05T10:00:00+02:00"}])))
    assert len(draft("Visite du terril").slots.all()) == 3
    bring_in(client, export(openagenda_event(timings=timings[1:])))
    assert [slot.uid for slot in draft("Visite du terril").slots.all()] == [second.uid]


def test_an_event_online_waits_in_a_draft_with_the_reason_and_is_never_published(client):
    bring_in(client, NEXTCLOUD.replace("CANCELLED", "CONFIRMED"))
    EventPage.objects.get().latest_revision.publish()

    run = bring_in(client, NEXTCLOUD.replace("20260619T200000", "20260620T210000"))

    online, waiting = EventPage.objects.get(), draft("Bal de la Saint-Jean")
    assert "En ligne : la mise à jour attend dans un brouillon" in told(run, verdict="mis-a-jour")
    assert online.live and online.has_unpublished_changes
    assert (online.status, online.when) == ("programme", "vendredi 19 juin 2026, de 20\u00a0h à 2\u00a0h")
    assert (waiting.status, waiting.status_note) == ("annule", "Annulé par l’organisateur.")
    assert "Nextcloud" in waiting.change_reason or "Mis à jour d’après la source" in waiting.change_reason
    assert waiting.slots.get().uid == online.slots.get().uid
    waiting.latest_revision.publish()
    assert {change.kind for change in EventChange.objects.all()} == {"date", "etat"}


def test_a_date_added_to_an_event_online_is_still_known_once_published_by_hand(client):
    bring_in(client, calendar(happening()))
    event = EventPage.objects.get()
    event.get_latest_revision().publish()
    bring_in(client, calendar(happening(RRULE="FREQ=WEEKLY;COUNT=2")))

    save(client, event, action="publish", streams=["prices"], change_reason="Une date de plus.")

    said, stored = SourcedEvent.objects.get().slots.values(), EventPage.objects.get().slots.all()
    assert sorted(each["uid"] for each in said) == sorted(str(slot.uid) for slot in stored)
    assert len(stored) == 2


def test_our_own_export_comes_in_as_it_went_out(client, towns):
    hall = Venue.objects.create(name="Salle Hélène-Boucher", commune=towns["Avion"], wheelchair_access=True)
    local = builders.local
    builders.event([(local(2026, 7, 4, 21), local(2026, 7, 5, 1))], title="Bal", venue=hall)
    builders.event([(local(2026, 7, 6, 10), None)], title="Sans fin connue", venue=hall)
    days = builders.event([(local(2026, 7, 8), local(2026, 7, 9))], title="Deux jours", venue=hall)
    tour = builders.event([(local(2026, 7, 10, 9), None)], title="Tournée", status="annule", status_note="Pluie.")
    days.slots = [
        EventSlot(start=slot.start, end=slot.end, all_day=True, status="deplace", note="Au stade.")
        for slot in days.slots.all()
    ]
    tour.communes = [EventCommune(commune=towns[name]) for name in ("Lens", "Liévin")]
    days.save()
    tour.save()

    def seen():
        found = {}
        for event in EventPage.objects.all():
            slots = [(slot.time_in_words, slot.status, slot.note) for slot in event.slots.order_by("start")]
            communes = sorted(link.commune.name for link in event.communes.all())
            found[event.title] = (slots, event.venue, communes, event.status, event.status_note)
        return found

    exported, before = b"".join(client.get(reverse("agenda:json")).streaming_content), seen()
    for event in EventPage.objects.all():
        event.delete()
    bring_in(client, exported)

    assert seen() == before
    assert Venue.objects.get() == hall
    assert send(client, exported).counts == {"inchange": 4}


def test_what_the_team_changed_by_hand_is_kept_and_that_is_said(client):
    bring_in(client, calendar(happening(LOCATION="Lens", DESCRIPTION="Un texte", URL="https://a.example")))
    page = draft("Rencontre")
    page.title, page.conditions = "Rencontre des maires", "Sur invitation"
    slot = page.slots.get()
    slot.end = slot.start + timedelta(hours=3)
    page.slots = [slot]
    page.save()
    page.save_revision()

    same = send(client, calendar(happening(LOCATION="Lens", DESCRIPTION="Un texte", URL="https://a.example")))
    assert same.counts == {"inchange": 1}
    new = happening(
        title="Grande rencontre",
        start="20260620T110000",
        LOCATION="Lens",
        DESCRIPTION="Un autre texte",
        URL="https://a.example",
    )
    run = bring_in(client, calendar(new))

    page = draft("Rencontre des maires")
    assert page.body == "<p>Un autre texte</p>"
    assert page.conditions == "Sur invitation"
    assert page.slots.get().end == slot.end
    assert "Titre : modifié ici, gardé. La source dit maintenant « Grande rencontre »." in told(run, identity="un")
    assert "Créneau « samedi 20 juin 2026, de 10\u00a0h à 13\u00a0h » : modifié ici, gardé." in told(run, identity="un")
    assert [change["label"] for change in run.rows.get().changes] == ["Présentation"]


def test_a_text_that_the_page_form_wrote_again_is_no_change_by_hand(client):
    bring_in(client, calendar(happening(DESCRIPTION="Un texte\\n\\n« l’été » & l'hiver https://a.example")))
    page = draft("Rencontre")
    page.body = (
        '<p data-block-key="a1b2c">Un texte</p><p data-block-key="d3e4f">« l’été » &amp; l&#x27;hiver'
        ' <a href="https://a.example">https://a.example</a></p>'
    )
    page.save_revision()

    run = bring_in(client, calendar(happening(DESCRIPTION="Autre")))

    assert run.counts == {"mis-a-jour": 1}


def test_what_vanished_is_listed_and_nothing_is_deleted(client):
    bring_in(client, calendar(happening("a", "Reste"), happening("b", "Disparaît")))

    run = bring_in(client, calendar(happening("a", "Reste")))

    assert run.counts == {"inchange": 1, "disparu": 1}
    assert "Rien n’est supprimé" in told(run, title="Disparaît")
    assert EventPage.objects.count() == 2


def test_what_the_team_deleted_does_not_come_back(client):
    bring_in(client, calendar(happening()))
    EventPage.objects.get().delete()

    run = bring_in(client, calendar(happening()))

    assert "Supprimé de l’agenda par l’équipe" in told(run, identity="un")
    assert EventPage.objects.count() == 0


def test_doubles_in_a_file_and_events_that_are_there_already_are_told(client):
    builders.event(title="Rencontre", slots=[(TODAY.replace(day=20, hour=8), None)])

    run = send(client, calendar(happening()))
    twice = send(client, export(openagenda_event(), openagenda_event()))

    assert "Ressemble à « Rencontre », déjà à l’agenda le même jour" in told(run, identity="un")
    assert twice.counts == {"nouveau": 1, "refuse": 1}
    assert "Doublon de la ligne 1" in told(twice, verdict="refuse")


def test_work_done_between_the_examination_and_the_button_is_kept(client):
    bring_in(client, calendar(happening()))
    run = send(client, calendar(happening(title="Nouveau titre")))
    page = draft("Rencontre")
    page.title = "Titre de l’équipe"
    page.save()
    page.save_revision()

    client.post(reverse("agenda_import_apply", args=[run.pk]))

    assert EventPage.objects.get().title == "Titre de l’équipe"
    assert "modifié ici, gardé" in told(run, identity="un")
