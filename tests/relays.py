"""A mail relay on this machine that answers as a test wants it to, and keeps what it took."""

import asyncio
import socket
from contextlib import contextmanager
from dataclasses import dataclass, field

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP

SMTP_TRANSPORT = "django.core.mail.backends.smtp.EmailBackend"
CUT, HANG = "cut", "hang"


@dataclass
class Relay:
    """`replies` says what is answered at MAIL, RCPT, DATA and END, the final dot; CUT hangs up there, HANG waits."""

    port: int
    replies: dict[str, str] = field(default_factory=dict)
    taken: list = field(default_factory=list)
    connections: int = 0

    async def handle_MAIL(self, server, session, envelope, address, options):  # noqa: N802 - aiosmtpd's name
        envelope.mail_from, envelope.mail_options = address, options
        return await self._reply(server, "MAIL")

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802 - aiosmtpd's name
        reply = await self._reply(server, "RCPT")
        if reply.startswith("2"):
            envelope.rcpt_tos.append(address)
        return reply

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - aiosmtpd's name
        reply = await self._reply(server, "END")
        # Whoever cuts after the dot has taken the message, and nobody hears of it.
        if reply.startswith("2") or self.replies.get("END") == CUT:
            self.taken.append(envelope)
        return reply

    async def _reply(self, server, stage):
        reply = self.replies.get(stage, "250 2.0.0 Ok")
        if reply == HANG:
            await asyncio.sleep(3600)
        if reply == CUT:
            server.transport.abort()
        return reply


class _Server(SMTP):
    """aiosmtpd asks its handler at the end of a message only: its beginning is answered here."""

    def connection_made(self, transport):
        self.event_handler.connections += 1
        super().connection_made(transport)

    async def smtp_DATA(self, argument):  # noqa: N802 - aiosmtpd's name
        reply = self.event_handler.replies.get("DATA")
        if reply is None:
            await super().smtp_DATA(argument)
        elif reply == CUT:
            await self.push("354 Go ahead")
            await self._reader.readline()
            self.transport.abort()
        else:
            await self.push(reply)


class _Controller(Controller):
    def factory(self):
        return _Server(self.handler, hostname="relais.example", enable_SMTPUTF8=False, loop=self.loop)


@contextmanager
def relay(**replies):
    """A relay that listens for the length of a `with`."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    handler = Relay(port, replies)
    controller = _Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    # The controller itself called, to see whether somebody answers.
    handler.connections = 0
    try:
        yield handler
    finally:
        controller.stop()


def lead_to(settings, relay):
    """Let the site's messages go to `relay`, as settings.transport would have them go there."""
    settings.MAIL_TRANSPORT = SMTP_TRANSPORT
    settings.EMAIL_BACKEND = "pma_site.core.mail.GuardedBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", relay.port, 1
