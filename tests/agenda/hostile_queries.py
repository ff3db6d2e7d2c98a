"""Query strings of the agenda as programs and clumsy hands write them, each from a draw: it can be had again."""

from random import Random
from urllib.parse import quote, quote_from_bytes

NAMES = ["q", "periode", "du", "au", "commune", "epci", "theme", "public", "organisateur", "mois", "annee", "page"]
STRANGE_NAMES = ["", "theme[]", "du[gte]", "__proto__", "page ", "\0", "é", "<script>", "mois\r\nX-A: b", "utm_source"]
GOOD = {
    "q": ["parc", "écotransition", "n° 9", "l’eau"],
    "periode": ["a-venir", "aujourd-hui", "ce-week-end", "cette-semaine", "ce-mois", "passes"],
    "du": ["2023-06-01", "2026-12-31", "01/06/2023", "1990-01-01"],
    "au": ["2023-06-30", "2027-01-01", "31/12/2026", "2100-12-31"],
    "commune": ["62001", "62498", "62003"],
    "epci": ["000000001", "200072460"],
    "theme": ["sport", "culture", "autre"],
    "public": ["tous", "elus"],
    "organisateur": ["1", "2", "99999"],
    "mois": ["2026-12", "2023-02", "2027-01"],
    "annee": ["2023", "2026", "1990"],
    "page": ["1", "2", "999999"],
}
BAD = [
    "",
    " ",
    "0",
    "-1",
    "1e309",
    "9" * 15,
    "9" * 400,
    "0x10",
    "1.5",
    "٣",
    "NaN",
    "None",
    "null",
    "0001-01-01",
    "9999-12-31",
    "2023-02-30",
    "2023-13",
    "2023-00",
    "10000-01",
    "2026-12-02T00:00:00Z",
    "+033333-01-01",
    "' OR 1=1 --",
    "%' AND (SELECT 1)",
    "\\",
    "\0",
    "a\0b",
    "\u2028",
    "\u202e",
    "\ufffe",
    "﷽" * 50,
    "é" * 101,
    "x" * 10_000,
    '"*" NEAR/0 (',
    "NOT OR AND",
    "title:x*",
    "<script>alert(1)</script>",
    "../../etc/passwd",
    "{{7*7}}",
    "½ ⑴ ²",
    "𝟙𝟚",
    "🏳️‍🌈",
]
# Bytes that are no UTF-8: a lone surrogate, a truncated letter, anything.
RAW = ["%ED%A0%80", "%FF%FE", "%C3", "%", "%zz", "%u0041", "+", "%00", "&", ";", "=", "%F4%90%80%80", "%E2%80%A8"]


def query(draw: Random) -> str:
    """One query string, from a draw."""
    parts = [_parameter(draw) for _ in range(draw.choice([1, 1, 2, 3, 5, 12]))]
    if draw.random() < 0.02:
        parts *= 60
    return draw.choice(["&", "&", "&", ";", "&&"]).join(parts)


def _parameter(draw):
    name = draw.choice(NAMES) if draw.random() < 0.9 else draw.choice(STRANGE_NAMES)
    kind = draw.random()
    if kind < 0.45:
        value = quote(draw.choice(GOOD.get(name, ["1"])))
    elif kind < 0.8:
        value = quote(draw.choice(BAD))
    elif kind < 0.9:
        value = draw.choice(RAW) * draw.choice([1, 3, 200])
    else:
        value = quote_from_bytes(draw.randbytes(draw.choice([1, 4, 40])))
    return f"{quote(name)}={value}" if draw.random() < 0.95 else value
