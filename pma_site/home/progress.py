"""A terminal that shows it is alive: a dot a second while a command that takes its time says nothing."""

import threading


class Progress:
    """An output to write to, and a context in which silence is filled with dots."""

    def __init__(self, stdout):
        self.stdout = stdout
        self.dotted = False
        self.lock = threading.Lock()
        self.spoke = threading.Event()
        self.over = threading.Event()
        self.thread = threading.Thread(target=self._fill_silence, daemon=True)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *exception):
        self.over.set()
        self.spoke.set()
        self.thread.join()
        if self.dotted:
            self.stdout.write("")

    def write(self, text):
        with self.lock:
            if self.dotted:
                self.stdout.write("")
            self.dotted = False
            self.stdout.write(text)
            self.stdout.flush()
        self.spoke.set()

    def flush(self):
        """Part of what an output is; every line was flushed already."""

    def _fill_silence(self):
        while not self.over.is_set():
            if self.spoke.wait(timeout=1):
                self.spoke.clear()
                continue
            with self.lock:
                self.stdout.write("." if self.dotted else "  .", ending="")
                self.stdout.flush()
                self.dotted = True
