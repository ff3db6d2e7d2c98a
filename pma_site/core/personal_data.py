"""Where the project holds something of a person: every table and every text in it, uploads, messages kept in files.

It knows no part of the project: the models come from Django's registry, and what each of them is about from
retention_rules. Every text of the database is read once, so that a table that nobody thought of is searched too.
"""

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.apps import apps
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.sessions.models import Session
from django.db import connection, models
from django.db.models.functions import Cast
from modelcluster.fields import ParentalKey
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import Page, ReferenceIndex, Revision
from wagtail.search.models import IndexEntry

from .declarations import place_of, rule_of
from .processing import ACCOUNTS, REFUSALS, Fate, Rule
from .retention_rules import RULES
from .traces import Wanted
from .uploads import FileTrace, Reader, StoredMessages

# Kept in step with the search index by the database itself.
MIRRORS = ("wagtailsearch.SQLiteFTSIndexEntry",)
_TEXTS = ("CharField", "TextField", "SlugField", "FileField", "JSONField", "BinaryField", "SearchVectorField")
# Names made of what was typed, in which « @ » and accents are lost.
_NAMES = ("SlugField", "FileField")


@dataclass(frozen=True)
class Mention:
    """A row that is not about a person, but whose texts (`fields`) speak of them."""

    model: type[models.Model]
    key: object
    fields: tuple[str, ...]

    @property
    def row(self):
        return self.model._base_manager.filter(pk=self.key).first()

    @property
    def is_content(self):
        """Whether what speaks of the person was written by somebody, and not by the machinery."""
        return self.model is not IndexEntry and rule_of(self.model).processing is not ACCOUNTS

    @property
    def is_in_names_only(self):
        """Whether only names made of what was typed speak of the person: of a file, of a page in its address."""
        return all(is_made_name(self.model._meta.get_field(name)) for name in self.fields)

    @property
    def is_in_files_only(self):
        """Whether only names of files speak of the person."""
        return all(isinstance(self.model._meta.get_field(name), models.FileField) for name in self.fields)


@dataclass
class Found:
    """All there is of a person: rows about them, texts with their address, texts with their name, files, messages."""

    wanted: Wanted
    rows: dict[type[models.Model], set] = field(default_factory=lambda: defaultdict(set))
    mentions: list[Mention] = field(default_factory=list)
    named: list[Mention] = field(default_factory=list)
    files: list[FileTrace] = field(default_factory=list)
    messages: int = 0
    strange_tables: list[str] = field(default_factory=list)

    @property
    def is_empty(self):
        """Whether nothing at all is known, but for a refusal."""
        about = [model for model, keys in self.rows.items() if keys and rule_of(model).processing is not REFUSALS]
        return not (about or self.mentions or self.messages or any(not file.unread for file in self.files))

    @property
    def texts_to_read(self) -> list[Mention]:
        """Mentions in what somebody wrote, and should look at: neither the machinery nor the names of files."""
        return [mention for mention in self.mentions if mention.is_content and not mention.is_in_files_only]

    def records(self, *fates: Fate) -> Iterator[tuple[Rule, models.QuerySet]]:
        """Yield the rows about the person whose fate is one of `fates`, or all, a table at a time, in RULES' order."""
        lines = [(rule_of(model), model) for model, keys in self.rows.items() if keys]
        for rule, model in sorted(lines, key=lambda line: place_of(line[0])):
            if not fates or rule.fate in fates:
                yield rule, model._base_manager.filter(pk__in=self.rows[model])


def searched_models() -> list[type[models.Model]]:
    """Every model of the project that has a table of its own with texts in it."""
    every = apps.get_models(include_auto_created=True)
    return [model for model in every if model._meta.label not in MIRRORS and columns(model)]


def columns(model: type[models.Model]) -> list[models.Field]:
    """The fields of a model's own table that hold texts, whatever they are for."""
    if model._meta.proxy or not model._meta.managed:
        return []
    return [field for field in model._meta.local_concrete_fields if _kind(field) in _TEXTS]


def _kind(field):
    return type(field).__name__ if type(field).__name__ in _TEXTS else field.get_internal_type()


def is_made_name(field: models.Field) -> bool:
    """Whether a field holds a name that was made of what somebody typed: of a file, of a page in its address."""
    return _kind(field) in _NAMES or field.name == "url_path"


def texts_of(model: type[models.Model], fields: list[models.Field] | None = None, **only) -> Iterator[tuple]:
    """Yield the key of each row of a model and its texts by field, as the database holds them."""
    fields = columns(model) if fields is None else fields
    # As text whatever the type: JSON, streams, the words of an index.
    casts = {f"text_of_{field.name}": Cast(field.name, models.TextField()) for field in fields}
    rows = model._base_manager.filter(**only).annotate(**casts).order_by("pk").values_list("pk", *casts)
    for key, *texts in rows.iterator(chunk_size=500):
        pairs = zip(fields, texts, strict=True)
        yield key, {field.name: unpacked(model, field.name, text) for field, text in pairs if text}


def unpacked(model: type[models.Model], name: str, text: str) -> str:
    """What a text of the database says: a session is compressed and signed."""
    if model is Session and name == "session_data":
        return json.dumps(Session().get_session_store_class()().decode(text))
    return text


def packed(model: type[models.Model], name: str, text: str) -> str:
    """The contrary of `unpacked`."""
    if model is Session and name == "session_data":
        return Session.objects.encode(json.loads(text))
    return text


def look_for(wanted: Wanted, *, seconds: float | None = None) -> Found:
    """Find all there is of a person; files that take long to read are read for `seconds` at the most."""
    found = look_in_files(wanted, seconds=seconds)
    look_in_database(found)
    return found


def look_in_files(wanted: Wanted, *, seconds: float | None = None) -> Found:
    """Find what uploads and messages kept in files have of a person."""
    return Found(wanted, files=list(Reader(wanted, seconds).traces()), messages=StoredMessages().of(wanted))


def look_in_database(found: Found) -> None:
    """Add what the database has of a person."""
    for model in searched_models():
        _look_in(model, found)
    _add_what_is_theirs(found)
    found.strange_tables = [table for table in _unowned_tables() if _holds(table, found.wanted)]


def _look_in(model, found):
    wanted, rule = found.wanted, rule_of(model)
    about = rule and rule.fate != Fate.REWRITTEN
    made_names = {field.name for field in columns(model) if is_made_name(field)}
    for key, texts in texts_of(model):
        hits = {
            name
            for name, text in texts.items()
            if (wanted.is_named_by(text) if name in made_names else wanted.is_in(text))
        }
        identifying = hits & set(rule.fields) if about and (rule.fields or rule.owner) else hits if about else set()
        if identifying:
            found.rows[model].add(key)
        if hits - identifying:
            found.mentions.append(Mention(model, key, tuple(sorted(hits - identifying))))
        elif not hits and wanted.names and model is not IndexEntry:
            named = tuple(sorted(name for name, text in texts.items() if wanted.is_named_in(text)))
            if named:
                found.named.append(Mention(model, key, named))


def _add_what_is_theirs(found):
    """Add the rows that belong to rows about the person."""
    for rule in RULES:
        model = rule.installed if rule.fate and rule.owner else None
        if model:
            keys = found.rows[model._meta.get_field(rule.owner).related_model]
            theirs = model._base_manager.filter(**{f"{rule.owner}__in": keys}) if keys else model._base_manager.none()
            found.rows[model] |= set(theirs.values_list("pk", flat=True))
    found.named = [mention for mention in found.named if mention.key not in found.rows[mention.model]]


def name_of(model: type[models.Model]) -> str:
    """A table as the team knows it: « abonnements »; what only the machinery knows is called by what it holds."""
    rule = rule_of(model)
    if rule and rule.processing is ACCOUNTS and rule.fate == Fate.REWRITTEN:
        return rule.holds
    return str(model._meta.verbose_name_plural)


def names_in(found: Found) -> list[str]:
    """The names that the rows about a person give them."""
    names = []
    for rule, rows in found.records():
        for name in rule.names:
            names += [said for said in rows.values_list(name, flat=True) if said not in rule.emptied.values()]
    return names


def _unowned_tables():
    """The tables that no model knows of: left behind by something that was taken out."""
    owned = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    mirrors = tuple(model._meta.db_table for model in apps.get_models() if model._meta.label in MIRRORS)
    return [
        table
        for table in connection.introspection.table_names()
        if table not in owned and not (mirrors and table.startswith(mirrors))
    ]


def _holds(table, wanted):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 - a table's name
        while rows := cursor.fetchmany(500):
            if any(wanted.is_in(str(value)) for row in rows for value in row if value is not None):
                return True
    return False


def is_used(record: models.Model, but: tuple[type[models.Model], ...] = ()) -> bool:
    """Whether anything of the project refers to a record, apart from rows of the models `but`."""
    for relation in record._meta.related_objects:
        if relation.related_model in but or relation.related_model._meta.auto_created:
            continue
        if relation.related_model._base_manager.filter(**{relation.field.name: record}).exists():
            return True
    return ReferenceIndex.get_references_to(record).exists()


def record_of(row: models.Model | None, depth: int = 3) -> models.Model | None:
    """The record that one edits to change a row: itself, or the page that it is a part, a version or a remark of."""
    if row is None or AdminURLFinder().get_edit_url(row):
        return row.specific if isinstance(row, Page) else row
    if not depth:
        return None
    for link in sorted(_links(type(row)), key=lambda link: not isinstance(link, ParentalKey)):
        # What is being typed about a record that does not exist yet names none.
        names_none = isinstance(link, GenericForeignKey) and not getattr(row, link.fk_field)
        record = None if names_none else record_of(getattr(row, link.name), depth - 1)
        if record is not None:
            return record
    return None


def page_of(row: models.Model) -> Page | None:
    """The page that a row is a part of: a proof, a remark of a proof; None where it is a part of none."""
    for link in _links(type(row)):
        target = getattr(row, link.name)
        page = target if target is None or isinstance(target, Page) else page_of(target)
        if page is not None:
            return page
    return None


def _links(model):
    """The fields that lead from a row to a page, or to what itself belongs to one."""
    return [link for link in _forward(model) if _leads_to_a_page(link) or _leads_on(link)]


def _forward(model):
    links = [*model._meta.private_fields, *model._meta.concrete_fields]
    return [link for link in links if isinstance(link, GenericForeignKey) or link.many_to_one or link.one_to_one]


def _leads_to_a_page(link):
    return isinstance(link, GenericForeignKey | ParentalKey) or issubclass(link.related_model, Page)


def _leads_on(link):
    """Whether a link leads to something between a row and its page: a version, a thread of remarks, a workflow."""
    return link.related_model is not Revision and any(map(_leads_to_a_page, _forward(link.related_model)))
