"""What was meant by a form of an event, said from what was typed alone."""

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")
WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
MONTHS = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)
STATES = {"annule": "Annulé : ", "reporte": "Reporté : ", "deplace": "Déplacé : ", "complet": "Complet : "}
CALLED_OFF = ("annule", "reporte")


def moment(typed):
    return datetime.strptime(typed, "%d/%m/%Y %H:%M").replace(tzinfo=PARIS)


def ends(slot):
    """When a slot is over: a whole day at midnight; what has no end after an hour, on the same day."""
    start, end = moment(slot.start), moment(slot.end or slot.start)
    if slot.all_day:
        return datetime.combine(end.date() + timedelta(days=1), datetime.min.time(), PARIS)
    return end if slot.end else min(start + timedelta(hours=1), ends(replace(slot, all_day=True)))


def days(slot):
    """The days that a slot touches; one that ends at midnight does not touch the day after."""
    first = moment(slot.start).date()
    last = max(first, (ends(slot) - timedelta(seconds=1)).date())
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def in_utc(when):
    return when.astimezone(ZoneInfo("UTC")).strftime("%Y-%m-%dT%H:%M:%SZ")


def state(shape, slot):
    """The graver of the states of an event and of one of its slots."""
    return next((one for one in STATES if one in (slot.status, shape.fields.get("status"))), "programme")


def held(shape):
    """The slots that take place, or all of them where none does."""
    return [slot for slot in shape.slots if slot.status not in CALLED_OFF] or list(shape.slots)


def tight(words):
    """Words without spaces, to which French typography adds, nor capitals."""
    return "".join(words.split()).casefold()


def json_times(slot):
    """A day, or an instant with the offset of Paris; an end only where one is known."""
    moments = [moment(slot.start), moment(slot.end or slot.start) if slot.end or slot.all_day else None]
    return tuple(when and (when.date() if slot.all_day else when).isoformat() for when in moments)


def json_status(state):
    return "https://schema.org/" + {"annule": "EventCancelled", "reporte": "EventPostponed"}.get(
        state, "EventScheduled"
    )


def attendance(shape):
    online = "online_url" in shape.fields
    return f"{'Mixed' if online and shape.venue else 'Online' if online else 'Offline'}EventAttendanceMode"


def day_in_words(slot):
    start = moment(slot.start)
    number = "1er" if start.day == 1 else start.day
    return f"{WEEKDAYS[start.weekday()]} {number} {MONTHS[start.month - 1]} {start.year}"


def others(shape):
    """How a list says that an event has other dates."""
    held = [slot for slot in shape.slots[1:] if slot.status not in ("annule", "reporte")]
    if not held:
        return []
    return ["et une autre date" if len(held) == 1 else f"et {len(held)} autres dates"]


def states(shape):
    """The state under which an event stands in a list: its own, or that of its first slot."""
    first = shape.slots[0].status if shape.slots else "programme"
    return [STATES[one].removesuffix(" : ") for one in (shape.fields.get("status", first),) if one in STATES]


def meant(shape, slot):
    """What the VEVENT of a slot should say, in the same order."""
    start, end = moment(slot.start), moment(slot.end) if slot.end else None
    if slot.all_day:
        moments = [start.date().isoformat(), (days(slot)[-1] + timedelta(days=1)).isoformat()]
    else:
        moments = [in_utc(start), in_utc(end) if end and end > start else None]
    status = {"annule": "CANCELLED", "reporte": "TENTATIVE"}.get(state(shape, slot), "CONFIRMED")
    title = f"{STATES.get(state(shape, slot), '')}{shape.title}"
    if shape.venue:
        name, town = shape.venue
        place = ", ".join(filter(None, [name, shape.fields.get("venue_detail"), town]))
    else:
        place = shape.place or None
    return tuple(word and tight(word) for word in (*moments, status, title, place))


def notes(shape):
    """What a line says between brackets of what is not as planned."""
    if "status" in shape.fields:
        return [f"{STATES[shape.fields['status']]}{shape.fields['status_note']}"]
    return [slot.note for slot in shape.slots]
