"""Add up the JUnit reports FOLDER/<database>.xml: a line a database, then the sum alone on the last line."""

import sys
from pathlib import Path
from xml.etree import ElementTree

folder, databases = Path(sys.argv[1]), sys.argv[2:]
total = {"passed": 0, "failed": 0, "skipped": 0}


def count(database: str) -> tuple[dict[str, int], float]:
    """Return how many tests of `database` passed, failed and were skipped, and the seconds they took."""
    status = int((folder / f"{database}.status").read_text())
    report = folder / f"{database}.xml"
    if not report.exists():
        return {"passed": 0, "failed": 1, "skipped": 0}, 0
    suite = ElementTree.parse(report).getroot().find("testsuite")  # noqa: S314 (pytest wrote it a moment ago)
    failed = int(suite.get("failures")) + int(suite.get("errors"))
    skipped = int(suite.get("skipped"))
    passed = max(0, int(suite.get("tests")) - failed - skipped)
    # A run that ends badly without a failed test (a worker that died, nothing collected) is a failure too.
    failed = failed or int(status != 0)
    return {"passed": passed, "failed": failed, "skipped": skipped}, float(suite.get("time"))


def names(database: str) -> set[tuple[str, str]]:
    """Return the tests that ran beside `database`."""
    report = folder / f"{database}.xml"
    cases = ElementTree.parse(report).iter("testcase") if report.exists() else []  # noqa: S314 (as above)
    return {(case.get("classname"), case.get("name")) for case in cases}


print()
for database in databases:
    counts, seconds = count(database)
    print(
        f"{database} : {counts['passed']} réussis, {counts['failed']} en échec, {counts['skipped']} ignorés,"
        f" en {seconds:.0f} s"
    )
    for outcome, number in counts.items():
        total[outcome] += number
# What takes no database, and what only looks again at a page, is left out beside the second one: say so.
for database in databases[1:]:
    if once := len(names(databases[0]) - names(database)):
        print(f"Lancés avec {databases[0]} seulement, sans base ou sur une page déjà regardée : {once}")
skipped = f", {total['skipped']} skipped" if total["skipped"] else ""
print(f"{total['passed']} passed, {total['failed']} failed{skipped}")
sys.exit(1 if total["failed"] else 0)
