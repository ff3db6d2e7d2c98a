"""What an erasure did, what it left and why, and what somebody has to look at afterwards."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.db import models
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import Page

from .personal_data import (
    Mention,
    columns,
    name_of,
    record_of,
    searched_models,
)
from .uploads import FileTrace

BACKUPS = "Les sauvegardes faites avant ce jour gardent ces données jusqu’à leur propre échéance."


@dataclass(frozen=True)
class Place:
    """Something that a person has to look at: what it is, why, and where it is edited."""

    what: str
    why: str
    address: str = ""


def _s(count):
    return "s" if count > 1 else ""


def _lines(count):
    return f"{count} ligne{_s(count)}"


def _sentence(words):
    return f"{words[:1].upper()}{words[1:]}." if words else ""


@dataclass
class Erasure:
    """What was done, in how many rows of which table, and what is left to a person."""

    deleted: Counter = field(default_factory=Counter)
    emptied: Counter = field(default_factory=Counter)
    rewritten: Counter = field(default_factory=Counter)
    kept: list[tuple[str, int, str]] = field(default_factory=list)
    files: Counter = field(default_factory=Counter)
    messages: int = 0
    left: list[Place] = field(default_factory=list)
    wiping: str = ""
    tables: set[str] = field(default_factory=set)

    @property
    def in_words(self) -> list[str]:
        """What was done, a sentence a table."""
        said = [f"{_lines(count)} supprimée{_s(count)} : {table}." for table, count in self.deleted.items()]
        said += [f"{_lines(count)} vidée{_s(count)} de la personne : {table}." for table, count in self.emptied.items()]
        said += [f"{_lines(count)} réécrite{_s(count)} : {table}." for table, count in self.rewritten.items()]
        said += [f"{_lines(count)} gardée{_s(count)} : {table}. {_sentence(why)}" for table, count, why in self.kept]
        said += [f"Fichiers {what} : {count}." for what, count in self.files.items()]
        if self.messages:
            said.append(
                f"{self.messages} message{_s(self.messages)} retiré{_s(self.messages)} des fichiers de courriels."
            )
        nothing = [] if self.left else ["Rien n’était connu de cette adresse."]
        return [*(said or nothing), *filter(None, [self.wiping])]

    def add(self, other: "Erasure") -> None:
        """Add what was done with another address of the same person."""
        for name in ("deleted", "emptied", "rewritten", "files"):
            getattr(self, name).update(getattr(other, name))
        self.messages += other.messages
        said = {(table, why): count for table, count, why in self.kept}
        for table, count, why in other.kept:
            said[table, why] = said.get((table, why), 0) + count
        self.kept = [(table, count, why) for (table, why), count in said.items()]
        self.left += [place for place in other.left if place not in self.left]
        self.tables |= other.tables

    def note(self, counter: Counter, model: type[models.Model], count: int) -> None:
        """Add `count` rows of a model to one of the counters."""
        if count:
            counter[name_of(model)] += count
            self.tables.add(model._meta.db_table)


def places_of(mentions: list[Mention], why: str) -> Iterator[Place]:
    """Yield, once each, the records that mentions belong to."""
    seen, finder = set(), AdminURLFinder()
    for mention in mentions:
        row = mention.row
        record = record_of(row)
        said = record or row
        if said is None or (type(said), said.pk) in seen:
            continue
        seen.add((type(said), said.pk))
        yield Place(title_of(said), why, (finder.get_edit_url(record) or "") if record else "")


def places_of_private(traces: Iterable[FileTrace]) -> Iterator[Place]:
    """Yield what the private files that speak of a person, or that nobody can read, were sent with."""
    for trace in traces:
        if trace.is_private:
            unread = f"un fichier joint n’a pas pu être lu ({trace.unread})" if trace.unread else ""
            mentions = [Mention(type(row), row.pk, ()) for row in owners_of(trace.name)]
            yield from places_of(
                mentions, unread or "un fichier joint parle de la personne : voyez avec qui l’a envoyé"
            )


def title_of(record: models.Model) -> str:
    """A record as a list of very different ones names it: « événement « Rencontre » »."""
    title = record.get_admin_display_title() if isinstance(record, Page) else str(record)
    return f"{record._meta.verbose_name} « {title} »"


def owners_of(name):
    """Return the rows whose file this is."""
    return [
        row
        for model in searched_models()
        for column in columns(model)
        if isinstance(column, models.FileField)
        for row in model._base_manager.filter(**{column.name: name})
    ]
