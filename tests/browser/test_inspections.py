"""Each inspection finds nothing on a sound page, and the one fault of a page that is sound but for it."""

from functools import partial

import pytest

from tests.browser import inspections

SOUND = """<!doctype html>
<html lang="fr">
<title>Une page saine</title>
<style>
  body { margin: 0; background: #fff; color: #222; font: 1rem/1.5 sans-serif }
  a, button { color: #003a8c }
  :focus-visible { outline: 3px solid #222; outline-offset: 2px }
  header nav a, button { display: inline-block; min-height: 44px }
  button { font: inherit }
  h1 { font-size: clamp(1.5rem, 1rem + 2vw, 3rem) }
</style>
<header><nav aria-label="Menu"><ul><li><a href="#un">Accueil</a></li></ul></nav></header>
<main>
  <h1>Un titre</h1>
  <p id="un">Un texte avec <a href="#deux">un lien</a>, et d’autres mots.</p>
  <h2>Une partie</h2>
  <div class="card"><button type="button">Agir</button></div>
  <h3>Un détail</h3>
  <form>
    <fieldset>
      <legend>Quand</legend>
      <label><input type="radio" name="when">Avant</label>
      <label><input type="radio" name="when">Après</label>
    </fieldset>
    <label>Jour <input type="date" style="min-height: 44px"></label>
  </form>
  <div class="table" tabindex="0" role="region" aria-label="Tableau" style="overflow: auto; height: 60px">
    <p style="height: 200px">Une longue suite.</p>
  </div>
  <p>Une fin.</p>
</main>
<footer><p>Un pied de page : <a href="#fin">dernier lien</a>.</p></footer>
"""
FAULTS_OF_FOCUS = {
    ":focus { outline: none !important }": "outline of 0 px",
    ":focus { outline-width: 1px !important }": "outline of 1 px",
    ":focus { outline-color: #ccc !important }": "outline of contrast 1.61",
    ":focus { outline-color: rgb(0 0 0 / 20%) !important }": "outline of contrast 1.61",
    "main { background: #333 }": "outline of contrast",
    ".card { overflow: hidden; width: min-content }": "outline hidden by <div>",
    "header { position: fixed; inset: 0; background: #fff }": "hidden by <header>",
    "button { min-height: 30px }": "button or menu link of",
    "header nav a { min-height: 20px }": "button or menu link of",
    "main p a { display: block; font-size: 12px }": "target of",
    "footer a { position: fixed; left: -500px }": "out of the window",
}
FAULTS_OF_ORDER = {
    "document.links[1].onkeydown = event => event.preventDefault()": "« un lien »: keeps the focus",
    "document.links[1].onfocus = () => document.querySelector('button').focus()": "« un lien »: never reached",
    "document.links[2].tabIndex = 1": "« Accueil »: reached after <a> « dernier lien »",
    "document.links[1].onblur = () => document.links[1].remove()": None,
    "document.querySelector('button').style.cssText = 'order: -1; display: none'": None,
}
FAULTS_OF_TEXT = {
    "main p { width: 2000px }": ("plain", "px wide, because of <p"),
    "main { width: 60px } main p { white-space: nowrap }": ("plain", "runs out of its box"),
    "main p { height: 1em; width: 60px }": ("plain", "runs out of its box"),
    "main { height: 40px; overflow: hidden }": ("plain", "is cut by <main>"),
    "main p { width: 60px; overflow: hidden; white-space: nowrap; text-overflow: ellipsis }": ("plain", "is cut by <p"),
    "#un { width: 22em; height: 1.5em; overflow: clip }": ("spaced", "is cut by <p"),
    "main p { font-size: 16px }": ("doubled", "grows by 1.00"),
    "h1 { height: 40px; overflow: hidden; font-size: 2rem }": ("doubled", "is cut by <h1"),
}
FAULTS_OF_STRUCTURE = {
    "document.body.append(document.querySelector('main'))": "do not follow one another",
    "document.querySelector('footer').remove()": "header,main,footer",
    "document.querySelector('h2').remove()": "<h3> « Un détail » follows <h1>",
    "document.querySelector('h1').remove()": "no h1",
    "document.querySelector('main').append(document.createElement('h1'))": "not exactly one h1",
    "document.querySelector('h2').textContent = ' '": "a heading without words",
    "document.querySelector('h1').hidden = true": "not exactly one h1",
}


@pytest.fixture(scope="module")
def tab(browser):
    context = browser.new_context(viewport={"width": 800, "height": 600}, reduced_motion="reduce")
    yield context.new_page()
    context.close()


@pytest.fixture(autouse=True)
def sound(tab):
    tab.set_content(SOUND)


ALL = {
    **{look.__name__: look for look in (inspections.broken_rules, inspections.walk, inspections.focus)},
    **{how: partial(inspections.text, how=how) for how in ("plain", "spaced", "doubled")},
}


@pytest.mark.parametrize("look", [*ALL, "order"])
def test_a_sound_page_has_no_fault(look, tab):
    assert {**ALL, "order": inspections.order}[look](tab) == []


@pytest.mark.parametrize("look", [inspections.walk, inspections.focus])
@pytest.mark.parametrize("style", FAULTS_OF_FOCUS)
def test_a_focus_that_is_not_seen_is_found(look, style, tab):
    tab.add_style_tag(content=style)

    assert FAULTS_OF_FOCUS[style] in str(look(tab))


@pytest.mark.parametrize("change", FAULTS_OF_ORDER)
def test_a_walk_that_is_held_or_jumps_is_found(change, tab):
    tab.evaluate(f"() => {{ {change} }}")
    expected = FAULTS_OF_ORDER[change]

    assert expected in str(inspections.walk(tab)) if expected else inspections.walk(tab) == []


@pytest.mark.parametrize("style", FAULTS_OF_TEXT)
def test_text_that_does_not_fit_is_found(style, tab):
    how, expected = FAULTS_OF_TEXT[style]
    tab.add_style_tag(content=style)

    assert expected in str(inspections.text(tab, how))


@pytest.mark.parametrize("change", FAULTS_OF_STRUCTURE)
def test_a_structure_out_of_order_is_found(change, tab):
    tab.evaluate(f"() => {{ {change} }}")

    assert FAULTS_OF_STRUCTURE[change] in str(inspections.order(tab))


def test_a_broken_rule_is_found(tab):
    tab.evaluate("document.querySelector('main').append(new Image())")

    assert "image-alt: img" in str(inspections.broken_rules(tab))


def test_a_contrast_that_lacks_in_the_dark_only_is_found_there_only(tab):
    tab.add_style_tag(content="@media (prefers-color-scheme: dark) { body { background: #222 } }")
    assert inspections.broken_rules(tab) == []

    tab.emulate_media(color_scheme="dark")
    found = inspections.broken_rules(tab)
    tab.emulate_media(color_scheme="light")

    assert "color-contrast: " in str(found)


def test_looking_at_a_page_leaves_it_as_it_was(tab):
    state = """[document.body.innerHTML, ...["main", "p", "h1", "a"].flatMap(name => {
      const { font, letterSpacing, outlineWidth } = getComputedStyle(document.querySelector(name));
      return [font, letterSpacing, outlineWidth];
    })]"""
    before = tab.evaluate(state)
    for look in ALL.values():
        look(tab)

    assert tab.evaluate(state) == before


def test_what_a_page_lacks_without_script_is_found(tab, browser):
    context = browser.new_context(java_script_enabled=False)
    scriptless = context.new_page()
    scriptless.set_content(SOUND)
    assert inspections.lost_without_script(tab, scriptless) == []

    tab.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<a href=\"#x\">Un lien de plus</a>')")

    assert inspections.lost_without_script(tab, scriptless) == [
        "no link without script: « Un lien de plus » to about:blank#x",
        "other words with script: + Un lien de plus",
    ]
    context.close()
