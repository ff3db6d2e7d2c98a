"""sink PORT LOG plain|inspect|faults: a relay that takes everything and keeps nothing but its log.

It writes « message-id=… to=… accepted » before it answers, so that the log knows what its client may never learn. With
`inspect` each message is read; with `faults` it refuses, postpones, cuts and hangs.
"""

import asyncio
import email
import email.policy
import json
import os
import random
import re
import signal
import sys
import zlib

from aiosmtpd.controller import Controller

REFUSED, POSTPONED, CUT_AFTER, CUT_BEFORE, HANGING = 0.02, 0.05, 0.008, 0.004, 0.004
# Longer than its client waits.
HANG = 4
LIMIT = 90_000
ROOT = "http://127.0.0.1:8000/"


class Sink:
    """What it does with each message."""

    def __init__(self, log, mode):
        self.log = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        self.mode = mode
        self.chance = random.Random(9)  # noqa: S311 - repeatable on purpose

    def write(self, line):
        os.write(self.log, f"{line}\n".encode())

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802 - aiosmtpd's name
        if self.mode == "faults":
            if zlib.crc32(address.encode()) % 1000 < REFUSED * 1000:
                self.write(f"refused to={address}")
                return "550 5.1.1 No such user here"
            if self.chance.random() < POSTPONED / 2:
                return "451 4.7.1 Greylisted, try again"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - aiosmtpd's name
        name = re.search(rb"(?im)^Message-ID:\s*(<[^>]+>)", envelope.content)[1].decode()
        to = envelope.rcpt_tos[0]
        if self.mode == "faults":
            if self.chance.random() < POSTPONED / 2:
                return "451 4.3.0 Try again later"
            if self.chance.random() < CUT_BEFORE:
                self.write("cut before")
                server.transport.abort()
                return "451 never read"
        if self.mode == "inspect":
            self.write(f"seen {json.dumps(read(envelope.content, to))}")
        self.write(f"message-id={name} to={to} accepted")
        if self.mode == "faults":
            if self.chance.random() < CUT_AFTER:
                self.write("cut after")
                server.transport.abort()
            elif self.chance.random() < HANGING:
                self.write("hang")
                await asyncio.sleep(HANG)
        return "250 2.0.0 Queued"


def read(content, to):
    """Return what is wrong with a message, and whose way to leave it carries."""
    wrong = []
    message = email.message_from_bytes(content, policy=email.policy.SMTP)
    if [address.addr_spec for address in message["To"].addresses] != [to]:
        wrong.append("To differs from the envelope")
    text, html = (message.get_body((kind,)).get_content() for kind in ("plain", "html"))
    leave = re.search(r"<(https?://[^>]+/abonnement/quitter/([0-9a-f]{16})\.[^>/]+/)>", message["List-Unsubscribe"])
    if not leave or leave[1] not in text or leave[1] not in html:
        wrong.append("no way to leave in the header and in both parts")
    if message["List-Unsubscribe-Post"] != "List-Unsubscribe=One-Click" or "mailto:" not in message["List-Unsubscribe"]:
        wrong.append("List-Unsubscribe")
    if re.search(r'\b(?:href|src)="(?!https?://|mailto:|tel:|#)', html):
        wrong.append("a link that is not absolute")
    if "</html>" not in html or len(text) < 500:
        wrong.append("a part that is cut")
    if len(content) > LIMIT:
        wrong.append(f"{len(content)} bytes")
    return {"to": to, "code": leave[2] if leave else "", "size": len(content), "wrong": wrong}


class Relay(Controller):
    """Its server, which takes messages of any encoding and says nothing of them."""


def main(port, log, mode):
    controller = Relay(Sink(log, mode), hostname="127.0.0.1", port=int(port), decode_data=False, data_size_limit=2**20)
    controller.start()
    print("ready", flush=True)
    signal.sigwait([signal.SIGTERM, signal.SIGINT])
    controller.stop()


if __name__ == "__main__":
    main(*sys.argv[1:])
