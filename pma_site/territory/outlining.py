"""Bring the outlines of a public file into the database, and take them away again."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from .cartography import forget_background
from .models import Commune, CommuneOutline
from .outlines.reading import read_outlines
from .outlines.simplifying import simplified

CREATED, UPDATED, UNCHANGED = "créés", "mis à jour", "inchangés"


@dataclass(frozen=True)
class Loaded:
    """What a file brought: counts, the communes that it does not draw, the codes that are not ours, and its weight."""

    counts: Counter
    missing: list[str]
    unknown: list[str]
    without_code: int
    points_read: int
    points_kept: int


def load_outlines(path: Path, source: str, tell: Callable[[int], None] = lambda read: None) -> Loaded:
    """Load the outlines of the communes from a GeoJSON or TopoJSON file, all of them or nothing.

    `source` is what maps say they come from; `tell` is told how many characters were read. Communes that the file
    does not draw keep the outline that they had. Raises outlines.reading.UnusableFileError.
    """
    communes = {commune.insee_code: commune for commune in Commune.objects.all()}
    centres = {
        code: None if commune.longitude is None else (float(commune.longitude), float(commune.latitude))
        for code, commune in communes.items()
    }
    read = read_outlines(path, centres, tell)
    light = simplified(read.rings)
    counts = Counter()
    with transaction.atomic():
        transaction.on_commit(forget_background)
        known = CommuneOutline.objects.in_bulk()
        for code, rings in light.items():
            wanted = [[number for point in ring for number in point] for ring in rings]
            counts[_write(known.get(communes[code].pk), communes[code], wanted, source)] += 1
    return Loaded(
        counts=counts,
        missing=[commune.name for code, commune in communes.items() if code not in light],
        unknown=sorted(set(read.unknown)),
        without_code=read.without_code,
        points_read=sum(len(ring) for rings in read.rings.values() for ring in rings),
        points_kept=sum(len(ring) for rings in light.values() for ring in rings),
    )


def _write(outline, commune, rings, source):
    """Create or change one outline; say which."""
    if outline is None:
        CommuneOutline.objects.create(commune=commune, rings=rings, source=source)
        return CREATED
    if (outline.rings, outline.source) == (rings, source):
        return UNCHANGED
    outline.rings, outline.source, outline.loaded_at = rings, source, timezone.now()
    outline.save()
    return UPDATED


def remove_outlines() -> int:
    """Take all outlines away: maps show signs again. Returns how many there were."""
    with transaction.atomic():
        transaction.on_commit(forget_background)
        return CommuneOutline.objects.all().delete()[0]
