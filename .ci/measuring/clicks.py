"""clicks: does the ten most frequent tasks of the team in the real admin, and counts clicks, keys and seconds.

Each task begins on the desk. Seconds are those of somebody who knows the way, by the Keystroke-Level Model (Card, Moran
and Newell, 1980): 1.1 s to point, 0.2 s to press, 0.28 s a key, 1.35 s to think before each screen or window. For how
long the site lets one wait is measured apart: it is the machine's. ARGS="--only mayor" does one of them.
"""

import argparse
import sys
import time
from dataclasses import dataclass

import click_tasks
from playwright.sync_api import Locator, Page, sync_playwright
from showroom import ROOT, Showroom, showroom
from workplace import STAFF, declare_sent

from tests.browser.conftest import ARGUMENTS, CHROMIUM

POINT, PRESS, TYPE, THINK = 1.1, 0.2, 0.28, 1.35


@dataclass
class Hand:
    """Somebody at work in a tab, whose every gesture is counted."""

    page: Page
    clicks: int = 0
    typed: int = 0
    thoughts: int = 1
    waited: float = 0.0

    def click(self, part: Locator) -> None:
        """Point at something and press."""
        part.click()
        self.clicks += 1

    def open(self, part: Locator, awaited: Locator | None = None) -> None:
        """Press what brings another screen or window, wait for it, and look at it."""
        part.wait_for(state="visible")
        began = time.monotonic()
        self.click(part)
        if awaited is not None:
            awaited.first.wait_for(state="visible")
        self.page.wait_for_load_state("load")
        self.waited += time.monotonic() - began
        self.thoughts += 1

    def write(self, field: Locator, words: str) -> None:
        """Put the cursor into a field and type, instead of what stood there."""
        self.click(field)
        field.fill(words)
        self.typed += len(words)

    def go_on(self, field: Locator, words: str) -> None:
        """Type into the field in which the cursor is already, and press Tab."""
        if not field.evaluate("(field) => field === document.activeElement"):
            raise RuntimeError(f"The cursor is not where « {words} » is to be typed.")
        field.fill(words)
        self.pass_by(field)
        self.typed += len(words)

    def pass_by(self, field: Locator) -> None:
        """Leave a field as it is, by Tab."""
        field.press("Tab")
        self.typed += 1

    def finish(self, field: Locator, words: str, awaited: Locator) -> None:
        """Type into the field in which the cursor is, send the form by Enter, and look at what comes."""
        field.fill(words)
        began = time.monotonic()
        field.press("Enter")
        awaited.first.wait_for(state="visible")
        self.waited += time.monotonic() - began
        self.typed, self.thoughts = self.typed + len(words) + 1, self.thoughts + 1

    def choose(self, field: Locator, label: str) -> None:
        """Open a list and take one of its lines."""
        field.select_option(label=label)
        self.clicks += 2

    @property
    def seconds(self) -> float:
        """How long its gestures take somebody who knows the way."""
        return self.clicks * (POINT + PRESS) + self.typed * TYPE + self.thoughts * THINK


def do(task: click_tasks.Task, site: Showroom, browser) -> Hand:
    """Do one task from the desk on."""
    context = browser.new_context(
        base_url=site.url, viewport={"width": 1280, "height": 900}, reduced_motion="reduce", locale="fr-FR"
    )
    context.add_cookies([{**site.sessions[task.role], "url": site.url}])
    page = context.new_page()
    page.set_default_timeout(180_000)
    page.goto("/admin/")
    hand = Hand(page)
    try:
        task.steps(hand)
    except Exception:
        page.screenshot(path=str(ROOT / "var" / f"clicks-{task.name}.png"))
        raise
    finally:
        context.close()
    return hand


def main() -> int:
    """Print the table; return 1 if a task could not be done."""
    parser = argparse.ArgumentParser(prog="make clicks")
    parser.add_argument("--only", help="tâches, séparées par des virgules")
    asked = parser.parse_args()
    tasks = [task for task in click_tasks.TASKS if not asked.only or task.name in asked.only.split(",")]
    faults = []
    with showroom(staff=STAFF, furnish=declare_sent) as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        print("| Tâche | Clics | Touches | Secondes | Attente |\n|---|---:|---:|---:|---:|", flush=True)
        for task in tasks:
            try:
                hand = do(task, site, browser)
            except Exception as error:  # noqa: BLE001 - what stops one task is told, the others are done
                faults.append(f"{task.title} : {str(error).splitlines()[0]} (voir var/clicks-{task.name}.png)")
                continue
            said = f"{hand.clicks} | {hand.typed} | {hand.seconds:.0f} | {hand.waited:.0f}"
            print(f"| {task.title} | {said} |", flush=True)
        browser.close()
    for fault in faults:
        print(f"À voir : {fault}", file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
