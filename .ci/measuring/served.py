"""The demo site behind the production server, alone or behind the nginx of deploy/nginx.conf, on a throwaway copy."""

import contextlib
import logging
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
WORKERS, THREADS = 2, 4


@dataclass
class Site:
    """A copy of the demo site: where its files are, and with which environment its processes run."""

    folder: Path
    environment: dict
    servers: list = field(default_factory=list)


@contextlib.contextmanager
def copied(fill=None, settings="served_settings", **variables) -> Iterator[Site]:
    """Copy the demo site, have `fill()` add to it, and make this process one of its own, in that database.

    `variables` are added to the environment of all its processes, this one among them.
    """
    with tempfile.TemporaryDirectory(prefix="pma-served-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        os.environ["DJANGO_SETTINGS_MODULE"] = settings
        os.environ.update(variables)
        os.environ["SERVED_FOLDER"], os.environ["SERVED_DATABASE"] = name, "unknown"
        sys.path.insert(0, str(HERE))
        import django

        django.setup()
        from django.db import connection

        from tests.databases import TestDatabase

        database = TestDatabase(folder / "media")
        # While it is made there is no other machine to tell of changes, nor yet a table to tell them in.
        told = logging.getLogger("pma_site.page_cache.stamps")
        told.disabled = True
        database.renew("demo")
        told.disabled = False
        environment = {**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{HERE}", "SERVED_DATABASE": database.name}
        connection.settings_dict["NAME"] = connection.settings_dict["NAME"]
        if fill:
            fill()
        connection.close()
        try:
            yield Site(folder, environment)
        finally:
            told.disabled = True
            connection.close()
            database.remove()


def free_port() -> int:
    """Return a port that nobody listens to."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        return door.getsockname()[1]


@contextlib.contextmanager
def running(command, environment, port, folder=ROOT) -> Iterator[subprocess.Popen]:
    """Run a server until the block ends; it answers at `port` when the block begins."""
    with (Path(tempfile.gettempdir()) / f"pma-server-{port}.log").open("w+") as log:
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=log, stderr=log)  # noqa: S603
        try:
            _wait_for(port, process, log)
            yield process
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
    Path(log.name).unlink(missing_ok=True)


def _wait_for(port, process, log):
    for _ in range(600):
        if process.poll() is not None:
            break
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/robots.txt", timeout=20).close()
            return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
    log.seek(0)
    raise SystemExit(f"Le serveur n’a pas démarré :\n{log.read()[-3000:]}")


def shipped(port: int, workers: int = WORKERS) -> list[str]:
    """Return the command of the production server."""
    return [sys.executable, "-m", "pma_site.server", "--port", str(port), "--workers", str(workers)]


def granian(port: int, application: str = "pma_site.wsgi:application", workers: int = WORKERS) -> list[str]:
    """Return the command of granian alone, each of whose workers loads an application."""
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(port), "--no-ws"]
    command += ["--workers", str(workers), "--blocking-threads", str(THREADS), "--log-level", "warning"]
    return [*command, "--backlog", "1024", application]


@contextlib.contextmanager
def served(site: Site, application: str = "", workers: int = WORKERS, **variables) -> Iterator[tuple]:
    """Serve a copy with the production server, or another application with granian; yields the port and the process."""
    port = free_port()
    environment = {**site.environment, **variables}
    command = granian(port, application, workers) if application else shipped(port, workers)
    with running(command, environment, port) as process:
        yield port, process


def nginx_configuration(folder: Path, behind: int, port: int) -> str:
    """Return deploy/nginx.conf as it can run here: its own folders, without a certificate, before `behind`."""
    shipped = (ROOT / "deploy" / "nginx.conf").read_text()
    # The redirection to https has no place where there is none.
    shipped = re.sub(r"server \{\n  listen 80;.*?\n\}\n", "", shipped, flags=re.DOTALL)
    shipped = re.sub(r"\n  (ssl_|listen \[).*", "", shipped)
    shipped = shipped.replace("listen 443 ssl http2;", f"listen 127.0.0.1:{port};")
    shipped = shipped.replace("/var/lib/nginx/lettre", str(folder / "cache"))
    shipped = shipped.replace("/var/log/nginx", str(folder))
    shipped = shipped.replace("127.0.0.1:8000", f"127.0.0.1:{behind}")
    return _http(folder, shipped)


def nginx_of_files(folder: Path, port: int) -> str:
    """Return the configuration of an nginx that serves the files of `folder`, the limit of what can be served."""
    server = f"server {{ listen 127.0.0.1:{port}; root {folder}; default_type text/html; gzip_static on; }}"
    return _http(folder, server)


def _http(folder, inside):
    return (
        f"daemon off; worker_processes {WORKERS}; pid {folder}/nginx.pid; error_log {folder}/error.log warn;\n"
        f"events {{ worker_connections 1024; }}\n"
        f"http {{ access_log off; keepalive_requests 1000000; include /etc/nginx/mime.types;\n"
        + "".join(
            f"{kind}_temp_path {folder}/{kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        + f"{inside}\n}}\n"
    )


@contextlib.contextmanager
def nginx(configuration: str, folder: Path, port: int) -> Iterator[subprocess.Popen]:
    """Run nginx with a configuration that lies in `folder`."""
    file = folder / "nginx.conf"
    file.write_text(configuration)
    as_nobody = ["-g", "user root;"] if os.getuid() == 0 else []
    with running(["/usr/sbin/nginx", "-c", str(file), "-p", str(folder), *as_nobody], os.environ, port) as process:
        yield process


@contextlib.contextmanager
def behind_nginx(site: Site, behind: int) -> Iterator[int]:
    """Put the shipped nginx before the server at `behind`; yields its port."""
    port, folder = free_port(), Path(tempfile.mkdtemp(prefix="nginx-", dir=site.folder))
    with nginx(nginx_configuration(folder, behind, port), folder, port):
        yield port
