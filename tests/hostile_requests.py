"""Requests that no browser sends, to every address of the site, by strangers and by who is signed in.

What stands in an address for a key, a name or a number, its query, its method, its headers and its body are drawn by
lot among what breaks programs: bytes that are no UTF-8, NUL, endless numbers, pages far away, parts that never end.
"""

import re
from random import Random
from urllib.parse import quote

from tests.addresses import addresses

BYTES = [
    *(b"\xff\xfe", b"\xed\xa0\x80", b"\xc0\xaf", b"\x00", b"%00", b"%ED%A0%80"),
    *(b"\r\nX: 1", b"\xf4\x90\x80\x80", b"\xe2\x80\xa8"),
]
WORDS = [
    *("", "0", "-1", "1", "9" * 19, "9" * 400, "1e9", "NaN", "\u0663", "1.5", "0x1f", "' OR 1=1 --"),
    *('"><script>alert(1)</script>', "../../../../etc/passwd", "..%2f..%2f", "%", "%%", "%s%n", "{{7*7}}"),
    *("${jndi:ldap://x}", "\N{SNOWMAN}", "a" * 3000, "\u202e", "[]", "{}", "null", "true", "\x00", "\x1b[2J"),
    *("None", "é" * 200, "1,2,3", ",", "id", "2026-02-30", "24:61"),
]
NAMES = [
    *("p", "page", "q", "id", "ids", "next", "ordering", "order", "export", "limit", "offset", "fields", "type"),
    *("locale", "commune", "theme", "periode", "du", "au", "epci", "result", "use_model", "allow_external_link"),
    *("multiple", "content_type", "date_from", "date_to", "mois", "page_type", "chosen", "collection_id", "tag"),
    *("user", "action", "timestamp_from", "kind"),
]
METHODS = ["get"] * 8 + ["head", "options", "put", "patch", "delete", "trace"]
HEADERS = [
    ("cookie", "sessionid=%00; csrftoken=\xe9; messages=x"),
    ("cookie", "a=" + "b" * 6000),
    ("cookie", "pma_appareil=a:b:c; pma_appareil=" + "x" * 2000),
    ("accept-language", "fr;q=" + "9" * 500),
    ("accept", "*/*," * 500),
    ("accept-encoding", "gzip;q=nan, br;q=1e999"),
    ("range", "bytes=0-,0-,0-"),
    ("range", "bytes=-" + "9" * 200),
    ("if-none-match", '"' * 501),
    ("if-modified-since", "Sun, 99 Foo 9999999 99:99:99 GMT"),
    ("x-forwarded-for", "::ffff:999.1.1.1, " * 200),
    ("x-requested-with", "XMLHttpRequest"),
    ("host", "testserver"),
    ("referer", "javascript:alert(1)"),
    ("user-agent", "\xff" * 300),
    ("content-type", "multipart/form-data; boundary=" + "b" * 300),
]
TRACES = re.compile(rb"Traceback \(most recent|File \"/|django\.core\.exceptions|site-packages")
# These end a session, which the rest of the run needs, or are made to fail.
LEFT_OUT = ("account_logout", "wagtailadmin_logout", "wagtailadmin_error_test")


def _targets():
    return [address for address, pattern in addresses() if pattern.name not in LEFT_OUT]


def _word(draw):
    return draw.choice(WORDS)


def _path(draw, address):
    kind = draw.random()
    if kind < 0.35:
        return address
    parts = address.split("/")
    place = draw.randrange(1, len(parts))
    if kind < 0.75:
        parts[place] = _quoted(_word(draw))
    elif kind < 0.9:
        parts[place] += "".join(f"%{byte:02X}" for byte in draw.choice(BYTES))
    else:
        parts.insert(place, _quoted(_word(draw)))
    return "/".join(parts) or "/"


def _quoted(text):
    return quote(text[:300], safe="%")


def _query(draw):
    return "&".join(f"{draw.choice(NAMES)}={_quoted(_word(draw))}" for _ in range(draw.randrange(4)))


def _multipart(draw):
    mark = "m" * draw.randrange(1, 60)
    name = draw.choice(["file", "files[]", "image", "a" * 300, "\u202e", "x\x00"])
    end = draw.choice([f"--{mark}--\r\n", "", f"--{mark}\r\n"])
    head = draw.choice(
        [
            f'Content-Disposition: form-data; name="{name}"; filename="../../x.php"\r\nContent-Type: image/svg+xml',
            f"Content-Disposition: form-data; name=\"{name}\"; filename*=hex''%00",
            "Content-Disposition: form-data",
            "X: y",
            "Content-Transfer-Encoding: base64\r\nContent-Disposition: form-data; name=a",
        ]
    )
    body = (
        f"--{mark}\r\n{head}\r\n\r\n".encode() + draw.choice(BYTES) * draw.randrange(1, 2000) + b"\r\n" + end.encode()
    )
    return body, f"multipart/form-data; boundary={draw.choice([mark, 'other', ''])}"


def _body(draw):
    kind = draw.random()
    if kind < 0.35:
        return _multipart(draw)
    if kind < 0.7:
        pairs = "&".join(f"{draw.choice(NAMES)}={_quoted(_word(draw))}" for _ in range(draw.randrange(1, 8)))
        return pairs.encode() + draw.choice(BYTES), "application/x-www-form-urlencoded"
    if kind < 0.85:
        return draw.choice([b"{", b"[" * 5000, b'{"a":1e9999}', b"null", b'"\\ud800"']), "application/json"
    return draw.choice(BYTES) * draw.randrange(1, 3000), draw.choice(["text/plain", "application/xml", "", "\x00"])


def attack(visitor, draw: Random):
    """Send one request by a browser of Django's client; return its status, a trace that showed, and what was asked."""
    address = _path(draw, draw.choice(_TARGETS))
    query = _query(draw)
    headers = {name: value for name, value in draw.sample(HEADERS, draw.randrange(3)) if name != "content-type"}
    if draw.random() < 0.3:
        body, kind = _body(draw)
        method = draw.choice(["POST", "POST", "PUT", "PATCH", "DELETE"])
        response = visitor.generic(method, f"{address}?{query}", body, content_type=kind, headers=headers)
    else:
        method = draw.choice(METHODS)
        response = getattr(visitor, method)(f"{address}?{query}", headers=headers)
    content = response.getvalue() if response.streaming else response.content
    return response.status_code, bool(TRACES.search(content)), f"{method} {address}?{query}"


_TARGETS = _targets()
