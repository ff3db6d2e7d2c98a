"""Addresses that somebody types are read from the public Internet only, within bounds; no test leaves this machine."""

import gzip
import time
import zlib

import pytest

from agenda import fetching
from agenda.fetching import Rules, fetch, is_public, tidy
from pma_site.core.refusals import Refused
from tests.agenda.importing.web import web


@pytest.fixture(autouse=True)
def nothing_is_looked_up(monkeypatch):
    """Only numbers are resolved, as the system does without asking anybody."""

    def numbers_only(host, port, *args, **options):
        assert ":" in host or host == "localhost" or host.replace(".", "").isdigit(), host
        return real(host, port, *args, **options)

    real = fetching.socket.getaddrinfo
    monkeypatch.setattr(fetching.socket, "getaddrinfo", numbers_only)


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/a.ics",
        "http://127.1/",
        "http://0/",
        "http://0.0.0.0/",
        "http://10.0.0.1/",
        "http://172.16.0.1/",
        "http://192.168.1.1/",
        "http://100.64.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://168.63.129.16/",
        "http://198.18.0.1/",
        "http://224.0.0.1/",
        "http://255.255.255.255/",
        "http://0x7f.1/",
        "http://0x7f000001/",
        "http://2130706433/",
        "http://0177.0.0.1/",
        "http://127.0.0.1./",
        "http://１２７.0.0.1/",
        "http://localhost/",
        "http://[::1]/",
        "http://[::]/",
        "http://[::ffff:10.0.0.1]/",
        "http://[::ffff:a9fe:a9fe]/",
        "http://[64:ff9b::a00:1]/",
        "http://[64:ff9b:1::a00:1]/",
        "http://[2002:a00:1::]/",
        "http://[::10.0.0.1]/",
        "http://[fe80::1]/",
        "http://[fe80::1%25eth0]/",
        "http://[fc00::1]/",
        "http://[ff02::1]/",
        "https://user:secret@agenda.example/",
        "http://agenda.example:8080/",
        "http://agenda.example:22/",
        "http://agenda.example:99999/",
        "ftp://agenda.example/",
        "file:///etc/passwd",
        "gopher://agenda.example/",
        "javascript:alert(1)",
        "https://",
        "http://a b.example/",
        "http://agenda.example\\@10.0.0.1/",
        "http://agenda.example/\r\nHost: autre",
        "http://" + "a" * 2_000,
        "",
    ],
)
def test_what_is_not_of_the_public_web_is_refused(address):
    with pytest.raises(Refused) as refusal:
        fetch(address)

    assert str(refusal.value)


def test_public_addresses_are_public():
    assert all(map(is_public, ["8.8.8.8", "2001:4860:4860::8888", "::ffff:8.8.8.8", "64:ff9b::808:808"]))
    assert not any(map(is_public, ["", "x", "999.1.1.1", "fec0::1"]))


def test_a_name_that_leads_inside_is_refused_even_where_it_leads_outside_too():
    with pytest.raises(Refused, match="n’est pas un site public"):
        fetch("http://agenda.example/", Rules(resolve=lambda host, port: ["8.8.8.8", "10.0.0.1"]))


def test_what_was_checked_is_connected_to_whatever_the_name_says_next():
    with web({"/a": (200, {}, b"BEGIN")}) as (rules, port, asked):
        answers = iter([["127.0.0.1"], ["10.0.0.1"]])
        once = Rules(
            resolve=lambda host, port: next(answers),
            is_public=lambda address: address == "127.0.0.1",
            ports=(port,),
            total_timeout=3,
        )

        assert fetch(f"http://agenda.example:{port}/a", once).content == b"BEGIN"
        assert asked == [(f"agenda.example:{port}", "/a")]
        # The name had one answer only: nobody asked it twice.
        assert next(answers) == ["10.0.0.1"]


def test_redirects_are_followed_three_times_and_checked_each():
    def to(address):
        return 302, {"Location": address}, b""

    answers = {}
    with web(answers) as (rules, port, asked):
        base = f"http://agenda.example:{port}"
        answers |= {
            "/1": to("/2"),
            "/2": to(f"{base}/3"),
            "/3": to("/é?q=ù"),
            "/%C3%A9?q=%C3%B9": (200, {}, b"fin"),
            "/loop": to("/loop"),
            "/inside": to(f"http://127.0.0.1:{port}/secret"),
            "/metadata": to(f"http://169.254.169.254:{port}/latest/"),
            "/disguised": to(f"http://0x7f.1:{port}/secret"),
            "/file": to("file:///etc/passwd"),
            "/secret": (200, {}, b"secret"),
        }
        assert fetch(f"{base}/1", rules).content == b"fin"
        for path in ("/loop", "/inside", "/metadata", "/disguised", "/file"):
            with pytest.raises(Refused):
                fetch(base + path, rules)
        assert not any(path == "/secret" for _, path in asked)


def slow(handler):
    handler.send_response(200)
    handler.end_headers()
    for _ in range(200):
        handler.wfile.write(b"x")
        handler.wfile.flush()
        time.sleep(0.1)


def slow_headers(handler):
    for _ in range(200):
        handler.wfile.write(b"X")
        handler.wfile.flush()
        time.sleep(0.1)


HEAVY = b"0" * 6_000_000


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ((404, {}, b""), "n’existe pas"),
        ((403, {}, b""), "doit être public"),
        ((500, {}, b""), "n’a pas donné l’agenda"),
        ((302, {}, b""), "n’a pas donné l’agenda"),
        ((200, {}, HEAVY), "trop lourd"),
        ((200, {"Content-Length": "99999999"}, b""), "trop lourd"),
        ((200, {"Content-Encoding": "gzip"}, gzip.compress(HEAVY)), "trop lourd"),
        ((200, {"Content-Encoding": "gzip"}, gzip.compress(b"a" * 900)[:-8]), "abîmé"),
        ((200, {"Content-Encoding": "gzip"}, b"rien"), "abîmé"),
        ((200, {"Content-Encoding": "br"}, b"rien"), "compressé"),
        (slow, "trop de temps"),
        (slow_headers, "trop de temps"),
        (lambda handler: handler.wfile.write(b"n'importe\r\n\r\n"), "de travers"),
    ],
)
def test_bad_answers_are_explained(answer, words):
    with web({"/a": answer}) as (rules, port, _):
        began = time.monotonic()
        quick = Rules(**{**vars(rules), "total_timeout": 0.8})
        with pytest.raises(Refused, match=words):
            fetch(f"http://agenda.example:{port}/a", quick if callable(answer) else rules)
        assert time.monotonic() - began < 3


def test_what_is_packed_is_unpacked():
    for encoding, packed in (("gzip", gzip.compress(b"BEGIN")), ("deflate", zlib.compress(b"BEGIN"))):
        with web({"/a": (200, {"Content-Encoding": encoding}, packed)}) as (rules, port, _):
            assert fetch(f"http://agenda.example:{port}/a", rules).content == b"BEGIN"


def test_an_invalid_certificate_is_refused():
    """A server without TLS where TLS is expected, and the certificates of the system are the ones trusted."""
    context = fetching.ssl.create_default_context()
    assert context.check_hostname
    assert context.verify_mode == fetching.ssl.CERT_REQUIRED
    with web({}) as (rules, port, _), pytest.raises(Refused):
        fetch(f"https://agenda.example:{port}/a", rules)


def test_addresses_as_people_paste_them():
    assert tidy(" webcal://agenda.example/a.ics ") == "https://agenda.example/a.ics"
    assert tidy("www.agenda.example/a.ics") == "https://www.agenda.example/a.ics"
    assert tidy("WEBCAL://Agenda.Example/A.ics#juin") == "https://agenda.example/A.ics"
    with pytest.raises(Refused):
        tidy("mon agenda")
