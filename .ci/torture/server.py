"""A PostgreSQL of one's own that can be made to crash and to come back."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

# As docs/exploitation.md asks of production.
ALPHABET = ("--locale-provider=icu", "--icu-locale=fr-FR")


class Server:
    """The server, on a private socket; as root it runs as Debian's account for it."""

    def __init__(self):
        self.bin = max(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
        self.folder = Path(tempfile.mkdtemp(prefix="pma-pg."))
        self.data = self.folder / "data"
        if os.getuid() == 0:
            shutil.chown(self.folder, "postgres")
        self._run(
            "initdb", "-D", self.data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale", "C.UTF-8", *ALPHABET
        )
        self.start()

    @property
    def url(self):
        """Its address, as DATABASE_URL names it."""
        return f"postgres://postgres@{str(self.folder).replace('/', '%2F')}/postgres"

    def start(self):
        """Start it, and wait until it answers."""
        options = f"-k {self.folder} -c listen_addresses= -c autovacuum=off -c jit=off -c random_page_cost=1.1"
        self._run("pg_ctl", "-D", self.data, "-w", "-l", self.folder / "log", "-o", options, "start")

    def crash(self):
        """Stop it as a power cut would: every connection breaks, nothing is tidied up."""
        self._run("pg_ctl", "-D", self.data, "-m", "immediate", "-w", "stop")

    def remove(self):
        """Stop it for good, and leave nothing behind."""
        self.crash()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _run(self, name, *arguments):
        command = [str(self.bin / name), *map(str, arguments)]
        if os.getuid() == 0:
            command = ["setpriv", "--reuid", "postgres", "--regid", "postgres", "--init-groups", *command]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=self.folder)  # noqa: S603
