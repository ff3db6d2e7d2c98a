"""The blocks of a letter on its page, each made once for as long as it says the same.

What a block shows follows from its elements alone, plain data, but for the way to answer a call, which follows the
hour: that one is made each time. So a page that is made again, after whatever was published, makes only what changed.
"""

import json
from collections.abc import Iterable
from functools import lru_cache

from django.conf import settings
from django.template import Context
from django.template.loader import get_template
from django.utils.safestring import SafeString

from ..letter import Piece

TEMPLATE = "newsletter/web/piece.html"
# Some ten letters; a block weighs less than ten kilobytes.
_KEPT = 300


def html_of(piece: Piece, level: int, context: Context) -> SafeString:
    """Return the HTML of a block whose title stands at `level`, on the page of this `context`."""
    # Whoever works on the templates sees them as they are.
    if settings.DEBUG or _follows_the_hour(piece.elements):
        return get_template(TEMPLATE).template.render(context.new({"piece": piece, "level": level}))
    return _made(json.dumps(vars(piece)), level)


def _follows_the_hour(elements: Iterable[dict]) -> bool:
    return any(element["kind"] == "reply" or _follows_the_hour(element.get("elements", ())) for element in elements)


@lru_cache(maxsize=_KEPT)
def _made(content: str, level: int) -> SafeString:
    """Make a block from its `content` as JSON and from nothing else, so that it is true wherever that is the same."""
    piece = Piece(**json.loads(content))
    return get_template(TEMPLATE).template.render(Context({"piece": piece, "level": level}))
