"""Readers of a former list from a file: each with the consent they gave then, and none who left since."""

from dataclasses import dataclass
from datetime import date, datetime, time
from functools import partial

from django.utils import timezone

from pma_site.core.mail_addresses import address_hash

from .. import cell_values
from ..choices import ImportKind, ReadingState, RowVerdict
from ..columns import fields_of
from ..models import Consent, Recipient, Subscription
from .addresses import Addresses
from .communes import Communes
from .judgement import Change, Judgement, read_row

LABELS = {name: field.label for name, field in fields_of(ImportKind.SUBSCRIBERS).items()}


@dataclass
class Plan:
    """What applying a row writes: a subscription made or changed, with the proof of a consent or without."""

    address: str
    commune: object = None
    consent: tuple[date, str] | None = None


class SubscriberImport:
    """The rows of one file, beside the subscriptions as they are now."""

    parsers = {
        "email": cell_values.email,
        "commune": partial(cell_values.line, most=120),
        "insee": cell_values.code,
        "consented_on": cell_values.past_day,
        "consent_source": partial(cell_values.line, most=1000),
    }

    def __init__(self, run, rows, hold=False):
        self.run = run
        self.readings = [read_row(row, run.columns, self.parsers, LABELS) for row in rows]
        self.communes = Communes()
        said = {reading.said["email"] for reading in self.readings if "email" in reading.said}
        self.addresses = Addresses(said, hold)
        self.seen = {}

    def judgements(self):
        """Yield the verdict on each row."""
        for reading in self.readings:
            yield self._judge(reading)

    def write(self, judgement, journal):
        """Write what a judgement plans for somebody who is known; strangers are written by `write_new`."""
        plan, line = judgement.plan, judgement.line
        recipient = self.addresses.obtain(plan.address, line, journal)
        subscription = getattr(recipient, "subscription", None)
        if subscription is None:
            journal.create(line, self._subscription(recipient, plan))
        else:
            given = {"confirmed_at": _moment(plan.consent[0])} if plan.consent else {}
            journal.change(line, subscription, commune=plan.commune, **given)
        if plan.consent:
            journal.create(line, self._consent(recipient, plan))

    def write_new(self, judgements, journal):
        """Write all whose address nobody knew, at once; return the judgements that are left to `write`."""
        known = [each for each in judgements if self.addresses.recipient(each.plan.address)]
        new = [each for each in judgements if not self.addresses.recipient(each.plan.address)]
        recipients = Recipient.objects.bulk_create(
            [Recipient(email=each.plan.address, address_hash=address_hash(each.plan.address)) for each in new],
            batch_size=500,
        )
        pairs = list(zip(recipients, new, strict=True))
        subscriptions = [self._subscription(recipient, each.plan) for recipient, each in pairs]
        consents = [self._consent(recipient, each.plan) for recipient, each in pairs]
        for made in (
            recipients,
            Subscription.objects.bulk_create(subscriptions, batch_size=500),
            Consent.objects.bulk_create(consents, batch_size=500),
        ):
            for record, each in zip(made, new, strict=True):
                journal.note_created(each.line, record)
        return known

    def _subscription(self, recipient, plan):
        at = _moment(plan.consent[0])
        return Subscription(recipient=recipient, commune=plan.commune, asked_at=at, confirmed_at=at)

    def _consent(self, recipient, plan):
        at, source = _moment(plan.consent[0]), plan.consent[1]
        # Not the name of the file, which may be somebody's, and is forgotten with the import.
        page = f"Import n° {self.run.pk}"
        return Consent(
            recipient=recipient, version=Consent.IMPORT, wording=source, page=page, asked_at=at, confirmed_at=at
        )

    def _judge(self, reading):
        said = reading.said
        judgement = Judgement(reading.line, RowVerdict.INVALID, title=said.get("email", ""))
        if "email" in reading.blank:
            reading.faults.insert(0, f"{reading.place('email', LABELS['email'])} : l’adresse manque.")
        consented_on = said.get("consented_on", self.run.consented_on)
        if consented_on is None:
            reading.faults.append("La date du consentement manque : sans elle, rien ne prouve qu’il a été donné.")
        if reading.faults:
            judgement.reason = "\n".join(reading.faults)
            return judgement
        address = said["email"]
        key = self.addresses.hash(address)
        if key in self.seen:
            judgement.verdict = RowVerdict.DUPLICATE
            judgement.reason = f"Doublon de la ligne {self.seen[key]} : la même adresse."
            return judgement
        self.seen[key] = reading.line
        if refusal := self.addresses.refusal(address):
            judgement.verdict, judgement.reason = RowVerdict.REFUSED, refusal
            return judgement
        source = said.get("consent_source") or self.run.consent_source
        self._plan(judgement, reading, Plan(address, self._commune(judgement, reading), (consented_on, source)))
        note = self.addresses.activation(address)
        if note and judgement.verdict in (RowVerdict.CREATED, RowVerdict.UPDATED):
            judgement.notes.append(note)
        return judgement

    def _commune(self, judgement, reading):
        """The commune of a reader, who may live elsewhere."""
        code, _ = reading.said.get("insee", ("", False))
        name = reading.said.get("commune", "")
        named = self.communes.named(name) if name else []
        found = self.communes.by_code.get(code) or (named[0] if len(named) == 1 else None)
        if found is None and (code or name):
            judgement.notes.append(f"« {name or code} » n’est pas une commune du Pôle : la commune reste vide.")
        return found

    def _plan(self, judgement, reading, plan):
        recipient = self.addresses.recipient(plan.address)
        subscription = getattr(recipient, "subscription", None)
        judgement.plan = plan
        if note := self.addresses.note(plan.address):
            judgement.notes.append(note)
        before = self.communes.by_id.get(subscription.commune_id) if subscription else None
        if plan.commune is None and not (self.run.blanks_erase and "commune" in reading.blank):
            plan.commune = before
        if plan.commune != before:
            judgement.changes.append(
                Change(LABELS["commune"], before.name if before else "", plan.commune.name if plan.commune else "")
            )
        if subscription and subscription.confirmed_at:
            plan.consent = None
            judgement.verdict = RowVerdict.UPDATED if judgement.changes else RowVerdict.UNCHANGED
            return
        words, on = ReadingState.PENDING.label if subscription else "", plan.consent[0]
        judgement.changes.insert(0, Change("Abonnement", words, f"abonné, consentement du {on:%d/%m/%Y}"))
        if recipient and not subscription:
            judgement.notes.append("L’adresse est déjà connue du registre : l’abonnement s’y ajoute.")
        judgement.verdict = RowVerdict.UPDATED if subscription else RowVerdict.CREATED


def _moment(day):
    return timezone.make_aware(datetime.combine(day, time(12)))
