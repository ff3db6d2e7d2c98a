"""The part of an erasure that is one transaction: rows deleted, emptied, rewritten, and what was known by them."""

import json
from urllib.parse import quote

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Value
from django.db.models.functions import Cast
from wagtail.models import ModelLogEntry, Page, PageLogEntry
from wagtail.search import index
from wagtail.search.models import IndexEntry

from .declarations import rule_of
from .erasure import Erasure, places_of
from .personal_data import (
    Found,
    Mention,
    is_made_name,
    is_used,
    name_of,
    packed,
    page_of,
    record_of,
    searched_models,
    texts_of,
)
from .processing import Fate
from .signals import written
from .traces import MARK, NAME_MARK, Wanted


def _is_unique(column):
    constraints = [rule.fields for rule in column.model._meta.constraints if isinstance(rule, models.UniqueConstraint)]
    together = [*column.model._meta.unique_together, *constraints]
    return column.unique or any(column.name in fields for fields in together)


class Rows:
    """The part of an erasure that is one transaction."""

    def __init__(self, wanted: Wanted, found: Found, done: Erasure, names: list[str]):
        self.wanted, self.found, self.done, self.known_as = wanted, found, done, set(names)
        self.reindexed: list[models.Model] = []

    def erase(self, copies: dict[str, str]) -> None:
        """Delete, empty and rewrite; `copies` are files that have another name from now on."""
        found, done = self.found, self.done
        for rule, rows in found.records(Fate.KEPT):
            done.kept.append((name_of(rows.model), rows.count(), rule.why))
        self._take_names_out_of_logs()
        for rule, rows in found.records(Fate.EMPTIED, Fate.EMPTIED_OR_DELETED):
            self._empty(rule, rows)
        # What belongs to a row stands below it in the table, and goes first.
        for _rule, rows in reversed(list(found.records(Fate.DELETED))):
            self._delete(rows)
        self._rewrite_mentions()
        if copies:
            self._follow(copies)
        self._reindex()

    def _delete(self, rows):
        self.done.note(self.done.deleted, rows.model, rows.count())
        rows.delete()

    def _empty(self, rule, rows):
        self.done.note(self.done.emptied, rows.model, rows.exclude(**rule.emptied).update(**rule.emptied))
        for key, texts in texts_of(rows.model, pk__in=self.found.rows[rows.model]):
            cleaned = {name: self._unnamed(rows.model, name, text) for name, text in texts.items()}
            self._write(rows.model, key, {name: text for name, text in cleaned.items() if text != texts[name]})
        if rule.fate == Fate.EMPTIED_OR_DELETED:
            unused = [row.pk for row in rows if not is_used(row)]
            self._delete(rows.filter(pk__in=unused))
            still = [Mention(rows.model, key, ()) for key in self.found.rows[rows.model]]
            self.done.left += places_of(still, f"le nom et la fonction restent, {rule.kept}")

    def _take_names_out_of_logs(self):
        """Take the names out of what the logs say of the rows about the person, of their pages, or with the address."""
        for model, theirs in ((PageLogEntry, self._log_of_pages()), (ModelLogEntry, self._log_of_rows())):
            citing = {mention.key for mention in self.found.mentions if mention.model is model}
            for key, texts in list(texts_of(model, pk__in=theirs | citing)):
                about = model is ModelLogEntry and key in theirs
                says = {name: text for name, text in texts.items() if name == "data" or (name == "label" and about)}
                cleaned = {name: self._unnamed(model, name, text) for name, text in says.items()}
                self._write(model, key, {name: text for name, text in cleaned.items() if text != says[name]})

    def _log_of_rows(self):
        keys = set()
        for model, rows in self.found.rows.items():
            kind = ContentType.objects.get_for_model(model)
            logged = ModelLogEntry.objects.filter(content_type=kind, object_id__in=set(map(str, rows)))
            keys |= set(logged.values_list("pk", flat=True))
        return keys

    def _log_of_pages(self):
        """What the logs say of the pages that rows about the person are parts of: an issue, of its proofs."""
        parts = [row for _rule, rows in self.found.records() for row in rows]
        pages = {page.pk for page in map(page_of, parts) if page}
        return set(PageLogEntry.objects.filter(page__in=pages).values_list("pk", flat=True))

    def _unnamed(self, model, name, text):
        """A text of the database without the names: of JSON the values, whose keys are the machinery's."""
        if model._meta.get_field(name).get_internal_type() != "JSONField":
            return self.wanted.without_names(text)
        value = json.loads(text)
        cleaned = self._unnamed_value(value)
        return text if cleaned == value else json.dumps(cleaned)

    def _unnamed_value(self, value):
        if isinstance(value, dict):
            return {key: self._unnamed_value(each) for key, each in value.items()}
        if isinstance(value, list):
            return list(map(self._unnamed_value, value))
        if not isinstance(value, str):
            return value
        return NAME_MARK if value in self.known_as else self.wanted.without_names(value)

    def _rewrite_mentions(self):
        for mention in self.found.mentions:
            self._rewrite(mention)
        self.done.left += places_of(self.found.texts_to_read, "l’adresse y a été retirée : relisez ce qui reste")
        named = [mention for mention in self.found.named if self._is_named_by(mention)]
        self.done.left += places_of(named, "le nom s’y lit : à vous de juger s’il doit y rester")

    def _is_named_by(self, mention):
        fields = [mention.model._meta.get_field(name) for name in mention.fields]
        texts = [text for _key, said in texts_of(mention.model, fields, pk=mention.key) for text in said.values()]
        return any(map(self.found.wanted.is_named_in, texts))

    def _rewrite(self, mention):
        model, row = mention.model, mention.row
        if row is None or model is IndexEntry:
            return
        record = record_of(row)
        if record is not None:
            self.reindexed.append(record)
        fields = [model._meta.get_field(name) for name in mention.fields]
        if model is Page and any(map(is_made_name, fields)):
            # To change it is to move the page: links would break, and a redirection would tell the former address.
            self.done.left += places_of([mention], "l’adresse de cette page (URL) rappelle la personne : changez-la")
            fields = [column for column in fields if not is_made_name(column)]
        # The names of files follow the files.
        fields = [column for column in fields if not isinstance(column, models.FileField)]
        for key, texts in texts_of(model, fields, pk=mention.key) if fields else ():
            changes = {name: self._without(model._meta.get_field(name), text, key) for name, text in texts.items()}
            self._write(model, key, changes, self._along(model, changes))
            self.done.note(self.done.rewritten, model, 1)

    def _along(self, model, changes):
        """What a table wants to be empty as well, where a text of a row is now."""
        rule, values = rule_of(model), {}
        for name in changes:
            values |= rule.along.get(name, {}) if rule and changes[name] == "" else {}
        return values

    def _without(self, column, text, key):
        """A text without the person, as its column can hold it."""
        if is_made_name(column):
            cleaned = self.wanted.without_in_name(text)
        elif isinstance(column, models.EmailField) and column.blank and self.wanted.taken_out_of(text) == MARK:
            return ""
        else:
            cleaned = self.wanted.taken_out_of(text)
        # Two rows may have spelt the same address differently.
        end = f"-{key}" if _is_unique(column) else ""
        return (cleaned[: column.max_length - len(end)] if column.max_length else cleaned) + end

    def _write(self, model, key, texts, values=()):
        if not texts:
            return
        values = dict(values)
        for name, text in texts.items():
            column = model._meta.get_field(name)
            value = Value(packed(model, name, text), output_field=models.TextField())
            values[name] = Cast(value, column) if column.get_internal_type() == "JSONField" else value
        model._base_manager.filter(pk=key).update(**values)
        self.done.tables.add(model._meta.db_table)

    def _follow(self, copies):
        """Write the new names of files wherever the former ones stand: records, lists of sizes, letters."""
        for model in searched_models():
            for key, texts in list(texts_of(model)):
                changed = {}
                for name, text in texts.items():
                    new = text
                    for before, after in copies.items():
                        # As it is, in an address, in JSON.
                        for write in (str, quote, lambda said: json.dumps(said)[1:-1]):
                            new = new.replace(write(before), write(after))
                    if new != text:
                        changed[name] = new
                self._write(model, key, changed)

    def _reindex(self):
        """Make the index of search anew where it may hold the person."""
        self.done.tables.add(IndexEntry._meta.db_table)
        for entry in IndexEntry.objects.filter(
            pk__in=[key for key, texts in texts_of(IndexEntry) if any(map(self.wanted.is_in, texts.values()))]
        ):
            record = entry.content_object
            entry.delete()
            self.reindexed += [record] if record is not None else []
        for record in {(type(record), record.pk): record for record in self.reindexed}.values():
            fresh = type(record)._default_manager.filter(pk=record.pk).first()
            if fresh is not None and isinstance(fresh, index.Indexed):
                index.insert_or_update_object(fresh)
            if fresh is not None:
                written.send(type(fresh), record=fresh, fields=None)
