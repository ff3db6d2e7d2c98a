"""Town halls from a file: found by commune, judged field by field, and written with their mayor and address."""

from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial

from pma_site.core.french import fold, joined, spelling_key
from pma_site.core.spreadsheets import clean
from pma_site.territory.communes import commune_key

from .. import cell_values, postal
from ..cell_values import CellError
from ..choices import ImportKind, ReadingState, RowVerdict
from ..columns import fields_of
from ..models import Office, Recipient
from .addresses import Addresses
from .communes import Communes, town_hall_of
from .judgement import Change, Judgement, read_row
from .mayors import MayorPlan, Mayors

# Fields of a town hall that a file writes as they stand.
TEXTS = ("complement", "street", "postal_code", "city", "phone")
_ADDRESS = {"complement", "street", "postal_code", "city"}
_CHANNELS = {"by_post": "Le courrier", "by_email": "Le courriel"}
LABELS = {name: field.label for name, field in fields_of(ImportKind.OFFICES).items()}


@dataclass
class Plan(MayorPlan):
    """What applying a row writes; `office` is None for a new one, `email` for one that is left as it is."""

    office: Office | None = None
    fields: dict = field(default_factory=dict)
    email: str | None = None


class OfficeImport:
    """The rows of one file, beside the register as it is now."""

    parsers = {
        "insee": cell_values.code,
        "commune": partial(cell_values.line, most=120),
        "name": partial(cell_values.line, most=120),
        "complement": cell_values.postal_line,
        "street": cell_values.postal_line,
        "postal_code": cell_values.postal_code,
        "city": partial(cell_values.postal_line, most=postal.CITY_LENGTH),
        "postal_city": cell_values.postal_city,
        "phone": cell_values.phone,
        "email": cell_values.email,
        "form_of_address": cell_values.address_form,
        "first_name": partial(cell_values.line, most=80),
        "last_name": partial(cell_values.line, most=80),
        "full_name": partial(cell_values.line, most=160),
        "start": cell_values.past_day,
        "by_post": cell_values.yes_or_no,
        "by_email": cell_values.yes_or_no,
    }

    def __init__(self, run, rows, hold=False):
        self.run = run
        self.readings = [read_row(row, run.columns, self.parsers, LABELS) for row in rows]
        self.communes = Communes()
        self.mayors = Mayors(run)
        offices = Office.objects.select_related("recipient").prefetch_related("mandates__person").order_by("pk")
        if hold:
            offices = offices.select_for_update(of=("self",))
        self.offices, self.names = defaultdict(list), {}
        offices = list(offices)
        if hold:
            _hold_readers(offices)
        for office in offices:
            self.offices[office.commune_id].append(office)
            self.names[spelling_key(office.name)] = office
        said = {reading.said["email"] for reading in self.readings if "email" in reading.said}
        self.addresses = Addresses(said, hold)
        self.seen = {}

    def judgements(self):
        """Yield the verdict on each row."""
        for reading in self.readings:
            yield self._judge(reading)

    def write(self, judgement, journal):
        """Write what a judgement plans; return the town hall."""
        plan, line = judgement.plan, judgement.line
        fields = dict(plan.fields)
        if plan.email is not None:
            fields["recipient"] = self.addresses.obtain(plan.email, line, journal) if plan.email else None
        if plan.office is None:
            office = journal.create(line, Office(**fields))
        else:
            office = plan.office
            if fields:
                journal.change(line, office, **fields)
        self.mayors.write(line, office, plan, journal)
        return office

    def _judge(self, reading):
        named = reading.said.get("name") or reading.said.get("commune", "")
        judgement = Judgement(reading.line, RowVerdict.INVALID, title=named)
        try:
            commune = self._commune(reading)
            office, name = self._office(commune, reading)
        except CellError as error:
            reading.faults.insert(0, str(error))
        else:
            judgement.title = office.name if office else name
            judgement.office_id = office and office.pk
        if reading.faults:
            judgement.reason = "\n".join(reading.faults)
            return judgement
        key = (office.pk,) if office else (commune.pk, spelling_key(name))
        if key in self.seen:
            return self._doubled(judgement, reading, self.seen[key])
        try:
            self._plan(judgement, reading, commune, office, name)
        except CellError as error:
            judgement.verdict, judgement.reason = RowVerdict.INVALID, str(error)
            judgement.changes, judgement.notes, judgement.plan = [], [], None
            return judgement
        self.seen[key] = reading
        return judgement

    def _commune(self, reading):
        """The commune that a row is about. Raises CellError where none is, or several are."""
        said = reading.said
        code, _ = said.get("insee", ("", False))
        by_code = self.communes.by_code.get(code)
        name, place = said.get("commune", ""), "commune"
        if not name and not by_code and "name" in said:
            known = self.names.get(spelling_key(said["name"]))
            if known:
                return self.communes.by_id[known.commune_id]
            name, place = said["name"], "name"
        named = self.communes.named(name) if name else []
        if code and not by_code:
            says = f", la ligne dit {name}" if name else ""
            raise CellError(f"{reading.place('insee', LABELS['insee'])} : {code} n’est pas une commune du Pôle{says}.")
        if by_code:
            if name and by_code not in named:
                says = f"{reading.place(place, LABELS[place])} dit {name}"
                raise CellError(f"Le code INSEE {code} est celui de {by_code.name}, mais {says}.")
            return by_code
        if not name:
            raise CellError("Ni la commune ni son code INSEE ne sont donnés.")
        if not named:
            near = self.communes.like(name)
            raise CellError(f"{reading.place(place, LABELS[place])} : « {name} » n’est pas une commune du Pôle.{near}")
        if len(named) > 1:
            codes = joined(f"{commune.name} ({commune.insee_code})" for commune in named)
            raise CellError(f"{reading.place(place, LABELS[place])} : plusieurs communes s’appellent ainsi, {codes}.")
        return named[0]

    def _office(self, commune, reading):
        """The town hall of a row, or None and the name of a new one. Raises CellError where it is not clear."""
        name = reading.said.get("name", "")
        known = self.names.get(spelling_key(name))
        if known and known.commune_id != commune.pk:
            theirs = self.communes.by_id[known.commune_id].name
            raise CellError(
                f"{reading.place('name', LABELS['name'])} : « {known.name} » est déjà le nom d’une mairie de {theirs}."
            )
        if known:
            return (known if known.pk else None), known.name
        if name and commune_key(name) not in (commune_key(commune.name), "", "mairie"):
            return None, name
        halls = self.offices[commune.pk]
        fitting = [hall for hall in halls if commune_key(hall.name) == commune_key(commune.name)] if name else halls
        if len(fitting) > 1:
            names = joined(hall.name for hall in fitting)
            raise CellError(
                f"{commune.name} a {len(fitting)} mairies ({names}) : une colonne « Mairie » dirait laquelle."
            )
        if fitting:
            return fitting[0], fitting[0].name
        written_well = fold(name).startswith("mairie ") and not name.isupper()
        return None, name if written_well else town_hall_of(commune.name)

    def _doubled(self, judgement, reading, first):
        # How the commune and the town hall are spelt has been settled.
        names = set(reading.said) & set(first.said) - {"insee", "commune", "name"}
        other = {LABELS[name] for name in names if reading.said[name] != first.said[name]}
        differs = f" avec d’autres valeurs ({', '.join(sorted(other))})" if other else ""
        judgement.verdict = RowVerdict.DUPLICATE
        judgement.reason = f"Doublon de la ligne {first.line}{differs} : seule la ligne {first.line} compte."
        return judgement

    def _plan(self, judgement, reading, commune, office, name):
        """Fill in what changes, and the verdict. Raises CellError."""
        plan = judgement.plan = Plan(office=office)
        if office is None:
            plan.fields = {"commune": commune, "name": name}
            self.names.setdefault(spelling_key(name), Office(commune=commune, name=name))
            judgement.changes.append(Change(LABELS["commune"], "", commune.name))
            if self.offices[commune.pk]:
                there = joined(hall.name for hall in self.offices[commune.pk])
                judgement.notes.append(f"{commune.name} a déjà {there} : celle-ci s’y ajoute.")
        self._plan_texts(judgement, reading, commune, office)
        refusal = self._plan_address(judgement, reading, office)
        self._plan_channels(judgement, reading, office)
        self.mayors.plan(judgement, reading.said, office, name)
        if refusal:
            judgement.verdict = RowVerdict.REFUSED
            rest = "Le reste de la ligne est appliqué." if judgement.changes else "Rien d’autre ne change."
            judgement.reason = f"{refusal} {rest}"
        elif office is None:
            judgement.verdict = RowVerdict.CREATED
        else:
            judgement.verdict = RowVerdict.UPDATED if judgement.changes else RowVerdict.UNCHANGED

    def _plan_texts(self, judgement, reading, commune, office):
        said = dict(reading.said)
        if "postal_city" in said:
            code, city = said["postal_city"]
            said = {"postal_code": (code, False), "city": city} | said
        for name in TEXTS:
            if name in said:
                value = said[name]
                if name == "postal_code":
                    value, mended = value
                    if mended and value not in commune.postal_codes:
                        raise CellError(
                            f"{reading.place(name, LABELS[name])} : « {value[1:]} » n’est pas un code postal de"
                            f" {commune.name}."
                        )
                    if mended:
                        judgement.notes.append(f"{LABELS[name]} : « {value[1:]} » avait perdu son 0, lu « {value} ».")
            elif name in reading.blank and self.run.blanks_erase:
                value = ""
            else:
                continue
            before = getattr(office, name) if office else ""
            if _as_read(name, before) != value:
                judgement.plan.fields[name] = value
                judgement.changes.append(Change(LABELS[name], before, value))
        if office and office.postal_return and _ADDRESS & set(judgement.plan.fields):
            judgement.plan.fields |= {"postal_return": "", "returned_on": None}
            judgement.changes.append(Change("Pli revenu", office.get_postal_return_display(), ""))

    def _plan_address(self, judgement, reading, office):
        """Plan the e-mail; return why it is refused, or an empty text."""
        now = office.recipient if office else None
        if "email" not in reading.said:
            if "email" in reading.blank and self.run.blanks_erase and now and now.state != ReadingState.LEFT:
                judgement.plan.email = ""
                judgement.changes.append(Change(LABELS["email"], office.email, ""))
            return ""
        address = reading.said["email"]
        if refusal := self.addresses.refusal(address) or self.addresses.departure(now):
            return refusal
        if note := self.addresses.note(address):
            judgement.notes.append(note)
        if now is None or now.address_hash != self.addresses.hash(address):
            if note := self.addresses.activation(address):
                judgement.notes.append(note)
            judgement.plan.email = address
            judgement.changes.append(Change(LABELS["email"], office.email if office else "", address))
        return ""

    def _plan_channels(self, judgement, reading, office):
        for name in ("by_post", "by_email"):
            # A new town hall gets the letter both ways unless its row says otherwise.
            before = getattr(office, name) if office else True
            after = reading.said.get(name, before)
            if office is None:
                judgement.plan.fields[name] = after
                judgement.changes.append(Change(LABELS[name], "", _in_words(after)))
            elif after and not before:
                judgement.notes.append(
                    f"{_CHANNELS[name]} a été arrêté pour cette mairie : un fichier ne le remet pas."
                )
            elif after != before:
                judgement.plan.fields[name] = after
                judgement.changes.append(Change(LABELS[name], _in_words(before), _in_words(after)))
        posted = judgement.plan.fields.get("by_post", office.by_post if office else True)
        code = judgement.plan.fields.get("postal_code", office.postal_code if office else "")
        if (office is None or judgement.changes) and postal.lacks_code(posted, code):
            judgement.notes.append(f"{postal.CODE_NEEDED} : rien n’y est posté tant qu’il manque.")


def _hold_readers(offices):
    """Read again, and keep from changing, who reads at the addresses of town halls: nobody leaves unseen meanwhile."""
    held = Recipient.objects.select_for_update().in_bulk({each.recipient_id for each in offices if each.recipient_id})
    for office in offices:
        office.recipient = held.get(office.recipient_id)


def _in_words(value):
    return "oui" if value else "non"


def _as_read(name, kept):
    """What the register holds as a file would bring it, so that what only looks different is no change."""
    text = " ".join(clean(kept).split())
    if name == "phone" and text:
        with suppress(CellError):
            return cell_values.phone(text)
    return text
