"""What follows from a link everywhere: at both ends, in every output, when its commune changes or goes."""

import pytest
from wagtail.models import ReferenceIndex

from newsletter.letter import letter_of
from newsletter.models import IssuePage
from newsletter.rendering import email_html, print_html
from pma_site.core.models import SiteSettings
from tests import builders
from tests.contents import raw
from tests.core.suggested_links.pages import fresh, page_saying, screen
from tests.reading import links, text

pytestmark = pytest.mark.django_db


def test_both_ends_know_each_other_and_every_output_leads_there(client, lens):
    issue = builders.issue(title="La une")
    issue.cover = raw([("paragraph", "<p>À Lens.</p>")])
    issue.save_revision().publish()
    page = page_saying("À Lens.", title="Le projet")
    for named in (issue, page):
        client.post(screen(named), {"action": "tout"})
        fresh(named).get_latest_revision().publish()

    shown = links(client.get(lens.get_absolute_url()))
    assert shown.count(issue.url) == shown.count(page.url) == 1
    assert lens.get_absolute_url() in links(client.get(issue.url))
    assert lens.get_absolute_url() in links(client.get(page.url))
    letter = letter_of(IssuePage.objects.get(), SiteSettings.objects.first() or SiteSettings())
    address = f"https://lettre.example{lens.get_absolute_url()}"
    assert address in links(email_html(letter, "https://lettre.example"))
    assert lens.get_absolute_url() in links(print_html(letter, "https://lettre.example"))


def test_a_commune_that_changes_its_name_keeps_its_links_and_one_that_goes_leaves_words(client, lens):
    page = page_saying('À <a linktype="commune" insee="62498">Lens</a>.')
    lens.name = "Lens-en-Artois"
    lens.save()
    assert "/communes/62498-lens-en-artois/" in links(client.get(page.url))

    lens.delete()

    assert "À Lens." in text(client.get(page.url))
    assert not [address for address in links(client.get(page.url)) if "62498" in (address or "")]


def test_the_editor_keeps_a_commune_by_its_code(client, lens):
    """What Draftail is given and what it gives back: an address typed by hand becomes a link by code as well."""
    page = page_saying('À <a linktype="commune" insee="62498">Lens</a>.')
    field = page.body.stream_block.child_blocks["paragraph"].field
    widget = field.widget

    shown = widget.format_value(page.body[0].value.source)
    assert lens.get_absolute_url() in shown
    kept = widget.value_from_datadict({"text": shown}, {}, "text")
    assert '<a linktype="commune" insee="62498">Lens</a>' in kept
    typed = widget.value_from_datadict(
        {"text": shown.replace("/communes/", "http://elsewhere.example/communes/")}, {}, "text"
    )
    assert 'href="http://elsewhere.example/communes/62498-lens/"' in typed


def test_references_follow_a_link_that_is_taken_away(client, lens):
    page = page_saying('À <a linktype="commune" insee="62498">Lens</a>.')
    assert ReferenceIndex.get_references_to(lens).count() == 1

    page.body = raw([("paragraph", "<p>À Lens.</p>")])
    page.save_revision().publish()

    assert not ReferenceIndex.get_references_to(lens).exists()
    assert page.url not in links(client.get(lens.get_absolute_url()))
