"""« Candidater au Label Euralens »: from the call to the acknowledgement, and all that goes wrong on the way."""

from decimal import Decimal

import pytest

from pma_site.contributions.models import Message
from projects.choices import ApplicationState
from projects.models import Application
from tests import builders
from tests.agenda.proposers import button, delivered
from tests.projects.applicants import EMAIL, START, answers, begin, deposit, fill_in, of_file, opening
from tests.reading import text

pytestmark = pytest.mark.django_db


class TestTheWholeWay:
    def test_it_makes_one_application_and_tells_nobody_what_was_typed(self, client, call):
        file = fill_in(client, call)
        [link] = delivered()

        assert deposit(client, file).url == f"{file}?fait=depose"
        application = Application.objects.get()
        assert application.state == ApplicationState.RECEIVED
        assert [commune.name for commune in application.communes.order_by("name")] == ["Fouquières-lès-Lens", "Lens"]
        assert application.holders_in_words == "Les Jardins du canal et Ville de Lens"
        assert application.budget_total == Decimal("12300.50")
        assert application.answers[0]["text"] == "Oui,\nbeaucoup."
        assert button(link) == file
        receipt, team = delivered()
        assert (receipt.to, team.to) == ([EMAIL], ["equipe@pole.example"])
        assert application.reference in receipt.subject
        for message in (link, receipt, team):
            said = message.body + text(message.alternatives[0][0])
            assert "jardin" not in said.lower()
            assert "Camille" not in said
        assert "RGPD, article 6" in " ".join(receipt.body.split())
        assert "Total" in text(client.get(file))

    def test_the_call_is_shown_where_the_label_is(self, client, call):
        edition = call.edition

        for page in (edition, edition.get_parent()):
            assert START in client.get(page.url).content.decode()
        page = client.get(START)
        assert f"ouvert jusqu’au {call.deadline}".replace("\u00a0", " ") in text(page)
        assert page["X-Robots-Tag"] == "all"
        assert not page.cookies

    def test_a_button_pressed_twice_begins_and_deposits_once(self, client, call):
        data = opening(client)
        first, second = client.post(START, data), client.post(START, data)
        assert first.url.partition("?")[0] == second.url.partition("?")[0]
        file = first.url.partition("?")[0]
        for step, typed in answers(call).items():
            client.post(f"{file}{step}/", typed)

        deposit(client, file)
        deposit(client, file)

        assert Application.objects.count() == 1
        assert Message.objects.filter(email=EMAIL).count() == 2

    def test_what_was_typed_is_there_again_at_each_step_right_or_wrong(self, client, call):
        file = begin(client)

        wrong = client.post(f"{file}budget/", {"rows": "2", "origin_0": "Ville", "amount_0": "douze mille"})
        gone = client.post(f"{file}porteurs/", {"rows": "1", "name_0": "<b>Nous</b>", "action": "quitter"})

        assert wrong.status_code == 400
        assert "Ce montant ne se lit pas" in text(wrong)
        assert 'value="douze mille"' in client.get(f"{file}budget/").content.decode()
        assert gone.url == f"{file}?fait=garde"
        assert "&lt;b&gt;Nous&lt;/b&gt;" in client.get(f"{file}porteurs/").content.decode()
        assert "Un jardin au pied des tours" in client.get(f"{file}projet/").content.decode()

    def test_rows_are_added_without_a_script(self, client, call):
        file = begin(client)
        data = {"rows": "3", "commune_0": "Lens", "action": "ligne"}

        answer = client.post(f"{file}lieu/", data)

        assert answer.url.endswith("/lieu/#rang-4")
        assert "commune_3" in client.get(f"{file}lieu/").content.decode()

    def test_the_review_names_what_is_missing_step_by_step_and_does_not_deposit(self, client, call):
        file = fill_in(client, call, upto="porteurs")

        review, sent = client.get(f"{file}relecture/"), deposit(client, file)

        assert text(review).count("À compléter") == 3
        assert "En quoi le projet aide-t-il la transition ? : Répondez à cette question." in text(review)
        assert "Déposer ma candidature" not in text(review)
        assert sent.status_code == 400
        assert of_file(file).is_draft

    def test_a_text_too_long_is_kept_and_told_by_how_much(self, client):
        call = builders.label_call(criteria=[{"heading": "Pourquoi ?", "most_characters": 100}])
        file, field = begin(client), f"answer_{call.criteria.get().pk}"

        answer = client.post(f"{file}reponses/", {field: "x" * 130})

        assert answer.status_code == 400
        assert "Votre texte a 130 signes, soit 30 de trop : 100 au plus." in text(answer)
        assert "x" * 130 in client.get(f"{file}reponses/").content.decode()
        assert "Actuellement : 130." in text(client.get(f"{file}reponses/"))

    @pytest.mark.parametrize(
        ("step", "typed", "said"),
        [
            ("lieu", {"rows": "1", "commune_0": "Paris"}, "pas dans le territoire"),
            ("lieu", {"rows": "1"}, "au moins une commune"),
            ("lieu", {"rows": "1", "commune_0": "Lievim"}, "Précisez : Liévin ?"),
            ("porteurs", {"rows": "1", "name_0": "Nous", "siret_0": "12345678901234"}, "un chiffre est faux"),
            ("porteurs", {"rows": "1", "siret_0": "73282932000074"}, "Indiquez"),
            ("budget", {"rows": "1", "origin_0": "Ville"}, "Indiquez le montant"),
            ("contact", {"sender_name": "Moi", "sender_email": "moi@"}, "adresse"),
        ],
    )
    def test_a_mistake_is_told_with_what_to_do(self, client, call, step, typed, said):
        answer = client.post(f"{begin(client)}{step}/", typed)

        assert answer.status_code == 400
        assert said in text(answer)
