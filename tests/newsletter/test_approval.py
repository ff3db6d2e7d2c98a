"""« Bon à tirer »: an issue goes online by another hand than the one that wrote it last."""

import datetime

import pytest
import time_machine
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail import hooks
from wagtail.admin.views.pages.edit import EditView

from newsletter.models import IssueIndexPage, IssuePage
from tests import builders, contents
from tests.back_office import edit_address, filled_in, messages, save, signed_in
from tests.reading import text

pytestmark = pytest.mark.django_db

STREAMS = ["cover", "feature", "territory", "committee"]
WRITING, DIRECTION = "Rédaction", "Direction de publication"
REFUSAL = "revient à une autre personne"


def someone(*roles):
    return signed_in(builders.account(*roles))


@pytest.fixture
def issue():
    return builders.issue(title="Avant", live=False)


@pytest.fixture
def writer():
    return someone(WRITING)


@pytest.fixture
def director():
    return someone(DIRECTION)


def write(client, issue, title="Après", **options):
    return save(client, issue, streams=STREAMS, title=title, **options)


def approve(client, issue):
    state = IssuePage.objects.get(pk=issue.pk).current_workflow_task_state
    address = reverse("wagtailadmin_pages:workflow_action", args=[issue.pk, "approve", state.pk])
    return client.post(address, {"comment": ""}, follow=True)


def refusal(client, issue):
    """What the form of an issue posts when its window has asked why."""
    data = filled_in(client, edit_address(issue), STREAMS)
    data = {name: value for name, value in data.items() if not name.startswith("action-")}
    return data | {"action-workflow-action": "true", "workflow-action-name": "reject"}


def late(view):
    """What Wagtail found out about an answer before another came first."""
    view.workflow_action = view.request.POST["workflow-action-name"]
    return True


def is_online(client, issue):
    return client.get(issue.url).status_code == 200


class TestApproval:
    def test_another_hand_gives_it(self, client, issue, writer, director):
        write(writer, issue, action="submit")

        approve(director, issue)

        assert "Après" in text(client.get(issue.url))

    def test_who_wants_changes_says_which(self, issue, writer, director):
        write(writer, issue, action="submit")
        state = IssuePage.objects.get(pk=issue.pk).current_workflow_task_state
        for window in ("workflow_action", "collect_workflow_action_data"):
            address = reverse(f"wagtailadmin_pages:{window}", args=[issue.pk, "reject", state.pk])
            asked = director.post(address, {"comment": " "}, headers={"x-requested-with": "XMLHttpRequest"})
            assert "Dites ce qu’il faut corriger." in asked.json()["html"]
        assert IssuePage.objects.get(pk=issue.pk).current_workflow_state.status == "in_progress"

        director.post(address.replace("/collect_action_data/", "/action/"), {"comment": "Le titre est trop long."})

        assert "Le titre est trop long." in text(writer.get(edit_address(issue)))

    def test_its_message_leads_to_the_site(self, issue, director, mailoutbox, settings):
        write(signed_in(builders.account(WRITING, email="nadia@pma.example")), issue, action="submit")

        approve(director, issue)

        assert f"{settings.WAGTAILADMIN_BASE_URL}{issue.url}" in mailoutbox[-1].body

    @pytest.mark.parametrize("build", [lambda: builders.account(DIRECTION), builders.administrator])
    def test_the_last_writer_is_not_offered_it_and_learns_why(self, client, issue, build):
        own = signed_in(build())
        write(own, issue, action="submit")

        shown = text(own.get(edit_address(issue)))

        assert "Approuver" not in shown
        assert "Demander des modifications" in shown
        assert REFUSAL in shown

    @pytest.mark.parametrize("build", [lambda: builders.account(DIRECTION), builders.administrator])
    def test_the_last_writer_does_not_get_it_by_another_way(self, client, issue, build):
        own = signed_in(build())
        write(own, issue, action="submit")

        approve(own, issue)

        assert not is_online(client, issue)
        assert approve(someone(DIRECTION), issue).status_code == 200
        assert is_online(client, issue)

    def test_who_retouches_while_approving_becomes_the_last_writer(self, client, issue, writer, director):
        write(writer, issue, action="submit")
        data = filled_in(director, edit_address(issue), STREAMS, title="Retouché en approuvant")
        data = {name: value for name, value in data.items() if not name.startswith("action-")}
        action = {"action-workflow-action": "true", "workflow-action-name": "approve"}

        response = director.post(edit_address(issue), {**data, **action}, follow=True)

        assert REFUSAL in " ".join(messages(response))
        assert not is_online(client, issue)
        assert "Retouché en approuvant" in director.get(edit_address(issue)).content.decode()
        approve(someone(DIRECTION), issue)
        assert "Retouché en approuvant" in text(client.get(issue.url))

    @pytest.mark.parametrize("together", [False, True])
    def test_a_second_answer_changes_nothing_and_loses_nothing(self, monkeypatch, issue, writer, director, together):
        write(writer, issue, action="submit")
        data = refusal(director, issue)
        director.post(edit_address(issue), data)
        if together:
            # Both were let through before either was done.
            monkeypatch.setattr(EditView, "workflow_action_is_valid", late)
            monkeypatch.setitem(hooks._hooks, "before_edit_page", [])

        response = director.post(edit_address(issue), {**data, "title": "Retouché ensuite"}, follow=True)

        assert "Une réponse a déjà été donnée" in " ".join(messages(response))
        assert "Retouché ensuite" in director.get(edit_address(issue)).content.decode()

    def test_what_is_asked_of_the_writer_stands_on_top_of_the_form(self, issue, writer, director):
        write(writer, issue, action="submit")
        asked = {"workflow-action-extra-data": '{"comment": "Le prix du sentier manque."}'}

        told = director.post(edit_address(issue), refusal(director, issue) | asked, follow=True)

        assert "revient à la rédaction" in " ".join(messages(told))
        sent_back = writer.get(edit_address(issue))
        assert "Le prix du sentier manque." in " ".join(messages(sent_back))
        assert "Redemander\u00a0: Bon à tirer" in sent_back.content.decode()
        assert "action-restart-workflow" not in sent_back.content.decode()
        write(writer, issue, action="submit")
        assert "Le prix du sentier manque." not in " ".join(messages(director.get(edit_address(issue))))

    def test_a_form_that_saves_itself_gives_no_answer(self, issue, writer, director):
        write(writer, issue, action="submit")

        response = director.post(edit_address(issue), refusal(director, issue), headers={"accept": "application/json"})

        assert response.json()["success"]
        assert IssuePage.objects.get(pk=issue.pk).workflow_in_progress

    def test_saving_without_a_change_is_not_writing(self, client, issue, writer, director):
        write(writer, issue, action="submit")
        save(director, issue, streams=STREAMS)

        approve(director, issue)

        assert is_online(client, issue)

    def test_the_windows_of_the_workflow_are_told_where_to_go(self, issue, writer, director):
        write(writer, issue, action="submit")
        state = IssuePage.objects.get(pk=issue.pk).current_workflow_task_state
        address = reverse("wagtailadmin_pages:workflow_action", args=[issue.pk, "approve", state.pk])
        draft = issue.get_latest_revision_as_object()
        draft.title = "Modifié dans un autre onglet"
        # The window was opened before: its author changed the text meanwhile.
        form = director.get(address, headers={"x-requested-with": "XMLHttpRequest"})
        assert form.status_code == 200

    def test_it_holds_for_every_page_of_the_site(self, client):
        page, own = builders.standard_page(title="Avant", live=False), someone(DIRECTION)
        save(own, page, action="submit", streams=["body"], title="Après")

        state = page.current_workflow_task_state
        own.post(reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk]), {"comment": ""})

        assert client.get(page.url).status_code == 404


class TestPlannedHour:
    def plan(self, director, issue, moment):
        return save(director, issue, streams=STREAMS, go_live_at=f"{timezone.localtime(moment):%d/%m/%Y %H:%M}")

    def test_who_approves_may_set_it_and_it_goes_online_then(self, client, issue, writer, director):
        moment = timezone.now() + datetime.timedelta(days=2)
        write(writer, issue, action="submit")
        self.plan(director, issue, moment)

        approve(director, issue)

        call_command("publish_scheduled")
        assert not is_online(client, issue)
        with time_machine.travel(moment + datetime.timedelta(minutes=1)):
            call_command("publish_scheduled")
            assert "Après" in text(client.get(issue.url))

    def test_it_reads_well_in_the_admin(self, issue, writer, director):
        write(writer, issue, action="submit")
        self.plan(director, issue, timezone.now() + datetime.timedelta(days=2))
        approve(director, issue)

        shown = text(director.get(edit_address(issue)))

        assert "Programmée" in shown or "programmée" in shown
        history = text(director.get(reverse("wagtailadmin_pages:history", args=[issue.pk])))
        assert "rogrammé" in history


class TestPublishing:
    def test_what_another_wrote_is_published(self, client, issue, writer, director):
        write(writer, issue)

        save(director, issue, action="publish", streams=STREAMS)

        assert "Après" in text(client.get(issue.url))

    def test_ones_own_work_is_not_and_stays_a_draft(self, client, issue, director):
        response = write(director, issue, action="publish", follow=True)

        assert REFUSAL in " ".join(messages(response))
        assert response.redirect_chain[-1][0] == edit_address(issue)
        assert not is_online(client, issue)
        assert "Après" in director.get(edit_address(issue)).content.decode()

    def test_nor_what_one_saved_before(self, client, issue, director):
        write(director, issue)

        save(director, issue, action="publish", streams=STREAMS)

        assert not is_online(client, issue)

    def test_nor_together_with_others(self, client, issue, director):
        write(director, issue)
        many = f"{reverse('wagtail_bulk_action', args=['wagtailcore', 'page', 'publish'])}?id={issue.pk}"

        response = director.post(many, follow=True)

        assert REFUSAL in " ".join(messages(response))
        assert not is_online(client, issue)

    def test_a_new_issue_is_kept_as_a_draft(self, client, director):
        address = reverse("wagtailadmin_pages:add", args=["newsletter", "issuepage", IssueIndexPage.objects.get().pk])
        data = filled_in(director, address, STREAMS, title="Un numéro neuf", month="2023-06-01", number="31")

        response = director.post(address, {**data, "action-publish": "1"}, follow=True)

        assert REFUSAL in " ".join(messages(response))
        assert IssuePage.objects.get(number=31).title == "Un numéro neuf"
        assert client.get("/lettres/31/").status_code == 404

    def test_an_administrator_may_and_it_is_logged(self, client, issue):
        administrator = signed_in(builders.administrator())

        write(administrator, issue, action="publish")

        assert is_online(client, issue)
        history = text(administrator.get(reverse("wagtailadmin_pages:history", args=[issue.pk])))
        assert "Publié par la personne qui l’avait modifié en dernier" in history

    def test_what_an_administrator_publishes_for_another_is_not_told_so(self, issue, writer):
        administrator = signed_in(builders.administrator())
        write(writer, issue)

        save(administrator, issue, action="publish", streams=STREAMS)

        history = text(administrator.get(reverse("wagtailadmin_pages:history", args=[issue.pk])))
        assert "Publié par qui" not in history

    def test_text_that_the_editor_only_numbered_was_written_by_another(self, client, issue, writer, director):
        draft = issue.get_latest_revision_as_object()
        draft.cover = contents.raw([("paragraph", "<p>Un texte.</p>")])
        draft.save_revision(user=builders.account(WRITING))
        draft = issue.get_latest_revision_as_object()
        (block,) = draft.cover.raw_data
        draft.cover = [{**block, "value": '<p data-block-key="ab1cd">Un texte.</p>'}]
        account = builders.account(DIRECTION)

        draft.save_revision(user=account).publish(user=account)

        assert is_online(client, issue)
