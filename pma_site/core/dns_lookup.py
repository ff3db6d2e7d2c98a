"""Asking the DNS, for a few seconds at the most."""

import time
from collections.abc import Callable

# How long one question may take, and all of those of one judgement, in seconds.
PATIENCE, PATIENCE_IN_ALL = 3, 8
# Whoever publishes more than this, or longer texts, publishes it on purpose.
MOST_ANSWERS, MOST_TEXT = 30, 4_000

# Asks for the records of a name: `ask("pma.example", "TXT")`; raises SilenceError.
Ask = Callable[[str, str], list[str]]


class SilenceError(Exception):
    """The DNS does not answer, or says that it cannot."""


def ask(name: str, kind: str) -> list[str]:
    """Return the records of `kind` (TXT, MX, A, AAAA) of a name; none where there are none, or no such name.

    The strings of a TXT are put together as RFC 7208 § 3.3 wants it; an MX is « 10 mx.example », without its last dot.
    Raises SilenceError.
    """
    import dns.exception
    import dns.name
    import dns.resolver

    try:
        question = dns.name.from_text(name)
    except (dns.exception.DNSException, ValueError):
        # No name at all: nobody has records of it.
        return []
    try:
        answer = dns.resolver.resolve(question, kind, lifetime=PATIENCE)
    except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
        return []
    except (dns.exception.DNSException, OSError, ValueError) as error:
        raise SilenceError(name) from error
    return [_text(record) for record in list(answer)[:MOST_ANSWERS]]


def _text(record):
    from dns.rdatatype import RdataType

    if record.rdtype == RdataType.TXT:
        return b"".join(record.strings).decode("utf-8", "replace")[:MOST_TEXT]
    return record.to_text().rstrip(".")


class Patient:
    """An Ask that asks nothing twice, and gives up for good once it waited long enough in all, or twice in vain."""

    def __init__(self, ask: Ask):
        self._ask, self._known, self._silences = ask, {}, 0
        self._until = time.monotonic() + PATIENCE_IN_ALL

    def __call__(self, name, kind):
        question = name.lower().rstrip("."), kind
        if question not in self._known:
            if self._silences >= 2 or time.monotonic() > self._until:
                raise SilenceError(name)
            try:
                self._known[question] = self._ask(*question)
            except SilenceError:
                self._silences += 1
                self._known[question] = None
        answer = self._known[question]
        if answer is None:
            raise SilenceError(name)
        return answer
