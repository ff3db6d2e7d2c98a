"""What Mozilla's HTTP Observatory would say of an answer: its scoring rules, read from @mdn/mdn-http-observatory 1.4.8.

Our own port, as that program asks the network and a list of preloaded hosts. Redirection from HTTP, of the whole host,
is supposed to be right (SECURE_SSL_REDIRECT); « preloaded » is never granted. Of scripts it asks where they come from.
"""

import re
from dataclasses import dataclass
from http.cookies import SimpleCookie

BROAD = {"ftp:", "http:", "https:", "*", "http://*", "http://*.*", "https://*", "https://*.*"}
INLINE = {"'unsafe-inline'", "data:"}
LEAST_FOR_EXTRA = 90
SIX_MONTHS = 15_552_000
GRADES = [(100, "A+"), (90, "A"), (85, "A-"), (80, "B+"), (70, "B"), (65, "B-"), (60, "C+"), (50, "C"), (0, "D or F")]


@dataclass(frozen=True)
class Verdict:
    """The score of an answer, its grade, and what each rule gave or took."""

    score: int
    grade: str
    rules: dict[str, int]


def judged(response) -> Verdict:
    """Return what the Observatory would say of a response of Django's client."""
    policy = _policy(response.headers.get("Content-Security-Policy", ""))
    rules = {
        "csp": _csp(policy),
        "cookies": _cookies(response.cookies, policy),
        "cors": -50 if _gives_itself_away(response.headers) else 0,
        "corp": {"same-origin": 10, "same-site": 10, "cross-origin": 0, "": 0}.get(
            response.headers.get("Cross-Origin-Resource-Policy", ""), -5
        ),
        "referrer": _referrer(response.headers.get("Referrer-Policy", "")),
        "hsts": _hsts(response.headers.get("Strict-Transport-Security", "")),
        "sri": _scripts(response),
        "nosniff": 0 if response.headers.get("X-Content-Type-Options", "").strip() == "nosniff" else -5,
        "frames": _frames(response.headers, policy),
    }
    base = 100 + sum(given for given in rules.values() if given < 0)
    score = base + sum(given for given in rules.values() if given > 0) if base >= LEAST_FOR_EXTRA else base
    return Verdict(max(score, 0), next(grade for least, grade in GRADES if score >= least), rules)


def _policy(header):
    return {words[0].lower(): set(words[1:]) for words in (part.split() for part in header.split(";")) if words}


def _csp(policy):
    if not policy:
        return -25
    default = policy.get("default-src", {"*"})
    script, style, objects = (policy.get(f"{kind}-src", default) for kind in ("script", "style", "object"))
    sources = set().union(*policy.values())
    if script & (BROAD | INLINE) or objects & BROAD:
        return -20
    if any(source.startswith(("http:", "ftp:")) for source in sources):
        return -20
    if "'unsafe-eval'" in script | style:
        return -10
    if style & (BROAD | INLINE):
        return 0
    return 10 if default == {"'none'"} else 5


def _cookies(cookies: SimpleCookie, policy):
    if not cookies:
        return 0
    given = 5
    for name, cookie in cookies.items():
        session, anti_forgery = "sess" in name.lower(), "csrf" in name.lower()
        if not cookie["secure"]:
            return -40 if session else -20
        if session and not cookie["httponly"]:
            return -30
        if anti_forgery and cookie["samesite"] not in ("Lax", "Strict"):
            return -20
        if cookie["samesite"] not in ("Lax", "Strict"):
            given = 0
    return given


def _gives_itself_away(headers):
    return headers.get("Access-Control-Allow-Credentials") == "true" and "Access-Control-Allow-Origin" in headers


def _referrer(header):
    last = next((word.strip().lower() for word in reversed(header.split(",")) if word.strip()), "")
    good = ("no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin")
    return 0 if not last else 5 if last in good else -5


def _hsts(header):
    age = re.search(r"max-age=(\d+)", header)
    return -20 if not age else 0 if int(age[1]) >= SIX_MONTHS else -10


def _scripts(response):
    if not response.headers.get("Content-Type", "").startswith("text/html") or response.streaming:
        return 0
    sources = re.findall(r"<script[^>]*\bsrc=[\"']([^\"']+)", response.content.decode())
    return -50 if any(source.startswith(("http:", "//", "https:")) for source in sources) else 0


def _frames(headers, policy):
    ancestors = policy.get("frame-ancestors")
    if ancestors and not ancestors & BROAD:
        return 5
    return 0 if headers.get("X-Frame-Options", "").upper() in ("DENY", "SAMEORIGIN") else -20
