"""Files shown to ClamAV, where settings name one, before anything is kept of them (clamd, command INSTREAM)."""

import socket
import struct

from django.conf import settings

from .refusals import Refused

SECONDS = 20
_PIECE = 64 * 1024
_SILENT = (
    "L’antivirus du site ne répond pas : ce fichier n’a pas été pris. Rien n’est perdu de ce que vous avez tapé ; "
    "réessayez dans quelques minutes, ou prévenez l’administrateur du site."
)


def check(content: bytes) -> None:
    """Let pass what ClamAV finds nothing in; without `CLAMAV` in the settings everything passes.

    Raises Refused for what it names, and also when it does not answer: what nobody looked at is not kept.
    """
    if not settings.CLAMAV:
        return
    try:
        said = _asked(content)
    except OSError as fault:
        raise Refused(_SILENT) from fault
    if said.endswith("FOUND"):
        raise Refused("L’antivirus du site reconnaît un programme malveillant dans ce fichier : il n’a pas été pris.")
    if not said.endswith("OK"):
        raise Refused(_SILENT)


def _asked(content):
    with _door() as door:
        door.sendall(b"zINSTREAM\0")
        for start in range(0, len(content), _PIECE):
            piece = content[start : start + _PIECE]
            door.sendall(struct.pack("!L", len(piece)) + piece)
        door.sendall(struct.pack("!L", 0))
        return door.recv(4096).rstrip(b"\0\n ").decode("utf-8", "replace")


def _door():
    """A connection to « host:port », or to the socket at a path."""
    if settings.CLAMAV.startswith("/"):
        door = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        door.settimeout(SECONDS)
        door.connect(settings.CLAMAV)
        return door
    host, _, port = settings.CLAMAV.rpartition(":")
    return socket.create_connection((host, int(port)), timeout=SECONDS)
