"""screenshots: every page type of the demo site, whole, on three screens, light and dark, in var/screenshots/."""

import argparse
import datetime
import sys
from pathlib import Path

from pages import PAGES, Page, chosen
from playwright.sync_api import BrowserContext, sync_playwright
from showroom import DAY, ROOT, Showroom, showroom

from tests.browser.conftest import ARGUMENTS, CHROMIUM

FOLDER = ROOT / "var" / "screenshots"
# Width: height of the window, in CSS pixels.
SCREENS = {360: 740, 768: 1024, 1280: 800}
SCHEMES = {"light": "clair", "dark": "sombre"}
# Lazy pictures below the fold would stay empty.
SHOW_PICTURES = """
async () => {
  for (const picture of document.images) picture.loading = "eager";
  await Promise.all([...document.images].map((picture) => picture.decode().catch(() => null)));
  await document.fonts.ready;
}
"""


def arguments() -> argparse.Namespace:
    """Read what to photograph from the command line."""
    parser = argparse.ArgumentParser(prog="make screenshots", description='S’emploie ainsi : ARGS="--only home".')
    parser.add_argument("--only", type=chosen(PAGES), default=PAGES, help="pages, séparées par des virgules")
    parser.add_argument("--width", type=int, choices=SCREENS, help="une seule largeur")
    parser.add_argument("--scheme", choices=SCHEMES, help="une seule apparence")
    parser.add_argument("--day", type=datetime.date.fromisoformat, default=DAY, help=f"jour de la visite ({DAY})")
    return parser.parse_args()


def photograph(context: BrowserContext, site: Showroom, page: Page, file: Path) -> str:
    """Write the whole `page` to `file`; return what is wrong with it, or nothing."""
    context.clear_cookies()
    if page.staff:
        context.add_cookies([{**site.session, "url": site.url}])
    tab = context.new_page()
    errors = []
    tab.on("console", lambda message: message.type == "error" and errors.append(message.text))
    tab.on("pageerror", lambda error: errors.append(str(error)))
    try:
        status = tab.goto(f"{site.url}{page.address}").status
        if status != page.status:
            return f"répond {status}, pas de capture"
        tab.evaluate(SHOW_PICTURES)
        tab.screenshot(path=file, full_page=True, animations="disabled")
    finally:
        tab.close()
    # The browser itself notes the status of a missing page.
    return "" if page.status != 200 else "; ".join(errors)


def main() -> int:
    """Take the screenshots; return 1 if something went wrong on a page."""
    asked = arguments()
    widths = [asked.width] if asked.width else list(SCREENS)
    schemes = [asked.scheme] if asked.scheme else list(SCHEMES)
    FOLDER.mkdir(parents=True, exist_ok=True)
    made, faults = 0, []
    with showroom(asked.day) as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        for width in widths:
            for scheme in schemes:
                context = browser.new_context(
                    viewport={"width": width, "height": SCREENS[width]},
                    color_scheme=scheme,
                    reduced_motion="reduce",
                    locale="fr-FR",
                    timezone_id="Europe/Paris",
                )
                for page in asked.only:
                    file = FOLDER / f"{page.name}-{width}-{scheme}.png"
                    file.unlink(missing_ok=True)
                    fault = photograph(context, site, page, file)
                    made += file.exists()
                    if fault:
                        faults.append(f"{page.name}, {width} px, {SCHEMES[scheme]} : {fault}")
                    print(".", end="", flush=True)
                context.close()
                print(f" {width} px, {SCHEMES[scheme]} : {len(asked.only)} pages", flush=True)
        browser.close()
    print(f"{made} captures dans {FOLDER.relative_to(ROOT)}/")
    for fault in faults:
        print(f"À voir : {fault}", file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
