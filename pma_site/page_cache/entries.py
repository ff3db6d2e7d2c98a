"""What is kept of a page: its bytes in each writing, and the headers with which they leave, ready to be sent."""

import gzip
import hashlib
import queue
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from email.utils import formatdate

import brotli

# Below this a page is as short as its headers.
_WORTH_COMPRESSING = 500
# What an entry weighs beside its bytes: headers, keys, objects.
_FRAME = 3000
# What is told anew for each answer, or by the server.
_OWN = frozenset(
    ["cache-control", "connection", "content-length", "date", "etag", "last-modified", "server-timing", "vary"]
    + ["x-request-id"]
)
_KEPT_BY_304 = frozenset(["access-control-allow-origin", "link"])

IDENTITY, GZIP, BROTLI = "", "gzip", "br"
_SUFFIXES = {IDENTITY: "", GZIP: "-gz", BROTLI: "-br"}


class Entry:
    """One page as it was made: for whom made it, when, until when it holds."""

    __slots__ = (
        "answers",
        "born",
        "digest",
        "headers",
        "modified",
        "size",
        "stamp",
        "until",
        "wants_brotli",
        "_control",
    )

    def __init__(self, body: bytes, headers: list, *, stamp, born: float, until: float, control: str):
        self.stamp, self.born, self.until = stamp, born, until
        self.digest = hashlib.blake2b(body, digest_size=16).hexdigest()
        self.headers = [(name, value) for name, value in headers if name.lower() not in _OWN]
        self.modified: int | None = None
        self._control = control
        # By encoding: the bytes, the headers of a 200, those of a 304.
        self.answers: dict[str, tuple[bytes, list, list]] = {}
        self.size = _FRAME
        # Whether its smallest writing is still to be ordered.
        self.wants_brotli = False
        self.add(IDENTITY, body)

    def add(self, encoding: str, body: bytes) -> None:
        """Keep the page in one more writing."""
        told = [
            ("ETag", f'"{self.digest}{_SUFFIXES[encoding]}"'),
            ("Cache-Control", self._control),
            ("Vary", "Accept-Encoding"),
        ]
        if self.modified is not None:
            told.append(("Last-Modified", formatdate(self.modified, usegmt=True)))
        whole = [*self.headers, *told, ("Content-Length", str(len(body)))]
        if encoding:
            whole.append(("Content-Encoding", encoding))
        short = [*(pair for pair in self.headers if pair[0].lower() in _KEPT_BY_304), *told]
        self.answers[encoding] = (body, whole, short)
        self.size += len(body)

    def date(self, modified: int | None) -> None:
        """Say since when the page is as it is, in whole seconds since 1970; before any other writing is added."""
        self.modified = modified
        body = self.answers[IDENTITY][0]
        self.size -= len(body)
        self.add(IDENTITY, body)

    def compress(self, former: "Entry | None") -> None:
        """Add what is quickly made, and what a former entry of the same bytes has already."""
        body = self.answers[IDENTITY][0]
        if len(body) < _WORTH_COMPRESSING:
            return
        if former is not None and former.digest == self.digest:
            for encoding in (GZIP, BROTLI):
                if encoding in former.answers:
                    self.add(encoding, former.answers[encoding][0])
        if GZIP not in self.answers:
            self.add(GZIP, gzip.compress(body, 9, mtime=0))
        self.wants_brotli = BROTLI not in self.answers

    def answer(self, accepted: frozenset) -> tuple[bytes, list, list]:
        """Return the smallest writing that a client reads."""
        if BROTLI in accepted and BROTLI in self.answers:
            return self.answers[BROTLI]
        if GZIP in accepted and GZIP in self.answers:
            return self.answers[GZIP]
        return self.answers[IDENTITY]

    def holds(self, stamp, now: float) -> bool:
        """Tell whether it still says the truth. A clock that went back makes it doubtful."""
        return self.stamp == stamp and self.born <= now < self.until


class Shelf:
    """Entries within so many bytes; those that nobody asked for the longest go first. Safe between threads."""

    def __init__(self, most: int):
        self.most = most
        self._entries: OrderedDict[Hashable, Entry] = OrderedDict()
        self._size = 0
        self._lock = threading.Lock()

    def __len__(self):
        return len(self._entries)

    @property
    def size(self) -> int:
        """How many bytes are kept."""
        return self._size

    def get(self, key: Hashable) -> Entry | None:
        """Return an entry, which is then the last to go."""
        entry = self._entries.get(key)
        if entry is not None:
            try:  # noqa: SIM105 - three times as quick as suppress(), and done for every request
                self._entries.move_to_end(key)
            except KeyError:  # Another thread has just put it out.
                pass
        return entry

    def put(self, key: Hashable, entry: Entry) -> None:
        """Keep an entry in the place of the former one, if it is not too large to be kept beside others."""
        with self._lock:
            former = self._entries.pop(key, None)
            if former is not None:
                self._size -= former.size
            if entry.size > self.most // 4:
                return
            self._entries[key] = entry
            self._size += entry.size
            self._shrink()

    def grow(self, key: Hashable, entry: Entry, encoding: str, body: bytes) -> None:
        """Add a writing to an entry that is still kept."""
        with self._lock:
            if self._entries.get(key) is entry and encoding not in entry.answers:
                before = entry.size
                entry.add(encoding, body)
                self._size += entry.size - before
                self._shrink()

    def _shrink(self):
        while self._size > self.most:
            _, gone = self._entries.popitem(last=False)
            self._size -= gone.size


class BrotliPress:
    """Makes the smallest writing of pages beside the requests: it takes longer than to make the page."""

    def __init__(self):
        self._waiting: queue.SimpleQueue = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()

    def press(self, body: bytes, done: Callable[[bytes], None]) -> None:
        """Have `done` called with the bytes of `body` compressed, some time later, in another thread."""
        # Begun with the first page: a thread does not live through the fork of a server.
        with self._lock:
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._work, name="brotli", daemon=True)
                self._thread.start()
        self._waiting.put((body, done))

    def _work(self):
        while True:
            body, done = self._waiting.get()
            done(brotli.compress(body, mode=brotli.MODE_TEXT, quality=11))
