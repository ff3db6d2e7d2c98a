"""Who applies twice, corrects, withdraws or lost their link."""

import pytest

from projects.choices import ApplicationState
from projects.models import Application
from tests import builders
from tests.agenda.proposers import button, delivered
from tests.projects.applicants import EMAIL, SENT, START, answers, apply, begin, deposit, of_file, opening
from tests.readers.steps import later
from tests.reading import text

pytestmark = pytest.mark.django_db


class TestTwiceAndAgain:
    def test_the_same_project_of_the_same_address_is_led_to_the_first_by_its_mailbox(self, client, call):
        file = begin(client)
        delivered()

        answer = client.post(START, opening(client, title="UN JARDIN au pied des tours !", sender_email=EMAIL.upper()))

        assert (answer.status_code, answer.url) == (302, SENT)
        [message] = delivered()
        assert (message.to, button(message)) == ([EMAIL], file)
        assert Application.objects.count() == 1

    def test_nobody_learns_whether_an_address_began_a_project(self, client, call):
        begin(client)
        answers = []
        for address in (EMAIL, "inconnu@ailleurs.example"):
            form = opening(client, title="Un jardin au pied des tours", sender_email=address)
            # The same form again as well: one that made a file is known, the other is not.
            answers.append([client.post(START, form) for _ in range(2)])

        told = [[(answer.status_code, answer.url, answer.content) for answer in pair] for pair in answers]
        assert told[0] == told[1] == [(302, SENT, b"")] * 2
        assert "Consultez votre messagerie" in text(client.get(SENT))

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
