"""« Importer des événements » as its users do it: a dry run, then drafts; a second import updates and never doubles."""

import re
import threading
from contextlib import contextmanager
from datetime import UTC, timedelta
from html import unescape
from io import StringIO

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from agenda import fetching, importing
from agenda.models import (
    AgendaIndexPage,
    EventChange,
    EventCommune,
    EventImport,
    EventPage,
    EventSlot,
    EventSource,
    SourcedEvent,
    Venue,
)
from pma_site.core.locks import exclusive
from pma_site.core.refusals import Refused
from tests import builders
from tests.agenda.importing.sources import (
    GOOGLE,
    NEXTCLOUD,
    OUTLOOK,
    TODAY,
    calendar,
    export,
    happening,
    openagenda_event,
)
from tests.agenda.importing.web import web
from tests.back_office import messages, save, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_june():
    with time_machine.travel(TODAY, tick=True):
        yield


@pytest.fixture
def towns():
    return {
        name: builders.commune(name, insee_code=code, postal_codes=postal)
        for name, code, postal in (
            ("Lens", "62498", "62300"),
            ("Liévin", "62510", "62800"),
            ("Avion", "62065", "62210"),
            ("Loos-en-Gohelle", "62528", "62750"),
        )
    }


@pytest.fixture
def client(towns):
    return signed_in(builders.administrator())


def send(client, content, name="agenda.ics", **fields):
    """Send a file as the form does, and return the examination."""
    content = content.encode() if isinstance(content, str) else content
    file = SimpleUploadedFile(name, content)
    response = client.post(reverse("agenda_imports"), {"file": file, "address": "", "name": "", **fields}, follow=True)
    assert response.status_code == 200, text_of(response)
    return EventImport.objects.latest("pk")


def bring_in(client, content, **more):
    """Send a file and press « Importer »."""
    run = send(client, content, **more)
    client.post(reverse("agenda_import_apply", args=[run.pk]))
    run.refresh_from_db()
    assert run.is_over
    return run


@contextmanager
def somebody_importing(run):
    """Let somebody else, with their own connection to the database, import the same source meanwhile."""
    begun, over = threading.Event(), threading.Event()

    def hold():
        with exclusive(f"agenda-import-{run.source_id}") as held:
            assert held
            begun.set()
            over.wait(30)
        connection.close()

    thread = threading.Thread(target=hold)
    thread.start()
    assert begun.wait(30)
    try:
        yield
    finally:
        over.set()
        thread.join()


def text_of(response):
    main = response.content.decode().partition("<main")[2]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


def draft(title):
    return EventPage.objects.get(title=title).get_latest_revision_as_object()


def told(run, **which):
    """Everything that is said of a row."""
    row = run.rows.get(**which)
    return " ".join([row.reason, *row.remarks, *(f"{c['label']} {c['before']} → {c['after']}" for c in row.changes)])


# The dry run, then drafts


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


# A second import


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


# Pressed twice, in steps, together


def test_in_steps_and_never_twice(client, monkeypatch):
    run = send(client, calendar(*(happening(f"e{number}", "Conseil municipal") for number in range(3))))
    monkeypatch.setattr(importing.runs, "A_STEP", 0)
    apply = reverse("agenda_import_apply", args=[run.pk])

    for left in (2, 1):
        importing.apply_some(run, seconds=0)
        page = client.get(reverse("agenda_import", args=[run.pk]))
        assert f"Import en cours : {3 - left} sur 3." in text_of(page)
        assert "data-going-on" in page.content.decode()
        assert run.rows.to_write().count() == left
    client.post(apply)
    again = client.post(apply, follow=True)

    assert messages(again)[-1] == "Cet import est déjà terminé."
    assert EventPage.objects.count() == SourcedEvent.objects.count() == 3
    assert len(set(EventPage.objects.values_list("slug", flat=True))) == 3
    assert "conseil-municipal-2026-06-20" in EventPage.objects.values_list("slug", flat=True)


def test_two_at_the_same_time_make_no_double(client):
    run = send(client, calendar(happening()))
    with somebody_importing(run), pytest.raises(Refused, match="en cours d’import"):
        importing.apply_some(run)
    importing.apply_some(run)

    link = SourcedEvent.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        SourcedEvent.objects.create(source=link.source, identity=link.identity, title="x")


def test_an_event_that_the_database_refuses_keeps_no_other_back(client, monkeypatch):
    run = send(client, calendar(happening("a", "Bon"), happening("b", "Mauvais"), happening("c", "???")))
    row = run.rows.get(identity="b")
    row.data["website"] = "ni fait ni à faire"
    row.save()

    client.post(reverse("agenda_import_apply", args=[run.pk]))
    run.refresh_from_db()

    assert run.counts == {"nouveau": 2, "refuse": 1}
    assert {page.slug for page in EventPage.objects.all()} == {"bon", "evenement"}


# Tables


def test_the_columns_of_a_table_are_corrected(client):
    run = send(client, "Quoi;Quand;À quelle heure;Ville\nBrocante;21/06/2026;8h;Lens\n", name="brocantes.csv")
    assert "Aucune colonne reconnue pour « Titre »" in " ".join(run.remarks)
    address = reverse("agenda_import_columns", args=[run.pk])
    page = client.get(address)
    assert 'aria-labelledby="columns-title"' in page.content.decode()

    wrong = client.post(address, {"column_0": "title", "column_1": "title"})
    assert wrong.status_code == 400
    assert "« Titre » est déjà dans une autre colonne." in text_of(wrong)
    said = {"column_0": "title", "column_1": "start_day", "column_2": "start_hour", "column_3": "city"}
    client.post(address, said)
    client.post(reverse("agenda_import_apply", args=[run.pk]))

    assert EventPage.objects.get().when == "dimanche 21 juin 2026 à 8\u00a0h"
    assert EventPage.objects.get().place_in_words == "Lens"


# Addresses


def test_an_address_is_read_and_read_again_with_one_button(client, monkeypatch):
    answers = {"/a.ics": (200, {"Content-Type": "text/calendar"}, calendar(happening()).encode())}
    with web(answers) as (rules, port, _):
        monkeypatch.setattr(fetching, "Rules", lambda: rules)
        address = f"http://agenda.example:{port}/a.ics"
        client.post(reverse("agenda_imports"), {"address": address, "name": "Ville de Lens"})
        run = EventImport.objects.get()
        client.post(reverse("agenda_import_apply", args=[run.pk]))
        answers["/a.ics"] = (200, {}, calendar(happening(title="Autre titre")).encode())
        again = client.post(reverse("agenda_import_again", args=[run.source_id]), follow=True)

    assert "1 mis à jour" in text_of(again)
    assert EventSource.objects.get().address == address
    assert "Relire cette adresse" in text_of(client.get(reverse("agenda_imports")))


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "Donnez une adresse, ou choisissez un fichier."),
        ({"address": "http://169.254.169.254/latest/"}, "n’est pas un site public"),
        ({"address": "http://localhost/"}, "n’est pas un site public"),
        ({"address": "ftp://a.example/"}, "doit commencer par https"),
        ({"address": "https://moi:secret@a.example/"}, "mot de passe"),
        ({"address": "https://a.example/\x00"}, "nul"),
        ({"file": b""}, "vide"),
        ({"file": b"<html><body>non</body></html>"}, "page web"),
        ({"file": b"BEGIN:VCALENDAR\nEND:VCALENDAR", "address": "https://a.example"}, "pas les deux"),
        ({"file": b"x", "source": "999"}, "Cette source n’existe plus."),
    ],
)
def test_what_cannot_be_read_is_explained_and_nothing_typed_is_lost(client, fields, words):
    if "file" in fields:
        fields = {**fields, "file": SimpleUploadedFile("a.ics", fields["file"])}

    response = client.post(reverse("agenda_imports"), {"name": "Ville d’Avion", **fields})

    assert response.status_code == 400
    assert words in text_of(response)
    assert "Ville d’Avion" in response.content.decode()
    assert not EventImport.objects.exists()


def test_a_file_of_another_format_does_not_mix_with_a_source(client):
    bring_in(client, calendar(happening()))
    file = SimpleUploadedFile("a.csv", b"Titre;Date\nA;21/06/2026")

    response = client.post(reverse("agenda_imports"), {"file": file, "source": EventSource.objects.get().pk})

    assert "choisissez « Nouvelle source »" in text_of(response)


# Rights, ways back, history


def test_only_who_may_add_events_imports(client):
    run = send(client, calendar(happening()))
    reader = signed_in(builders.account("Diffusion"))

    for name in ("agenda_import_apply", "agenda_import_discard", "agenda_import", "agenda_import_columns"):
        assert reader.post(reverse(name, args=[run.pk])).status_code in (302, 405)
    assert reader.get(reverse("agenda_imports")).status_code == 302
    assert EventPage.objects.count() == 0
    index = AgendaIndexPage.objects.get()
    assert "Importer des événements" in client.get(f"/admin/pages/{index.pk}/").content.decode()


def test_an_import_is_given_up_without_a_trace(client):
    run = send(client, calendar(happening()))

    gone = client.post(reverse("agenda_import_discard", args=[run.pk]), follow=True)

    assert messages(gone) == ["L’import est abandonné : rien n’a été écrit."]
    assert not EventSource.objects.exists()
    assert client.get(reverse("agenda_import", args=[run.pk])).status_code == 404


def test_a_calendar_examined_again_before_it_is_imported_is_the_same_source(client, monkeypatch):
    send(client, calendar(happening()))
    send(client, calendar(happening(), happening("deux")))
    assert EventSource.objects.count() == EventImport.objects.count() == 1

    send(client, calendar(happening("d’une autre ville")))
    assert EventSource.objects.count() == EventImport.objects.count() == 2

    with web({"/a.ics": (200, {}, calendar(happening("ailleurs")).encode())}) as (rules, port, _):
        monkeypatch.setattr(fetching, "Rules", lambda: rules)
        for spelling in (f"http://agenda.example:{port}/a.ics", f" http://Agenda.Example:{port}/a.ics#juin"):
            client.post(reverse("agenda_imports"), {"address": spelling, "name": ""})
    assert EventSource.objects.exclude(address="").count() == 1


def test_a_get_writes_nothing_and_a_bad_filter_is_explained(client):
    run = send(client, calendar(happening()))

    for name in ("agenda_import_apply", "agenda_import_discard"):
        assert client.get(reverse(name, args=[run.pk])).status_code == 405
    bad = client.get(reverse("agenda_import", args=[run.pk]), {"verdict": "x", "page": "-1"})
    assert bad.status_code == 400
    assert "Ce verdict n’existe pas." in text_of(bad)


def test_the_screens_cost_the_same_for_many_events(client, django_assert_max_num_queries):
    few = send(client, calendar(happening("a")))
    many = send(client, export(*(openagenda_event(number, f"Visite {number}") for number in range(60))))

    for run in (few, many):
        with django_assert_max_num_queries(25):
            client.get(reverse("agenda_import", args=[run.pk]))


# The command


def test_the_command_says_what_it_did_and_how_many(towns, tmp_path):
    file = tmp_path / "agenda.ics"
    file.write_text(GOOGLE)

    dry, wet, again = StringIO(), StringIO(), StringIO()
    call_command("import_events", str(file), "--dry-run", stdout=dry)
    assert "2 événements : 2 nouveaux." in dry.getvalue()
    assert "Rien n’a été écrit." in dry.getvalue()
    assert not EventSource.objects.exists()
    call_command("import_events", str(file), "--source", "Liévin", stdout=wet)
    call_command("import_events", str(file), "--source", "Liévin", stdout=again)

    assert "Import terminé : 2 nouveaux. Rien n’est publié." in wet.getvalue()
    assert "2 événements : 2 inchangés." in again.getvalue()
    assert (EventSource.objects.get().name, EventPage.objects.count()) == ("Liévin", 2)
    for where in ("/nulle/part.ics", "http://127.0.0.1/"):
        with pytest.raises(CommandError):
            call_command("import_events", where, stdout=StringIO())
