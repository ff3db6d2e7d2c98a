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

TABLES = ("wagtailcore_referenceindex", "wagtailsearch_indexentry", "search_searchentry")
TASKS = {task.module_path: task for task in (update_reference_index_task, insert_or_update_object_task)}


class Late:
    """What was saved and is in no index yet."""

    def __init__(self):
        # Dictionaries, as they keep the order: of tasks with their arguments, of pages and records by their keys.
        self.tasks, self.words, self.pages, self.records, self.around = {}, {}, {}, {}, {}

    def write(self) -> None:
        """Write all of it."""
        noted = vars(self).copy()
        self.__init__()
        for backend, task, arguments in noted["tasks"]:
            enqueue(backend, TASKS[task], arguments, {})
        for model, key in noted["words"]:
            if page := model._default_manager.filter(pk=key).first():
                page_indexes.index_words(page)
        indexing.write_pages(noted["pages"])
        for model, key in noted["records"]:
            indexing.write_records(model, [key])
        write_issues_around(noted["around"].values())


enqueue, write_issues_around = ImmediateBackend.enqueue, following._write_issues_around


@contextmanager
def written_late():
    """Write the indexes late, on the connection and in the transaction of the test that runs inside."""
    late = Late()

    def note_task(self, task, args, kwargs):
        if task.module_path not in TASKS or kwargs:
            return enqueue(self, task, args, kwargs)
        late.tasks[self, task.module_path, tuple(args)] = None
        return None

    def note_words(page):
        late.words[type(page), page.pk] = None

    def note_pages(keys):
        late.pages.update(dict.fromkeys(keys))

    def note_records(model, keys):
        late.records.update(dict.fromkeys((model, key) for key in keys))

    def note_around(some):
        late.around.update({page.pk: page for page in some})

    def catch_up():
        """Write what is late, at once."""
        with switched_off():
            late.write()

    def watch(execute, sql, params, many, context):
        if any(vars(late).values()) and any(table in sql for table in TABLES):
            catch_up()
        return execute(sql, params, many, context)

    count = CaptureQueriesContext.__enter__

    def count_once_written(self):
        catch_up()
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

    @contextmanager
    def switched_off():
        for each in noted:
            each.stop()
        try:
            yield
        finally:
            for each in noted:
                each.start()

    for each in noted:
        each.start()
    try:
        with connection.execute_wrapper(watch), patch.object(CaptureQueriesContext, "__enter__", count_once_written):
            yield
    finally:
        for each in noted:
            each.stop()
