"""Events of a table (CSV, XLSX): one row a date, columns recognised by their titles, corrected by whoever imports."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from pma_site.core.french import fold, spelling_key
from pma_site.core.spreadsheets import Table, letter

from ..choices import Audience, EventStatus, SourceKind
from . import french_dates, places, texts
from .events import PARIS, ReadEvent, Reading, ReadSlot, Window, digest, identity_of, start_key


@dataclass(frozen=True)
class Column:
    """Something that a column may hold; `titles` are the ways to title it."""

    name: str
    label: str
    titles: tuple[str, ...]


def _column(name, label, titles=""):
    return Column(name, label, tuple(filter(None, (spelling_key(title) for title in [label, *titles.split("|")]))))


FIELDS = {
    column.name: column
    for column in (
        _column("identity", "Identifiant", "id|uid|ref|reference|numero|identifiant evenement|code"),
        _column(
            "title",
            "Titre",
            "evenement|intitule|nom|nom evenement|nom de l evenement|titre evenement|titre de l evenement|manifestation"
            "|nom de la manifestation|libelle|objet|summary|subject|title",
        ),
        _column(
            "start_day",
            "Date",
            "date de debut|date debut|debut|du|jour|le|date evenement|date de l evenement|start|start date|dates|quand"
            "|date et heure|date heure",
        ),
        _column("end_day", "Date de fin", "date fin|fin|au|jusqu au|end|end date"),
        _column(
            "start_hour", "Heure de début", "heure debut|heure|horaire|horaires|heures|a|de|start time|debut heure"
        ),
        _column("end_hour", "Heure de fin", "heure fin|end time|fin heure"),
        _column("place", "Lieu", "nom du lieu|lieu de l evenement|salle|endroit|location|site|ou"),
        _column("street", "Adresse", "rue|voie|adresse du lieu|adresse postale"),
        _column("postal_code", "Code postal", "cp|codepostal"),
        _column("city", "Commune", "ville|nom commune|nom de la commune|localite|city"),
        _column("insee", "Code INSEE", "insee|code commune"),
        _column("standfirst", "Résumé", "chapo|chapeau|accroche|description courte|resume"),
        _column("body", "Description", "presentation|texte|detail|details|contenu|description longue|programme|notes"),
        _column("organiser", "Organisateur", "organisateurs|organise par|association|structure|porteur|organizer"),
        _column("conditions", "Tarif", "tarifs|prix|conditions|entree|tarif s|cout|conditions d acces"),
        _column(
            "registration",
            "Inscription",
            "inscriptions|reservation|reservations|billetterie|lien inscription|contact|inscription reservation",
        ),
        _column("website", "Lien", "site web|url|site internet|lien web|page web|en savoir plus|website"),
        _column("online_url", "Lien en ligne", "visioconference|visio|lien visio|en ligne|lien de connexion"),
        _column("audience", "Public", "publics|public vise|public concerne"),
        _column("status", "État", "etat|statut|status"),
        _column("latitude", "Latitude", "lat"),
        _column("longitude", "Longitude", "lon|lng|long"),
    )
}
NEEDED = ("title", "start_day")
# The titles stand among the first lines.
_TITLES_WITHIN = 10
_STATES = {
    EventStatus.CANCELLED: ("annule", "cancel", "supprime"),
    EventStatus.POSTPONED: ("report",),
    EventStatus.FULL: ("complet", "full"),
    EventStatus.MOVED: ("deplace",),
}
# An evening that ends before it begins ends the next day, before this hour.
_NIGHT_ENDS = time(12)


def guess_columns(titles: list[str]) -> dict[str, int]:
    """Return which column holds what, by its title: the first that bears one of a field’s titles."""
    keys = [spelling_key(title) for title in titles]
    found = {}
    # By the first, best title of each field before the others.
    for rank in range(max(len(column.titles) for column in FIELDS.values())):
        for column in FIELDS.values():
            if column.name in found or rank >= len(column.titles):
                continue
            for index, key in enumerate(keys):
                if key == column.titles[rank] and index not in found.values():
                    found[column.name] = index
                    break
    return found


def find_titles(rows: list[tuple[int, list[str]]]) -> int:
    """Return the index of the row of titles: among the first, the one that names the most fields."""
    known = [len(guess_columns(cells)) for _, cells in rows[:_TITLES_WITHIN]]
    return max(range(len(known)), key=lambda index: (known[index], -index), default=0)


def read(table: Table, window: Window) -> Reading:
    """Return the events of a table whose columns are guessed."""
    cells = [[row.line, row.cells] for row in table.rows]
    reading = read_cells(cells, None, window, table.read_as)
    told = [
        f"Ligne {row.line}, colonne {letter(column)} : {fault}"
        for row in table.rows
        for column, fault in row.faults.items()
    ]
    mended = sum(bool(row.remarks) for row in table.rows)
    reading.remarks += told[:20]
    if mended:
        reading.remarks.append(f"Des accents mal encodés ont été réparés ({mended} ligne{'s' * (mended > 1)}).")
    return reading


def read_cells(cells: list, columns: dict[str, int] | None, window: Window, read_as: str) -> Reading:
    """The same from rows [line, cells], with the `columns` that somebody chose, or None to guess them."""
    first = find_titles([(line, row) for line, row in cells])
    titles = cells[first][1] if cells else []
    reading = Reading(SourceKind.TABLE, read_as, cells=cells)
    reading.columns = guess_columns(titles) if columns is None else columns
    missing = [FIELDS[name].label for name in NEEDED if name not in reading.columns]
    if missing:
        reading.remarks.append(
            f"Aucune colonne reconnue pour « {' » ni pour « '.join(missing)} » : dites quelle colonne le contient."
        )
        return reading
    events = {}
    for line, row in cells[first + 1 :]:
        said = {name: row[column].strip() if column < len(row) else "" for name, column in reading.columns.items()}
        if any(said.values()):
            event = _read_row(line, said)
            known = events.setdefault(event.identity, event)
            if known is not event:
                _join(known, event)
    for event in events.values():
        event.settle(window)
    reading.events = list(events.values())
    return reading


def _join(known, event):
    """A further row of the same event brings one more date; one that cannot be read is said, and takes none away."""
    if known.status != event.status:
        for each in (known, event):
            for slot in each.slots:
                slot.status, slot.note = each.status, each.status_note
        known.status, known.status_note = EventStatus.SCHEDULED.value, ""
    if known.faults and event.slots:
        known.faults, event.faults = [], [f"Ligne {known.line} : {fault}" for fault in known.faults]
    elif known.slots:
        event.faults = [f"Ligne {event.line} : {fault}" for fault in event.faults]
    for fault in event.faults:
        known.remark(f"{fault} Cette date n’est pas reprise.")
    known.slots += event.slots
    for remark in event.remarks:
        known.remark(remark)
    known.body = known.body or event.body


def _read_row(line, said):
    """The event of a row."""
    event = ReadEvent(line=line, title=texts.one_line(said.get("title", ""), 200))
    event.standfirst = texts.one_line(said.get("standfirst", ""), 500)
    event.body = texts.rich(said.get("body", ""))
    event.conditions = texts.one_line(said.get("conditions", ""), 250)
    event.website = texts.web_address(said.get("website", "")) or texts.first_web_address(said.get("website", ""))
    event.online_url = texts.first_web_address(said.get("online_url", ""))
    event.organisers = [
        name for part in said.get("organiser", "").replace("\n", ";").split(";") if (name := texts.one_line(part, 160))
    ]
    _read_place(event, said)
    _read_registration(event, said.get("registration", ""))
    _read_choices(event, said)
    identity = texts.one_line(said.get("identity", ""), 2000)
    if identity:
        event.identity = identity_of(identity)
    else:
        place = event.place
        event.identity = digest(
            "table", spelling_key(event.title), spelling_key(f"{place.name} {place.city}"), place.insee
        )
        event.remark("Sans identifiant : reconnu la prochaine fois à son titre et à son lieu, s’ils n’ont pas changé.")
    try:
        event.slots = [_slot(said)]
    except ValueError as error:
        event.faults.append(str(error))
    return event


def _read_place(event, said):
    place = places.parsed(said.get("street", ""))
    if said.get("place"):
        only = {"street", "postal_code", "city", "insee"} & {name for name, value in said.items() if value}
        if only:
            place.name = texts.one_line(said["place"], 160)
        else:
            place = places.parsed(said["place"])
    elif not place.street:
        place.street, place.name = place.name, ""
    place.city = texts.one_line(said.get("city", ""), 80) or place.city
    code = texts.one_line(said.get("postal_code", ""), 10).replace(" ", "")
    place.postal_code = code if len(code) == 5 and code.isascii() and code.isdigit() else place.postal_code
    place.insee = texts.one_line(said.get("insee", ""), 10).upper()[:5]
    place.text = texts.one_line(", ".join(filter(None, [place.name, place.street, place.city])), 300) or place.text
    try:
        place.latitude, place.longitude = places.point(
            said.get("latitude", "").replace(",", "."), said.get("longitude", "").replace(",", ".")
        )
    except ValueError:
        place.latitude = place.longitude = None
    event.place = place


def _read_registration(event, said):
    for part in said.replace("\n", " ").replace(";", " ").split():
        event.registration_email = event.registration_email or texts.mail_address(part.strip(",.()"))
    event.registration_url = texts.first_web_address(said) or texts.web_address(said)
    event.registration_phone = texts.phone_number(said)
    if said and not (event.registration_email or event.registration_url or event.registration_phone):
        words = texts.one_line(said, 250)
        event.conditions = texts.one_line(f"{event.conditions} {words}".strip(), 250)


def _read_choices(event, said):
    state = fold(said.get("status", ""))
    for status, beginnings in _STATES.items():
        if any(beginning in state for beginning in beginnings):
            event.status, event.status_note = status.value, f"{status.label.capitalize()} d’après l’organisateur."
    audience = spelling_key(said.get("audience", ""))
    event.audience = next((each.value for each in Audience if audience in (spelling_key(each.label), each.value)), "")
    if audience and not event.audience:
        event.remark(f"Public « {texts.one_line(said['audience'], 60)} » : à choisir dans la liste.")


def _slot(said):
    """The time that a row tells. Raises ValueError with what to do."""
    when = said.get("start_day", "")
    if not when:
        raise ValueError("La date manque.")
    try:
        days = french_dates.days_of(when)
        hours = french_dates.hours_in_a_moment(when)
    except ValueError as error:
        raise ValueError(
            f"La date « {when[:60]} » ne se lit pas : écrivez « 21/06/2026 » ou « 21 juin 2026 »."
        ) from error
    last = days[-1]
    last_hours = []
    if until := said.get("end_day", ""):
        try:
            last = french_dates.days_of(until)[-1]
            last_hours = french_dates.hours_in_a_moment(until)
        except ValueError as error:
            raise ValueError(f"La date de fin « {until[:60]} » ne se lit pas.") from error
    hours = _hours(said.get("start_hour", "")) or hours
    begins = hours[0] if hours else None
    ends = (_hours(said.get("end_hour", "")) or last_hours or hours[1:2] or [None])[0]
    if last < days[0]:
        raise ValueError("La date de fin précède la date de début.")
    if begins is None:
        start = datetime.combine(days[0], time(), PARIS)
        end = datetime.combine(last, time(), PARIS) if last > days[0] else None
        return ReadSlot(start_key(start, True), start, end, all_day=True)
    # Through UTC: an hour that the spring takes away is the next one.
    start = datetime.combine(days[0], begins, PARIS).astimezone(UTC).astimezone(PARIS)
    end = datetime.combine(last, ends, PARIS) if ends is not None else None
    if end is None and last > days[0]:
        end = datetime.combine(last + timedelta(days=1), time(), PARIS)
    if end and end <= start:
        if last == days[0] and ends <= _NIGHT_ENDS:
            end = datetime.combine(last + timedelta(days=1), ends, PARIS)
        else:
            raise ValueError("L’heure de fin précède l’heure de début.")
    return ReadSlot(start_key(start), start, end)


def _hours(said):
    if not said:
        return []
    try:
        hours = french_dates.hours_of(said)
    except ValueError:
        hours = []
    if not hours and fold(said) not in ("toute la journee", "journee", "-"):
        raise ValueError(f"L’heure « {said[:40]} » ne se lit pas : écrivez « 13:30 » ou « 13 h 30 ».")
    return hours
