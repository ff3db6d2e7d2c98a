"""What an import writes, row by row, so that it can be taken back as a whole."""

from collections import defaultdict
from datetime import UTC, date, datetime

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page, ReferenceIndex

from ..choices import ReadingState
from ..models import Consent, ElectedReader, ImportRow, Office, OfficeMandate, Recipient, Subscription

# What was made is deleted in this order, what refers to something before it.
_REFERRING = (Consent, Subscription, ElectedReader, OfficeMandate, Office)
_AT_ONCE = 500


def _values(instance):
    """The columns of a record as JSON keeps them."""
    return {
        field.attname: _plain(getattr(instance, field.attname))
        for field in instance._meta.concrete_fields
        if not field.primary_key
    }


def _plain(value):
    if isinstance(value, datetime):
        # The same moment is the same text, whatever clock it was told on.
        return value.astimezone(UTC).isoformat()
    return value.isoformat() if isinstance(value, date) else value


class Journal:
    """Writes for an import, and notes what was before and after: `entries` by line, in the order of writing."""

    def __init__(self):
        self.entries = defaultdict(list)

    def create(self, line: int, instance):
        """Save a new record."""
        instance.save()
        self.note_created(line, instance)
        return instance

    def note_created(self, line: int, instance):
        """Note a record that was saved with others at once."""
        self.entries[line].append(
            {"model": instance._meta.label_lower, "pk": instance.pk, "before": None, "after": _values(instance)}
        )

    def change(self, line: int, instance, **values):
        """Change fields of a record and save them."""
        before = _values(instance)
        for name, value in values.items():
            setattr(instance, name, value)
        instance.save(update_fields=list(values))
        after = _values(instance)
        names = [name for name in after if after[name] != before[name]]
        if names:
            entry = {"model": instance._meta.label_lower, "pk": instance.pk}
            entry["before"] = {name: before[name] for name in names}
            entry["after"] = {name: after[name] for name in names}
            self.entries[line].append(entry)


class Undoing:
    """The way back from what the rows of an import wrote (models.ImportRow.written)."""

    def __init__(self, rows):
        self.rows = sorted((row for row in rows if row.written), key=lambda row: row.line, reverse=True)
        self._now = _records(entry for row in self.rows for entry in row.written)

    def conflicts(self):
        """Return by row pk why what the row did cannot be undone: somebody changed or used the record since."""
        found = {row.pk: next(filter(None, map(self._conflict, row.written)), "") for row in self.rows}
        return (
            self._succeeded()
            | self._used_since()
            | self._confirmed_since()
            | {pk: why for pk, why in found.items() if why}
        )

    def take_back(self, left):
        """Put back what was before all rows but those whose pk is in `left`; nobody becomes a reader again by it."""
        entries = [entry for row in self.rows if row.pk not in left for entry in reversed(row.written)]
        made = defaultdict(list)
        for entry in entries:
            if entry["before"] is None:
                made[apps.get_model(entry["model"])].append(entry["pk"])
        for model in _REFERRING:
            for pks in _in_parts(made.pop(model, [])):
                model.objects.filter(pk__in=pks).delete()
        changed = [entry for entry in entries if entry["before"] is not None]
        # Addresses last: whether one falls silent again depends on who still reads there.
        for entry in sorted(changed, key=lambda entry: entry["model"] == Recipient._meta.label_lower):
            self._restore(entry)
        for model, pks in made.items():
            used = _used(model, pks)
            for part in _in_parts([pk for pk in pks if pk not in used]):
                model.objects.filter(pk__in=part).delete()

    def _conflict(self, entry):
        record = self._now.get((entry["model"], entry["pk"]))
        if record is None:
            # What the import made and somebody deleted is as before already.
            return "" if entry["before"] is None else "la fiche a été supprimée depuis."
        if isinstance(record, Recipient):
            return self._conflict_of_address(entry, record)
        now = _values(record)
        changed = [name for name, value in entry["after"].items() if now[name] != value]
        if not changed:
            return self._gone(entry, record) or self._taken(entry, record)
        words = {field.attname: str(field.verbose_name) for field in record._meta.concrete_fields}
        names = ", ".join(words[name] for name in changed)
        return f"« {record} » a changé depuis : {names}."

    def _gone(self, entry, record):
        """Who left at the address that an import gave is not written to at the one before; nor is one that is gone."""
        for field in record._meta.concrete_fields:
            before = (entry["before"] or {}).get(field.attname)
            if not field.is_relation or before is None:
                continue
            if field.related_model is Recipient and record.recipient and record.recipient.state == ReadingState.LEFT:
                return f"{record.recipient} s’est désabonnée depuis : l’adresse d’avant n’est pas remise."
            if not field.related_model._base_manager.filter(pk=before).exists():
                return f"{field.verbose_name} : ce qui était noté avant a été effacé depuis."
        return ""

    def _taken(self, entry, record):
        """What a record had alone before may by now be somebody else's."""
        for field in record._meta.concrete_fields:
            value = (entry["before"] or {}).get(field.attname)
            if field.unique and value is not None:
                other = type(record).objects.filter(**{field.attname: value}).exclude(pk=record.pk).first()
                if other:
                    return f"{field.verbose_name} : celle d’avant sert maintenant à {other}."
        return ""

    def _conflict_of_address(self, entry, recipient):
        """An address that went silent of itself may be taken back; one whose owner left stays as they left it."""
        if recipient.state == ReadingState.LEFT:
            return "cette personne s’est désabonnée depuis : son départ reste noté."
        if recipient.email != entry["after"].get("email", recipient.email):
            return "l’adresse a été changée depuis."
        return ""

    def _succeeded(self):
        """The same for mayors whose mandate the import ended, where somebody entered another one since."""
        label = OfficeMandate._meta.label_lower
        entries = [(row, entry) for row in self.rows for entry in row.written if entry["model"] == label]
        ended = {
            self._now[label, entry["pk"]].office_id: row
            for row, entry in entries
            if entry["before"] is not None and "end" in entry["before"] and (label, entry["pk"]) in self._now
        }
        ours = {entry["pk"] for _, entry in entries}
        others = OfficeMandate.objects.filter(office__in=ended, end=None).values_list("pk", "office_id")
        return {ended[office].pk: "un autre maire a été saisi depuis." for pk, office in others if pk not in ours}

    def _confirmed_since(self):
        """The same for subscribers who confirmed of themselves by now."""
        label, ours = Subscription._meta.label_lower, {pk for row in self.rows for pk in _made(row, Consent)}
        held = {
            self._now[label, entry["pk"]].recipient_id: row
            for row in self.rows
            for entry in row.written
            if entry["model"] == label and "confirmed_at" in entry["after"] and (label, entry["pk"]) in self._now
        }
        since = {row.run.applied_at for row in self.rows}
        proofs = (
            Consent.objects.filter(recipient__in=held, confirmed_at__gte=min(since)) if held else Consent.objects.none()
        )
        return {
            held[recipient].pk: "cette personne a confirmé elle-même son abonnement depuis."
            for pk, recipient in proofs.values_list("pk", "recipient_id")
            if pk not in ours
        }

    def _used_since(self):
        """The same for town halls that the import made, to which something of somebody else's refers by now."""
        made = {pk: row for row in self.rows for pk in _made(row, Office)}
        ours = {pk for row in self.rows for pk in _made(row, OfficeMandate)}
        mandates = OfficeMandate.objects.filter(office__in=made).values_list("pk", "office_id")
        used = {office for pk, office in mandates if pk not in ours}
        used |= _used(Office, list(made), aside={OfficeMandate, ImportRow})
        return {made[pk].pk: "la mairie a servi depuis : d’autres fiches s’y rapportent." for pk in used}

    def _restore(self, entry):
        record = self._now[entry["model"], entry["pk"]]
        if entry["before"].get("state") == ReadingState.PENDING and Recipient.objects.read().filter(pk=record.pk):
            return
        columns = {field.attname: field for field in record._meta.concrete_fields}
        for name, kept in entry["before"].items():
            setattr(record, name, columns[name].to_python(kept))
        record.save(update_fields=[columns[name].name for name in entry["before"]])


def _made(row, model):
    """The records of a model that a row made."""
    label = model._meta.label_lower
    return [entry["pk"] for entry in row.written if entry["model"] == label and entry["before"] is None]


def _in_parts(keys):
    for start in range(0, len(keys), _AT_ONCE):
        yield keys[start : start + _AT_ONCE]


def _records(entries):
    """The records that entries name, as they are now."""
    keys = defaultdict(set)
    for entry in entries:
        keys[entry["model"]].add(entry["pk"])
    return {
        (label, record.pk): record
        for label, pks in keys.items()
        for part in _in_parts(sorted(pks))
        for record in apps.get_model(label).objects.filter(pk__in=part)
    }


def _used(model, pks, aside=frozenset()):
    """Which of the records `pks` others refer to, those of the models `aside` excepted."""
    found = set()
    relations = [
        relation
        for relation in model._meta.get_fields(include_hidden=True)
        if relation.auto_created and not relation.concrete and relation.related_model not in aside
    ]
    pages = ContentType.objects.get_for_model(Page)
    for part in _in_parts(pks):
        for relation in relations:
            name = relation.field.name
            others = relation.related_model._base_manager.filter(**{f"{name}__in": part})
            found |= set(others.values_list(f"{name}__pk", flat=True))
        # Blocks of pages refer to people without a column for it.
        named = ReferenceIndex.objects.filter(
            base_content_type=pages,
            to_content_type=ContentType.objects.get_for_model(model),
            to_object_id__in=[str(pk) for pk in part],
        )
        found |= {int(pk) for pk in named.values_list("to_object_id", flat=True)}
    return found
