"""The block picker of an issue shows each block as readers will see it."""

import pytest

from newsletter.models import IssuePage
from tests import builders, contents
from tests.back_office import signed_in

pytestmark = pytest.mark.django_db

STREAMS = ("cover", "feature", "territory")


def offered():
    for name in STREAMS:
        for block in IssuePage._meta.get_field(name).stream_block.child_blocks.values():
            yield name, block


def preview(client, block):
    return client.get("/admin/block-preview/", {"id": block.definition_prefix})


def test_every_block_can_be_previewed_on_a_new_site():
    client = signed_in(builders.administrator())

    for name, block in offered():
        assert block.is_previewable, f"{name} {block.name}"
        assert preview(client, block).status_code == 200, f"{name} {block.name}"


def test_a_preview_shows_records_of_the_site():
    contents.full_issue()
    client = signed_in(builders.administrator())
    blocks = {block.name: block for _, block in offered()}

    assert "Un jardin partagé au pied du terril." in preview(client, blocks["candidates"]).content.decode()
    assert "+ 4 100" in preview(client, blocks["key_figures"]).content.decode()
