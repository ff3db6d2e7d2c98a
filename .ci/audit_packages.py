"""audit_packages: asks the database of advisories of PyPI about every locked package.

Fails for a known weakness, and as clearly for each package that nobody could be asked about.
"""

import json
import subprocess
import sys

COMMAND = [sys.executable, "-m", "pip_audit", "--require-hashes", "--disable-pip", "--progress-spinner", "off"]


def main() -> int:
    """Print what is known against the packages; return 1 where there is something, or where nothing could be known."""
    done = subprocess.run(  # noqa: S603 - our own command
        [*COMMAND, "--format", "json", "-r", "requirements.txt"], capture_output=True, text=True, check=False
    )
    try:
        packages = json.loads(done.stdout)["dependencies"]
    except (ValueError, KeyError):
        packages = []
    silent = [package["name"] for package in packages if "skip_reason" in package]
    if silent or not packages:
        print(f"Rien n’est sûr : la base des failles connues n’a pas répondu pour {len(silent) or 'tous les'} paquets.")
        print("Relancez « make audit » d’une machine qui atteint pypi.org.")
    weak = [package for package in packages if package.get("vulns")]
    for package in weak:
        for flaw in package["vulns"]:
            mended = ", ".join(flaw["fix_versions"]) or "aucune version corrigée"
            print(f"{package['name']} {package['version']} : {flaw['id']} (corrigé dans : {mended})")
    if packages:
        print(f"{len(packages)} paquets : {len(weak)} avec une faille connue, {len(silent)} non vérifiés.")
    return int(bool(weak or silent or not packages))


if __name__ == "__main__":
    sys.exit(main())
