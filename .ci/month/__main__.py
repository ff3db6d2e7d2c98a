"""month [sqlite] [postgresql] [--weeks N] [--readers N] [--keep]: a month with the site, and whether all agrees.

A real Chromium, a real relay of mail and mailbox, the production server, workers and commands as processes, and a clock
that is moved in all of them at once. It ends with an error if two doors of the site disagree, if anybody got a letter
twice, or if anything private or early was ever to be seen.
"""

import argparse
import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parent.parent


def main():
    parser = argparse.ArgumentParser(prog="month")
    parser.add_argument("databases", nargs="*", help="sqlite, postgresql ; les deux si rien n’est dit")
    parser.add_argument("--weeks", type=int, default=4, help="s’arrête après tant de semaines")
    parser.add_argument("--readers", type=int, default=3000, help="autant de lecteurs, pour un mois plus court")
    parser.add_argument("--keep", action="store_true", help="garde le dossier du mois")
    options = parser.parse_args()
    failed = []
    for database in options.databases or ["sqlite", "postgresql"]:
        print(f"\n== {database} ==", flush=True)
        # Django speaks to one database in the life of a process.
        alone = [sys.executable, str(HERE / "living.py"), str(options.weeks), *(["keep"] if options.keep else [])]
        environment = {**os.environ, "PYTHONPATH": f"{HERE}{os.pathsep}{ROOT}", "PYTHONHASHSEED": "0"}
        environment["MONTH_READERS"] = str(options.readers)
        if database == "sqlite":
            environment.pop("DATABASE_URL", None)
        elif "DATABASE_URL" not in environment:
            alone = ["bash", str(ROOT / ".ci" / "with-postgresql"), *alone]
        if subprocess.run(alone, env=environment, cwd=ROOT, check=False).returncode:  # noqa: S603
            failed.append(database)
    print("\nÉCHEC : " + ", ".join(failed) if failed else "\nLe mois s’accorde sur chaque base.")
    sys.exit(bool(failed))


main()
