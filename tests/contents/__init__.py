"""Whole contents for tests: every page type with every field and block in use, `size` times over."""

from tests.contents.letters import full_archived_issue, full_issue, sound_issue
from tests.contents.pages import full_edition, full_event, full_member, full_roadmap, full_statement, statement
from tests.contents.streams import described, raw, story

__all__ = [
    "described",
    "full_archived_issue",
    "full_edition",
    "full_event",
    "full_issue",
    "full_member",
    "full_roadmap",
    "full_statement",
    "raw",
    "sound_issue",
    "statement",
    "story",
]
