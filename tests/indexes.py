"""The three indexes that follow what is saved, written when a test first asks one of them.

A page that is saved goes into the index of references, into Wagtail's index of words and into the site's own of search:
a third of what saving it costs. Most tests read none of them. What was saved is noted here, and written as it is by
then, each record once, before the first statement that names one of the tables, and before queries are counted. Tests
of how the indexes follow are marked `followed`: theirs are written at once, as in real life.
"""

from contextlib import contextmanager
from types import SimpleNamespace
from unittest.mock import patch

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_tasks.backends.immediate import ImmediateBackend
from modelsearch.tasks import insert_or_update_object_task
from wagtail.tasks import update_reference_index_task

from pma_site.core import page_indexes
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

    def write(self, table) -> None:
        """Write all that one index waits for."""
        # In life it would have been written before what is remembered was read (core/memory.py).
        remembered = connection.remembered
        self._write(table)
        connection.remembered = remembered

    def _write(self, table):
        if table == SEARCH:
            around, self.around = self.around, {}
            write_issues_around(around.values())
            # Those issues are noted among the pages.
            pages, records, self.pages, self.records = self.pages, self.records, {}, {}
            indexing.write_pages(pages)
            for model, key in records:
                indexing.write_records(model, [key])
            return
        tasks, self.tasks[table] = self.tasks[table], {}
        for backend, path, arguments in tasks:
            enqueue(backend, TASKS[path][0], arguments, {})
        if table == WORDS:
            words, self.words = self.words, {}
            for model, key in words:
                if page := model._default_manager.filter(pk=key).first():
                    page_indexes.index_words(page)


enqueue, write_issues_around = ImmediateBackend.enqueue, following._write_issues_around


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
        late.records.update(dict.fromkeys((model, key) for key in keys))

    def note_around(some):
        late.around.update({page.pk: page for page in some})

    def watch(execute, sql, params, many, context):
        # Of what search is told, references are a part: to write it asks for them, and comes by here again.
        for table in (REFERENCES, WORDS, SEARCH):
            if table in sql and late.waits_for(table):
                late.write(table)
        return execute(sql, params, many, context)

    count = CaptureQueriesContext.__enter__

    def count_once_written(self):
        for table in (REFERENCES, WORDS, SEARCH):
            late.write(table)
        return count(self)

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
        with connection.execute_wrapper(watch), patch.object(CaptureQueriesContext, "__enter__", count_once_written):
            yield
    finally:
        for each in noted:
            each.stop()
