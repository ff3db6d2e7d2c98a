"""The post: a relay that takes, refuses and keeps every message, and the mailbox to which some come back."""

import email
import email.policy
import re
import socket
import threading
from contextlib import ExitStack
from pathlib import Path

from aiosmtpd.controller import Controller
from clock import real_time, wait

from tests.readers.imap_server import Box, certificate, serving

# Addresses of this name nobody has: the relay says so at once.
UNKNOWN = "inconnu"
LINK = re.compile(r"https?://[^\s\"<>]+")


class Message:
    """A message that the relay took: to whom, when, and what it says."""

    def __init__(self, to, content):
        self.to, self.raw, self.taken_at = to, content, real_time()

    @property
    def parsed(self):
        """The message as mail programs read it."""
        return email.message_from_bytes(self.raw, policy=email.policy.SMTP)

    @property
    def subject(self):
        """Its subject, in words."""
        return str(self.parsed["Subject"])

    def words(self, kind="plain"):
        """One of its two parts."""
        body = self.parsed.get_body((kind,))
        return body.get_content() if body else ""

    def links(self, kind="plain"):
        """The addresses that a part leads to."""
        return [link.rstrip(".,)") for link in LINK.findall(self.words(kind))]

    def link(self, fragment):
        """The first address that has `fragment` in it."""
        found = [link for link in self.links() + self.links("html") if fragment in link]
        if not found:
            raise LookupError(f"{fragment} is in no link of « {self.subject} »: {self.links()}")
        return found[0]


class Post:
    """The relay, as aiosmtpd calls it, and the mailbox of what comes back."""

    def __init__(self, folder: Path):
        self.folder, self.messages, self.refused = folder, [], []
        self.lock, self.stack = threading.Lock(), ExitStack()
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.box = Box()

    def open(self):
        """Serve both until `close`."""
        self.controller = Controller(self, hostname="127.0.0.1", port=self.port, data_size_limit=2**25)
        self.controller.start()
        self.pem = certificate(self.folder)
        self.mailbox_port = self.stack.enter_context(serving(self.box, self.pem))

    def close(self):
        """Serve no more."""
        self.controller.stop()
        self.stack.close()

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802 - aiosmtpd's name
        if address.startswith(UNKNOWN):
            self.refused.append(address)
            return "550 5.1.1 No such user here"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - aiosmtpd's name
        message = Message(envelope.rcpt_tos[0], envelope.content)
        with self.lock:
            self.messages.append(message)
        return "250 2.0.0 OK"

    def taken(self, since=0):
        """The messages, from the one numbered `since` on."""
        with self.lock:
            return self.messages[since:]

    def to(self, address, since=0):
        """The messages to an address, in order."""
        return [message for message in self.taken(since) if message.to == address]

    def wait_for(self, address, words="", since=0, patience=180):
        """Wait for a message to `address` whose subject or text has `words`, and return the last such one."""
        for _ in range(patience * 10):
            found = [each for each in self.to(address, since) if words in each.subject or words in each.words()]
            if found:
                return found[-1]
            wait(0.1)
        raise LookupError(f"No message to {address} with « {words} »: {[each.subject for each in self.to(address)]}")

    def comes_back(self, message, address, name="postfix"):
        """Put a report of non-delivery about a message into the mailbox."""
        places = {"MESSAGE-ID": message.parsed["Message-ID"], "XTEXT": address, "ADDRESS": address, "TOKEN": "x"}
        raw = (Path("tests/readers/mails") / f"{name}.eml").read_bytes()
        for place, value in places.items():
            raw = raw.replace(place.encode(), value.encode())
        inbox = self.box.folders["INBOX"]
        number = 1 + max((each for folder in self.box.folders.values() for each in folder), default=0)
        inbox[number] = raw.replace(b"\n", b"\r\n")
