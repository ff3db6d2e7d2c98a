"""A mailbox on this machine, spoken to by IMAP over TLS, of which a test sees what is in each folder."""

import re
import shlex
import socketserver
import ssl
import subprocess
from contextlib import contextmanager
from threading import Thread


def certificate(folder):
    """A certificate for `localhost` that nobody but who trusts this very file trusts."""
    path = folder / "localhost.pem"
    subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    subprocess.run(
        [*command, "-days", "2", *subject, "-keyout", path, "-out", folder / "public.pem"],
        check=True,
        capture_output=True,
    )
    path.write_text(path.read_text() + (folder / "public.pem").read_text())
    return path


NAME, PASSWORD = "retours@pma.example", "secret"


class Box:
    """`folders` maps names to messages by number; `read` are those marked so. `cut` hangs up at a command, once."""

    def __init__(self, *messages, able="MOVE UIDPLUS NAMESPACE", prefix="", password=PASSWORD, makes_folders=True):
        self.folders = {"INBOX": dict(enumerate(messages, start=1))}
        self.able, self.prefix, self.password, self.makes_folders = able, prefix, password, makes_folders
        self.read, self.deleted, self.cut = set(), set(), ""

    def answer(self, command, arguments):
        """The untagged lines of an answer, then « OK » or « NO … »."""
        handle = getattr(self, f"_{command.lower().replace(' ', '_')}", None)
        return handle(*arguments) if handle else ["BAD unknown command"]

    def _capability(self):
        return [f"* CAPABILITY IMAP4rev1 {self.able}", "OK"]

    def _login(self, name, password):
        return ["OK" if (name, password) == (NAME, self.password) else "NO no such account"]

    def _namespace(self):
        return [f'* NAMESPACE (("{self.prefix}" ".")) NIL NIL', "OK"]

    def _select(self, folder):
        return [f"* {len(self.folders[folder])} EXISTS", "OK [READ-WRITE]"]

    def _create(self, folder):
        if not self.makes_folders or not folder.startswith(self.prefix) or folder in self.folders:
            return ["NO cannot"]
        self.folders[folder] = {}
        return ["OK"]

    def _status(self, folder, what):
        return [f'* STATUS "{folder}" (UIDNEXT 1)', "OK"] if folder in self.folders else ["NO no such folder"]

    def _uid_search(self, what):
        unread = [str(uid) for uid in self.folders["INBOX"] if uid not in self.read]
        return [f"* SEARCH {' '.join(unread)}".rstrip(), "OK"]

    def _uid_fetch(self, uid, what):
        message = self.folders["INBOX"][int(uid)][: int(re.search(r"<0\.(\d+)>", what)[1])]
        return [f"* {uid} FETCH (UID {uid} BODY[]<0> {{{len(message)}}}".encode() + b"\r\n" + message + b")", "OK"]

    def _uid_move(self, uid, folder):
        self.folders[folder][int(uid)] = self.folders["INBOX"].pop(int(uid))
        return ["OK"]

    def _uid_copy(self, uid, folder):
        self.folders[folder][int(uid)] = self.folders["INBOX"][int(uid)]
        return ["OK"]

    def _uid_store(self, uid, what, flags):
        (self.read if "Seen" in flags else self.deleted).add(int(uid))
        return ["OK"]

    def _uid_expunge(self, uid):
        self.deleted.discard(int(uid))
        del self.folders["INBOX"][int(uid)]
        return ["OK"]

    def _logout(self):
        return ["* BYE", "OK"]


class _Handler(socketserver.StreamRequestHandler):
    disable_nagle_algorithm = True

    def handle(self):
        self.say("* OK ready")
        while line := self.rfile.readline():
            tag, command, *arguments = shlex.split(
                line.decode().replace("(", "'(").replace(")", ")'").replace("\\", "\\\\")
            )
            if command == "UID":
                command, arguments = f"UID {arguments[0]}", arguments[1:]
            if command == self.server.box.cut:
                self.server.box.cut = ""
                return
            *untagged, last = self.server.box.answer(command, arguments)
            self.say(*untagged, f"{tag} {last} done")
            if command == "LOGOUT":
                return

    def say(self, *lines):
        # In one packet: small ones wait for each other.
        self.wfile.write(b"".join((line if isinstance(line, bytes) else line.encode()) + b"\r\n" for line in lines))


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address, daemon_threads, block_on_close = True, True, True

    def get_request(self):
        connection, address = super().get_request()
        return self.context.wrap_socket(connection, server_side=True, do_handshake_on_connect=True), address

    def handle_error(self, request, client_address):
        """Whoever hangs up is no fault of the server."""


@contextmanager
def serving(box, pem):
    """Serve a box for the length of a `with`; gives the port."""
    server = _Server(("127.0.0.1", 0), _Handler)
    server.box = box
    server.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.context.load_cert_chain(pem)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
