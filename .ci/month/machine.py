"""The machine that has the site: its folders and database, the server, the workers, the commands that run on it."""

import os
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

from clock import wait

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
PYTHON = sys.executable


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        return door.getsockname()[1]


class Machine:
    """A folder and a database, with the processes that run on them. `prepare` makes this process one of them."""

    def __init__(self, folder: Path, database: str, port: int):
        self.folder, self.database, self.port = folder, database, port
        self.url = f"http://127.0.0.1:{port}"
        self.server, self.workers = None, []
        folder.mkdir(exist_ok=True)
        self.environment = {
            "DJANGO_SETTINGS_MODULE": "month_settings",
            "PYTHONPATH": f"{HERE}{os.pathsep}{ROOT}",
            "MONTH_FOLDER": str(folder),
            "MONTH_DATABASE": database,
            "PORT": str(port),
            "BASE_URL": self.url,
        }

    def environ(self):
        """The environment of its processes."""
        return {**os.environ, **self.environment}

    def serve(self):
        """Start the production server, and wait until it answers."""
        command = ["-m", "pma_site.server", "--port", str(self.port), "--workers", "2"]
        self.server = self.started(command, "server")
        for _ in range(600):
            if self.server.poll() is not None:
                break
            try:
                urllib.request.urlopen(f"{self.url}/robots.txt", timeout=20).close()  # noqa: S310 - our own
                return
            except urllib.error.HTTPError:
                return
            except OSError:
                wait(0.1)
        raise SystemExit(f"Le serveur n’a pas démarré :\n{(self.folder.parent / 'server.log').read_text()[-3000:]}")

    def started(self, arguments, name):
        """Start Python with these arguments beside all else; `name` is that of its log."""
        log = (self.folder.parent / f"{name}.log").open("a")
        return subprocess.Popen([PYTHON, *arguments], cwd=ROOT, env=self.environ(), stdout=log, stderr=log)  # noqa: S603

    def work(self):
        """Start one more worker, which sends what comes due."""
        self.workers.append(self.started(["manage.py", "send_due", "--forever"], "worker"))
        return self.workers[-1]

    def kill(self, worker):
        """Kill a worker outright, whatever it has in its hands."""
        os.kill(worker.pid, signal.SIGKILL)
        worker.wait()
        self.workers.remove(worker)

    def command(self, name, *arguments, fails=False):
        """Run a command of manage.py, and return what it said."""
        done = subprocess.run(  # noqa: S603
            [PYTHON, "manage.py", name, *map(str, arguments)],
            cwd=ROOT,
            env=self.environ(),
            capture_output=True,
            text=True,
            check=False,
        )
        if bool(done.returncode) != fails:
            raise SystemExit(f"manage.py {name} : {done.returncode}\n{done.stdout[-2000:]}{done.stderr[-3000:]}")
        return done.stdout.replace("\xa0", " ").replace("\u202f", " ")

    def stop(self):
        """Let every process end."""
        running = [*self.workers, *([self.server] if self.server else [])]
        for process in running:
            process.terminate()
        for process in running:
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
        self.server, self.workers = None, []


def prepare(machine: Machine, post, clock_file: Path, log: Path) -> None:
    """Let this process, and all that it starts, speak of the site of a machine, with its post."""
    os.environ.update(machine.environment)
    os.environ.update(
        {
            "MONTH_CLOCK": str(clock_file),
            "MONTH_DRIVER": str(os.getpid()),
            "MONTH_LOG": str(log),
            "MONTH_JOURNAL": str(machine.folder.parent / "elsewhere" / "refus.journal"),
            "EMAIL_HOST": "127.0.0.1",
            "EMAIL_PORT": str(post.port),
            "EMAIL_TIMEOUT": "10",
            "DEFAULT_FROM_EMAIL": "La Lettre aux maires <lettre@pole.internal>",
            "BOUNCE_ADDRESS": "retours@pole.internal",
            "UNSUBSCRIBE_ADDRESS": "retours@pole.internal",
            "SENDING_PER_MINUTE": "0",
            "MAILBOX_HOST": "localhost",
            "MAILBOX_PORT": str(post.mailbox_port),
            "MAILBOX_USER": "retours@pma.example",
            "MAILBOX_PASSWORD": "secret",
            "SSL_CERT_FILE": str(post.pem),
            "DJANGO_ALLOW_ASYNC_UNSAFE": "true",
        }
    )
    sys.path[:0] = [str(HERE), str(ROOT)]
