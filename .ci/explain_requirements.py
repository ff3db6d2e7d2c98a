"""Copy the reason written above each requirement of an `.in` file into the locked file."""

import re
import sys
from pathlib import Path

source, locked = Path(sys.argv[1]), Path(sys.argv[2])


def key(line: str) -> str:
    """Return the package named by a requirement line, as package indexes compare names."""
    return re.sub(r"[-_.]+", "-", re.split(r"[\[=<>!~ ;]", line)[0]).lower()


reasons: dict[str, list[str]] = {}
comment: list[str] = []
for line in source.read_text().splitlines():
    if line.startswith("#"):
        comment.append(line)
    else:
        if line and not line.startswith("-"):
            reasons[key(line)] = comment
        comment = []
if unexplained := [name for name, reason in reasons.items() if not reason]:
    sys.exit(f"{source} : il manque la raison d’être de {', '.join(unexplained)}.")

lines = []
for line in locked.read_text().splitlines():
    if line[:1].isalnum():
        lines += reasons.pop(key(line), [])
    lines.append(line)
if reasons:
    sys.exit(f"{locked} : {', '.join(reasons)} n’y figure pas.")
locked.write_text("\n".join(lines) + "\n")
