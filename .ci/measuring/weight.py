"""weight: what each page type costs on the wire, in a real Chromium with an empty cache, against the budgets."""

import argparse
import sys
from collections import Counter
from dataclasses import dataclass, field

import budgets
from pages import PAGES, Page, chosen
from playwright.sync_api import Browser, sync_playwright
from showroom import Showroom, showroom

from tests.browser.conftest import ARGUMENTS, CHROMIUM

# A telephone with a dense screen and a desk: the pictures that they choose differ.
SCREENS = [
    {"viewport": {"width": 360, "height": 740}, "device_scale_factor": 2, "is_mobile": True},
    {"viewport": {"width": 1280, "height": 800}},
]
BLOCKING = """
() => performance.getEntriesByType("resource")
  .filter((file) => file.renderBlockingStatus === "blocking" && new URL(file.name).pathname.endsWith(".css"))
  .length
"""
# How the name of a type of file begins: its column.
TYPES = {"text/html": "HTML", "text/css": "CSS", "text/javascript": "JS", "font/": "Polices", "image/": "Images"}
OTHER = "Autres"


@dataclass
class Weight:
    """What one visit cost: bytes and files by type, everything that went wrong."""

    bytes: Counter = field(default_factory=Counter)
    files: Counter = field(default_factory=Counter)
    to_others: int = 0
    blocking: int = 0
    faults: list[str] = field(default_factory=list)


def weigh(browser: Browser, site: Showroom, page: Page, screen: dict) -> Weight:
    """Visit `page` for the first time, without scrolling, and return what it cost once the network is quiet."""
    context = browser.new_context(locale="fr-FR", **screen)
    weight, finished = Weight(), []

    def refuse(route):
        weight.to_others += 1
        weight.faults.append(f"demande à un autre site : {route.request.url}")
        route.abort()

    context.route(lambda url: not url.startswith((f"{site.url}/", "data:", "blob:")), refuse)
    tab = context.new_page()
    tab.on("requestfinished", lambda request: finished.append(request))
    status = tab.goto(f"{site.url}{page.address}", wait_until="networkidle").status
    if status != page.status:
        weight.faults.append(f"répond {status} au lieu de {page.status}")
    weight.blocking = tab.evaluate(BLOCKING)
    for request in finished:
        if not request.url.startswith(site.url):
            continue
        declared = request.response().header_value("content-type") or ""
        kind = next((column for start, column in TYPES.items() if declared.startswith(start)), OTHER)
        weight.files[kind] += 1
        weight.bytes[kind] += request.sizes()["responseBodySize"]
        if request.resource_type != "document" and request.response().status >= 400:
            weight.faults.append(f"{request.response().status} : {request.url.removeprefix(site.url)}")
    context.close()
    return weight


def excesses(page: Page, weight: Weight) -> list[str]:
    """Say in French, a sentence each, what `weight` has above the budgets of `page`."""
    html = budgets.HTML_OF_THE_LETTER if page.name == "issue" else budgets.HTML
    limits = {"HTML": html, "CSS": budgets.CSS, "JS": budgets.JS, "Polices": budgets.FONTS}
    sizes = [(name, weight.bytes[name], limit) for name, limit in limits.items()]
    sizes.append(("total", weight.bytes.total(), budgets.TOTAL[page.kind]))
    counts = [
        ("fichiers de police", weight.files["Polices"], budgets.FONT_FILES),
        ("feuilles de style bloquantes", weight.blocking, budgets.BLOCKING_STYLESHEETS),
        ("requêtes", weight.files.total() + weight.to_others, budgets.REQUESTS),
        ("requêtes à d’autres sites", weight.to_others, budgets.REQUESTS_TO_OTHERS),
    ]
    return [
        *[f"{name} : {kilo(size)} kB pour {kilo(limit)}" for name, size, limit in sizes if size > limit],
        *[f"{name} : {count} pour {limit}" for name, count, limit in counts if count > limit],
        *weight.faults,
    ]


def kilo(size: int) -> str:
    """Return bytes as thousands, the French way: 8 240 becomes « 8,2 »."""
    return f"{size / budgets.KB:.1f}".replace(".", ",")


def main() -> int:
    """Print a line a page, the heavier of both screens, then what is above the budgets; return 1 if anything is."""
    measured = [page for page in PAGES if not page.staff]
    parser = argparse.ArgumentParser(prog="make weight", description='S’emploie ainsi : ARGS="--only home,issue".')
    parser.add_argument("--only", type=chosen(measured), default=measured, help="pages, séparées par des virgules")
    asked = parser.parse_args()
    columns = [*TYPES.values(), OTHER, "Total", "Requêtes", "À d’autres"]
    found = {}
    with showroom(as_in_production=True) as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        print(f"\n{'En kB':<18}" + "".join(f"{column:>11}" for column in columns))
        for page in asked.only:
            weights = [weigh(browser, site, page, screen) for screen in SCREENS]
            heavier = max(weights, key=lambda weight: weight.bytes.total())
            sizes = [kilo(heavier.bytes[kind]) for kind in [*TYPES.values(), OTHER]]
            cells = [*sizes, kilo(heavier.bytes.total()), heavier.files.total() + heavier.to_others, heavier.to_others]
            print(f"{page.name:<18}" + "".join(f"{cell:>11}" for cell in cells), flush=True)
            # The same excess on both screens is said once.
            found[page.name] = list(dict.fromkeys(said for weight in weights for said in excesses(page, weight)))
        browser.close()
    print()
    for name, said in found.items():
        for excess in said:
            print(f"{name} : {excess}", file=sys.stderr)
    if any(found.values()):
        return 1
    print(f"Les {len(asked.only)} pages tiennent dans leurs budgets.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
