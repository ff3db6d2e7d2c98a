"""What Wagtail reads of a page that is saved: what it refers to, and its words."""

from contextlib import contextmanager

from wagtail.search import index
from wagtail.signal_handlers import disable_reference_index_auto_update, reference_index_auto_update_disabled
from wagtail.tasks import update_reference_index_task


@contextmanager
def references_read_once(record):
    """Look for what a record refers to once it is saved whole: Wagtail does after each line of its lists besides."""
    if getattr(reference_index_auto_update_disabled, "value", False):
        yield
        return
    with disable_reference_index_auto_update():
        yield
    update_reference_index_task.enqueue(record._meta.app_label, record._meta.model_name, str(record.pk))


def index_words(page):
    """Put a page into Wagtail's index of search, which asks for its words once a column: they cost queries."""
    page.known_stems = page.stems()
    try:
        index.insert_or_update_object(page)
    finally:
        page.known_stems = None
