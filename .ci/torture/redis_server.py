"""A Redis of one's own, that can be killed."""

import signal
import subprocess
import time


class Redis:
    """A cache of one's own, to be killed."""

    def __init__(self, folder):
        self.folder, self.url = folder, f"unix://{folder}/redis.sock"
        self.start()

    def start(self):
        """Start it, with nothing in it."""
        command = ["redis-server", "--port", "0", "--unixsocket", f"{self.folder}/redis.sock", "--save", ""]
        self.process = subprocess.Popen([*command, "--dir", str(self.folder)], stdout=subprocess.DEVNULL)  # noqa: S603
        time.sleep(0.5)

    def kill(self):
        """Kill it outright."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
