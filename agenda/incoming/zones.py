"""Time zones as calendars name them: those of the IANA, those of Windows, those that a file defines itself."""

import re
from datetime import UTC, datetime, timedelta, timezone
from functools import cache
from io import StringIO
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from dateutil.tz import tzical

from pma_site.core.french import fold

from .events import PARIS

# A definition of a zone has a handful of lines, and its clocks change once or twice a year.
_MOST_DEFINITION = 20_000
_MOST_DEFINITIONS = 50
_OFFSET = re.compile(r"(?:UTC|GMT)\s?([+-])(\d{1,2})(?::?(\d{2}))?", re.I)
# As Outlook calls the zone of Paris in French, and former versions of Exchange in English.
_WORDS = re.compile(r"\b(?:paris|bruxelles|brussels|madrid|copenhague|copenhagen|france|heure d'europe centrale)\b")
_UTC_NAMES = {"utc", "gmt", "z", "etc/utc", "etc/gmt", "tzone://microsoft/utc"}


@cache
def _named():
    """The zones of the IANA by their names, folded."""
    return {fold(name): name for name in available_timezones() if name != "localtime"}


@cache
def _of_windows():
    """Zones of the IANA by what Windows calls them, folded."""
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

    return {fold(name): zone for name, zone in WINDOWS_TO_OLSON.items()}


class Zones:
    """The zones of one calendar: `zone` finds one by the name that a date carries."""

    def __init__(self, default=""):
        self._definitions, self._found = {}, {}
        self.default = self.zone(default)[0] if default else PARIS

    def define(self, name: str, lines: list[str]):
        """Keep the definition (VTIMEZONE) that a file gives of a zone; it is read when something needs it."""
        if len(self._definitions) < _MOST_DEFINITIONS and sum(map(len, lines)) <= _MOST_DEFINITION:
            self._definitions.setdefault(name, lines)
            self._found.pop(name, None)

    def zone(self, name: str):
        """Return the zone of a name, and a remark where it had to be guessed; that of Paris where nothing tells."""
        if name not in self._found:
            self._found[name] = self._find(name)
        return self._found[name]

    def _find(self, name):
        known = fold(name.strip().strip('"'))
        if known in _UTC_NAMES:
            return UTC, ""
        if iana := self._iana(known):
            return iana, ""
        if known in _of_windows():
            return ZoneInfo(_of_windows()[known]), ""
        if defined := self._defined(name):
            return defined, ""
        if offset := _OFFSET.search(known):
            if not _WORDS.search(known):
                return _fixed(offset), ""
            return PARIS, ""
        if _WORDS.search(known):
            return PARIS, ""
        return PARIS, f"Fuseau horaire inconnu (« {name[:60]} ») : les heures sont prises pour celles de Paris."

    @staticmethod
    def _iana(known):
        """A zone of the IANA, also at the end of a longer name: « /mozilla.org/20050126_1/Europe/Paris »."""
        parts = known.replace(" ", "_").split("/")
        for start in range(len(parts)):
            found = _named().get("/".join(parts[start:]))
            if found and (start == 0 or "/" in found):
                try:
                    return ZoneInfo(found)
                except (ZoneInfoNotFoundError, ValueError):
                    return None
        return None

    def _defined(self, name):
        """The zone that the file defines; None where it does not, or not in a way that ends."""
        lines = self._definitions.get(name)
        if not lines:
            return None
        rules = [line for line in lines if line.upper().startswith("RRULE")]
        if any("FREQ=YEARLY" not in rule.upper() or len(rule) > 200 for rule in rules):
            return None
        try:
            zone = tzical(StringIO("\r\n".join(lines))).get(name)
            # Asked now, so that a definition that makes no sense is found out here.
            for month in (1, 7):
                datetime(2026, month, 1, tzinfo=zone).utcoffset()
        except Exception:  # noqa: BLE001 - dateutil raises what it likes on malformed definitions
            return None
        return zone


def _fixed(found):
    sign = -1 if found.group(1) == "-" else 1
    minutes = int(found.group(2)) * 60 + int(found.group(3) or 0)
    return timezone(sign * timedelta(minutes=min(minutes, 14 * 60)))
