"""What is looked at on an open page. Each function returns what is wrong there, a sentence each."""

import difflib
from pathlib import Path

from axe_playwright_python.base import AXE_SCRIPT

SCRIPTS = Path(__file__).parent / "scripts"
KEYBOARD, TEXT, ORDER = ((SCRIPTS / f"{name}.js").read_text() for name in ("keyboard", "text", "order"))
AXE = """async () => {
  const rules = {
    // WCAG 2.2 made it a rule; axe leaves it off until it is asked for.
    "target-size": { enabled: true },
    // In forced colours these are the reader's own; Chromium tells scripts the page's, which no one sees.
    "color-contrast": { enabled: !matchMedia("(forced-colors: active)").matches },
  };
  const { violations } = await axe.run({ rules, resultTypes: ["violations"] });
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, any, all, none }) =>
      `${id}: ${target} (${[...any, ...all, ...none].map(({ message }) => message).join("; ")})`));
}"""
SHOWN = "element => element.checkVisibility({ visibilityProperty: true })"
LINKS = f"[...document.links].filter({SHOWN}).map(link => `« ${{link.innerText.trim()}} » to ${{link.href}}`)"
LINES = "document.body.innerText.split('\\n').map(line => line.trim()).filter(Boolean)"
# Beyond its controls a page may have regions that scroll, and a date has a stop for day, month and year.
MORE_STOPS = 40
TAB = {"type": "rawKeyDown", "key": "Tab", "code": "Tab", "windowsVirtualKeyCode": 9}


def broken_rules(page):
    """The rules of axe that the page breaks, as it is shown now."""
    if not page.evaluate("!!window.axe"):
        page.evaluate(AXE_SCRIPT)
    return page.evaluate(AXE)


def walk(page):
    """Press Tab from the top until the page is left: every control, once, in order, and seen when it has the focus."""
    watcher = page.evaluate_handle(KEYBOARD)
    controls = watcher.evaluate("watcher => watcher.start()")
    # As page.keyboard.press does, without waiting for each frame.
    keyboard = page.context.new_cdp_session(page)
    for stop in range(controls + 1 + MORE_STOPS):
        keyboard.send("Input.dispatchKeyEvent", TAB)
        if stop >= controls and watcher.evaluate("watcher => watcher.hasLeft()"):
            break
    keyboard.detach()
    return watcher.evaluate("watcher => watcher.finish()")


def focus(page):
    """Give each control the focus: the same as a walk without its order, and ten times quicker."""
    return page.evaluate_handle(KEYBOARD).evaluate("watcher => watcher.look()")


def text(page, how="plain"):
    """Text that is cut, leaves its box or makes the page scroll sideways; "spaced" as WCAG 1.4.12 has it or "doubled".

    Doubled, text that does not grow besides.
    """
    return page.evaluate(TEXT, how)


def order(page, parts=("header", "main", "footer")):
    """What is out of order once the style sheets are gone, for good."""
    return page.evaluate(ORDER, parts)


def lost_without_script(page, scriptless):
    """What the page in a tab without script shows less, or otherwise, than in a tab with."""
    links = sorted(set(page.evaluate(LINKS)) - set(scriptless.evaluate(LINKS)))
    lines, others = (tab.evaluate(LINES) for tab in (page, scriptless))
    changes = [line for line in difflib.ndiff(others, lines) if line[0] in "+-"] if lines != others else []
    return [f"no link without script: {link}" for link in links] + [
        f"other words with script: {line}" for line in changes
    ]
