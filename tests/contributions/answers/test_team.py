"""What the team does with answers: decides, counts, takes them out; and how long they are kept."""

import csv
import io
from datetime import timedelta

import openpyxl
import pytest
import time_machine
from django.core import mail
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from pma_site.contributions import answering
from pma_site.contributions.choices import ContributionState
from pma_site.contributions.models import Call, CallAnswer, Message
from tests import builders
from tests.back_office import is_refused, menu, messages, signed_in
from tests.contributions.answers.filling_in import whole
from tests.contributions.test_calls import delivered, own_link, send
from tests.reading import elements, text

pytestmark = pytest.mark.django_db


class TestTheTeam:
    def decide(self, client, answer, act, words=""):
        page = client.get(reverse("wagtailsnippets_contributions_callanswer:inspect", args=[answer.pk]))
        [seen] = [field["value"] for field in elements(page, "input") if field.get("name") == "seen"]
        address = reverse("wagtailsnippets_contributions_callanswer:decide", args=[answer.pk])
        return client.post(address, {"faire": act, "words": words, "seen": seen}, follow=True)

    @pytest.mark.parametrize(
        ("act", "state", "subject"),
        [
            ("accepter", ContributionState.ACCEPTED, "est acceptée"),
            ("demander", ContributionState.ASKED, "Une question"),
            ("decliner", ContributionState.DECLINED, "n’est pas retenue"),
        ],
    )
    def test_decides_and_the_sender_is_told(self, client, editor, call, act, state, subject):
        answer = builders.answer_to(call)
        self.decide(editor, answer, act, "Rendez-vous le 12 juin.")
        assert CallAnswer.objects.get().state == state
        [message] = delivered()
        assert subject in message.subject
        assert "Rendez-vous le 12 juin." in " ".join(message.body.split())
        assert "Rendez-vous le 12 juin." in text(client.get(own_link(message)))

    @pytest.mark.parametrize("act", ["demander", "decliner"])
    def test_says_no_and_asks_with_words_only(self, editor, call, act):
        answer = builders.answer_to(call)
        page = self.decide(editor, answer, act)
        assert page.status_code == 400
        assert "Écrivez votre message" in text(page)
        assert CallAnswer.objects.get().is_open
        assert not mail.outbox

    def test_of_two_who_decide_one_is_told(self, editor, call):
        answer = builders.answer_to(call)
        address = reverse("wagtailsnippets_contributions_callanswer:decide", args=[answer.pk])
        data = {"faire": "accepter", "seen": answer.fingerprint}
        editor.post(address, data)
        second = signed_in(builders.account("Direction de publication")).post(address, data, follow=True)
        assert any("Trop tard" in said for said in messages(second))
        assert editor.post(address, {"faire": "rien"}).status_code == 302
        assert len(delivered()) == 1

    def test_sees_who_of_the_communes_answered_and_what(self, editor, full, lens, client):
        builders.commune("Liévin")
        send(client, full, lens, **whole(full, lens))
        page = text(editor.get(reverse("contributions_call_tally", args=[full.pk])))
        assert "1 commune sur 2 a répondu" in page
        assert "Liévin : rien" in page
        assert "Le matin 1" in page
        assert "L’eau 1" in page

    @pytest.mark.parametrize("file_format", ["csv", "xlsx"])
    def test_takes_out_a_file_that_runs_no_formula(self, editor, call, file_format):
        builders.answer_to(call, "=cmd|'/c calc'!A1", sender_name="@sum")
        call.questions = builders.questions(("short_text", "=Autre ?", {}))
        call.save()
        builders.answer_to(call, "Demain")

        file = editor.post(reverse("contributions_call_export", args=[call.pk, file_format]))

        if file_format == "csv":
            rows = list(csv.reader(io.StringIO(file.content.decode("utf-8-sig")), delimiter=";"))
        else:
            sheet = openpyxl.load_workbook(io.BytesIO(file.content)).active
            rows = [[cell or "" for cell in row] for row in sheet.iter_rows(values_only=True)]
        assert len(rows) == 3
        # The question of today, then the one of then.
        assert rows[0][11:13] == ["'=Autre ?" if file_format == "csv" else "=Autre ?", "Qui viendra ?"] or (
            rows[0][11:13] == ["'=Autre ?", "Qui viendra ?"]
        )
        assert rows[1][12].endswith("=cmd|'/c calc'!A1")
        assert not any(cell.startswith(("=", "@")) for row in rows for cell in row if file_format == "csv")
        assert editor.get(file.wsgi_request.path).status_code == 405

    def test_each_has_its_rights(self, editor, call):
        answer = builders.answer_to(call)
        page = reverse("wagtailsnippets_contributions_callanswer:inspect", args=[answer.pk])
        decide = reverse("wagtailsnippets_contributions_callanswer:decide", args=[answer.pk])
        assert "Participation" in menu(editor)
        agenda, network = (signed_in(builders.account(role)) for role in ("Agenda", "Réseau"))
        assert "Décliner" not in text(agenda.get(page))
        assert is_refused(agenda, decide, {"faire": "accepter"})
        for address in (page, reverse("contributions_call_tally", args=[call.pk])):
            assert is_refused(network, address)
        assert is_refused(network, reverse("contributions_call_export", args=[call.pk, "csv"]), {})

    def test_an_answered_call_is_not_deleted(self, call):
        builders.answer_to(call)
        direction = signed_in(builders.account("Direction de publication"))
        answer = direction.post(reverse("wagtailsnippets_contributions_call:delete", args=[call.pk]))
        assert answer.status_code in (200, 302)
        assert Call.objects.filter(pk=call.pk).exists()

    def test_opens_a_call(self, editor, client):
        address = reverse("wagtailsnippets_contributions_call:add")
        data = {
            "title": "Rejoindre le club",
            "question": '{"blocks": [{"key": "a", "text": "En êtes-vous ?", "type": "unstyled", "depth": 0, '
            '"inlineStyleRanges": [], "entityRanges": []}], "entityMap": {}}',
            "opens_at": "01/06/2026 09:00",
            "closes_at": "30/05/2026 09:00",
            "is_online": "on",
            "slug": "",
            "questions-count": "1",
            "questions-0-type": "number",
            "questions-0-order": "0",
            "questions-0-deleted": "",
            "questions-0-id": "",
            "questions-0-value-label": "Combien ?",
            "questions-0-value-required": "on",
        }
        refused = editor.post(address, data)
        assert "La clôture vient après l’ouverture." in text(refused)
        editor.post(address, {**data, "closes_at": "30/06/2026 23:59"})
        made = Call.objects.get()
        assert made.slug == "rejoindre-le-club"
        with time_machine.travel(builders.local(2026, 6, 2), tick=False):
            assert "Combien ?" in text(client.get("/appels/rejoindre-le-club/"))
        # Its address may be printed by now.
        edit = reverse("wagtailsnippets_contributions_call:edit", args=[made.pk])
        editor.post(edit, {**data, "closes_at": "", "slug": "ailleurs"})
        made.refresh_from_db()
        assert (made.slug, made.closes_at) == ("rejoindre-le-club", None)


class TestForgetting:
    def test_what_was_said_goes_a_year_after_the_answer_and_two_without(self, call, editor):
        answer, other = builders.answer_to(call), builders.answer_to(call)
        TestTheTeam().decide(editor, answer, "decliner", "Trop tard.")
        for months, left in ((11, [False, False]), (13, [True, False]), (25, [True, True])):
            with time_machine.travel(timezone.now() + timedelta(days=30.5 * months), tick=False):
                call_command("apply_retention", stdout=io.StringIO())
            rows = [CallAnswer.objects.get(pk=one.pk) for one in (answer, other)]
            assert [row.sender_email == "" and row.answers == [] and row.sender_name == "" for row in rows] == left
        assert CallAnswer.objects.filter(commune__isnull=False).count() == 2

    def test_who_asks_is_erased_and_the_commune_still_counts(self, call):
        answer = builders.answer_to(call, sender_email="camille.durand@mairie.example", note="Rappelez Camille Durand")
        answering.accept(answer.pk, "Merci", user=builders.administrator(), seen=answer.fingerprint)

        call_command("erase_person", "camille.durand@mairie.example", "--yes", stdout=io.StringIO())

        kept = CallAnswer.objects.get()
        assert (kept.sender_email, kept.sender_name, kept.answers, kept.note) == ("", "", [], "")
        assert kept.commune
        assert not Message.objects.exists()
