"""lighthouse: the four figures of Lighthouse, for a telephone, on the pages that visitors meet first."""

import argparse
import json
import os
import subprocess
import sys
import urllib.request

import budgets
from pages import PAGES, Page, chosen
from showroom import ROOT, Showroom, showroom

from tests.browser.conftest import ARGUMENTS, CHROMIUM

NAMES = ("home", "issue", "agenda", "candidate")
FIGURES = {
    "performance": "Rapidité",
    "accessibility": "Accessibilité",
    "best-practices": "Bonnes pratiques",
    "seo": "Référencement",
}
# How often a page that is not quick enough is measured, all figures being printed. The best one counts: whatever else
# the machine does can only slow a page down.
ATTEMPTS = 5


def audit(site: Showroom, page: Page) -> dict:
    """Return the report of Lighthouse on `page`, as it makes it; raises CalledProcessError when it cannot."""
    command = [
        *(ROOT / ".venv/bin/node", ROOT / ".ci/node/lighthouse/node_modules/lighthouse/cli/index.js"),
        *(f"{site.url}{page.address}", "--output", "json", "--quiet", "--no-enable-error-reporting", "--locale", "fr"),
        f"--only-categories={','.join(FIGURES)}",
        f"--chrome-flags={' '.join(ARGUMENTS)}",
    ]
    environment = {**os.environ, "CHROME_PATH": CHROMIUM}
    for attempt in range(ATTEMPTS):
        # At times Chromium loses the beginning of the visit from its trace, and Lighthouse asks to run it again.
        last = attempt == ATTEMPTS - 1
        said = None if last else subprocess.DEVNULL
        done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, stderr=said, check=last)  # noqa: S603
        if done.returncode == 0:
            break
    return json.loads(done.stdout)


def figures(report: dict) -> dict[str, int]:
    """Return the four figures of a report, of 100; 0 for one that could not be measured."""
    return {name: round(100 * (report["categories"][name]["score"] or 0)) for name in FIGURES}


def short(found: dict[str, int]) -> list[str]:
    """Return the names of the figures that do not reach the budget."""
    return [name for name in FIGURES if found[name] < budgets.SCORES[name]]


def causes(report: dict, name: str) -> list[str]:
    """Return what Lighthouse holds against a page under the figure `name`, the heaviest first."""
    weighed = sorted(report["categories"][name]["auditRefs"], key=lambda ref: -ref["weight"])
    audits = [report["audits"][ref["id"]] for ref in weighed if ref["weight"]]
    return [
        " – ".join(filter(None, [audit["title"], audit.get("displayValue"), *elements(audit)]))
        for audit in audits
        if audit["score"] is not None and audit["score"] < 1
    ]


def elements(audit: dict) -> list[str]:
    """Return the first elements that an audit complains of."""
    items = audit.get("details", {}).get("items", [])
    return [item["node"]["snippet"] for item in items if isinstance(item.get("node"), dict)][:3]


def main() -> int:
    """Print a line a page, then what keeps a figure down; return 1 if one does not reach its budget."""
    measured = [page for page in PAGES if not page.staff and page.status == 200]
    parser = argparse.ArgumentParser(prog="make lighthouse", description='S’emploie ainsi : ARGS="--only home".')
    usual = [page for page in PAGES if page.name in NAMES]
    parser.add_argument("--only", type=chosen(measured), default=usual, help="pages, séparées par des virgules")
    asked = parser.parse_args()
    faults = []
    with showroom(as_in_production=True) as site:
        print(f"\n{'De 100':<18}" + "".join(f"{column:>18}" for column in FIGURES.values()))
        for page in asked.only:
            # The first visit of a page loads its templates and may make its pictures.
            urllib.request.urlopen(f"{site.url}{page.address}").read()  # noqa: S310
            reports = [audit(site, page)]
            while "performance" in short(figures(reports[-1])) and len(reports) < ATTEMPTS:
                reports.append(audit(site, page))
            best = max(reports, key=lambda report: figures(report)["performance"])
            found, tried = figures(best), [str(figures(report)["performance"]) for report in reports]
            noted = f"   (rapidité : {', '.join(tried)})" if len(tried) > 1 else ""
            print(f"{page.name:<18}" + "".join(f"{found[name]:>18}" for name in FIGURES) + noted, flush=True)
            for name in short(found):
                reasons = causes(best, name) or ["sans cause nommée"]
                faults += [f"{page.name}, {FIGURES[name]} : {cause}" for cause in reasons]
    print()
    for fault in faults:
        print(fault, file=sys.stderr)
    if faults:
        return 1
    print("Toutes les pages atteignent leurs chiffres.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
