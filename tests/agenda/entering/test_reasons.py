"""Changes of an announced date or place, which must say why."""

from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from agenda.models import EventChange, EventCommune, EventSlot
from tests import builders
from tests.agenda.entering.forms import EVENING, LATER, errors, publish
from tests.back_office import edit_address, save, signed_in
from tests.reading import text

pytestmark = pytest.mark.django_db


class TestReason:
    def test_a_published_date_is_not_moved_without_a_reason(self, clerk):
        event = builders.event(EVENING)

        response = publish(clerk, event, **LATER)

        assert "dites pourquoi" in str(errors(response)["change_reason"])
        assert EventSlot.objects.get().start == EVENING[0][0]

    def test_the_reason_is_told_to_the_public_then_the_field_is_empty_again(self, clerk):
        event = builders.event(EVENING)

        publish(clerk, event, change_reason="Le terrain est inondé.", **LATER)

        assert [change.reason for change in EventChange.objects.all()] == ["Le terrain est inondé."]
        form = clerk.get(edit_address(event))
        assert form.context["form"]["change_reason"].value() == ""
        assert "Le terrain est inondé." in text(form)

    def test_a_draft_asks_nothing_and_keeps_what_was_typed(self, clerk):
        event = builders.event(EVENING)

        response = save(clerk, event, streams=["prices"], change_reason="Peut-être", **LATER)

        assert response.status_code == 302
        assert clerk.get(edit_address(event)).context["form"]["change_reason"].value() == "Peut-être"
        assert not EventChange.objects.exists()

    def test_who_submits_must_say_why_and_the_direction_approves(self):
        event = builders.event(EVENING)
        writer, director = (signed_in(builders.account(role)) for role in ("Rédaction", "Direction de publication"))

        refused = save(writer, event, action="submit", streams=["prices"], **LATER)
        save(writer, event, action="submit", streams=["prices"], change_reason="Salle prise.", **LATER)
        event.refresh_from_db()
        state = event.current_workflow_task_state
        director.post(
            reverse("wagtailadmin_pages:workflow_action", args=[event.pk, "approve", state.pk]), {"comment": ""}
        )

        assert "change_reason" in errors(refused)
        assert [change.reason for change in EventChange.objects.all()] == ["Salle prise."]

    @pytest.mark.parametrize(
        "fields",
        [{"title": "Un autre titre"}, {"conditions": "Gratuit"}, {"status": "complet", "status_note": "Plein."}],
    )
    def test_other_changes_need_none(self, clerk, fields):
        event = builders.event(EVENING, venue=builders.venue())

        assert publish(clerk, event, **fields).status_code == 302

    def test_another_place_needs_one_and_a_first_place_none(self, clerk):
        placed, unplaced = builders.event(EVENING, venue=builders.venue()), builders.event(EVENING)
        square = builders.venue("Place Jean-Jaurès")

        refused = publish(clerk, placed, venue=square.pk)
        added = publish(clerk, unplaced, venue=square.pk)

        assert "change_reason" in errors(refused)
        assert added.status_code == 302

    def test_an_accent_that_was_missing_moves_nobody(self, clerk):
        event = builders.event(EVENING, venue=builders.venue(), venue_detail="salle Helene-Boucher")

        assert publish(clerk, event, venue_detail="Salle Hélène-Boucher").status_code == 302
        assert not EventChange.objects.exists()

    def test_another_commune_needs_one(self, clerk):
        event = builders.event(EVENING)
        event.communes = [EventCommune(commune=builders.commune("Avion"))]
        event.save()

        refused = publish(clerk, event, **{"communes-0-commune": builders.commune("Liévin").pk})

        assert "change_reason" in errors(refused)

    def test_a_planned_publication_writes_its_entry_when_it_comes(self, clerk):
        event = builders.event(EVENING)
        event.save_revision().publish()
        tomorrow = timezone.localtime() + timedelta(days=1)

        publish(clerk, event, change_reason="Décalé.", go_live_at=f"{tomorrow:%Y-%m-%d %H:%M}", **LATER)
        before = EventChange.objects.count()
        with time_machine.travel(tomorrow + timedelta(hours=1), tick=False):
            call_command("publish_scheduled", stdout=StringIO())

        assert before == 0
        assert [change.reason for change in EventChange.objects.all()] == ["Décalé."]
