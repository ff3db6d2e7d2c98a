"""Who applies twice, corrects, withdraws or lost their link."""

import re

import pytest

from projects.choices import ApplicationState
from projects.models import Application
from tests import builders
from tests.agenda.proposers import button, delivered
from tests.projects.applicants import EMAIL, START, answers, apply, begin, deposit, of_file, opening
from tests.readers.steps import later
from tests.reading import text

pytestmark = pytest.mark.django_db


class TestTwiceAndAgain:
    def test_the_link_of_the_same_project_leaves_for_its_address_and_who_asks_learns_nothing(self, client, call):
        file = begin(client)
        delivered()

        again = client.post(START, opening(client, title="UN JARDIN au pied des tours !", sender_email=EMAIL.upper()))
        new = client.post(START, opening(client, title="Un autre", sender_email="autre@jardin.example"))

        assert again.status_code == new.status_code == 302
        shown, pages = client.get(again.url), []
        for path, title in ((again.url, "UN JARDIN au pied des tours !"), (new.url, "Un autre")):
            pages.append(re.sub(r"[A-Z0-9]{4}-[A-Z0-9]{4}", "", text(client.get(path)).replace(title, "")))
        assert pages[0] == pages[1]
        assert file not in shown.content.decode()
        links = {button(message) for message in delivered() if message.to != ["autre@jardin.example"]}
        assert links == {file, again.url.partition("?")[0]}

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
