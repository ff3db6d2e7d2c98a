"""Blocks just added to an issue: in French, without a row that nobody asked for, and kept in a draft half filled in."""

import json

import pytest

from newsletter.models import IssuePage
from tests import builders, contents
from tests.back_office import edit_address, save, signed_in
from tests.reading import elements

pytestmark = pytest.mark.django_db

STREAMS = ["cover", "feature", "territory", "committee"]
PARTS = ["cover", "feature", "territory"]


@pytest.fixture
def editor():
    return signed_in(builders.account("Rédaction"))


def told_to_the_browser(client):
    """What the form of an issue tells the browser of the blocks of each part."""
    page = client.get(edit_address(builders.issue(live=False)))
    return {
        div["id"]: json.loads(div["data-w-block-data-value"])
        for div in elements(page, "div")
        if div.get("id") in PARTS and "data-w-block-data-value" in div
    }


def errors_told(page):
    """What a form tells the browser of the mistakes in its last page."""
    (stream,) = [div for div in elements(page, "div") if div.get("id") == "territory"]
    return json.dumps(json.loads(stream["data-w-block-arguments-value"]), ensure_ascii=False)


def with_a_price(**line):
    """The fields of a form whose last page is an initiative with a line of prices."""
    prefix = "territory-0"
    values = {"title": "Bivouaquez !", "text": json.dumps({"blocks": [], "entityMap": {}}), "prices-count": "1"}
    rows = {"deleted": "", "order": "0", "id": "", **{f"value-{name}": value for name, value in line.items()}}
    values |= {f"prices-0-{name}": value for name, value in rows.items()}
    fields = {"territory-count": "1", f"{prefix}-type": "initiative", f"{prefix}-id": ""}
    fields |= {f"{prefix}-deleted": "", f"{prefix}-order": "0"}
    return fields | {f"{prefix}-value-{name}": value for name, value in values.items()}


def test_what_stands_inside_a_reserved_passage_is_named_in_french(editor):
    for part, told in told_to_the_browser(editor).items():
        words = json.dumps(told, ensure_ascii=False)

        assert '"Contenu"' in words, part
        assert '"Content"' not in words, part


def test_a_new_block_has_no_row_of_contacts_that_must_be_filled_in(editor):
    rows = {}
    for told in told_to_the_browser(editor).values():
        for name, value in told["_args"][2].items():
            if isinstance(value, dict) and "contacts" in value:
                rows[name] = len(value["contacts"])

    # A line of contacts without anybody is none.
    assert rows.pop("contact_line") == 1
    assert rows == dict.fromkeys(["callout", "candidates", "report", "call"], 0)


class TestPrices:
    @pytest.mark.parametrize("line", [{}, {"label": "La journée"}, {"amount": "5", "amount_max": "3"}])
    def test_a_line_half_filled_in_stays_in_the_draft(self, editor, line):
        issue = builders.issue(live=False)

        answer = save(editor, issue, streams=STREAMS, **with_a_price(**line))

        assert answer.status_code == 302
        draft = IssuePage.objects.get().get_latest_revision_as_object()
        (kept,) = draft.territory[0].value["prices"]
        assert kept["label"] == line.get("label", "")

    def test_it_is_refused_once_the_issue_is_submitted(self, editor):
        issue = contents.sound_issue(live=False)

        answer = save(editor, issue, action="submit", streams=STREAMS, **with_a_price(label="La journée"))

        assert answer.status_code == 200
        assert "Indiquez le montant, ou cochez « Gratuit »." in errors_told(answer)
        assert not IssuePage.objects.get().workflow_in_progress
