"""The map of areas for who has no mouse, and the links of a text from their proposal to its readers."""

import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from tests import builders
from tests.browser import inspections
from tests.browser.admin import sign_in
from tests.contents import raw
from tests.territory import outlines as made

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_map_breaks_no_rule_and_is_no_stop_of_the_keyboard(page, tmp_path):
    communes = made.communes(3, 2)
    call_command("load_outlines", str(made.written(tmp_path, made.features(3, 2))), source="IGN", verbosity=0)

    for address in ("/communes/", communes[0].get_absolute_url(), communes[0].epci.get_absolute_url()):
        page.goto(address)
        assert inspections.broken_rules(page) == []
        assert inspections.text(page) == []

    # Without the time that scrolling takes.
    page.emulate_media(reduced_motion="reduce")
    page.goto("/communes/")
    assert inspections.walk(page) == []
    # A pointer follows a shape where a keyboard follows the list.
    page.locator(f'svg a[href="{communes[4].get_absolute_url()}"]').click()
    expect(page.get_by_role("heading", level=1)).to_have_text(communes[4].name)


def test_who_misspells_a_commune_sees_the_likely_one_before_the_map(page, tmp_path):
    communes = made.communes(3, 2)
    call_command("load_outlines", str(made.written(tmp_path, made.features(3, 2))), source="IGN", verbosity=0)
    page.set_viewport_size({"width": 360, "height": 800})

    page.goto(f"/communes/?nom={communes[0].name}x")

    likely = page.get_by_role("main").get_by_role("link", name=communes[0].name).first.bounding_box()
    assert likely["y"] < page.locator(".commune-map").bounding_box()["y"]


def test_a_proposed_link_goes_through_the_editor_and_reaches_its_readers(page):
    commune = builders.commune("Lens", insee_code="62498")
    named = builders.standard_page(title="Le projet")
    named.body = raw([("paragraph", "<p>Une visite à Lens.</p>")])
    named.save_revision().publish()
    sign_in(page, "Direction de publication", "Rédaction")
    page.goto(f"/admin/pages/{named.pk}/edit/")
    page.get_by_role("button", name="Actions", exact=True).first.click()
    page.get_by_role("link", name="Liens proposés").click()
    page.get_by_role("button", name="Lier « Lens »").click()
    expect(page.get_by_text("Le texte mène à « Lens ».")).to_be_visible()

    page.get_by_role("link", name="Revenir à la page").click()
    # The editor of rich text rewrites the whole text as soon as one types in it.
    page.locator(".public-DraftEditor-content").first.click()
    page.keyboard.press("End")
    page.keyboard.type(" Puis on rentre.")
    page.get_by_role("button", name="Plus d’actions").click()
    page.get_by_role("button", name="Publier").click()
    expect(page.get_by_text("a été publiée")).to_be_visible()

    named.refresh_from_db()
    assert '<a linktype="commune" insee="62498">Lens</a>. Puis on rentre.' in named.body[0].value.source
    page.goto(commune.get_absolute_url())
    expect(page.get_by_role("main").get_by_role("link", name="Le projet")).to_be_visible()
