"""The three indexes that follow what is saved, written when a test first asks one of them.

A page that is saved goes into the index of references, into Wagtail's index of words and into the site's own of search:
a third of what saving it costs. Most tests read none of them. What was saved is noted here, and written as it is by
then, each record once and those of a kind together, before the first statement that names one of the tables. Queries
that are counted are counted without that. Tests of how the indexes follow are marked `followed`: theirs are written at
once, as in real life.
"""

from collections import defaultdict
from contextlib import contextmanager
from types import SimpleNamespace
from unittest.mock import patch

from django.apps import apps
from django.db import connection
from django_tasks.backends.immediate import ImmediateBackend
from modelsearch.backends import get_search_backends
from modelsearch.index import get_indexed_instance
from modelsearch.tasks import insert_or_update_object_task
from wagtail.tasks import update_reference_index_task

from pma_site.core.models import pages
from pma_site.search import following, indexing

REFERENCES, WORDS, SEARCH = "wagtailcore_referenceindex", "wagtailsearch_indexentry", "search_searchentry"
# What each task of Wagtail writes.
TASKS = {
    task.module_path: (task, table)
    for task, table in ((update_reference_index_task, REFERENCES), (insert_or_update_object_task, WORDS))
}


class Late:
    """What was saved and is in no index yet, by the index."""

    def __init__(self):
        # Dictionaries, as they keep the order: of tasks with their arguments, of pages and records by their keys.
        self.tasks = {REFERENCES: {}, WORDS: {}}
        self.words, self.pages, self.records, self.around = {}, {}, {}, {}

    def waits_for(self, table) -> bool:
        """Whether there is something to write into an index."""
        if table == SEARCH:
            return bool(self.pages or self.records or self.around)
        return bool(self.tasks[table] or (table == WORDS and self.words))

    def write_all(self) -> None:
        """Write all that any index waits for."""
        for table in (REFERENCES, WORDS, SEARCH):
            if self.waits_for(table):
                self.write(table)

    def write(self, table) -> None:
        """Write all that one index waits for."""
        # In life it would have been written before what is remembered was read (core/memory.py), and counted elsewhere.
        remembered, counted = connection.remembered, connection.force_debug_cursor
        connection.force_debug_cursor = False
        try:
            {REFERENCES: self._write_references, WORDS: self._write_words, SEARCH: self._write_search}[table]()
        finally:
            connection.remembered, connection.force_debug_cursor = remembered, counted

    def _write_references(self):
        tasks, self.tasks[REFERENCES] = self.tasks[REFERENCES], {}
        for backend, path, arguments in tasks:
            enqueue(backend, TASKS[path][0], arguments, {})

    def _write_words(self):
        keys = [(apps.get_model(app, model), key) for _, _, (app, model, key) in self.tasks[WORDS]]
        keys.extend(self.words)
        self.tasks[WORDS], self.words = {}, {}
        saved = defaultdict(list)
        for model, key in keys:
            record = model._default_manager.filter(pk=key).first()
            if record and (record := get_indexed_instance(record)):
                # As core/page_indexes.py: Wagtail asks for them once a column.
                if isinstance(record, pages.BasePage):
                    record.known_stems = record.stems()
                saved[type(record)].append(record)
        for backend in get_search_backends(with_auto_update=True):
            for model, records in saved.items():
                backend.add_bulk(model, records)

    def _write_search(self):
        around, self.around = self.around, {}
        write_issues_around(around.values())
        # Those issues are noted among the pages.
        pages, records, self.pages, self.records = self.pages, self.records, {}, {}
        indexing.write_pages(pages)
        for model, keys in records.items():
            indexing.write_records(model, list(keys))


enqueue, write_issues_around = ImmediateBackend.enqueue, following._write_issues_around


@contextmanager
def written_together():
    """Write the indexes in the end, for data of a class or a module, which is built before any test begins."""
    with written_late() as late:
        yield
        late.write_all()


@contextmanager
def written_late():
    """Write the indexes late, on the connection and in the transaction of the test that runs inside."""
    late = Late()

    def note_task(self, task, args, kwargs):
        if task.module_path not in TASKS or kwargs:
            return enqueue(self, task, args, kwargs)
        late.tasks[TASKS[task.module_path][1]][self, task.module_path, tuple(args)] = None
        return None

    def note_words(page):
        late.words[type(page), page.pk] = None

    def note_pages(keys):
        late.pages.update(dict.fromkeys(keys))

    def note_records(model, keys):
        late.records.setdefault(model, {}).update(dict.fromkeys(keys))

    def note_around(some):
        late.around.update({page.pk: page for page in some})

    def watch(execute, sql, params, many, context):
        # Of what search is told, references are a part: to write it asks for them, and comes by here again.
        for table in (REFERENCES, WORDS, SEARCH):
            if table in sql and late.waits_for(table):
                late.write(table)
        return execute(sql, params, many, context)

    noted = [
        patch.object(ImmediateBackend, "enqueue", note_task),
        patch.object(pages, "index_words", note_words),
        patch.object(
            following,
            "indexing",
            SimpleNamespace(write_pages=note_pages, write_records=note_records, forget=indexing.forget),
        ),
        patch.object(following, "_write_issues_around", note_around),
    ]

    for each in noted:
        each.start()
    try:
        with connection.execute_wrapper(watch):
            yield late
    finally:
        for each in noted:
            each.stop()
