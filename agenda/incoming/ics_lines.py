"""The lines of a calendar (RFC 5545 § 3.1) put together again, and its components, each on its own.

A component that is damaged damages no other: nothing here raises for what stands inside one.
"""

import re
from dataclasses import dataclass, field

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]*[;:]")
# What begins a line that somebody broke without the space that folds it is no name of ours.
_NAMES = """
    ATTACH ATTENDEE BEGIN CALSCALE CATEGORIES CLASS COMMENT COMPLETED CONTACT CREATED DESCRIPTION DTEND
    DTSTAMP DTSTART DUE DURATION END EXDATE EXRULE FREEBUSY GEO LAST-MODIFIED LOCATION METHOD NAME ORGANIZER
    PERCENT-COMPLETE PRIORITY PRODID RDATE RECURRENCE-ID RELATED-TO REPEAT REQUEST-STATUS RESOURCES RRULE
    SEQUENCE STATUS SUMMARY TRANSP TRIGGER TZID TZNAME TZOFFSETFROM TZOFFSETTO TZURL UID URL VERSION ACTION
    COLOR IMAGE CONFERENCE SOURCE REFRESH-INTERVAL STYLED-DESCRIPTION STRUCTURED-DATA LOCATION-TYPE
    PARTICIPANT-TYPE LINK CONCEPT REFID ACKNOWLEDGED PROXIMITY BUSYTYPE CALENDAR-ADDRESS RESOURCE-TYPE
"""
_KNOWN = frozenset(_NAMES.split())
# In these a line that begins no property is the rest of the text above.
_TEXTS = ("DESCRIPTION", "SUMMARY", "LOCATION", "COMMENT", "CONTACT", "X-ALT-DESC")
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
# A line as long as this was folded (at 75 octets), not ended.
_FOLDED = 73
_MOST_VALUE = 60_000
_MOST_PROPERTIES = 3_000


@dataclass
class Property:
    """One property: its parameters in capitals, its value as it is written."""

    params: dict[str, str]
    value: str
    line: int

    @property
    def text(self):
        """The value as text (§ 3.3.11), a comma that nobody escaped being a comma."""
        return _ESCAPED.sub(lambda found: "\n" if found.group(1) in "nN" else found.group(1), self.value)


@dataclass
class Component:
    """A component: its name, the line where it begins, its properties by name."""

    name: str
    line: int
    properties: dict[str, list[Property]] = field(default_factory=dict)
    raw: list[str] = field(default_factory=list)
    unread: list[int] = field(default_factory=list)
    closed: bool = False
    count: int = 0

    def all(self, name):
        return self.properties.get(name, [])

    def first(self, name):
        """The first property of a name that is not empty; None where there is none."""
        return next((each for each in self.all(name) if each.value.strip()), None)

    def text(self, name):
        """The text of the first one; empty where there is none."""
        found = self.first(name)
        return found.text if found else ""


def lines_of(text: str):
    """Yield (number, line) of each content line, unfolded; lines broken without their space are put together too."""
    any_case = not re.search(r"^BEGIN:VCALENDAR", text, re.MULTILINE)
    current, pieces, last = 0, [], ""
    for number, raw in enumerate(re.split(r"\r\n|\n|\r", text), 1):
        if raw[:1] in (" ", "\t") and pieces:
            pieces.append(raw[1:])
        elif pieces and raw.strip() and not _begins(raw, any_case):
            if pieces[0].upper().startswith(_TEXTS):
                pieces.append(raw if len(last.encode("utf-8", "replace")) >= _FOLDED else f"\\n{raw}")
        else:
            if pieces:
                yield current, "".join(pieces)
            current, pieces = number, [raw] if raw.strip() else []
        last = raw
    if pieces:
        yield current, "".join(pieces)


def _begins(line, any_case):
    """Whether a line begins a property: « Contact : M. Untel » inside a text does not."""
    found = _NAME.match(line)
    if not found:
        return False
    name = found.group()[:-1]
    upper = name.upper()
    return (any_case or name == upper) and (upper in _KNOWN or upper.startswith("X-"))


def components_of(text: str):
    """Yield each component directly below a calendar, and the calendars' own properties as a component VCALENDAR.

    Alarms and the parts of a zone are left inside the component that holds them (`raw`).
    """
    calendar, current, depth = Component("VCALENDAR", 1), None, []
    for number, line in lines_of(text):
        upper = line[:40].upper().strip()
        if upper.startswith("BEGIN:"):
            name = upper[6:].strip()
            if name == "VCALENDAR":
                if current:
                    yield current
                current, depth = None, []
            elif current is None or (name == current.name and name != "VTIMEZONE"):
                # The same inside itself: the end of the former was lost.
                if current:
                    yield current
                current, depth = Component(name, number), []
            else:
                depth.append(name)
        elif upper.startswith("END:"):
            name = upper[4:].strip()
            if current and name == current.name:
                current.raw.append(line)
                current.closed = True
                yield current
                current, depth = None, []
                continue
            if depth and name in depth:
                del depth[depth.index(name) :]
                if current:
                    current.raw.append(line)
                continue
        if current:
            current.raw.append(line)
        if not upper.startswith(("BEGIN:", "END:")) and not depth:
            _read(current or calendar, number, line)
    if current:
        yield current
    yield calendar


def _read(component, number, line):
    """Add the property of a line to a component."""
    from icalendar.parser import Contentline

    component.count += 1
    if component.count > _MOST_PROPERTIES:
        return
    try:
        name, params, value = Contentline(line[:_MOST_VALUE], strict=False).raw_parts()
        read = Property({key.upper(): _one(said) for key, said in params.items()}, str(value), number)
    except (ValueError, TypeError, AssertionError, UnicodeError):
        component.unread.append(number)
        return
    component.properties.setdefault(name.upper(), []).append(read)


def _one(said):
    return said if isinstance(said, str) else ",".join(map(str, said))
