"""What a request asks of the cache: which page, in which writing, and what the client has already."""

import re
from collections import OrderedDict
from functools import lru_cache
from urllib.parse import parse_qsl, urlencode

from django.utils.http import parse_http_date_safe

# Longer addresses are not worth keeping.
_MOST_CHARACTERS, _MOST_FIELDS = 600, 40
_COOKIE_NAME = re.compile(r"(?:^|;)\s*([^=;\s]+)\s*=")
_QUALITY = re.compile(r";\s*q\s*=\s*0(\.0*)?\s*$")
# How many questions are remembered as they were read: the same ones come again and again.
_KNOWN = 1024


def names_of_cookies(header: str) -> set[str]:
    """Return the names of the cookies of a request."""
    return set(_COOKIE_NAME.findall(header))


def is_apart(environ: dict) -> bool:
    """Tell whether a request says who it comes from, or wants something else than the page."""
    # Spelt out: this is asked for every request.
    return "HTTP_AUTHORIZATION" in environ or "HTTP_X_REQUESTED_WITH" in environ or "HTTP_HX_REQUEST" in environ


@lru_cache(maxsize=256)
def encodings(header: str) -> frozenset[str]:
    """Return which of « br » and « gzip » a client reads, by its `Accept-Encoding` (RFC 9110, 12.5.3)."""
    accepted = set()
    for part in header.lower().split(","):
        name = part.partition(";")[0].strip()
        if name in ("br", "gzip") and not _QUALITY.search(part):
            accepted.add(name)
    return frozenset(accepted)


@lru_cache(maxsize=_KNOWN)
def pairs_of(query: str) -> tuple[tuple[str, str], ...] | None:
    """Return the parameters of an address in the order of their names; None where they are not worth reading."""
    if len(query) > _MOST_CHARACTERS:
        return None
    try:
        pairs = parse_qsl(query, keep_blank_values=True, errors="strict", max_num_fields=_MOST_FIELDS)
    except ValueError:
        return None
    return tuple(sorted(pairs, key=lambda pair: pair[0]))


@lru_cache(maxsize=_KNOWN)
def written(pairs: tuple[tuple[str, str], ...], names: frozenset[str]) -> str:
    """Return the parameters that a page reads as a query string, always written the same."""
    return urlencode([pair for pair in pairs if pair[0] in names])


def has_it(environ: dict, digest: str, modified: int | None) -> bool:
    """Tell whether the client has the bytes of `digest`, in any writing (RFC 9110, 13.1)."""
    known = environ.get("HTTP_IF_NONE_MATCH")
    if known is not None:
        return digest in known or known.strip() == "*"
    since = environ.get("HTTP_IF_MODIFIED_SINCE")
    if since is None or modified is None:
        return False
    instant = parse_http_date_safe(since)
    return instant is not None and instant >= modified


class Remembered:
    """A few thousand things known of addresses, the oldest forgotten first; each holds for one stamp."""

    def __init__(self, most: int = 4096):
        self._most, self._known = most, OrderedDict()

    def get(self, key, stamp):
        """Return what is known since this stamp, or None."""
        found = self._known.get(key)
        return found[1] if found is not None and found[0] == stamp else None

    def put(self, key, stamp, value) -> None:
        """Keep it."""
        self._known[key] = (stamp, value)
        while len(self._known) > self._most:
            try:
                self._known.popitem(last=False)
            except KeyError:  # Another thread did.
                return
