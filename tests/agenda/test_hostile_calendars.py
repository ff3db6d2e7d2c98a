"""Calendars that no text breaks: `make torture-calendars` does the same with 10 000 events."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agenda import ical
from tests.agenda import hostile


@pytest.mark.django_db
def test_two_readers_find_in_a_calendar_what_was_put_in_it():
    assert (hostile.NODE / "node_modules").exists(), "ical.js manque : bash .ci/node-packages calendars"
    meant = hostile.fill(150, seed=6)

    assert hostile.judge(hostile.feed(), meant) == len(meant) >= 150


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet=st.characters(codec=None), max_size=300))
def test_a_line_is_folded_between_characters_and_unfolds_to_itself(text):
    line = f"SUMMARY:{ical.text(text)}"

    folded = ical.folded(line).encode()

    assert all(len(piece) <= ical.MAX_OCTETS for piece in folded.split(b"\r\n"))
    assert b"".join([piece.decode().encode() for piece in folded.split(b"\r\n ")]).decode() == line
    assert not hostile.FORBIDDEN.search(line) and "\n" not in line
