"""Sources of events as real programs write them, and what is needed to read them on a day in June 2026."""

import json
from datetime import UTC, datetime

from agenda.incoming import read

TODAY = datetime(2026, 6, 1, 8, 0, tzinfo=UTC)

GOOGLE = """BEGIN:VCALENDAR
PRODID:-//Google Inc//Google Calendar 70.9054//EN
VERSION:2.0
CALSCALE:GREGORIAN
METHOD:PUBLISH
X-WR-CALNAME:Ville de Liévin
X-WR-TIMEZONE:Europe/Paris
BEGIN:VTIMEZONE
TZID:Europe/Paris
BEGIN:DAYLIGHT
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
TZNAME:GMT+2
DTSTART:19700329T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
BEGIN:STANDARD
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
TZNAME:GMT+1
DTSTART:19701025T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
END:VTIMEZONE
BEGIN:VEVENT
DTSTART;TZID=Europe/Paris:20260606T100000
DTEND;TZID=Europe/Paris:20260606T120000
RRULE:FREQ=WEEKLY;UNTIL=20260627T215959Z;BYDAY=SA
EXDATE;TZID=Europe/Paris:20260613T100000
DTSTAMP:20260520T120000Z
UID:4k2l9q8h7g6f5d4s3a2q1w0e9r@google.com
DESCRIPTION:Atelier gratuit.<br><br>Sur <b>inscription</b>\\, places limitée
 s : <a href="https://www.lievin.example/velo">la page</a>
LAST-MODIFIED:20260519T120000Z
LOCATION:Salle de l’Espérance\\, 12 rue Jean Jaurès\\, 62800 Liévin\\, France
SEQUENCE:1
STATUS:CONFIRMED
SUMMARY:Atelier vélo
TRANSP:OPAQUE
END:VEVENT
BEGIN:VEVENT
DTSTART;TZID=Europe/Paris:20260627T140000
DTEND;TZID=Europe/Paris:20260627T160000
DTSTAMP:20260520T120000Z
UID:4k2l9q8h7g6f5d4s3a2q1w0e9r@google.com
RECURRENCE-ID;TZID=Europe/Paris:20260627T100000
SUMMARY:Atelier vélo
LOCATION:Salle de l’Espérance\\, 12 rue Jean Jaurès\\, 62800 Liévin\\, France
STATUS:CONFIRMED
END:VEVENT
BEGIN:VEVENT
DTSTART;VALUE=DATE:20260620
DTEND;VALUE=DATE:20260622
DTSTAMP:20260520T120000Z
UID:0a9s8d7f6g5h4j3k2l1q@google.com
SUMMARY:Fête de la musique
LOCATION:Liévin
STATUS:CONFIRMED
END:VEVENT
END:VCALENDAR
"""

# The folds of Exchange, its zones of Windows, its HTML beside the text.
OUTLOOK = """BEGIN:VCALENDAR
METHOD:PUBLISH
PRODID:Microsoft Exchange Server 2010
VERSION:2.0
BEGIN:VTIMEZONE
TZID:Romance Standard Time
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE
BEGIN:VEVENT
DESCRIPTION:Ordre du jour joint.\\n
X-ALT-DESC;FMTTYPE=text/html:<html><head><style>p{color:red}</style></head><bo
 dy><p class="MsoNormal">Ordre du jour <b>joint</b>.</p><ul><li>Budget</li><li
 >Voirie</li></ul></body></html>
UID:040000008200E00074C5B7101A82E00800000000105C9D2F
SUMMARY;LANGUAGE=fr-FR:Comité syndical
DTSTART;TZID=Romance Standard Time:20260625T183000
DTEND;TZID=Romance Standard Time:20260625T203000
CLASS:PUBLIC
PRIORITY:5
DTSTAMP:20260601T070000Z
STATUS:CONFIRMED
SEQUENCE:0
LOCATION;LANGUAGE=fr-FR:Maison syndicale des mineurs, 62300 Lens
BEGIN:VALARM
DESCRIPTION:REMINDER
TRIGGER;RELATED=START:-PT15M
ACTION:DISPLAY
END:VALARM
END:VEVENT
BEGIN:VEVENT
UID:040000008200E00074C5B7101A82E0080000000020
SUMMARY:Rendez-vous médical
DTSTART;TZID=Romance Standard Time:20260626T090000
CLASS:PRIVATE
END:VEVENT
BEGIN:VTODO
UID:todo
SUMMARY:Imprimer
END:VTODO
END:VCALENDAR
""".replace("\n", "\r\n")

NEXTCLOUD = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Nextcloud calendar v4.7.6
BEGIN:VEVENT
CREATED:20260501T080000Z
DTSTAMP:20260502T080000Z
LAST-MODIFIED:20260502T080000Z
SEQUENCE:2
UID:7f4b1d3e-20aa-4c07-9d0e-0d1a2f0b8a11
DTSTART;TZID=Europe/Paris:20260619T200000
DURATION:PT6H
SUMMARY:Bal de la Saint-Jean
GEO:50.43;2.83
URL:https://www.avion.example/bal
STATUS:CANCELLED
END:VEVENT
END:VCALENDAR
"""


def calendar(*events, before=""):
    """A calendar of events, each the lines between BEGIN and END."""
    written = "".join(f"BEGIN:VEVENT\n{lines.strip()}\nEND:VEVENT\n" for lines in events)
    return f"BEGIN:VCALENDAR\nVERSION:2.0\n{before}{written}END:VCALENDAR\n"


def happening(uid="un", title="Rencontre", start="20260620T100000", **fields):
    """The lines of an event."""
    lines = {"UID": uid, "SUMMARY": title, "DTSTART;TZID=Europe/Paris": start, **fields}
    return "\n".join(f"{name}:{value}" for name, value in lines.items())


def openagenda_event(uid=101, title="Visite du terril", **fields):
    """An event as the export of OpenAgenda (version 2) writes it."""
    return {
        "uid": uid,
        "slug": f"evenement-{uid}",
        "title": {"fr": title},
        "description": {"fr": "Une marche commentée."},
        "longDescription": {
            "fr": "**Rendez-vous** au parking.\n\n- chaussures de marche\n- eau\n\nVoir [le site](https://terril.example)"
        },
        "conditions": {"fr": "Gratuit sur réservation"},
        "keywords": {"fr": ["nature"]},
        "registration": [
            {"type": "link", "value": "https://terril.example/inscription"},
            {"type": "email", "value": "visites@terril.example"},
            {"type": "phone", "value": "03 21 00 00 00"},
        ],
        "accessibility": {"hi": False, "ii": False, "vi": True, "mi": True, "pi": False},
        "age": {"min": 6, "max": 99},
        "attendanceMode": 1,
        "status": 1,
        "state": 2,
        "image": {"filename": "a.jpg", "base": "https://cdn.example/"},
        "timezone": "Europe/Paris",
        "originAgenda": {"uid": 7, "title": "Agenda de l’Artois", "slug": "artois"},
        "location": {
            "uid": 9,
            "name": "Base 11/19",
            "address": "Rue de Bourgogne, 62750 Loos-en-Gohelle",
            "city": "Loos-en-Gohelle",
            "postalCode": "62750",
            "insee": "62528",
            "latitude": 50.4437,
            "longitude": 2.7906,
        },
        "timings": [
            {"begin": "2026-06-21T10:00:00+02:00", "end": "2026-06-21T12:00:00+02:00"},
            {"begin": "2026-06-28T10:00:00+0200", "end": "2026-06-28T12:00:00+0200"},
        ],
        **fields,
    }


def export(*events, **more):
    """An export of OpenAgenda, as bytes."""
    return json.dumps({"total": len(events), "events": list(events), **more}, ensure_ascii=False).encode()


def reading(source):
    """What is read of a source on that day."""
    return read(source.encode() if isinstance(source, str) else source, TODAY)


def only(source):
    """The one event that a source holds."""
    (event,) = reading(source).events
    return event


def times(event):
    """The slots of an event as people read clocks in Lens: « 2026-06-20 10:00–12:00 », whole days without hours."""
    found = []
    for slot in event.slots:
        if slot.all_day:
            found.append(f"{slot.start:%Y-%m-%d}" + (f" → {slot.end:%Y-%m-%d}" if slot.end else ""))
        else:
            found.append(f"{slot.start:%Y-%m-%d %H:%M}" + (f"–{slot.end:%d %H:%M}" if slot.end else ""))
    return found
