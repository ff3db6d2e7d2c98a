"""An import on its screens: in steps, by an address, given up, and who may do it."""

import threading
from contextlib import contextmanager
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from agenda import fetching, importing
from agenda.models import AgendaIndexPage, EventImport, EventPage, EventSource, SourcedEvent
from pma_site.core.locks import exclusive
from pma_site.core.refusals import Refused
from tests import builders
from tests.agenda.importing.imports.steps import bring_in, send, text_of
from tests.agenda.importing.sources import GOOGLE, calendar, export, happening, openagenda_event
from tests.agenda.importing.web import web
from tests.back_office import messages, signed_in

pytestmark = pytest.mark.django_db


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
