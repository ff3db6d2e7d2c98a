"""On a telephone, what the admin shows above or over its screens covers no word and stays in the window."""

import pytest
from playwright.sync_api import expect

from agenda.models import AgendaIndexPage
from projects.models import Action
from tests import builders
from tests.browser.admin import sign_in

pytestmark = pytest.mark.django_db(transaction=True)

NARROW = {"width": 320, "height": 700}
COLUMNS = "Commune;Courriel de la mairie;Téléphone;Adresse du secrétariat;Notes\nAvion;avion@mairie.example;;;\n"
WORDS = """message => {
  const range = document.createRange();
  range.selectNodeContents(message);
  return [...range.getClientRects()].map(({ left, right, top, bottom }) => [left, right, top, bottom]);
}"""


def test_the_button_of_the_menu_covers_no_word_of_a_message(page):
    sign_in(page, "Agenda")
    page.set_viewport_size(NARROW)
    page.goto("/admin/lecteurs/envois/")
    message = page.get_by_role("listitem").filter(has_text="n’est pas ouverte à votre compte")
    expect(message).to_be_visible()

    menu = page.locator(".sidebar-nav-toggle--mobile").bounding_box()

    right, bottom = menu["x"] + menu["width"], menu["y"] + menu["height"]
    assert [words for words in message.evaluate(WORDS) if words[0] < right and words[2] < bottom] == []


def test_the_calendar_of_a_slot_stays_in_the_window(page):
    sign_in(page, "Agenda")
    page.set_viewport_size({**NARROW, "width": 360})
    page.goto(f"/admin/pages/add/agenda/eventpage/{AgendaIndexPage.objects.get().pk}/")
    page.get_by_role("button", name="Ajouter un créneau").click()
    page.locator("#id_slots-0-start").click()
    calendar = page.locator(".xdsoft_datetimepicker:visible")
    expect(calendar).to_be_visible()

    box = calendar.bounding_box()

    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 360


def test_the_columns_of_a_file_are_chosen_without_scrolling_sideways(page):
    sign_in(page, "Diffusion")
    page.set_viewport_size(NARROW)
    page.goto("/admin/lecteurs/imports/")
    page.locator("input[type=file]").set_input_files(
        {"name": "mairies.csv", "mimeType": "text/csv", "buffer": COLUMNS.encode()}
    )
    page.get_by_role("button", name="Lire le fichier").click()
    table = page.get_by_role("table")
    expect(table.get_by_role("columnheader", name="Courriel de la mairie")).to_be_visible()

    assert table.evaluate("table => table.parentElement.scrollWidth <= table.parentElement.clientWidth")
    expect(table.get_by_role("cell", name="avion@mairie.example")).to_be_visible()


def test_a_title_is_cut_between_its_words_on_a_tablet(page):
    builders.event(title="Comité syndical du Pôle Métropolitain de l’Artois")
    sign_in(page, "Agenda")
    page.set_viewport_size({"width": 768, "height": 800})
    page.goto(f"/admin/pages/{AgendaIndexPage.objects.get().pk}/")
    title = page.locator("td.title").filter(has_text="Comité syndical")
    expect(title).to_be_visible()

    assert title.bounding_box()["width"] >= 170
    assert page.locator("table.listing").evaluate("table => table.scrollWidth <= table.parentElement.clientWidth")


@pytest.mark.parametrize("width", [360, 768, 1280])
@pytest.mark.parametrize("address", ["/admin/images/", "/admin/documents/", "/admin/snippets/directory/organisation/"])
def test_the_head_of_a_list_is_in_the_window_whole(page, address, width):
    sign_in(page, "Direction de publication")
    page.set_viewport_size({"width": width, "height": 700})
    page.goto(address)
    head = page.locator(".w-slim-header")
    title = head.locator(".w-breadcrumbs li").last
    expect(title).to_be_visible()

    boxes = head.locator("input[type=text]:visible, select:visible, button:visible, label:visible").all()

    assert [box for box in map(_sides, boxes) if box[0] < 0 or box[1] > width] == []
    # A box that scrolls would hide the end of the title.
    assert _sides(title)[1] <= _sides(head.locator(".w-breadcrumbs"))[1]


def test_what_a_slot_folds_away_is_no_wider_than_the_window(page):
    event = builders.event()
    sign_in(page, "Agenda")
    page.set_viewport_size({**NARROW, "width": 360})
    page.goto(f"/admin/pages/{event.pk}/edit/")
    page.get_by_text("Autre lieu, complet, reporté, annulé…").first.click()
    note = page.locator("#id_slots-0-note")
    expect(note).to_be_visible()

    assert _sides(note)[1] <= 360
    assert _sides(page.get_by_role("link", name="Voir la page publiée"))[1] <= 360


def test_fields_in_a_row_stand_on_one_line(page):
    sign_in(page, "Direction de publication")
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto("/admin/snippets/directory/mandate/add/")

    tops = {page.locator(field).bounding_box()["y"] for field in ("#id_kind", "#id_rank")}

    assert len(tops) == 1


def test_what_an_empty_text_asks_for_is_seen_whole(page):
    axis = builders.axis()
    axis.actions = [Action(title="Un chantier", step="engagee")]
    axis.save()
    sign_in(page, "Direction de publication")
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(f"/admin/pages/{axis.pk}/edit/")
    page.get_by_role("tab", name="Actions et étapes").click()
    empty = page.locator("[data-contentpath=detail] .Draftail-block--empty").first
    expect(empty).to_be_visible()

    asked = empty.evaluate("block => parseFloat(getComputedStyle(block, '::before').height)")

    assert asked <= empty.bounding_box()["height"]


def _sides(element):
    box = element.bounding_box()
    return round(box["x"]), round(box["x"] + box["width"])
