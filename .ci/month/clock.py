"""A clock that all processes of the month share: a file says by how many seconds it is ahead of the real one."""

import os
import threading
import time
from datetime import datetime, timedelta
from math import ceil
from pathlib import Path

import time_machine

# Seconds between two looks at the file, and after which a process that does not follow is a fault.
LOOK, PATIENCE = 0.05, 60


def real_time() -> float:
    """The seconds since 1970, whatever the clock of the month says."""
    hatch = time_machine.escape_hatch
    return hatch.time.time() if hatch.is_travelling() else time.time()


def wait(seconds: float) -> None:
    """Wait for so long."""
    threading.Event().wait(seconds)


class Follower:
    """The clock inside of one process, which follows the file for as long as the process lives.

    It writes what it follows beside the file, under its number, so that whoever moved the clock knows.
    """

    def __init__(self, file: Path):
        self.file, self.seen = file, file.with_suffix(".seen")
        self.seen.mkdir(exist_ok=True)
        self.ahead = self._told()
        self.traveller = time_machine.travel(real_time() + self.ahead, tick=True).start()
        # A busy machine lets moments pass between the two.
        self.traveller.shift(self.ahead - (time.time() - real_time()))
        self._begin()
        # A worker of the server is a copy of a process, without its threads.
        os.register_at_fork(after_in_child=self._begin)

    def _begin(self):
        self._tell()
        threading.Thread(target=self._follow, daemon=True).start()

    def _tell(self):
        (self.seen / str(os.getpid())).write_text(str(self.ahead))

    def _told(self):
        return int(self.file.read_text() or 0)

    def _follow(self):
        while True:
            wait(LOOK)
            try:
                told = self._told()
            except FileNotFoundError:
                # The month is over.
                return
            if told != self.ahead:
                self.traveller.shift(told - self.ahead)
                self.ahead = told
                self._tell()


class Clock:
    """The clock as the month moves it: forwards only."""

    def __init__(self, file: Path, begins: datetime):
        self.file, self.ahead = file, 0
        self._say(int(begins.timestamp() - real_time()))
        self.follower = Follower(file)

    def to(self, moment: datetime) -> None:
        """Move on to a moment, and come back when every process that runs is there."""
        ahead = ceil(moment.timestamp() - real_time())
        if ahead < self.ahead:
            raise ValueError(f"The clock does not go back to {moment}.")
        self._say(ahead)
        self._all_follow()

    def on(self, **span) -> None:
        """Move on by a span of time, as timedelta takes it."""
        self._say(self.ahead + int(timedelta(**span).total_seconds()))
        self._all_follow()

    def _say(self, ahead):
        self.ahead = ahead
        draft = self.file.with_suffix(".new")
        draft.write_text(str(ahead))
        draft.replace(self.file)

    def _all_follow(self):
        for _ in range(int(PATIENCE / LOOK)):
            if all(said.read_text() == str(self.ahead) for said in self._running()):
                return
            wait(LOOK)
        raise SystemExit("Un processus n’a pas suivi l’horloge.")

    def _running(self):
        return [said for said in self.file.with_suffix(".seen").iterdir() if self._follows(said.name)]

    def _follows(self, number):
        """Whether it lives: the number of a dead process stays for a while, and then is that of another."""
        try:
            return number == str(os.getpid()) or bytes(self.file) in Path(f"/proc/{number}/environ").read_bytes()
        except OSError:
            return False
