"""Dates, hours and lengths of time of a calendar file (RFC 5545 § 3.3), as its writers really write them."""

import re
from datetime import UTC, date, datetime, time

from .events import PARIS
from .zones import Zones

_DATE = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})")
_MOMENT = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})[T ](\d{2}):?(\d{2}):?(\d{2})?(?:\.\d+)?(Z|[+-]\d{2}:?\d{2})?", re.I)


class DateError(ValueError):
    """A date that cannot be read."""


class Dates:
    """The reading of the dates of one event: in the zones that its calendar defines, with `remark` for what is odd."""

    def __init__(self, zones: Zones, remark):
        self.zones, self.remark = zones, remark

    def moment(self, component, name):
        """The date of a property: on its clock without zone, its zone, whether it is a whole day. Raises DateError."""
        said = component.first(name)
        if said is None:
            raise DateError("La date de début manque (DTSTART).")
        return self.parsed(said.value, said.params, said.line)

    def parsed(self, value, params, line=0):
        """The same for a value and its parameters."""
        said = value.strip()
        where = f"Ligne {line} : la" if line else "La"
        try:
            if found := _MOMENT.fullmatch(said):
                *parts, offset = found.groups()
                moment = datetime(*(int(part or 0) for part in parts))  # noqa: DTZ001 - its zone goes with it
                zone = self.zone(params, offset)
                aware(moment, zone)
                return moment, zone, False
            if found := _DATE.fullmatch(said):
                first = date(*map(int, found.groups()))
                if not 1900 <= first.year <= 9000:
                    raise ValueError
                return datetime.combine(first, time()), PARIS, True
        except (ValueError, OverflowError):
            pass
        raise DateError(f"{where} date « {said[:40]} » ne se lit pas.")

    def zone(self, params, offset):
        """The zone of a date: its own « Z », the one that it names, or that of the calendar."""
        if offset and offset.upper() == "Z":
            return UTC
        if offset:
            return datetime.strptime(offset.replace(":", ""), "%z").tzinfo
        if name := params.get("TZID", "").strip():
            zone, remark = self.zones.zone(name)
            if remark:
                self.remark(remark)
            return zone
        return self.zones.default


def duration(said):
    """A length of time (RFC 5545 § 3.3.6); None where it cannot be read."""
    from icalendar import vDuration

    try:
        return vDuration.from_ical(said.strip()[:40])
    except (ValueError, OverflowError, TypeError):
        return None


def aware(moment, zone):
    """The instant at which a clock of `zone` shows `moment`. Raises DateError outside of what a calendar knows."""
    if not 1900 <= moment.year <= 9000:
        raise DateError(f"La date « {moment:%d/%m}/{moment.year} » est invraisemblable.")
    # Through UTC: an hour that the spring takes away is the next one, and lengths are counted in real time.
    return moment.replace(tzinfo=zone).astimezone(UTC)


def on_clock(moment, zone, all_day):
    """What the clock of the event shows at an instant."""
    shown = moment.astimezone(PARIS if all_day else zone).replace(tzinfo=None)
    return datetime.combine(shown.date(), time()) if all_day else shown
