"""A web server of our own, in the place of the Internet: what it answers is a list of steps by path."""

import socket
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from agenda.fetching import Rules, is_public


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.server.asked.append((self.headers["Host"], self.path))
        answer = self.server.answers.get(self.path)
        if callable(answer):
            answer(self)
            return
        status, headers, body = answer or (404, {}, b"")
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        pass


@contextmanager
def web(answers, hosts=("agenda.example",)):
    """Serve `answers` (path → (status, headers, body), or a function) under the names `hosts`.

    Yields the rules by which to ask, the port, and what was asked. Names of `hosts` lead to the server; all others lead
    where they are told to, or nowhere, and the real rule says what is public.
    """
    server = _Server(("127.0.0.1", 0), _Handler)
    server.answers, server.asked = answers, []
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    known = dict.fromkeys(hosts, ["127.0.0.1"])
    resolved = []

    def resolve(host, port):
        resolved.append(host)
        if host in known:
            return known[host]
        if host.replace(".", "").isdigit() or ":" in host:
            return [host]
        raise socket.gaierror

    def allowed(address):
        # Our server stands for a public one, as long as a name of ours led there.
        return (address == "127.0.0.1" and resolved[-1] in known) or is_public(address)

    rules = Rules(resolve=resolve, is_public=allowed, ports=(server.server_port,), total_timeout=3, connect_timeout=1)
    try:
        yield rules, server.server_port, server.asked
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
