"""The site as its readers meet it, in a real Chromium."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import ARGUMENTS, chromium, guarded_tab

pytestmark = [pytest.mark.usefixtures("demo"), pytest.mark.django_db(transaction=True)]

PAGES = [
    "/",
    "/lettres/",
    "/lettres/9/",
    "/feuille-de-route/2023/",
    "/feuille-de-route/2023/ecotransition/",
    "/label-euralens/2023/",
    "/label-euralens/2023/les-cousalis/",
    "/innov-in-artois/",
    "/innov-in-artois/hyboo/",
    "/agenda/?periode=passes",
    "/agenda/bivouac-2023/",
    "/communes/",
    "/communes/62510-lievin/",
    "/recherche/?q=innovation",
    "/mentions-legales/",
    "/plan-du-site/",
    "/donnees/",
]

# The words of some elements that go on in a next line, but where they have a hyphen.
BROKEN_WORDS = """(selector) => [...document.querySelectorAll(selector)].flatMap((element) => {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  const broken = [];
  while (walker.nextNode()) {
    for (const { 0: word, index } of walker.currentNode.data.matchAll(/[\\p{L}\\p{N}]+/gu)) {
      range.setStart(walker.currentNode, index);
      range.setEnd(walker.currentNode, index + word.length);
      if (new Set([...range.getClientRects()].map(({ top }) => top)).size > 1) broken.push(word);
    }
  }
  return broken;
})"""


def test_no_page_scrolls_sideways_on_a_phone(page):
    page.set_viewport_size({"width": 320, "height": 640})
    too_wide = []
    for address in PAGES:
        assert page.goto(address).status == 200
        if page.evaluate("document.documentElement.scrollWidth") > 320:
            too_wide.append(address)

    assert too_wide == []


def test_a_phone_with_text_twice_as_large_keeps_words_whole_and_its_header_low(browser, live_server):
    # A reader's own size is set for the whole browser; unlike a larger root, it tells on media queries too.
    arguments = [*ARGUMENTS, "--blink-settings=defaultFontSize=32"]
    large = browser.browser_type.launch(executable_path=chromium(), args=arguments)
    too_wide, high, complaints = [], [], []
    with guarded_tab(large, live_server.url, complaints, viewport={"width": 360, "height": 800}) as tab:
        for address in PAGES:
            assert tab.goto(address).status == 200
            if tab.evaluate("document.documentElement.scrollWidth") > 360:
                too_wide.append(address)
            if tab.get_by_role("banner").bounding_box()["height"] > 400:
                high.append(address)
        tab.goto("/")
        broken = tab.evaluate(BROKEN_WORDS, ".site-header__name, .event-card, .button")
    large.close()

    assert (too_wide, high, broken, complaints) == ([], [], [], [])


def test_every_picture_of_the_issue_shows_and_says_what_it_is(page):
    page.goto("/lettres/9/")
    page.evaluate("document.querySelectorAll('img').forEach(image => { image.loading = 'eager' })")
    page.wait_for_load_state("networkidle")

    broken = page.evaluate("[...document.images].filter(image => !image.naturalWidth).map(image => image.src)")
    silent = page.evaluate("[...document.images].filter(image => !image.alt).map(image => image.src)")

    assert page.locator("main img").count() >= 5
    assert broken == []
    assert silent == []


def test_a_reader_goes_from_home_to_a_candidate_by_keyboard(page):
    page.goto("/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Aller au contenu")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#contenu")).to_be_focused()

    page.get_by_role("link", name="Secteur Montgré").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/label-euralens/2023/montgre-avion/")

    expect(page.get_by_role("heading", level=1)).to_have_text("Secteur Montgré")
    expect(page.get_by_role("link", name="Avion").first).to_be_visible()


def test_the_site_works_without_script(browser, live_server):
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    tab = context.new_page()
    tab.goto("/agenda/")
    tab.get_by_label("Période").select_option("passes")
    tab.get_by_role("button", name="Filtrer").click()
    expect(tab.get_by_role("link", name="Bivouac")).to_be_visible()

    tab.get_by_label("Rechercher dans le site").fill("éco-matériaux")
    tab.get_by_role("button", name="Rechercher").click()
    expect(tab.locator("[data-search-results] li").first).to_be_visible()
    context.close()


def test_what_is_in_an_issue_stays_beside_the_front_page_and_covers_no_other_part(page):
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto("/lettres/9/")
    summary = page.get_by_role("navigation", name="Dans ce numéro")
    lowest = "(part) => part.getBoundingClientRect().bottom + scrollY"

    page.mouse.wheel(0, 900)
    expect(summary.get_by_role("link", name="Ours")).to_be_in_viewport()
    page.locator("#le-dossier").scroll_into_view_if_needed()
    page.evaluate("scrollTo(0, document.querySelector('#le-dossier').offsetTop + 400)")

    expect(summary.get_by_role("link", name="Ours")).not_to_be_in_viewport()
    assert summary.locator("a").last.evaluate(lowest) <= page.locator("#la-une").evaluate(lowest)
