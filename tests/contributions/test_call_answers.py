"""The answers to a call: corrected, withdrawn, decided on, counted, taken out, forgotten."""

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

from pma_site.contributions import answering, links
from pma_site.contributions.choices import ContributionState
from pma_site.contributions.models import Call, CallAnswer, Message
from pma_site.core.refusals import Refused
from tests import builders
from tests.back_office import is_refused, menu, messages, signed_in
from tests.reading import elements, text

from .test_calls import delivered, fields_of, later, own_link, send

pytestmark = pytest.mark.django_db

# A block of data, which no browser runs.
DATA = "application/ld+json"

EVERY_KIND = (
    ("short_text", "Qui viendra ?", {"required": True}),
    ("long_text", "Votre projet", {}),
    ("choice", "Quelle formule ?", {"choices": ["La journée", "Le matin"]}),
    ("choices", "Quels sujets ?", {"choices": ["Le bois", "L’eau", "L’énergie"]}),
    ("yes_no", "Venez-vous ?", {"required": True}),
    ("number", "Combien d’élus ?", {"least": "1", "most": "10"}),
    ("date", "Quel jour ?", {}),
    ("commune", "Dans quelle commune ?", {}),
)


def names(call):
    """The field of each question by its label."""
    return {str(block.value["label"]): f"q-{block.id}" for block in call.questions}


def choices_of(call, label):
    """The identity of each choice of a question by its words."""
    block = next(block for block in call.questions if block.value["label"] == label)
    return {str(choice.value): choice.id for choice in block.value["choices"].bound_blocks}


@pytest.fixture
def lens():
    return builders.commune("Lens")


@pytest.fixture
def call():
    return builders.call(title="Club des élus")


@pytest.fixture
def full():
    return builders.call(title="Tout", questions=builders.questions(*EVERY_KIND))


@pytest.fixture
def editor():
    return signed_in(builders.account("Rédaction"))


def whole(full, lens, **changed):
    """What one types in a form of every kind."""
    name = names(full)
    return {
        name["Qui viendra ?"]: "Le maire",
        name["Votre projet"]: "Un verger\nà l’école",
        name["Quelle formule ?"]: choices_of(full, "Quelle formule ?")["Le matin"],
        name["Quels sujets ?"]: [choices_of(full, "Quels sujets ?")[words] for words in ("Le bois", "L’eau")],
        name["Venez-vous ?"]: "oui",
        name["Combien d’élus ?"]: "2,5",
        name["Quel jour ?"]: "2026-07-01",
        name["Dans quelle commune ?"]: lens.insee_code,
        **{name[label]: value for label, value in changed.items()},
    }


class TestEveryKindOfQuestion:
    def test_is_kept_as_it_was_read(self, client, full, lens):
        with later(minutes=-1):
            page = client.get(full.url)
        data = {**fields_of(page), **whole(full, lens), "commune": lens.insee_code}
        data |= {"sender_name": "Camille", "sender_email": "c@mairie.example"}
        review = client.post(full.url, {**data, "etape": "relire"})
        assert "Le bois ; L’eau" in text(review)
        # As a browser posts it: the same name as often as there are values.
        hidden = [(field["name"], field.get("value", "")) for field in elements(review, "input") if "name" in field]
        again = {}
        for name, value in hidden:
            again.setdefault(name, []).append(value)
        assert client.post(full.url, {**again, "etape": "envoyer"}).status_code == 302

        said = {row["label"]: row["words"].replace("\u00a0", " ") for row in CallAnswer.objects.get().answers}
        assert said == {
            "Qui viendra ?": "Le maire",
            "Votre projet": "Un verger\nà l’école",
            "Quelle formule ?": "Le matin",
            "Quels sujets ?": "Le bois ; L’eau",
            "Venez-vous ?": "Oui",
            "Combien d’élus ?": "2,5",
            "Quel jour ?": "1er juillet 2026",
            "Dans quelle commune ?": "Lens",
        }

    @pytest.mark.parametrize(
        ("label", "value", "words"),
        [
            ("Quelle formule ?", "autre", "Choisissez une des réponses proposées."),
            ("Quels sujets ?", ["autre"], "Choisissez une des réponses proposées."),
            ("Venez-vous ?", "peut-être", "Répondez par oui ou par non."),
            ("Combien d’élus ?", "beaucoup", "Écrivez un nombre en chiffres"),
            ("Combien d’élus ?", "11", "inférieure ou égale à 10"),
            ("Combien d’élus ?", "9" * 40, "Ce nombre a trop de chiffres."),
            ("Combien d’élus ?", "NaN", "Écrivez un nombre en chiffres"),
            ("Quel jour ?", "2026-02-31", "Écrivez une date"),
            ("Quel jour ?", "0001-01-01", "Vérifiez l’année."),
            ("Dans quelle commune ?", "99999", "ne fait pas partie du territoire"),
            ("Qui viendra ?", "x" * 201, "200 caractères"),
            ("Qui viendra ?", "\u200e \x0b", "Répondez à cette question."),
        ],
    )
    def test_says_what_is_wrong(self, client, full, lens, label, value, words):
        page = client.get(full.url)
        data = {**fields_of(page), **whole(full, lens, **{label: value}), "etape": "relire"}
        answer = client.post(full.url, data)
        assert answer.status_code == 400
        assert text(answer).count(words) >= 2

    def test_hostile_words_are_words(self, client, call, lens):
        attack = "\"'><script>alert(1)</script>{{ 7|add:7 }}\x0b\u2028=cmd"
        name = names(call)["Qui viendra ?"]
        review, sent = send(client, call, lens, **{name: attack, "sender_name": attack})
        assert sent.status_code == 302
        own = client.get(links.follow_path(CallAnswer.follow_route, CallAnswer.objects.get().reference))
        for page in (review, own):
            assert not [tag for tag in elements(page, "script") if "src" not in tag and tag.get("type") != DATA]
            assert "<script>alert(1)</script>{{ 7|add:7 }}" in text(page)

    @pytest.mark.parametrize("value", ["\0", "\ud800", "é" * 5000, "[]", "a\0b"])
    @pytest.mark.parametrize("field", ["commune", "sender_email", "shown_at", "etape", "q-autre", "website_confirm"])
    def test_no_form_is_a_fault_of_the_site(self, client, full, lens, field, value):
        value = value.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
        data = {**whole(full, lens), "commune": lens.insee_code, field: value}
        assert client.post(full.url, data).status_code in (200, 302, 400)


class TestAfterwards:
    def test_a_call_that_changes_falsifies_nothing(self, client, full, lens, editor):
        builders.answer_to(full, "La maire")
        kept = CallAnswer.objects.get()
        before = client.get(links.follow_path(CallAnswer.follow_route, kept.reference))
        full.questions = builders.questions(("yes_no", "Tout autre chose ?", {}))
        full.save()

        page = client.get(links.follow_path(CallAnswer.follow_route, kept.reference))

        assert text(page) == text(before)
        assert "Qui viendra ? La maire" in text(page)

    def test_what_was_answered_to_a_question_that_is_gone_outlives_a_correction(self, client, call, lens):
        answer = builders.answer_to(call)
        call.questions = builders.questions(("short_text", "Et quand ?", {}))
        call.save()
        own = f"{links.follow_path(CallAnswer.follow_route, answer.reference)}corriger/"

        client.post(own, {**fields_of(client.get(own)), "commune": lens.insee_code, names(call)["Et quand ?"]: "Lundi"})

        answer.refresh_from_db()
        assert [(row["label"], row["words"]) for row in answer.answers] == [
            ("Et quand ?", "Lundi"),
            ("Qui viendra ?", "Le maire"),
        ]

    def test_a_form_that_was_changed_after_it_was_sent_is_not_said_to_be_kept(self, client, call, lens):
        review, _ = send(client, call, lens)
        data = fields_of(review)
        with later(minutes=2):
            twice = client.post(call.url, {**data, "etape": "envoyer"})
            changed = client.post(call.url, {**data, "sender_name": "Une autre", "etape": "envoyer"})

        assert (twice.status_code, changed.status_code) == (302, 409)
        assert "n’est pas enregistré" in text(changed)
        assert "Une autre" in text(changed)
        assert CallAnswer.objects.get().sender_name == "Camille Durand"

    def test_words_of_a_choice_that_are_put_right_keep_what_was_chosen(self, client, full, lens):
        data = {"sender_name": "C", **whole(full, lens)}
        send(client, full, lens, **data)
        for choice in full.questions[2].value["choices"].bound_blocks:
            choice.value = f"{choice.value} (10 €)"
        full.save()
        answer = CallAnswer.objects.get()

        page = client.get(links.follow_path(CallAnswer.follow_route, answer.reference) + "corriger/")

        chosen = [field["value"] for field in elements(page, "input") if "checked" in field]
        assert choices_of(full, "Quelle formule ?")["Le matin (10 €)"] in chosen
        assert "Le matin (10 €)" in text(page)
        assert answer.pairs[3][1] == "Le matin"

    def test_its_sender_corrects_it_while_the_call_is_open(self, client, call, lens):
        answer = builders.answer_to(call)
        own = links.follow_path(CallAnswer.follow_route, answer.reference)
        page = client.get(f"{own}corriger/")
        data = {**fields_of(page), "commune": lens.insee_code, names(call)["Qui viendra ?"]: "La première adjointe"}
        data["sender_email"] = "autre@mairie.example"

        done = client.post(f"{own}corriger/", data)

        assert "C’est enregistré" in text(client.get(done.url))
        kept = CallAnswer.objects.get()
        assert (kept.answers[0]["words"], kept.commune) == ("La première adjointe", lens)
        assert kept.sender_email == answer.sender_email
        assert kept.changed_at
        assert client.post(f"{own}corriger/", {**data, "sender_name": ""}).status_code == 400

    def test_after_the_closing_only_what_the_team_asks_for_is_added(self, client, call, lens):
        answer = builders.answer_to(call)
        own = links.follow_path(CallAnswer.follow_route, answer.reference)
        with later(days=31):
            assert "corriger" not in client.get(own).content.decode()
            assert client.get(f"{own}corriger/").status_code == 302
            with pytest.raises(Refused):
                answering.correct(answer, [])
            CallAnswer.objects.update(state=ContributionState.ASKED, answer="À quelle heure ?")
            page = client.get(f"{own}corriger/")
            assert "À quelle heure ?" in text(page)
            data = {**fields_of(page), "commune": lens.insee_code, "note": "À 9 h"}
            assert client.post(f"{own}corriger/", data).status_code == 302
        kept = CallAnswer.objects.get()
        assert (kept.note, kept.state) == ("À 9 h", ContributionState.RECEIVED)

    def test_its_sender_takes_it_back_by_a_page_with_one_button(self, client, call, editor):
        answer = builders.answer_to(call)
        own = links.follow_path(CallAnswer.follow_route, answer.reference)
        assert client.get(f"{own}retirer/").status_code == 200
        assert CallAnswer.objects.get().is_open
        for _ in range(2):
            assert client.post(f"{own}retirer/").status_code == 302
        assert "retirée" in text(client.get(own))
        assert "0 commune" in text(editor.get(reverse("contributions_call_tally", args=[call.pk])))

    @pytest.mark.parametrize("token", ["x", "a.b", "%00", "x" * 500])
    def test_a_link_that_was_never_given_is_unknown(self, client, token):
        for path in ("reponse/{}/", "reponse/{}/corriger/", "reponse/{}/retirer/", "envoyee/{}/"):
            assert client.get(f"/appels/{path.format(token)}").status_code == 404

    def test_the_link_that_thanks_opens_nothing(self, client, call):
        answer = builders.answer_to(call)
        thanks = links.thanks_path("contributions:thanks", answer.reference)
        assert client.get(thanks.replace("envoyee", "reponse")).status_code == 404
        assert "Durand" not in text(client.get(thanks))

    def test_who_answers_twice_is_told_by_message_and_both_are_kept(self, client, call, lens, editor):
        send(client, call, lens)
        _, second = send(client, call, lens)
        assert "déjà" not in text(client.get(second.url))
        with later(minutes=2):
            first, then = delivered()
        assert "déjà" not in first.body
        earlier = CallAnswer.objects.earliest("sent_at")
        assert "Vous aviez déjà répondu à cet appel" in " ".join(then.body.split())
        assert earlier.reference in then.body
        listed = editor.get(reverse("wagtailsnippets_contributions_callanswer:list"))
        assert text(listed).count("la commune en a envoyé une autre") == 2


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
