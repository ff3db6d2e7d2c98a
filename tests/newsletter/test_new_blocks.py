"""Blocks just added to an issue: in French, and without a row that nobody asked for."""

import json

import pytest

from tests import builders
from tests.back_office import edit_address, signed_in
from tests.reading import elements

pytestmark = pytest.mark.django_db

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
