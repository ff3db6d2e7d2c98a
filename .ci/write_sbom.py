"""write_sbom: what the site is made of, package by package with its hashes, in CycloneDX 1.6, into var/sbom.json."""

import re
from pathlib import Path

from cyclonedx.model import HashAlgorithm, HashType
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output import make_outputter
from cyclonedx.schema import OutputFormat, SchemaVersion
from packageurl import PackageURL

ROOT = Path(__file__).parent.parent
_PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;\\]+)")


def main() -> None:
    """Read requirements.txt and write the bill."""
    bom, component = Bom(), None
    for line in (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines():
        if pin := _PIN.match(line):
            name, version = pin[1], pin[2]
            url = PackageURL("pypi", name=name.lower(), version=version)
            component = Component(type=ComponentType.LIBRARY, name=name, version=version, purl=url, bom_ref=str(url))
            bom.components.add(component)
        elif component is not None and (digest := re.search(r"--hash=sha256:([0-9a-f]{64})", line)):
            component.hashes.add(HashType(alg=HashAlgorithm.SHA_256, content=digest[1]))
    path = ROOT / "var" / "sbom.json"
    path.write_text(make_outputter(bom, OutputFormat.JSON, SchemaVersion.V1_6).output_as_string(indent=1))
    print(f"{len(bom.components)} paquets, dans var/sbom.json (CycloneDX 1.6).")


if __name__ == "__main__":
    main()
