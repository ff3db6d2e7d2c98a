"""A draft is written, with the last issue at hand."""

import pytest
from django.urls import reverse

from newsletter.models import IssueIndexPage, IssuePage
from tests import builders
from tests.back_office import edit_address, filled_in
from tests.newsletter.citations import initiative, issue_with
from tests.newsletter.new_issue.beginning import begin
from tests.reading import links, text

pytestmark = pytest.mark.django_db
STREAMS = ["cover", "feature", "territory", "committee"]


class TestEditing:
    def test_a_number_alone_makes_a_draft(self, editor):
        address = reverse("wagtailadmin_pages:add", args=["newsletter", "issuepage", IssueIndexPage.objects.get().pk])

        editor.post(address, filled_in(editor, address, STREAMS, number="10", title=""))

        assert IssuePage.objects.get().title == "Lettre n°\xa010"

    @pytest.mark.parametrize(
        ("stream", "block", "value"),
        [("territory", "initiative", "title"), ("territory", "call", "title"), ("feature", "quotation", "text")],
    )
    def test_a_block_half_written_is_kept_in_the_draft(self, editor, stream, block, value):
        issue = builders.issue(number=9, live=False)
        fields = {
            f"{stream}-count": "1",
            f"{stream}-0-deleted": "",
            f"{stream}-0-order": "0",
            f"{stream}-0-type": block,
            f"{stream}-0-id": "",
            f"{stream}-0-value-{value}": "À moitié écrit",
        }
        if block == "call":
            fields["territory-0-value-contacts-count"] = "0"
        if block == "initiative":
            fields["territory-0-value-prices-count"] = "0"
        data = filled_in(editor, edit_address(issue), STREAMS)
        data.update(fields)

        editor.post(edit_address(issue), data)

        saved = getattr(IssuePage.objects.get().get_latest_revision_as_object(), stream)
        assert saved[0].value[value] == "À moitié écrit"

    def test_the_last_issue_stays_at_hand(self, editor):
        last = issue_with("territory", initiative(title="Bivouaquez !"))
        begin(editor, number="90")

        page = editor.get(edit_address(IssuePage.objects.get(number=90)))

        assert "Initiative : Bivouaquez !" in text(page)
        assert f"{last.url}#le-territoire" in links(page)

    def test_the_last_issue_is_read_as_a_draft_until_it_is_published(self, editor):
        last = builders.issue(number=9, live=False)
        begin(editor)

        page = editor.get(edit_address(IssuePage.objects.get(number=10)))

        assert any(link.startswith(f"/admin/pages/{last.pk}/view_draft/") for link in links(page) if link)

    def test_the_first_issue_has_none_before_it(self, editor):
        page = editor.get(edit_address(builders.issue(number=1)))

        assert "Dans le numéro précédent" not in text(page)
