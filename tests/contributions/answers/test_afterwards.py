"""What becomes of an answer once it was sent: corrected, completed, withdrawn, beside a call that changes."""

import pytest
from django.urls import reverse

from pma_site.contributions import answering, links
from pma_site.contributions.choices import ContributionState
from pma_site.contributions.models import CallAnswer
from pma_site.core.refusals import Refused
from tests import builders
from tests.contributions.answers.filling_in import choices_of, names, whole
from tests.contributions.test_calls import delivered, fields_of, later, send
from tests.reading import elements, text

pytestmark = pytest.mark.django_db


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
