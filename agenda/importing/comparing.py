"""What a source says now, beside what the import wrote last and what the event says: three sides, field by field.

Where only the source changed, its word is taken. Where the team changed something by hand, theirs stays, and that is
said if the source changed as well.
"""

import re
from dataclasses import dataclass, field
from datetime import UTC

from django.utils import timezone

from ..choices import Audience, EventStatus, OrganiserRole
from ..incoming import ReadEvent
from ..incoming.texts import from_html, one_line
from ..models import EventPage, EventSlot
from .places import Found, Registers, venue_key

# Fields of the event that are taken over as they are, with what they are called.
PLAIN = (
    "title",
    "standfirst",
    "online_url",
    "website",
    "registration_url",
    "registration_email",
    "registration_phone",
    "conditions",
    "audience",
    "age_min",
    "age_max",
)
LABELS = {
    **{name: str(EventPage._meta.get_field(name).verbose_name).capitalize() for name in PLAIN},
    "title": "Titre",
    "body": "Présentation",
    "venue": "Lieu",
    "venue_detail": "Précision de lieu",
    "communes": "Communes",
    "organisers": "Organisateurs",
    "status": "État",
}


def slot_state(slot) -> list:
    """What of a slot, read or stored, is compared: its first and last moments, whole days by their dates, its state."""
    if slot.all_day:
        first = timezone.localtime(slot.start).date()
        last = timezone.localtime(slot.end).date() if slot.end else first
        return [first.isoformat(), last.isoformat(), True, str(slot.status)]
    ends = slot.end.astimezone(UTC).isoformat() if slot.end else None
    return [slot.start.astimezone(UTC).isoformat(), ends, False, str(slot.status)]


def event_state(event: EventPage) -> dict:
    """What an event, as its latest draft, says in each field that an import may write."""
    return {
        **{name: getattr(event, name) for name in PLAIN},
        "body": from_html(event.body),
        "venue": venue_key(event.venue),
        "venue_detail": event.venue_detail,
        "communes": sorted(link.commune.insee_code for link in event.communes.all()),
        "organisers": sorted(
            link.organisation.name for link in event.organisers.all() if link.role == OrganiserRole.ORGANISER
        ),
        "status": str(event.status),
    }


class Wanted:
    """An event as its source wants it, in the terms of our registers."""

    def __init__(self, read: ReadEvent, registers: Registers):
        self.read = read
        self.place: Found = registers.place(read.place)
        known = {name: registers.organisation(name) for name in read.organisers}
        self.organisations = list({each.pk: each for each in known.values() if each}.values())
        self.remarks = [*read.remarks, *self.place.remarks]
        self.remarks += [
            f"Organisateur « {name} » : absent de l’annuaire, à ajouter s’il le faut."
            for name, found in known.items()
            if found is None
        ]
        self.state = {
            **{name: getattr(read, name) for name in PLAIN},
            "body": from_html(read.body),
            "venue": self.place.key,
            "venue_detail": self.place.detail,
            "communes": sorted(commune.insee_code for commune in self.place.communes),
            "organisers": sorted(each.name for each in self.organisations),
            "status": read.status,
        }

    def words(self, name):
        """A field as it is shown to whoever decides."""
        if name == "venue":
            return self.place.words
        if name == "communes":
            return ", ".join(commune.name for commune in self.place.communes)
        return shown(name, self.state[name])


def shown(name: str, value) -> str:
    """A value of `event_state` in words."""
    if value in (None, "", []):
        return ""
    if name == "body":
        return one_line(re.sub(r"<[^>]+>", " ", value), 200)
    if name == "status":
        return EventStatus(value).label
    if name == "audience":
        return Audience(value).label
    return ", ".join(value) if isinstance(value, list) else one_line(value, 200)


@dataclass
class Plan:
    """What is to be written of an event that there is already.

    `fields` take the word of the source; `slots` says, by identity, what a slot becomes (None: it goes), `added` are
    new ones by key. `written` and `kept_slots` are what the next import compares with.
    """

    fields: list[str] = field(default_factory=list)
    slots: dict = field(default_factory=dict)
    added: dict = field(default_factory=dict)
    changes: list[dict] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    written: dict = field(default_factory=dict)
    kept_slots: dict = field(default_factory=dict)

    @property
    def is_empty(self):
        return not (self.fields or self.slots or self.added)

    def change(self, label, before, after):
        self.changes.append({"label": label, "before": before, "after": after})


def says_the_same(wanted: Wanted, link) -> bool:
    """Whether a source says what it said last time, date by date: nothing is to be written, whoever changed what."""
    slots = {slot.key: slot_state(slot) for slot in wanted.read.slots}
    return wanted.state == link.written and slots == {key: each["said"] for key, each in link.slots.items()}


def compare(wanted: Wanted, event: EventPage, link) -> Plan:
    """Return what the source changes of `event`, its latest draft; `link` is its SourcedEvent."""
    plan = Plan(written=dict(link.written), kept_slots={})
    current = event_state(event)
    for name, value in wanted.state.items():
        now, last = current[name], link.written.get(name)
        if value == now:
            plan.written[name] = value
        elif value == last:
            # Only the team changed it.
            continue
        elif now == last or (last is None and now in (None, "", [])):
            plan.fields.append(name)
            plan.written[name] = value
            before = str(event.venue) if name == "venue" and event.venue else shown(name, now)
            if name == "communes":
                before = ", ".join(link.commune.name for link in event.communes.all())
            plan.change(LABELS[name], before, wanted.words(name))
        else:
            said = wanted.words(name) or "(vide)"
            plan.remarks.append(f"{LABELS[name]} : modifié ici, gardé. La source dit maintenant « {said} ».")
    _compare_slots(plan, wanted.read.slots, list(event.slots.all()), link.slots)
    return plan


def _compare_slots(plan, read, stored, known):
    by_uid = {str(slot.uid): slot for slot in stored}
    pairs, added, gone = _paired(read, by_uid, known)
    taken = {known[key]["uid"] for key in known}
    free = {slot_state(slot)[0]: slot for slot in stored if str(slot.uid) not in taken}
    for slot, key in pairs:
        _compare_slot(plan, slot, known[key], by_uid.get(known[key]["uid"]))
    for slot in added:
        state = slot_state(slot)
        if same := free.pop(state[0], None):
            # The team had entered this date already.
            plan.kept_slots[slot.key] = {"uid": str(same.uid), "said": state}
            continue
        plan.added[slot.key] = slot
        plan.change("Créneau ajouté", "", words_of(slot))
    now = timezone.now()
    for key in gone:
        said, slot = known[key], by_uid.get(known[key]["uid"])
        if slot is None:
            continue
        if slot.closing <= now:
            # What has been stays, whatever the source forgets.
            plan.kept_slots[key] = said
        elif slot_state(slot) == said["said"]:
            plan.slots[said["uid"]] = None
            plan.change("Créneau retiré", slot.in_words, "")
        else:
            plan.kept_slots[key] = said
            plan.remarks.append(f"Créneau « {slot.in_words} » : modifié ici, gardé. Il n’est plus dans la source.")


def _compare_slot(plan, read, said, slot):
    """One slot that source and event both know."""
    state, last = slot_state(read), said["said"]
    plan.kept_slots[read.key] = {"uid": said["uid"], "said": last}
    if slot is None:
        if state != last:
            plan.remarks.append(f"Créneau retiré ici, toujours dans la source : {words_of(read)}.")
        return
    now = slot_state(slot)
    if state == now:
        plan.kept_slots[read.key]["said"] = state
    elif now == last:
        plan.kept_slots[read.key]["said"] = state
        plan.slots[said["uid"]] = read
        plan.change("Créneau", _with_state(slot), _with_state(read))
    elif state != last:
        plan.remarks.append(
            f"Créneau « {slot.in_words} » : modifié ici, gardé. La source dit maintenant « {words_of(read)} »."
        )


def _paired(read, by_uid, known):
    """Which date read is which one known (pairs), which are new, which known ones are no more.

    Named by its source, or else by its start; a date that moved is known by its day, or as the only one left.
    """
    pairs = [(slot, slot.key) for slot in read if slot.key in known]
    left = [slot for slot in read if slot.key not in known]
    gone = [key for key in known if key not in {slot.key for slot in read}]
    now = timezone.now()
    movable = [key for key in gone if known[key]["uid"] in by_uid and by_uid[known[key]["uid"]].closing > now]
    days = {}
    for key in movable:
        days.setdefault(timezone.localtime(by_uid[known[key]["uid"]].start).date(), []).append(key)
    for slot in list(left):
        same_day = days.get(timezone.localtime(slot.start).date(), [])
        others = [each for each in left if each.start.date() == slot.start.date()]
        if len(same_day) == 1 and len(others) == 1:
            pairs.append((slot, same_day[0]))
            left.remove(slot)
            gone.remove(same_day[0])
            movable.remove(same_day.pop())
    if len(left) == len(movable) == 1:
        pairs.append((left.pop(), movable[0]))
        gone.remove(movable[0])
    return pairs, left, gone


def words_of(slot) -> str:
    """A date that was read, as the agenda says it."""
    return EventSlot(start=slot.start, end=slot.end, all_day=slot.all_day).in_words


def _with_state(slot):
    words = words_of(slot)
    return words if slot.status == EventStatus.SCHEDULED else f"{words} ({EventStatus(slot.status).label})"
