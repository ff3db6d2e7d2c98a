"""Make outlines lighter without opening the borders that two communes share.

Rings are cut into arcs where three communes meet; each arc is simplified once, for both its sides. Points go in the
order of the surface that leaving them out would change (M. Visvalingam and J. D. Whyatt, « Line generalisation by
repeated elimination of points », 1993), until so many are left that the map keeps its weight.
"""

from heapq import heapify, heappop, heappush

from .reading import Ring

# How many points the arcs of a territory may have in all: what a page of the site can carry.
MOST_POINTS = 1500
# Degrees of longitude are that much shorter than degrees of latitude, around Lens.
_NARROWING = 0.637


def simplified(outlines: dict[str, list[Ring]], most: int = MOST_POINTS) -> dict[str, list[Ring]]:
    """Return the outlines with `most` points at the most in all their arcs; rings that vanish are left out.

    Points that are left are points of the file: what two communes share stays the same for both.
    """
    junctions = _junctions(ring for rings in outlines.values() for ring in rings)
    arcs: dict[tuple, tuple] = {}
    cut = {code: [_arcs(ring, junctions) for ring in rings] for code, rings in outlines.items()}
    for rings in cut.values():
        for ring in rings:
            for arc in ring:
                arcs.setdefault(_key(arc), ())
    kept = _kept(list(arcs), most)
    return {code: [joined for ring in rings if len(joined := _joined(ring, kept)) > 2] for code, rings in cut.items()}


def _junctions(rings):
    """The points where arcs end: those whose neighbours are not the same in all rings."""
    neighbours, junctions = {}, set()
    for ring in rings:
        for index, point in enumerate(ring):
            pair = frozenset((ring[index - 1], ring[(index + 1) % len(ring)]))
            if neighbours.setdefault(point, pair) != pair:
                junctions.add(point)
    return junctions


def _arcs(ring, junctions):
    """Cut a ring into arcs from junction to junction; without any, one arc from its least point back to it."""
    ends = [index for index, point in enumerate(ring) if point in junctions]
    if not ends:
        start = ring.index(min(ring))
        return [(*ring[start:], *ring[: start + 1])]
    turned = [*ring[ends[0] :], *ring[: ends[0] + 1]]
    marks = [*(index - ends[0] for index in ends), len(ring)]
    return [tuple(turned[first : last + 1]) for first, last in zip(marks, marks[1:], strict=False)]


def _key(arc):
    """The same arc for both its sides."""
    return min(arc, arc[::-1])


def _joined(ring, kept):
    points = []
    for arc in ring:
        key = _key(arc)
        points += (kept[key] if arc == key else kept[key][::-1])[:-1]
    return list(points)


def _kept(arcs, most):
    """Return {arc: its points that stay}, the least important left out, over all arcs together."""
    needed = _needed(arcs)
    queue = []
    before, after, alive = [], [], [len(arc) for arc in arcs]
    for number, arc in enumerate(arcs):
        before.append([index - 1 for index in range(len(arc))])
        after.append([index + 1 for index in range(len(arc))])
        queue += [(_surface(arc, index - 1, index, index + 1), number, index) for index in range(1, len(arc) - 1)]
    heapify(queue)
    total, gone = sum(alive), [set() for _ in arcs]
    current = {(number, index): surface for surface, number, index in queue}
    while queue and total > most:
        surface, number, index = heappop(queue)
        if index in gone[number] or current[number, index] != surface or alive[number] <= needed[number]:
            continue
        gone[number].add(index)
        alive[number] -= 1
        total -= 1
        first, last = before[number][index], after[number][index]
        after[number][first], before[number][last] = last, first
        for neighbour in (first, last):
            if 0 < neighbour < len(arcs[number]) - 1:
                # Never less than what has just gone: points of one corner leave in their order.
                changed = _surface(arcs[number], before[number][neighbour], neighbour, after[number][neighbour])
                current[number, neighbour] = changed = max(changed, surface)
                heappush(queue, (changed, number, neighbour))
    return {
        arc: tuple(point for index, point in enumerate(arc) if index not in gone[number])
        for number, arc in enumerate(arcs)
    }


def _needed(arcs):
    """How many points each arc must keep: a ring encloses something, two arcs between the same ends stay apart."""
    ends = [frozenset((arc[0], arc[-1])) for arc in arcs]
    shared = {}
    for end in ends:
        shared[end] = shared.get(end, 0) + 1
    return [4 if len(end) == 1 else 3 if shared[end] > 1 else 2 for end in ends]


def _surface(arc, first, middle, last):
    (ax, ay), (bx, by), (cx, cy) = arc[first], arc[middle], arc[last]
    return abs((bx - ax) * (cy - ay) - (cx - ax) * (by - ay)) * _NARROWING
