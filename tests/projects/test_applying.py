"""« Candidater au Label Euralens »: from the call to the acknowledgement, and all that goes wrong on the way."""

from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.core.cache import cache
from django.core.management import call_command
from django.utils import timezone

from pma_site.contributions.models import Message
from projects.choices import ApplicationState
from projects.models import Application
from tests import builders
from tests.agenda.proposers import button, delivered
from tests.pdfs import pdf
from tests.readers.steps import later
from tests.reading import text

from .applicants import EMAIL, START, STEPS, answers, apply, begin, deposit, fill_in, join, of_file, opening

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def towns():
    return [builders.commune(name) for name in ("Lens", "Fouquières-lès-Lens", "Liévin")]


@pytest.fixture
def call():
    contact = builders.person("Dominique Exemple", email="label@pole.example")
    return builders.label_call(builders.edition(contact=contact), notified_email="equipe@pole.example")


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


class TestDates:
    def test_before_it_says_when_it_opens_and_after_it_says_that_it_is_over(self, client):
        now = timezone.now()
        call = builders.label_call(opens_at=now + timedelta(days=3), closes_at=now + timedelta(days=9))
        assert f"s’ouvre le {call.opening}".replace("\u00a0", " ") in text(client.get(START))
        assert "Ouvrir un dossier" not in text(client.get(START))

        with later(days=10):
            page, sent = client.get(START), client.post(START, {"title": "Trop tard"})

        assert "est clos depuis le" in text(page)
        assert (page.status_code, sent.status_code) == (200, 410)
        assert not Application.objects.exists()

    def test_one_minute_late_nothing_is_lost_nothing_is_deposited_and_one_knows_whom_to_write_to(self, client, call):
        file = fill_in(client, call, upto="budget")
        minute = timedelta(minutes=1)

        with time_machine.travel(call.closes_at + minute, tick=True):
            late = client.post(f"{file}contact/", answers(call)["contact"])
            sent = deposit(client, file)
            seen = client.get(file)
            joined = join(client, file, "plan.pdf", pdf(["Plan"]))
        with time_machine.travel(call.closes_at + timedelta(days=2), tick=True):
            too_late = client.post(f"{file}projet/", {"title": "Autre"})

        assert {answer.status_code for answer in (late, sent, joined, too_late)} == {410}
        application = of_file(file)
        assert application.is_draft
        assert application.typed["contact"]["sender_phone"] == ["03 21 00 00 00"]
        assert application.typed["projet"]["title"] == ["Autre"]
        assert application.files.count() == 1
        for words in ("gardé dans votre dossier", application.reference, "label@pole.example"):
            assert words in text(late)
        assert "Les Jardins du canal" in text(seen)

    def test_the_last_second_is_in_time(self, client, call):
        file = fill_in(client, call)

        with time_machine.travel(call.closes_at - timedelta(seconds=1), tick=False):
            assert deposit(client, file).status_code == 302

    def test_a_delay_opens_one_file_after_the_closing(self, client, call):
        file = fill_in(client, call)
        Application.objects.update(open_until=call.closes_at + timedelta(days=3))

        with time_machine.travel(call.closes_at + timedelta(days=2), tick=True):
            assert deposit(client, file).status_code == 302

    def test_two_calls_are_never_open_at_once(self, call):
        other = builders.label_call(opens_at=call.closes_at, closes_at=call.closes_at + timedelta(days=1))
        other.full_clean()
        other.opens_at = call.opens_at

        with pytest.raises(Exception, match="deux appels se suivent"):
            other.full_clean()


class TestTwiceAndAgain:
    def test_the_same_project_of_the_same_address_is_led_to_the_first(self, client, call):
        file = begin(client)
        delivered()

        again = client.post(START, opening(client, title="UN JARDIN au pied des tours !", sender_email=EMAIL.upper()))

        assert again.status_code == 409
        assert "déjà ouvert" in text(again)
        assert file not in again.content.decode()
        [message] = delivered()
        assert button(message) == file
        assert Application.objects.count() == 1

    def test_another_project_of_the_same_address_is_another_file(self, client, call):
        assert begin(client) != begin(client, title="Une ressourcerie")

    def test_a_correction_changes_nothing_before_it_is_deposited(self, client, call):
        application, file = apply(client, call)
        changed = {**answers(call)["projet"], "title": "Deux jardins", "project_state": ""}

        assert client.post(f"{file}projet/", changed).status_code == 400
        application.refresh_from_db()
        assert application.title == "Un jardin au pied des tours"
        assert "version déposée" in text(client.get(file))
        client.post(f"{file}projet/", {**changed, "project_state": "acheve"})
        deposit(client, file)

        application.refresh_from_db()
        assert application.title == "Deux jardins"
        assert application.changed_at > application.deposited_at

    def test_a_withdrawn_application_is_examined_by_nobody_and_may_be_begun_anew(self, client, call):
        application, file = apply(client, call)

        assert client.post(f"{file}retirer/").url == file

        application.refresh_from_db()
        assert application.state == ApplicationState.WITHDRAWN
        assert client.post(f"{file}projet/", {"title": "Autre"}).status_code == 409
        assert begin(client) != file

    def test_a_draft_taken_back_is_gone_with_its_files(self, client, call, django_capture_on_commit_callbacks):
        file = begin(client)
        stored = builders.application_file(of_file(file)).file

        with django_capture_on_commit_callbacks(execute=True):
            assert client.post(f"{file}retirer/").url == f"{START}supprime/"

        assert not Application.objects.exists()
        assert client.get(file).status_code == 404
        assert not stored.storage.exists(stored.name)

    def test_a_new_address_gets_the_link(self, client, call):
        file = begin(client)
        delivered()

        client.post(f"{file}contact/", {**answers(call)["contact"], "sender_email": "autre@jardin.example"})

        [message] = delivered()
        assert message.to == ["autre@jardin.example"]
        assert button(message) == file

    def test_a_lost_link_is_sent_again_and_nobody_learns_who_has_one(self, client, call):
        file, ends = begin(client), []
        delivered()
        for address in (EMAIL, "inconnu@ailleurs.example"):
            with later(seconds=-10):
                page = client.get(f"{START}mon-lien/")
            trap = page.context["trap"]["shown_at"].initial or page.context["trap"].initial["shown_at"]
            ends.append(client.post(f"{START}mon-lien/", {"sender_email": address, "shown_at": trap}).url)

        assert ends[0] == ends[1] == f"{START}message/"
        [message] = delivered()
        assert button(message) == file


class TestStrangersAndPrograms:
    def test_nobody_without_the_link_reads_a_file(self, client, call):
        application, file = apply(client, call)
        forged = file.replace(application.reference, "AAAA-2222")

        assert {client.get(f"{forged}{end}").status_code for end in ("", "projet/", "relecture/", "piece/1/")} == {404}

    def test_a_file_is_kept_by_no_cache_and_no_search_engine(self, client, call):
        file = begin(client)

        for end in ("", *(f"{step}/" for step in STEPS), "retirer/"):
            page = client.get(f"{file}{end}")
            assert page.status_code == 200
            assert page["Cache-Control"] == "no-store, private"
            assert "noindex" in page["X-Robots-Tag"]
            assert page["Referrer-Policy"] == "no-referrer"

    def test_a_program_fills_no_mailbox(self, client, call):
        for number in range(8):
            cache.clear()
            client.post(START, opening(client, title=f"Projet {number}", sender_email="victime@ville.example"))

        assert len(delivered()) == 3

    def test_what_nobody_sees_betrays_a_program(self, client, call):
        answer = client.post(START, opening(client, website_confirm="https://spam.example"))

        assert answer.url == f"{START}message/"
        assert not Application.objects.exists()

    def test_many_files_at_once_from_one_network_are_refused_without_losing_what_was_typed(self, client, call):
        for number in range(20):
            begin(client, title=f"Projet {number}", sender_email=f"p{number}@asso.example")

        answer = client.post(START, opening(client, title="Le vingt et unième"))

        assert answer.status_code == 429
        assert "Le vingt et unième" in answer.content.decode()

    def test_hostile_forms_are_no_fault_of_the_server(self, client, call):
        file = begin(client)
        hostile = [
            "\0",
            b"\xed\xa0\x80",
            "é" * 50_000,
            "'; DROP",
            "<script>",
            "-1",
            "9" * 40,
            "\u202e",
        ]
        names = ["title", "rows", "name_0", "siret_0", "commune_0", "amount_0", "origin_0", "action", "vers"]
        names += [f"answer_{call.criteria.get().pk}", "sender_email", "website_confirm_", "project_state"]

        for step in (*STEPS, "relecture"):
            for value in hostile:
                assert client.post(f"{file}{step}/", dict.fromkeys(names, value)).status_code < 500, (step, value)
            for body in (b"\xff\xfe=%", b"a" * 3_000_000):
                answer = client.post(f"{file}{step}/", body, content_type="application/x-www-form-urlencoded")
                assert answer.status_code < 500
            broken = client.post(f"{file}{step}/", b"--x\r\nrien", content_type="multipart/form-data; boundary=x")
            assert broken.status_code < 500
        for value in hostile:
            assert client.post(START, dict.fromkeys([*names, "sender_name", "shown_at"], value)).status_code < 500


class TestReminders:
    def test_who_did_not_deposit_is_reminded_once_in_the_last_week(self, client, call):
        begin(client)
        builders.application(call.edition, state=ApplicationState.RECEIVED)
        delivered()
        call_command("remind_applicants")
        assert not delivered()

        with time_machine.travel(call.closes_at - timedelta(days=3), tick=True):
            call_command("remind_applicants")
            call_command("remind_applicants")
            [message] = delivered()

        assert message.to == [EMAIL]
        assert "n’est pas déposé" in message.subject

    def test_a_draft_is_forgotten_a_month_after_the_closing_and_a_deposited_one_two_years_after_the_decision(
        self, client, call
    ):
        file = begin(client)
        kept = builders.application(
            call.edition, state=ApplicationState.ACCEPTED, decided_at=call.closes_at, typed={"projet": {"title": ["x"]}}
        )
        builders.application_file(kept)
        with time_machine.travel(call.closes_at + timedelta(days=29), tick=True):
            call_command("apply_retention")
            assert client.get(file).status_code == 200
        with time_machine.travel(call.closes_at + timedelta(days=400), tick=True):
            call_command("apply_retention")
            assert client.get(file).status_code == 404
            assert not kept.files.exists()
        with time_machine.travel(call.closes_at + timedelta(days=800), tick=True):
            call_command("apply_retention")

        kept.refresh_from_db()
        assert (kept.title, kept.typed, kept.holders, kept.sender_email) == ("", {}, [], "")
