"""Sixty forms that events take in real life, as a clerk types them and as a reader should understand them.

Seen on Monday 1 February 2027 at 10 in the morning, before any of them.
"""

from tests.agenda.shapes.circumstances import CIRCUMSTANCES
from tests.agenda.shapes.dates import DATES
from tests.builders import local

NOW = local(2027, 2, 1, 10)

SHAPES = (*DATES, *CIRCUMSTANCES)
