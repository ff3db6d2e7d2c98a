"""Who heads a town hall, by a file: the same person as before, or one who takes over and from when."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.utils import timezone

from pma_site.core.french import spelling_key

from .. import periods
from ..cell_values import CellError
from ..choices import FormOfAddress
from ..models import OfficeMandate
from ..namesakes import Directory, name_key, newcomer
from .judgement import Change
from .people import said_form, said_name

_WOMEN = {FormOfAddress.MADAME_LA_MAIRE, FormOfAddress.MADAME_LE_MAIRE, FormOfAddress.MADAME_DELEGUEE}
_SINCE = "Début du mandat"


@dataclass
class MayorPlan:
    """What applying a row writes of the mayor.

    `mandate_fields` change `mandate`, which is there; `mayor` is a new one: who (Person, not saved yet for somebody
    new), form of address and first day.
    """

    mandate: OfficeMandate | None = None
    mandate_fields: dict = field(default_factory=dict)
    mayor: tuple | None = None


class Mayors:
    """The people of the directory, as mayors of the rows of a file."""

    def __init__(self, run):
        self.run = run
        self.people = Directory()
        self._new = {}

    def plan(self, judgement, said, office, office_name):
        """Fill in what a row changes of the mayor of `office` (None: a new one). Raises CellError."""
        mandates = list(office.mandates.all()) if office else []
        now = next((mandate for mandate in mandates if mandate.end is None), office and office.current_mandate)
        first_name, last_name, title = said_name(_completed(said, now))
        form = said_form(said, title)
        if now and (not last_name or _is(now.person, first_name, last_name, "last_name" not in said)):
            self._plan_same(judgement, said, office_name, now, form)
        elif last_name:
            self._plan_other(judgement, said, office, office_name, mandates, now, form, (first_name, last_name))
        self._check(judgement.plan, mandates)
        if judgement.plan.mayor:
            self._seat(judgement, office)

    def write(self, line, office, plan, journal):
        """Write what a row plans: the mandate that ends is written first, as one at most is open."""
        if plan.mandate and plan.mandate_fields:
            journal.change(line, plan.mandate, **plan.mandate_fields)
        if plan.mayor:
            person, form, start = plan.mayor
            if person.pk is None:
                journal.create(line, person)
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
            if periods.elected_between(now.start, start):
                self._plan_end(plan, now, start)
                plan.mayor = (now.person, written, start)
                after = f"{written.label} {now.person}, depuis le {start:%d/%m/%Y}"
                judgement.changes.append(Change("Maire", f"{now}, depuis le {now.start:%d/%m/%Y}", after))
                judgement.notes.append("Une élection a eu lieu entre les deux dates : un nouveau mandat commence.")
                return
            plan.mandate_fields["start"] = start
            judgement.changes.append(Change(_SINCE, f"{now.start:%d/%m/%Y}" if now.start else "", f"{start:%d/%m/%Y}"))

    def _check(self, plan, mandates):
        """Raise CellError where what is planned makes two mayors head one town hall on one day."""
        if not plan.mayor and not plan.mandate_fields:
            return
        spans = [mandate.period for mandate in mandates if mandate is not plan.mandate]
        if plan.mandate:
            fields = plan.mandate_fields
            spans.append((fields.get("start", plan.mandate.start), fields.get("end", plan.mandate.end)))
        if plan.mayor:
            spans.append((plan.mayor[2], None))
        if periods.overlap(spans):
            raise CellError(f"{_SINCE} : ce mandat en chevauche un autre de cette mairie. Corrigez-les sur sa fiche.")

    def _plan_other(self, judgement, said, office, office_name, mandates, now, form, name):
        if form is None:
            raise CellError(f"Pour {' '.join(name)}, la civilité manque : « M. » ou « Mme ».")
        person = self._person(judgement, office, name)
        start = said.get("start")
        if mandates:
            start = start or self.run.taken_office_on or timezone.localdate()
        if now:
            self._plan_end(judgement.plan, now, start)
        written = _decided(form, office_name, None)
        judgement.plan.mayor = (person, written, start)
        since = f", depuis le {start:%d/%m/%Y}" if start else ""
        after = f"{written.label} {person}{since}"
        judgement.changes.append(Change("Maire", str(now) if now else "", after))

    def _person(self, judgement, office, name):
        """Who is meant by a name: the only one of the directory who heads no other town hall, else somebody new."""
        found = self.people.eligible(*name, office.pk if office else None)
        if len(found) > 1:
            raise CellError(
                f"Plusieurs personnes de l’annuaire s’appellent {' '.join(name)} : choisissez la bonne sur la fiche de"
                " la mairie."
            )
        if found:
            judgement.notes.append(f"{found[0]} est déjà dans l’annuaire : sa fiche est reprise.")
            return found[0]
        person, key = newcomer(*name), name_key(*name)
        if self.people.named(*name):
            judgement.notes.append(f"{person}, dans l’annuaire, est maire ailleurs : une autre fiche est créée.")
        elif key in self._new:
            judgement.notes.append(
                f"Le même nom est celui d’un autre maire à la ligne {self._new[key]} : chacun a sa fiche."
            )
        return person

    def _seat(self, judgement, office):
        """Let the rows below know who is to head which town hall."""
        person = judgement.plan.mayor[0]
        if person.pk:
            self.people.seat(person, office.pk if office else f"ligne {judgement.line}")
        else:
            self._new.setdefault(name_key(person.first_name, person.last_name), judgement.line)

    def _plan_end(self, plan, now, start):
        """End the mandate of the mayor in place on the eve of the next one's."""
        end = start - timedelta(days=1)
        if now.start and end < now.start:
            raise CellError(f"{_SINCE} : {start:%d/%m/%Y}, mais {now.person} est maire depuis le {now.start:%d/%m/%Y}.")
        plan.mandate = now
        if now.end is None or now.end > end:
            plan.mandate_fields = {"end": end}


def _is(person, first_name, last_name, whole):
    """Whether a name is somebody's; in one cell (`whole`) its parts may stand in either order."""
    said, own = name_key(first_name, last_name), name_key(person.first_name, person.last_name)
    return said == own or (whole and sorted(said.split()) == sorted(own.split()))


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
