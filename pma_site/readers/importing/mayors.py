"""Who heads a town hall, by a file: the same person as before, or one who takes over and from when."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.utils import timezone

from pma_site.core.french import spelling_key

from ..cell_values import CellError, proper
from ..choices import FormOfAddress
from ..models import OfficeMandate
from .judgement import Change
from .people import People, name_key, said_form, said_name

_WOMEN = {FormOfAddress.MADAME_LA_MAIRE, FormOfAddress.MADAME_LE_MAIRE, FormOfAddress.MADAME_DELEGUEE}
_SINCE = "Début du mandat"


@dataclass
class MayorPlan:
    """What applying a row writes of the mayor.

    `mandate_fields` change `mandate`, which is there; `mayor` is a new one: first and last name, form of address and
    first day.
    """

    mandate: OfficeMandate | None = None
    mandate_fields: dict = field(default_factory=dict)
    mayor: tuple | None = None


class Mayors:
    """The people of the directory, as mayors of the rows of a file."""

    def __init__(self, run):
        self.run = run
        self.people = People()

    def plan(self, judgement, said, office, office_name):
        """Fill in what a row changes of the mayor of `office` (None: a new one). Raises CellError."""
        mandates = list(office.mandates.all()) if office else []
        now = next((mandate for mandate in mandates if mandate.end is None), office and office.current_mandate)
        first_name, last_name, title = said_name(_completed(said, now))
        form = said_form(said, title)
        if now and (not last_name or name_key(first_name, last_name) == _key_of(now.person)):
            self._plan_same(judgement, said, office_name, now, form)
        elif last_name:
            self._plan_other(judgement, said, office_name, now, form, (first_name, last_name))
        plan = judgement.plan
        starts = plan.mayor[3] if plan.mayor else plan.mandate_fields.get("start")
        others = [mandate for mandate in mandates if mandate is not now]
        if starts and any(mandate.end is None or mandate.end >= starts for mandate in others):
            raise CellError(f"{_SINCE} : un autre mandat de cette mairie court encore le {starts:%d/%m/%Y}.")

    def write(self, line, office, plan, journal):
        """Write what a row plans: the mandate that ends is written first, as one at most is open."""
        if plan.mandate and plan.mandate_fields:
            journal.change(line, plan.mandate, **plan.mandate_fields)
        if plan.mayor:
            first_name, last_name, form, start = plan.mayor
            person = self.people.obtain(first_name, last_name, line, journal)
            journal.create(line, OfficeMandate(office=office, person=person, form_of_address=form, start=start))

    def _plan_same(self, judgement, said, office_name, now, form):
        plan = judgement.plan
        plan.mandate = now
        written = _decided(form, office_name, now.form_of_address) if form else now.form_of_address
        if written != now.form_of_address:
            plan.mandate_fields["form_of_address"] = written
            judgement.changes.append(Change("Civilité", now.get_form_of_address_display(), written.label))
        start = said.get("start", now.start)
        if start != now.start:
            if now.end and start > now.end:
                raise CellError(f"{_SINCE} : le mandat de {now.person} finit le {now.end:%d/%m/%Y}.")
            plan.mandate_fields["start"] = start
            judgement.changes.append(Change(_SINCE, f"{now.start:%d/%m/%Y}" if now.start else "", f"{start:%d/%m/%Y}"))

    def _plan_other(self, judgement, said, office_name, now, form, name):
        if form is None:
            raise CellError(f"Pour {' '.join(name)}, la civilité manque : « M. » ou « Mme ».")
        namesakes = self.people.named(*name)
        if len(namesakes) > 1:
            raise CellError(
                f"Plusieurs personnes de l’annuaire s’appellent {' '.join(name)} : choisissez la bonne sur la fiche de"
                " la mairie."
            )
        if namesakes:
            judgement.notes.append(f"{namesakes[0]} est déjà dans l’annuaire : sa fiche est reprise.")
        start = said.get("start")
        if now:
            start = start or self.run.taken_office_on or timezone.localdate()
            self._plan_end(judgement.plan, now, start)
        written = _decided(form, office_name, None)
        judgement.plan.mayor = (*name, written, start)
        since = f", depuis le {start:%d/%m/%Y}" if start else ""
        after = f"{written.label} {' '.join(map(proper, name))}{since}"
        judgement.changes.append(Change("Maire", str(now) if now else "", after))

    def _plan_end(self, plan, now, start):
        """End the mandate of the mayor in place on the eve of the next one's."""
        end = start - timedelta(days=1)
        if now.start and end < now.start:
            raise CellError(f"{_SINCE} : {start:%d/%m/%Y}, mais {now.person} est maire depuis le {now.start:%d/%m/%Y}.")
        plan.mandate = now
        if now.end is None or now.end > end:
            plan.mandate_fields = {"end": end}


def _key_of(person):
    return name_key(person.first_name, person.last_name)


def _completed(said, now):
    """What a row says, the first name of the mayor in place added to a last name that is theirs."""
    alone = "last_name" in said and not {"first_name", "full_name"} & set(said)
    if now and alone and spelling_key(said["last_name"]) == spelling_key(now.person.last_name):
        return said | {"first_name": now.person.first_name}
    return said


def _decided(form, office_name, now):
    """How a mayor is addressed: as the file says, else as until now, else as the town hall asks for."""
    if form.form:
        return form.form
    if now and (now in _WOMEN) == form.woman:
        return FormOfAddress(now)
    if "deleguee" in spelling_key(office_name).split():
        return FormOfAddress.MADAME_DELEGUEE if form.woman else FormOfAddress.MONSIEUR_DELEGUE
    return FormOfAddress.MADAME_LA_MAIRE if form.woman else FormOfAddress.MONSIEUR_LE_MAIRE
