"""guide: does the tasks of the guide in the real admin of the demo site, and takes its pictures on the way.

The pictures go to docs/guide/images/, beside the text that shows them. A task that cannot be done any more as the guide
says stops the command, with the name of what was not found. ARGS="--only agenda" does one task.
"""

import argparse
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

import guide_tasks
import rarer_tasks
from PIL import Image
from playwright.sync_api import Browser, Locator, Page, sync_playwright
from showroom import ROOT, Showroom, showroom
from workplace import STAFF, furnish

from tests.browser.conftest import ARGUMENTS, CHROMIUM

FOLDER = ROOT / "docs" / "guide" / "images"
SCREEN = {"width": 1180, "height": 700}
# The words of the browser itself, « Choisir un fichier », come from it.
FRENCH = {**os.environ, "LANGUAGE": "fr", "LANG": "fr_FR.UTF-8"}
# What is drawn around the buttons and fields that the text names.
# In a dark menu, whose entries touch: inside the entry, in a colour that is seen there.
MARK = """(part) => {
  const inMenu = part.closest('[data-tippy-root]');
  part.style.outline = `3px solid ${inMenu ? '#ffd166' : '#b23a1f'}`;
  part.style.outlineOffset = inMenu ? '-4px' : '3px';
}"""
UNMARK = "(part) => { part.style.outline = ''; part.style.outlineOffset = ''; }"


@dataclass
class Desk:
    """A tab of the admin where somebody works, and the camera over their shoulder."""

    page: Page
    made: list[Path] = field(default_factory=list)

    def picture(self, name: str, *marked: Locator, height: int = SCREEN["height"]) -> None:
        """Keep what is on the screen as `name`, with a line around each of `marked`, which must be there."""
        for part in marked:
            part.wait_for(state="visible", timeout=60_000)
        if marked:
            marked[0].scroll_into_view_if_needed()
            marked[0].evaluate("(part) => part.scrollIntoView({block: 'center'})")
        for part in marked:
            part.evaluate(MARK)
        self.page.mouse.move(0, SCREEN["height"] - 1)
        self.page.wait_for_timeout(250)
        clip = {"x": 0, "y": 0, "width": SCREEN["width"], "height": height}
        shot = self.page.screenshot(animations="disabled", clip=clip)
        for part in marked:
            part.evaluate(UNMARK)
        file = FOLDER / f"{name}.webp"
        Image.open(BytesIO(shot)).convert("RGB").save(file, "WEBP", quality=60, method=6)
        self.made.append(file)


def seat(browser: Browser, site: Showroom, role: str | None) -> Desk:
    """Open a tab for the account of a role, for the administrator, or for nobody."""
    context = browser.new_context(
        base_url=site.url,
        viewport=SCREEN,
        reduced_motion="reduce",
        locale="fr-FR",
        timezone_id="Europe/Paris",
    )
    cookie = site.session if role == "administrator" else site.sessions.get(role)
    if cookie:
        context.add_cookies([{**cookie, "url": site.url}])
    page = context.new_page()
    page.set_default_timeout(60_000)
    return Desk(page)


def do(task: tuple[str, str | None, Callable], browser: Browser, site: Showroom) -> str:
    """Do one task; return what went wrong, or nothing."""
    name, role, steps = task
    desk = seat(browser, site, role)
    try:
        steps(desk)
    except Exception as error:  # noqa: BLE001 - whatever stops a task is told with its name, the others are done
        desk.page.screenshot(path=str(ROOT / "var" / f"guide-{name}.png"))
        return f"{name} : {str(error).splitlines()[0]} (voir var/guide-{name}.png)"
    finally:
        desk.page.context.close()
    size = sum(file.stat().st_size for file in desk.made) // 1000
    print(f"{name} : {len(desk.made)} images, {size} ko", flush=True)
    return ""


def main() -> int:
    """Do the tasks; return 1 if one could not be done."""
    parser = argparse.ArgumentParser(prog="make guide")
    parser.add_argument("--only", help="tâches, séparées par des virgules")
    asked = parser.parse_args()
    tasks = [*guide_tasks.TASKS, *rarer_tasks.TASKS]
    known = [name for name, *_ in tasks]
    names = asked.only.split(",") if asked.only else known
    if strange := [name for name in names if name not in known]:
        parser.error(f"tâche inconnue : {', '.join(strange)} (à choisir parmi {', '.join(known)})")
    FOLDER.mkdir(parents=True, exist_ok=True)
    with showroom(staff=STAFF, furnish=furnish) as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS, env=FRENCH)
        faults = [do(task, browser, site) for task in tasks if task[0] in names]
        browser.close()
    faults = [fault for fault in faults if fault]
    print(f"{len(list(FOLDER.glob('*.webp')))} images dans {FOLDER.relative_to(ROOT)}/")
    for fault in faults:
        print(f"À voir : {fault}", file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
