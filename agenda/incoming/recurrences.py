"""Repetitions (RFC 5545 § 3.3.10) written out as dates: within the window, and within bounds of time and number."""

import time
from datetime import UTC, datetime, timedelta

from dateutil.rrule import rrulestr

# A rule that fits no day at all is looked for until the year 9999. The Gregorian calendar, weekdays included, comes
# back every 400 years: written out that much later, such a rule is given up 20 times sooner.
_CYCLES = 19
# How many dates are walked through, the past included: a daily event since 1972.
_MOST_WALKED = 20_000
# In seconds, for all the repetitions of a file.
_PATIENCE = 5
_FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
_TOO_OFTEN = ("HOURLY", "MINUTELY", "SECONDLY")
_PART_NAMES = """
    FREQ INTERVAL COUNT UNTIL BYMONTH BYMONTHDAY BYDAY BYYEARDAY BYWEEKNO BYSETPOS BYHOUR BYMINUTE WKST
"""
_PARTS = frozenset(_PART_NAMES.split())
_MOST_RULE = 400


class RuleError(Exception):
    """A repetition that is not written out; the message, in French, says why."""


class Patience:
    """The time that writing out the repetitions of a file may take in all."""

    def __init__(self, seconds=_PATIENCE):
        self.left = seconds

    def spend(self, since):
        self.left -= time.monotonic() - since


def occurrences(rule: str, start: datetime, zone, until: datetime, patience: Patience) -> list[datetime]:
    """The dates, on the clock of `zone` and without it, at which something that starts at `start` comes back.

    `start` is without zone; `until` is the instant at which to stop. Raises RuleError.
    """
    parts = _parts(rule)
    if patience.left <= 0:
        raise RuleError("Le fichier a trop de répétitions à calculer : seule la première date est reprise.")
    if start.year + 400 * _CYCLES > 9990 or start.year < 1900:
        raise RuleError("La répétition commence à une date invraisemblable : seule la première date est reprise.")
    stop = _naive(until, zone)
    if ends := parts.pop("UNTIL", ""):
        stop = min(stop, _end(ends, zone))
    began = time.monotonic()
    try:
        written = ";".join(f"{name}={value}" for name, value in parts.items())
        found = []
        for walked, later in enumerate(rrulestr(written, dtstart=_later(start, _CYCLES))):
            moment = _later(later, -_CYCLES)
            if moment > stop:
                break
            if walked >= _MOST_WALKED:
                raise RuleError("La répétition est trop longue : seule la première date est reprise.")
            found.append(moment)
    except (ValueError, TypeError, KeyError, IndexError, OverflowError, ZeroDivisionError, AttributeError) as error:
        raise RuleError(
            f"La répétition (« {rule[:80]} ») ne se lit pas : seule la première date est reprise."
        ) from error
    finally:
        patience.spend(began)
    return found


def _parts(rule):
    """The parts of a rule, by name."""
    said = rule.strip().rstrip(";").upper()
    unclear = RuleError(f"La répétition (« {rule[:80]} ») ne se lit pas : seule la première date est reprise.")
    if len(said) > _MOST_RULE:
        raise unclear
    parts = dict(part.split("=", 1) for part in said.split(";") if "=" in part)
    frequency = parts.get("FREQ", "")
    if frequency in _TOO_OFTEN:
        raise RuleError("Se répète plusieurs fois par jour : seule la première date est reprise.")
    numbers = [parts.get(name, "1") for name in ("INTERVAL", "COUNT")]
    if frequency not in _FREQUENCIES or not set(parts) <= _PARTS or not all(map(_is_small, numbers)):
        raise unclear
    # Several hours a day and more: a few are a programme, many are a bomb.
    if sum(parts.get(name, "").count(",") for name in ("BYHOUR", "BYMINUTE")) > 12:
        raise unclear
    if "COUNT" in parts:
        parts["COUNT"] = str(min(int(parts["COUNT"]), _MOST_WALKED))
    return parts


def _is_small(number):
    return number.isascii() and number.isdigit() and 0 < len(number) <= 6 and int(number) > 0


def _later(moment, cycles):
    return moment.replace(year=moment.year + 400 * cycles)


def _naive(moment, zone):
    return moment.astimezone(zone).replace(tzinfo=None)


def _end(said, zone):
    """The last moment of a rule, its day included where only a day is said."""
    try:
        if said.endswith("Z"):
            moment = datetime.strptime(said, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
            return _naive(moment, zone)
        if "T" in said:
            return datetime.strptime(said, "%Y%m%dT%H%M%S")  # noqa: DTZ007 - on the clock of the event
        return datetime.strptime(said, "%Y%m%d") + timedelta(days=1, seconds=-1)  # noqa: DTZ007
    except (ValueError, OverflowError) as error:
        raise RuleError(
            f"La fin de la répétition (« {said[:20]} ») ne se lit pas : seule la première date est reprise."
        ) from error
