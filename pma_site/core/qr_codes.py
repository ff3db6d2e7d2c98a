"""QR codes as drawings: nothing but a path, for an SVG in a page or on paper."""

from functools import lru_cache
from itertools import groupby


@lru_cache(maxsize=512)
def modules(address: str, error: str = "l") -> dict:
    """Return the code of an address as the path of an SVG, to be stroked, a module to a unit, and its side's length.

    `error` is the least level of correction (ISO/IEC 18004: l, m, q, h); a better one is taken where it costs no room.
    A reader wants four units of white around it.
    """
    import segno

    rows = segno.make(address, error=error, micro=False).matrix
    return {"path": "".join(_runs(rows)), "side": len(rows)}


def _runs(rows):
    """Yield each run of dark modules as a stroke along the middle of its line."""
    for line, row in enumerate(rows):
        column = 0
        for dark, run in groupby(row):
            length = len(list(run))
            if dark:
                yield f"M{column} {line}.5h{length}"
            column += length
