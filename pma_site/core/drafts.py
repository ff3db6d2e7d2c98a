"""What a revision of a page says, apart from when it was saved and where it stands: two savings may say the same."""

import hashlib
import json
import re
from collections.abc import Iterable

from django.db import models

# What a page knows of its revisions, and its comments: nothing that the public reads.
_OF_REVISIONS = frozenset(
    [
        "draft_title",
        "has_unpublished_changes",
        "latest_revision",
        "latest_revision_created_at",
        "wagtail_admin_comments",
    ]
)
# What Wagtail notes about a page rather than what one writes in it. The hour of going online is no writing either:
# who approves may set it.
_BOOKKEEPING = {
    "alias_of",
    "content_type",
    "depth",
    "draft_title",
    "expire_at",
    "expired",
    "first_published_at",
    "go_live_at",
    "has_unpublished_changes",
    "last_published_at",
    "latest_revision",
    "latest_revision_created_at",
    "live",
    "live_revision",
    "locale",
    "locked",
    "locked_at",
    "locked_by",
    "numchild",
    "owner",
    "path",
    "pk",
    "translation_key",
    "url_path",
    "wagtail_admin_comments",
}
# The editor of rich text numbers its paragraphs the first time it opens them.
_EDITOR_MARKS = re.compile(r' data-block-key=\\*"[^"\\]*\\*"')


def fingerprint(content: dict) -> str:
    """Return 64 hexadecimal digits, the same for two contents of revisions (`Revision.content`) that say the same."""
    said = {name: _read(value) for name, value in content.items() if name not in _BOOKKEEPING}
    text = json.dumps(said, sort_keys=True, default=str)
    return hashlib.sha256(_EDITOR_MARKS.sub("", text).encode()).hexdigest()


def without_what_is_gone(model, content: dict) -> dict:
    """Return the content of a revision of a `model` without the records that it names and that were deleted since.

    The database protects only what its own rows name: a record that a draft alone names can be deleted.
    """
    protected = [
        field
        for field in model._meta.concrete_fields
        if field.many_to_one and field.remote_field.on_delete is models.PROTECT and content.get(field.name)
    ]
    gone = [
        field.name
        for field in protected
        if not field.related_model._base_manager.filter(pk=content[field.name]).exists()
    ]
    return {**content, **dict.fromkeys(gone)}


def _read(value):
    # A stream is kept as text; who wrote it first and who saves it again do not order its names alike.
    try:
        return json.loads(value) if isinstance(value, str) and value.startswith("[{") else value
    except ValueError:
        return value


def is_of_a_draft(fields: Iterable[str] | None) -> bool:
    """Tell whether a page was saved for a draft only, from the names of the only fields that were written, if any."""
    return fields is not None and set(fields) <= _OF_REVISIONS
