"""Searches as programs and clumsy hands send them, each from a draw: it can be had again."""

from random import Random
from urllib.parse import quote, quote_from_bytes

NAMES = ["q", "q", "q", "type", "annee", "commune", "page"]
PIECES = [
    *["écotransition", "innovaton", "n° 9", "parc", "lens", "a", "l’", "start-up", "SIZIAF", "4 100", "C.A.L.L."],
    *['"', "'", "\\", "%", "_", "*", "(", ")", "{", "[", "|", "&", "!", "^", "~", ":", ";", "--", "/*", "-", "+", "#"],
    *["AND", "OR", "NOT", "NEAR/3", "title:", "<->", ":*", "$$", "{{7*7}}", "<script>", "&amp;", "../", "(a+)+$"],
    *[
        "\0",
        "\x85",
        "\u2028",
        "\u202e",
        "\u200b",
        "\ufffe",
        "\ufeff",
        "🌳",
        "👩\u200d🚀",
        "﷽",
        "㈠",
        "½",
        "ŉ",
        "İ",
        "ß",
        "ﬁ",
    ],
    *["é" * 99, "x" * 100, "x" * 101, "'" * 100, "a " * 50, "zzzz " * 20, "n° " * 30, "1 000 " * 16, "-" * 100],
    *["９", "٣", "1e309", "-1", "0x10", "NaN", "9" * 400, "e\u0301" * 40, "\u0301" * 90, "a.b.c.d." * 12],
]
VALUES = {
    "type": ["lettre", "agenda", "x", "", "LETTRE", "__proto__"],
    "annee": ["2023", "0", "-1", "99999", "2023.5", "٢٠٢٣", "1e3"],
    "commune": ["62498", "2A004", "62", "'62498", "6249٨"],
    "page": ["1", "2", "0", "-1", "999999", "9" * 5000, "é", "1.5"],
}


def query(draw: Random) -> str:
    """Return a query string, encoded as badly as some do."""
    pairs = []
    for _ in range(draw.randrange(1, 5)):
        name = draw.choice(NAMES)
        value = draw.choice(VALUES.get(name, [""])) if name in VALUES and draw.random() < 0.7 else _text(draw)
        pairs.append(f"{name}={_encoded(draw, value)}")
    return draw.choice(["&", "&", "&", ";", "&&"]).join(pairs)


def _text(draw):
    joint = draw.choice(["", " ", " ", "\t", "\n"])
    text = joint.join(draw.choice(PIECES) for _ in range(draw.randrange(1, 9)))
    return text if draw.random() < 0.2 else text[: draw.randrange(1, 101)]


def _encoded(draw, text):
    way = draw.random()
    if way < 0.8:
        return quote(text)
    if way < 0.9:
        return quote_from_bytes(text.encode("utf-16-le"))
    return quote_from_bytes(text.encode("latin-1", "replace")) + draw.choice(["%", "%E9", "%ED%A0%80", "%u2028", ""])
