"""Elected members from a file: found in the directory by their name, written to at the address it gives."""

from dataclasses import dataclass, field
from functools import partial

from pma_site.directory.models import Person

from .. import cell_values
from ..cell_values import CellError, proper
from ..choices import ImportKind, RowVerdict
from ..columns import fields_of
from ..models import ElectedReader
from ..namesakes import Directory, name_key, newcomer
from .addresses import Addresses
from .judgement import Change, Judgement, read_row
from .people import said_name

LABELS = {name: field.label for name, field in fields_of(ImportKind.ELECTED).items()}


@dataclass
class Plan:
    """What applying a row writes; `reader` is None for a new one."""

    name: tuple[str, str]
    person: Person | None = None
    reader: ElectedReader | None = None
    address: str = ""
    fields: dict = field(default_factory=dict)


class ElectedImport:
    """The rows of one file, beside the elected members as they are now."""

    parsers = {
        "first_name": partial(cell_values.line, most=80),
        "last_name": partial(cell_values.line, most=80),
        "full_name": partial(cell_values.line, most=160),
        "email": cell_values.email,
        "until": cell_values.day,
    }

    def __init__(self, run, rows, hold=False):
        self.run = run
        self.readings = [read_row(row, run.columns, self.parsers, LABELS) for row in rows]
        self.people = Directory()
        readers = ElectedReader.objects.select_related("person", "recipient")
        if hold:
            readers = readers.select_for_update(of=("self", "recipient"))
        self.readers = {reader.person_id: reader for reader in readers}
        said = {reading.said["email"] for reading in self.readings if "email" in reading.said}
        self.addresses = Addresses(said, hold)
        self.seen = {}

    def judgements(self):
        """Yield the verdict on each row."""
        for reading in self.readings:
            yield self._judge(reading)

    def write(self, judgement, journal):
        """Write what a judgement plans."""
        plan, line = judgement.plan, judgement.line
        fields = dict(plan.fields)
        if plan.address:
            fields["recipient"] = self.addresses.obtain(plan.address, line, journal)
        if plan.reader:
            journal.change(line, plan.reader, **fields)
        else:
            person = plan.person or journal.create(line, newcomer(*plan.name))
            journal.create(line, ElectedReader(person=person, **fields))

    def _judge(self, reading):
        judgement = Judgement(reading.line, RowVerdict.INVALID)
        try:
            first_name, last_name, _ = said_name(reading.said)
            if not last_name:
                raise CellError("Le nom manque.")
            judgement.title = f"{proper(first_name)} {proper(last_name)}"
            namesakes = self.people.named(first_name, last_name)
            known = [person for person in namesakes if person.pk in self.readers]
            if len(namesakes) > 1 and len(known) != 1:
                raise CellError(f"Plusieurs personnes de l’annuaire s’appellent {judgement.title}.")
        except CellError as error:
            reading.faults.insert(0, str(error))
        if reading.faults:
            judgement.reason = "\n".join(reading.faults)
            return judgement
        address = reading.said.get("email", "")
        keys = [name_key(first_name, last_name), *([self.addresses.hash(address)] if address else [])]
        doubled = next((self.seen[key] for key in keys if key in self.seen), None)
        if doubled:
            judgement.verdict = RowVerdict.DUPLICATE
            judgement.reason = f"Doublon de la ligne {doubled} : la même personne ou la même adresse."
            return judgement
        person = known[0] if known else next(iter(namesakes), None)
        plan = Plan((first_name, last_name), person, self.readers.get(person.pk) if person else None)
        try:
            self._plan(judgement, reading, plan)
        except CellError as error:
            judgement.reason, judgement.changes = str(error), []
            return judgement
        judgement.plan = plan
        self.seen |= dict.fromkeys(keys, reading.line)
        if person and not plan.reader:
            judgement.notes.append(f"{person} est déjà dans l’annuaire : sa fiche est reprise.")
        return judgement

    def _plan(self, judgement, reading, plan):
        address, reader = reading.said.get("email", ""), plan.reader
        refusal = ""
        if address:
            refusal = self.addresses.refusal(address) or self.addresses.departure(reader and reader.recipient)
        if address and not refusal:
            self._plan_address(judgement, reading, plan, address)
        elif not reader and not refusal:
            raise CellError("L’adresse électronique manque.")
        before = reader.until if reader else None
        until = reading.said.get("until", None if self.run.blanks_erase and "until" in reading.blank else before)
        if until != before and (reader or plan.address):
            plan.fields["until"] = until
            shown = [f"{each:%d/%m/%Y}" if each else "" for each in (before, until)]
            judgement.changes.append(Change(LABELS["until"], *shown))
        if refusal:
            rest = "Le reste de la ligne est appliqué." if judgement.changes else "Rien d’autre ne change."
            judgement.verdict, judgement.reason = RowVerdict.REFUSED, f"{refusal} {rest}"
        elif reader is None:
            judgement.verdict = RowVerdict.CREATED
        else:
            judgement.verdict = RowVerdict.UPDATED if judgement.changes else RowVerdict.UNCHANGED

    def _plan_address(self, judgement, reading, plan, address):
        reader, recipient = plan.reader, self.addresses.recipient(address)
        holder = getattr(recipient, "elected", None)
        if holder and (reader is None or holder.pk != reader.pk):
            raise CellError(
                f"{reading.place('email', LABELS['email'])} : {address} est déjà l’adresse de {holder.person}."
            )
        if note := self.addresses.note(address):
            judgement.notes.append(note)
        if reader is None or reader.recipient.address_hash != self.addresses.hash(address):
            if note := self.addresses.activation(address):
                judgement.notes.append(note)
            plan.address = address
            judgement.changes.append(Change(LABELS["email"], reader.recipient.email if reader else "", address))
