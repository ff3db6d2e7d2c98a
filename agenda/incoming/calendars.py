"""Events of a calendar file or feed (iCalendar, RFC 5545), as Google, Outlook, Nextcloud and web sites write them."""

import re
from datetime import timedelta

from pma_site.core.french import NBSP, day, number

from ..choices import EventStatus, SourceKind
from . import places, texts
from .events import PARIS, ReadEvent, Reading, ReadSlot, Window, digest, identity_of, start_key
from .ics_dates import DateError, Dates, aware, duration, on_clock
from .ics_lines import Component, components_of
from .recurrences import Patience, RuleError, occurrences
from .zones import Zones

_OTHERS = {"VTODO": "tâche", "VJOURNAL": "note", "VFREEBUSY": "plage de disponibilité"}
_PRIVATE = ("PRIVATE", "CONFIDENTIAL")
CANCELLED_NOTE = "Annulé par l’organisateur."
# Dates left out or added one by one, in one event.
_MOST_DATES = 2_000


def read(text: str, read_as: str, window: Window) -> Reading:
    """Return the events of a calendar file; what is wrong with one is said of it, and the others go on."""
    reading = Reading(SourceKind.CALENDAR, read_as)
    components = list(components_of(text))
    calendars = [each for each in components if each.name == "VCALENDAR"]
    reading.name = texts.one_line(next((c.text("X-WR-CALNAME") or c.text("NAME") for c in calendars), ""), 120)
    zones = Zones(next((c.text("X-WR-TIMEZONE") for c in calendars), "").strip())
    for each in components:
        if each.name == "VTIMEZONE" and each.first("TZID"):
            zones.define(each.first("TZID").value, each.raw)
    for name, words in _OTHERS.items():
        if many := sum(each.name == name for each in components):
            plural = "s" if many > 1 else ""
            reading.remarks.append(f"{number(many)} {words}{plural} ({name}) : ce ne sont pas des événements.")
    patience = Patience()
    for group in _by_identity(each for each in components if each.name == "VEVENT"):
        reading.events.append(_Event(group, zones, window, patience).read())
    return reading


def _by_identity(components):
    """The components that speak of one event: itself, and the dates of it that are different."""
    groups = {}
    for component in components:
        uid = texts.one_line(component.text("UID"), 2000)
        key = uid or _made_up(component)
        groups.setdefault(key, []).append(component)
    return groups.values()


def _made_up(component):
    """An identity for an event without one: what it is and where, which the next file says again."""
    started = component.first("DTSTART")
    said = [component.text(name) for name in ("SUMMARY", "LOCATION")]
    return digest("ics", *said, started.value if started else "")


class _Event:
    """The reading of one event from its components."""

    def __init__(self, components, zones, window, patience):
        self.window, self.patience = window, patience
        masters = [each for each in components if not each.first("RECURRENCE-ID")]
        self.others = [each for each in components if each.first("RECURRENCE-ID")]
        self.main = max(masters, key=_age) if masters else self.others[0]
        self.event = ReadEvent(line=self.main.line)
        self.dates = Dates(zones, self.event.remark)
        if len(masters) > 1:
            lines = ", ".join(str(each.line) for each in masters if each is not self.main)
            self.event.remark(f"Décrit plusieurs fois (aussi ligne {lines}) : la version la plus récente est reprise.")
        self.has_master = bool(masters)

    def read(self):
        """The event, with what is to be said of it."""
        event, main = self.event, self.main
        uid = texts.one_line(main.text("UID"), 2000)
        event.identity = identity_of(uid or _made_up(main))
        event.title = texts.one_line(main.text("SUMMARY"), 200)
        if not uid:
            event.remark(
                "Sans identifiant (UID) : reconnu la prochaine fois à son titre, son lieu et sa date, s’ils n’ont pas"
                " changé."
            )
        if not main.closed:
            event.remark("La fin de cet événement manque dans le fichier : il est peut-être incomplet.")
        if main.unread:
            event.remark(f"Ligne {main.unread[0]} : illisible, laissée de côté.")
        if main.text("CLASS").strip().upper() in _PRIVATE:
            event.refusal = "Marqué privé ou confidentiel dans la source."
            return event
        self.read_words()
        self.read_state()
        try:
            self.read_times()
        except DateError as error:
            event.faults.append(str(error))
        event.settle(self.window)
        return event

    def read_words(self):
        event, main = self.event, self.main
        formatted = next((each.text for each in main.all("X-ALT-DESC") if "html" in str(each.params).lower()), "")
        plain = main.text("DESCRIPTION")
        event.body = (texts.from_html(formatted) if formatted.strip() else "") or texts.rich(plain)
        event.website = texts.web_address(main.text("URL"))
        location = main.text("LOCATION")
        meeting = texts.first_web_address(location) or texts.web_address(main.text("X-GOOGLE-CONFERENCE"))
        meeting = meeting or texts.web_address(main.text("X-MICROSOFT-SKYPETEAMSMEETINGURL"))
        event.online_url = meeting or texts.web_address(main.text("CONFERENCE"))
        event.place = places.parsed(re.sub(r"https?://\S+", "", location))
        event.place.latitude, event.place.longitude = self.point()
        organiser = main.first("ORGANIZER")
        if organiser and (name := texts.one_line(organiser.params.get("CN", "").strip('"'), 160)) and "@" not in name:
            event.organisers = [name]

    def point(self):
        """Where it is on the map (GEO), as latitude and longitude."""
        said = self.main.text("GEO").replace(",", ";").split(";")
        try:
            return places.point(*said)
        except (TypeError, ValueError):
            return None, None

    def read_state(self):
        event = self.event
        state = self.main.text("STATUS").strip().upper()
        if state == "CANCELLED" and self.has_master:
            event.status, event.status_note = EventStatus.CANCELLED.value, CANCELLED_NOTE
        elif state == "TENTATIVE":
            event.remark("Annoncé comme provisoire dans la source.")

    def read_times(self):
        """Every time at which it takes place."""
        if not self.has_master:
            # The source gives the different dates only, not what they differ from.
            self.event.slots = [slot for other in self.others if (slot := self.different(other))]
            return
        start, zone, all_day = self.dates.moment(self.main, "DTSTART")
        length = self.length(start, zone, all_day)
        rules = self.main.all("RRULE")
        added = self.moments("RDATE")
        if not rules and not added:
            self.event.slots = [self.slot("", start, length, zone, all_day)]
        else:
            self.event.slots = self.repeated(start, zone, all_day, length, rules, added)
        self.replace_different()

    def repeated(self, start, zone, all_day, length, rules, added):
        """The slots of something that comes back."""
        starts = [start]
        for rule in rules[:5]:
            try:
                starts += occurrences(rule.value, start, zone, self.window.end, self.patience)
            except RuleError as error:
                self.event.remark(str(error))
        starts += [on_clock(moment, zone, all_day) for moment, _ in added]
        lengths = {on_clock(moment, zone, all_day): own for moment, own in added if own is not None}
        left_out, days_left_out = self.left_out(zone, all_day)
        slots = {}
        for each in starts:
            if each in left_out or each.date() in days_left_out:
                continue
            slot = self.slot("", each, lengths.get(each, length), zone, all_day)
            slot.key = start_key(slot.start, all_day)
            slots[slot.key] = slot
        if not slots:
            raise DateError("Toutes les dates de la répétition sont exclues (EXDATE).")
        return list(slots.values())

    def left_out(self, zone, all_day):
        """The starts, on the clock of the event, and the whole days that a repetition leaves out."""
        moments, days = set(), set()
        for moment, _ in self.moments("EXDATE", days):
            moments.add(on_clock(moment, zone, all_day))
        return moments, days

    def moments(self, name, days=None):
        """The dates of a list (EXDATE, RDATE): (instant, own length or None); whole days go to `days` if given."""
        found = []
        for each in self.main.all(name):
            for said in each.value.split(",")[:_MOST_DATES]:
                first, _, rest = said.strip().partition("/")
                if not first or len(found) >= _MOST_DATES:
                    continue
                try:
                    start, zone, whole = self.dates.parsed(first, each.params)
                    if whole and days is not None:
                        days.add(start.date())
                        continue
                    moment = aware(start, zone)
                    found.append((moment, self.period(rest, moment, zone, each.params)))
                except DateError:
                    what = "exclue" if name == "EXDATE" else "ajoutée"
                    self.event.remark(f"Ligne {each.line} : une date {what} (« {said[:30]} ») ne se lit pas.")
        return found

    def period(self, said, start, zone, params):
        """How long the period lasts whose second half is `said`; None where there is none."""
        if not said:
            return None
        if length := duration(said):
            return length
        end, zone, _ = self.dates.parsed(said, params)
        return max(aware(end, zone) - start, timedelta())

    def replace_different(self):
        """Put the dates that are different from what the repetition says in the place of those they replace."""
        by_key = {slot.key: slot for slot in self.event.slots}
        for other in self.others:
            if slot := self.different(other):
                if len(slot.key) == 8 and slot.key not in by_key:
                    # Only the day of the date replaced is said (Exchange does so).
                    same_day = (key for key, each in by_key.items() if f"{each.start:%Y%m%d}" == slot.key)
                    slot.key = next(same_day, slot.key)
                if "" in by_key and len(by_key) == 1:
                    # Something that does not come back, with one of its dates moved: it is this one.
                    slot.key, by_key = "", {}
                by_key[slot.key] = slot
        self.event.slots = list(by_key.values())

    def different(self, other):
        """One date that its own component describes; None, with a remark, where it cannot be read."""
        try:
            said = other.first("RECURRENCE-ID")
            origin, zone, whole = self.dates.parsed(said.value, said.params)
            key = start_key(aware(origin, zone), whole)
            start, zone, all_day = self.dates.moment(other, "DTSTART")
            length = self.length(start, zone, all_day, other)
        except DateError as error:
            self.event.remark(f"Une date modifiée n’est pas reprise. {error}")
            return None
        slot = self.slot(key, start, length, zone, all_day)
        if other.text("STATUS").strip().upper() == "CANCELLED":
            slot.status, slot.note = EventStatus.CANCELLED.value, CANCELLED_NOTE
        for name, words in (("SUMMARY", "un autre titre"), ("LOCATION", "un autre lieu")):
            own = texts.one_line(other.text(name), 120)
            if self.has_master and own and own != texts.one_line(self.main.text(name), 120):
                self.event.remark(f"Le {day(slot.start.astimezone(PARIS).date())} a {words} : « {own} ».")
        if "RANGE" in said.params:
            self.event.remark(
                "Une modification vaut pour les dates suivantes : seule la première est reprise, vérifiez."
            )
        return slot

    def length(self, start, zone, all_day, component=None):
        """How long it lasts; None where nobody says. An end before its start is said and left out."""
        component = component or self.main
        try:
            if component.first("DTEND"):
                end, end_zone, whole = self.dates.moment(component, "DTEND")
                length = end - start if whole and all_day else aware(end, end_zone) - aware(start, zone)
            elif said := component.first("DURATION"):
                length = duration(said.value)
                if length is None:
                    raise DateError(f"Ligne {said.line} : la durée « {said.value[:30]} » ne se lit pas.")
            else:
                return None
        except DateError as error:
            self.event.remark(f"{error} La fin reste inconnue.")
            return None
        if length < timedelta():
            self.event.remark("La fin précède le début dans la source : elle reste inconnue.")
            return None
        if length > timedelta(days=366):
            self.event.remark(f"Dure plus d’un an dans la source ({length.days}{NBSP}jours) : vérifiez la fin.")
        # An end that is its start says nothing (Google does not write one, others do).
        return length or None

    def slot(self, key, start, length, zone, all_day):
        """A slot; the end of whole days is their last one (DTEND is the day after it, RFC 5545 § 3.6.1)."""
        begins = aware(start, PARIS if all_day else zone)
        try:
            if all_day:
                days = max((length or timedelta()).days - 1, 0)
                end = aware(start + timedelta(days=days), PARIS).astimezone(PARIS) if days else None
            else:
                end = (begins + length).astimezone(PARIS) if length else None
        except OverflowError as error:
            raise DateError("La fin est invraisemblable.") from error
        return ReadSlot(key, begins.astimezone(PARIS), end, all_day)


def _age(component: Component):
    """What tells the latest version of an event: its number, then when it was changed."""
    said = component.text("SEQUENCE").strip()
    sequence = int(said) if said.isascii() and said.isdigit() and len(said) < 10 else 0
    return sequence, component.text("LAST-MODIFIED") or component.text("DTSTAMP"), component.line
