"""`python -m pma_site.server` serves until SIGTERM or Ctrl-C; at SIGHUP the code that is there takes its place."""

import argparse
import errno
import sys

from pma_site.server import THREADS, processors
from pma_site.server.master import Master

_REASONS = {
    errno.EADDRINUSE: "l’adresse est déjà prise",
    errno.EADDRNOTAVAIL: "cette machine n’a pas cette adresse",
    errno.EACCES: "il faut des droits pour ce port",
}


def main() -> int:
    """Read the command line, serve, and return the status of the command."""
    parser = argparse.ArgumentParser(prog="python -m pma_site.server", description="Sert le site.")
    parser.add_argument("--host", default="127.0.0.1", help="adresse où servir")
    parser.add_argument("--port", type=int, default=8000, help="port où servir")
    parser.add_argument("--workers", type=int, default=0, help="processus ; 0 : un par cœur")
    parser.add_argument("--threads", type=int, default=THREADS, help="fils par processus")
    asked = parser.parse_args()
    workers = asked.workers or processors()
    try:
        master = Master(asked.host, asked.port, workers, asked.threads)
    except OSError as error:
        why = _REASONS.get(error.errno, error.strerror)
        sys.exit(f"Impossible de servir à {asked.host}, port {asked.port} : {why}.")
    return master.run()


if __name__ == "__main__":
    sys.exit(main())
