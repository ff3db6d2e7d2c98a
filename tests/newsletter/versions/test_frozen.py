"""A sent issue changes by no other door."""

import datetime

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, Revision

from newsletter.models import IssuePage, IssueVersion
from tests import builders
from tests.back_office import edit_address, messages, signed_in
from tests.newsletter.versions.steps import declare, rectify, write
from tests.reading import text

pytestmark = pytest.mark.django_db
REFUSAL = "il ne change plus que par un rectificatif"


class TestFrozen:
    """Whoever asks and by whichever way, a sent issue stays as it was sent; what was typed is kept as a draft."""

    def check(self, client, sent, writer, title="Changé"):
        assert "Ce qui fut envoyé" in text(client.get(sent.url))
        assert title in writer.get(edit_address(sent)).content.decode()

    def test_by_the_form_of_the_page(self, client, sent, writer, director):
        response = write(director, sent, "Changé", action="publish", follow=True)

        assert REFUSAL in " ".join(messages(response))
        self.check(client, sent, writer)

    def test_by_an_administrator(self, client, sent, writer):
        response = write(signed_in(builders.administrator()), sent, "Changé", action="publish", follow=True)

        assert REFUSAL in " ".join(messages(response))
        self.check(client, sent, writer)

    def test_by_the_approval(self, client, sent, writer, director):
        write(writer, sent, "Changé", action="submit")
        state = sent.current_workflow_task_state
        approval = reverse("wagtailadmin_pages:workflow_action", args=[sent.pk, "approve", state.pk])

        response = director.post(approval, {"comment": ""}, follow=True)

        assert REFUSAL in " ".join(messages(response))
        assert response.redirect_chain[-1][0] == edit_address(sent)
        self.check(client, sent, writer)

    def test_by_many_at_once(self, client, sent, writer, director):
        write(writer, sent, "Changé")

        response = director.post(
            f"{reverse('wagtail_bulk_action', args=['wagtailcore', 'page', 'publish'])}?id={sent.pk}", follow=True
        )

        assert REFUSAL in " ".join(messages(response))
        self.check(client, sent, writer)

    def test_by_the_clock(self, client, issue, writer, director):
        write(writer, issue, "Changé")
        declare(director, issue)
        # As if it had been planned in the very moment of the sending.
        Revision.objects.filter(pk=IssuePage.objects.get().latest_revision_id).update(
            approved_go_live_at=timezone.now() - datetime.timedelta(minutes=1)
        )

        with pytest.raises(CommandError, match="1 échec"):
            call_command("publish_due")

        self.check(client, issue, writer)

    def test_by_what_the_editor_saves_while_one_types(self, client, sent, writer):
        draft = sent.get_latest_revision_as_object()
        draft.title = "Changé"

        draft.save_revision(overwrite_revision=sent.get_latest_revision())

        assert IssueVersion.objects.get().revision.as_object().title == "Ce qui fut envoyé"
        self.check(client, sent, writer)

    def test_by_deleting_it(self, client, sent, director):
        for address in (
            reverse("wagtailadmin_pages:delete", args=[sent.pk]),
            f"{reverse('wagtail_bulk_action', args=['wagtailcore', 'page', 'delete'])}?id={sent.pk}",
        ):
            response = director.post(address, {"confirm": "1"}, follow=True)
            assert "il ne se supprime plus" in " ".join(messages(response))
        administrator = signed_in(builders.administrator())
        above = administrator.post(reverse("wagtailadmin_pages:delete", args=[sent.get_parent().pk]), follow=True)
        assert "il ne se supprime plus" in " ".join(messages(above))
        assert client.get(sent.url).status_code == 200

    def test_by_tidying_up_revisions(self, client, sent, writer, director):
        write(writer, sent, "Corrigé")
        rectify(director, sent)
        write(writer, sent, "Encore un brouillon")

        call_command("purge_revisions")

        assert "Ce qui fut envoyé" in text(client.get(f"{sent.url}versions/1/"))

    def test_what_would_be_refused_is_not_offered(self, sent, director):
        shown = text(director.get(edit_address(sent)))

        assert "Publier un rectificatif" in shown
        assert "Demander\u00a0: Bon à tirer" not in shown

    def test_unpublished_by_mistake_it_comes_back_as_it_was_sent(self, client, sent, director):
        IssuePage.objects.get(pk=sent.pk).unpublish()

        write(director, sent, "Ce qui fut envoyé", action="publish")

        assert "Ce qui fut envoyé" in text(client.get(sent.url))


def test_a_planned_publication_is_not_saved_over(issue):
    draft = issue.get_latest_revision_as_object()
    draft.title, draft.go_live_at = "Approuvé pour demain", timezone.now() + datetime.timedelta(days=1)
    planned = draft.save_revision()
    planned.publish()
    draft = planned.as_object()
    draft.title = "Tapé dans la même page, un instant plus tard"

    draft.save_revision(overwrite_revision=planned)

    with time_machine.travel(timezone.now() + datetime.timedelta(days=2)):
        call_command("publish_due")
    assert Page.objects.get(pk=issue.pk).title == "Approuvé pour demain"
