"""A DNS server is asked, and may answer nothing."""

import socket
from threading import Thread

import dns.message
import dns.resolver
import dns.rrset
import pytest

from pma_site.core import dns_lookup, sender_domain


class Names(Thread):
    """A DNS server on this machine, which answers from a zone; `None` as a record is « I cannot »."""

    def __init__(self, zone):
        super().__init__(daemon=True)
        self.zone, self.asked = zone, 0
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]

    def run(self):
        while True:
            try:
                packet, client = self.socket.recvfrom(4096)
            except OSError:
                return
            if len(packet) < 12:
                return
            query = dns.message.from_wire(packet)
            self.asked += 1
            question = query.question[0]
            name = question.name.to_text()
            response = dns.message.make_response(query)
            if (name, question.rdtype.name) in self.zone:
                response.answer = [
                    dns.rrset.from_text(name, 60, "IN", question.rdtype, *self.zone[name, question.rdtype.name])
                ]
            elif name not in [known for known, _ in self.zone]:
                response.set_rcode(dns.rcode.NXDOMAIN)
            self.socket.sendto(response.to_wire(), client)

    def stop(self):
        self.socket.sendto(b"", ("127.0.0.1", self.port))
        self.join(5)
        self.socket.close()


@pytest.fixture
def names(monkeypatch):
    server = Names(
        {
            ("pma.example.", "TXT"): ['"v=spf1 a:relais" ".example -all"', '"autre"'],
            ("pma.example.", "MX"): ["10 mx.pma.example."],
            ("muet.example.", "MX"): ["0 ."],
        }
    )
    server.start()
    resolver = dns.resolver.Resolver(configure=False)
    resolver.nameservers, resolver.port, resolver.timeout = ["127.0.0.1"], server.port, 0.2
    monkeypatch.setattr(dns.resolver, "default_resolver", resolver)
    yield server
    server.stop()


class TestAsking:
    def test_a_real_server_is_understood(self, names):
        assert sorted(dns_lookup.ask("pma.example", "TXT")) == ["autre", "v=spf1 a:relais.example -all"]
        assert dns_lookup.ask("pma.example", "MX") == ["10 mx.pma.example"]
        assert dns_lookup.ask("muet.example", "MX") == ["0 "]
        assert dns_lookup.ask("pma.example", "A") == []
        assert dns_lookup.ask("absent.example", "TXT") == []

    @pytest.mark.parametrize(
        "name", ["", ".", "a..b", f"{'a' * 64}.example", f"{'a.' * 200}example", "é\x00.example", "\\999"]
    )
    def test_what_is_no_name_has_no_records(self, names, name):
        assert dns_lookup.ask(name, "TXT") == []

    def test_silence_is_told_apart_and_waited_for_twice_at_most(self, monkeypatch):
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as deaf:
            deaf.bind(("127.0.0.1", 0))
            resolver = dns.resolver.Resolver(configure=False)
            resolver.nameservers, resolver.port, resolver.timeout = ["127.0.0.1"], deaf.getsockname()[1], 0.05
            monkeypatch.setattr(dns.resolver, "default_resolver", resolver)
            monkeypatch.setattr(dns_lookup, "PATIENCE", 0.1)

            verdicts = sender_domain.judge()
            deaf.setblocking(False)
            heard = set()
            while True:
                try:
                    heard.add(dns.message.from_wire(deaf.recv(4096)).question[0].to_text())
                except BlockingIOError:
                    break

        assert [verdict.words for verdict in verdicts] == [sender_domain.SILENT] * 4
        assert len(heard) == 2
        # What is not known is asked again.
        assert sender_domain.known() is None
