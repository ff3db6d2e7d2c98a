"""Events of an OpenAgenda export (JSON, version 2): the fields of its « Structure d’un événement ».

What our own export adds to them (agenda.open_records) is read as well: agendas like ours exchange their events.
"""

import json
import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from pma_site.core.french import counted, number

from ..choices import EventStatus, SourceKind
from . import places, texts
from .events import (
    PARIS,
    ReadEvent,
    Reading,
    ReadPlace,
    ReadSlot,
    UnreadableError,
    Window,
    digest,
    identity_of,
    start_key,
)
from .zones import Zones

# Its six public states (field `status`), and what is said where the source says no more.
_STATES = {
    3: (EventStatus.MOVED, "Déplacé en ligne."),
    4: (EventStatus.POSTPONED, "Reporté : les nouvelles dates ne sont pas encore connues."),
    5: (EventStatus.FULL, "Complet."),
    6: (EventStatus.CANCELLED, "Annulé par l’organisateur."),
}
_RESCHEDULED, _OFFLINE, _ONLINE = 2, 1, 2
_PUBLISHED = 2
_ACCESS = ("ii", "hi", "vi", "pi", "mi")
_LANGUAGES = ("fr", "en")
_MOST_TIMINGS = 800
# Our two first digits of INSEE codes, Corsica's letters included.
_INSEE = re.compile(r"\d[\dAB]\d{3}")


def read(text: str, window: Window) -> Reading:
    """Return the events of an export, a list or an object with `events`. Raises UnreadableError for another JSON."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        line = f" (ligne {error.lineno})" if isinstance(error, json.JSONDecodeError) else ""
        raise UnreadableError(
            f"Ce fichier JSON est abîmé ou coupé{line} : téléchargez-le de nouveau depuis OpenAgenda."
        ) from error
    rows = data.get("events", data.get("data")) if isinstance(data, dict) else data
    if isinstance(data, dict) and rows is None and "uid" in data and "timings" in data:
        rows = [data]
    if not isinstance(rows, list):
        raise UnreadableError(
            "Ce fichier JSON ne vient pas d’OpenAgenda : il n’y a pas de liste « events ». Choisissez l’export"
            " « JSON »."
        )
    reading = Reading(SourceKind.OPENAGENDA, "JSON d’OpenAgenda")
    if isinstance(data, dict):
        reading.name = _words(data.get("title"), 120) or _words(_of(data, "agenda", "title"), 120)
        total = data.get("total")
        if isinstance(total, int) and total > len(rows):
            reading.remarks.append(
                f"Ce fichier ne contient que {counted(len(rows), 'événement')} sur {number(total)} : les autres sont"
                " sur les pages suivantes de l’export."
            )
    reading.events = [_read(rank, row, window) for rank, row in enumerate(rows, 1)]
    if not reading.name:
        names = {_words(_of(row, "originAgenda", "title"), 120) for row in rows if isinstance(row, dict)}
        reading.name = names.pop() if len(names) == 1 else ""
    return reading


def _read(rank, row, window):
    """One event; whatever its fields hold, it is read or says why not."""
    event = ReadEvent(line=rank)
    if not isinstance(row, dict):
        event.identity = digest("openagenda", str(rank))
        event.faults.append("Ce n’est pas un événement : des champs étaient attendus.")
        return event
    event.title = _words(row.get("title"), 200)
    uid = row.get("uid")
    # Of signs that nobody sees nothing is left.
    identity = texts.one_line(str(uid)[:2000], 2000) if isinstance(uid, int | str) and not isinstance(uid, bool) else ""
    if identity:
        event.identity = identity_of(identity)
    else:
        slug = _words(row.get("slug"), 200)
        event.identity = digest("openagenda", slug or event.title, _words(_of(row, "location", "name"), 160))
        event.remark("Sans identifiant (uid) : reconnu la prochaine fois à son adresse ou à son titre et son lieu.")
    state = row.get("state")
    if isinstance(state, int) and state != _PUBLISHED and not isinstance(state, bool):
        event.refusal = "Pas publié sur OpenAgenda : il y est refusé, à modérer ou pas encore en ligne."
        return event
    if row.get("draft") is True or row.get("private") in (True, 1):
        event.refusal = "Brouillon ou privé sur OpenAgenda."
        return event
    _read_words(event, row)
    _read_place(event, row)
    _read_registration(event, row.get("registration"))
    _read_state(event, row)
    _read_timings(event, row)
    event.settle(window)
    return event


def _read_words(event, row):
    event.standfirst = _words(row.get("description"), 500)
    event.body = texts.from_markdown(_text(row.get("longDescription")) or _text(row.get("html")))
    event.conditions = _words(row.get("conditions"), 250)
    event.website = texts.web_address(_of(row, "links", "website") or "") or _origin(row)
    for name, field in (("min", "age_min"), ("max", "age_max")):
        age = _of(row, "age", name)
        if isinstance(age, int) and not isinstance(age, bool) and 0 < age <= 120:
            setattr(event, field, age)
    if event.age_min and event.age_max and event.age_max < event.age_min:
        event.age_min, event.age_max = event.age_max, event.age_min
    if row.get("image"):
        event.remark("Une image existe sur OpenAgenda : elle n’est pas reprise, ses droits sont à vérifier.")


def _origin(row):
    """The page of the event on OpenAgenda."""
    for name in ("canonicalUrl", "originUrl", "url"):
        if address := texts.web_address(row.get(name)):
            return address
    slug, agenda = row.get("slug"), _of(row, "originAgenda", "slug")
    if (
        isinstance(slug, str)
        and isinstance(agenda, str)
        and re.fullmatch(r"[\w-]{1,100}/[\w-]{1,90}", f"{agenda}/{slug}")
    ):
        return f"https://openagenda.com/{agenda}/events/{slug}"
    return ""


def _read_place(event, row):
    said = row.get("location")
    place = ReadPlace()
    if isinstance(said, dict):
        parsed = places.parsed(_words(said.get("address"), 300))
        place.name = _words(said.get("name"), 160)
        place.city = _words(said.get("city"), 80) or parsed.city
        place.postal_code = _words(said.get("postalCode"), 5) or parsed.postal_code
        place.street = parsed.street or (parsed.name if parsed.name != place.name else "")
        insee = _words(said.get("insee"), 5)
        place.insee = insee if _INSEE.fullmatch(insee) else ""
        place.text = ", ".join(filter(None, [place.name, place.street, place.city]))
        try:
            place.latitude, place.longitude = places.point(said.get("latitude"), said.get("longitude"))
        except (TypeError, ValueError, OverflowError):
            place.latitude = place.longitude = None
        if not re.fullmatch(r"\d{5}", place.postal_code):
            place.postal_code = ""
        if not said.get("name") or ("uid" in said and said["uid"] is None):
            # Our own export names a place without a venue by its communes.
            place.name = place.text = ""
    communes = row.get("communes")
    codes = [_words(_of(each, "insee"), 5) for each in communes[:200]] if isinstance(communes, list) else []
    place.communes = [code for code in codes if _INSEE.fullmatch(code)]
    access = row.get("accessibility")
    if isinstance(access, dict):
        place.access = [code for code in _ACCESS if access.get(code) is True]
    elif isinstance(access, list):
        place.access = [code for code in _ACCESS if code in access]
    mode = row.get("attendanceMode")
    event.online_url = texts.web_address(row.get("onlineAccessLink")) if mode != _OFFLINE else ""
    event.place = ReadPlace(communes=place.communes) if mode == _ONLINE else place
    names = row.get("organizers")
    names = [_words(each, 160) for each in names[:20]] if isinstance(names, list) else []
    event.organisers += filter(None, names)
    for contact in (row.get("organizer"), row.get("organiser"), row.get("organisateur")):
        if name := _words(contact, 160) or _words(_of({"c": contact}, "c", "name"), 160):
            event.organisers.append(name)


def _read_registration(event, said):
    """Links, addresses and numbers, typed or not."""
    for each in said[:20] if isinstance(said, list) else []:
        value = each.get("value") if isinstance(each, dict) else each
        if mail := texts.mail_address(value):
            event.registration_email = event.registration_email or mail
        elif phone := texts.phone_number(value):
            event.registration_phone = event.registration_phone or phone
        elif address := texts.web_address(value):
            event.registration_url = event.registration_url or address


def _read_state(event, row):
    note = _words(row.get("statusNote"), 250)
    state, event.status_note = _state(row.get("status"), note)
    if state:
        event.status = state
    elif row.get("status") in (_RESCHEDULED, str(_RESCHEDULED)):
        event.remark("Reprogrammé sur OpenAgenda : les dates sont les nouvelles.")


def _state(said, note):
    """A state and why, `note` where the source gives one; empty both where all is as planned."""
    if isinstance(said, str) and said.isascii() and said.isdigit() and len(said) == 1:
        said = int(said)
    if not isinstance(said, int) or isinstance(said, bool):
        return "", ""
    if said == _RESCHEDULED and note:
        return EventStatus.MOVED.value, note
    if said not in _STATES:
        return "", ""
    status, usual = _STATES[said]
    return status.value, note or usual


def _read_timings(event, row):
    """Its times; one that cannot be read is said, the others are taken."""
    timings = row.get("timings")
    if not isinstance(timings, list) or not timings:
        event.faults.append("Aucun horaire (« timings »).")
        return
    zone, remark = Zones().zone(_words(row.get("timezone"), 60) or "Europe/Paris")
    if remark:
        event.remark(remark)
    if len(timings) > _MOST_TIMINGS:
        event.remark(f"{number(len(timings))} horaires : seuls les {_MOST_TIMINGS} premiers sont lus.")
    for rank, timing in enumerate(timings[:_MOST_TIMINGS], 1):
        try:
            start = _moment(timing["begin"] if "begin" in timing else timing["start"], zone)
            ends = timing.get("end")
            end = _moment(ends, zone) if ends else None
        except (KeyError, TypeError, ValueError, AttributeError, OverflowError):
            event.remark(f"Horaire n° {rank} : il ne se lit pas.")
            continue
        if end and end <= start:
            end = None
            event.remark(f"Horaire n° {rank} : la fin ne suit pas le début, elle reste inconnue.")
        slot = ReadSlot(start_key(start), start, end)
        if timing.get("allDay") is True:
            # It ends at the midnight that follows its last day.
            last = (end or start + timedelta(days=1)) - timedelta(days=1)
            slot = ReadSlot(start_key(start, True), start, last if last > start else None, all_day=True)
        if uid := _words(timing.get("uid"), 60):
            slot.key = uid
        state, note = _state(timing.get("status"), _words(timing.get("note"), 200))
        if state:
            slot.status, slot.note = state, note
        event.slots.append(slot)


def _moment(said, zone: ZoneInfo):
    """An instant (ISO 8601), on the clock of Paris; without an offset it is told on the clock of `zone`."""
    moment = datetime.fromisoformat(said)
    moment = moment if moment.tzinfo else moment.replace(tzinfo=zone)
    if not 1900 <= moment.year <= 9000:
        raise ValueError(said)
    return moment.astimezone(PARIS)


def _of(data, *path):
    """What stands at the end of a path; None where it breaks off."""
    for name in path:
        data = data.get(name) if isinstance(data, dict) else None
    return data


def _text(said):
    """A text that may be in several languages: French first."""
    if isinstance(said, dict):
        known = [said.get(language) for language in _LANGUAGES] + list(said.values())
        said = next((each for each in known if isinstance(each, str) and each.strip()), "")
    return said if isinstance(said, str) else ""


def _words(said, most):
    if isinstance(said, int | float) and not isinstance(said, bool):
        return texts.one_line(said, most)
    return texts.one_line(_text(said), most)
