"""Ribbons of streams on a plane: where each runs beside the line of its stretch, in px or units of a page.

The canvas does the same in ``assets/js/51_ribbons.js``, by the same measures; a test runs both on the same lines.
"""

from __future__ import annotations

import itertools
import math
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from app.core.measures import STREAM
from app.core.streams import Ribbon, total
from app.core.strokes import Points, lengths

Vector = tuple[float, float]
#: Steps between two points of a line at most.
MOST_STEPS = 40


@dataclass(frozen=True)
class Shape:
    """A ribbon as a stroke: its middle line and its width."""

    ribbon: Ribbon
    width: float
    points: Points


def shapes(
    line: Points, row: Sequence[Ribbon], unit: float, turnings: tuple[Vector | None, Vector | None]
) -> list[Shape]:
    """The ribbons of a stretch along its line, to its right; ``unit`` is the width of one event or kg, ``turnings`` the
    directions at its two junctions, from which it bends to its own; of what is a hairline in all nobody sees that."""
    is_hairline = total(row) * unit <= STREAM["hairline"]
    fine = line if is_hairline else finer(line, STREAM["step"])
    gone = lengths(fine)
    whole = gone[-1]
    reach = min(STREAM["blend"], whole / 2) or 1.0
    bent = []
    for direction, far in zip(along(fine), gone, strict=True):
        side, near = (turnings[0], far) if far < whole / 2 else (turnings[1], whole - far)
        side = None if is_hairline else side
        bent.append(blended(side, direction, ease(near / reach)))
    return [shape(fine, gone, bent, ribbon, unit, reach) for ribbon in row]


def shape(
    fine: Points, gone: Sequence[float], bent: Sequence[Vector], ribbon: Ribbon, unit: float, reach: float
) -> Shape:
    """One ribbon: from where it leaves its neighbour to its own place, and to where it joins the next."""
    whole, points = gone[-1], []
    for (x, y), (dx, dy), far in zip(fine, bent, gone, strict=True):
        beside, near = (ribbon.start, far) if far < whole / 2 else (ribbon.end, whole - far)
        t = ease(near / reach)
        aside = STREAM["apart"] + (beside * (1 - t) + ribbon.inner * t + ribbon.value / 2) * unit
        points.append((x - dy * aside, y + dx * aside))
    return Shape(ribbon, max(STREAM["hairline"], ribbon.value * unit), points)


def ease(t: float) -> float:
    """0 to 1, slowly at both ends."""
    return 0.0 if t <= 0 else 1.0 if t >= 1 else t * t * (3 - 2 * t)


def blended(side: Vector | None, own: Vector, t: float) -> Vector:
    """The direction between that of a junction and a line's own."""
    if side is None or t >= 1:
        return own
    x, y = side[0] * (1 - t) + own[0] * t, side[1] * (1 - t) + own[1] * t
    size = math.hypot(x, y) or 1.0
    return x / size, y / size


def along(line: Points) -> list[Vector]:
    """The direction of a line at each of its points."""
    directions = []
    for i in range(len(line)):
        (x0, y0), (x1, y1) = line[max(0, i - 1)], line[min(len(line) - 1, i + 1)]
        size = math.hypot(x1 - x0, y1 - y0) or 1.0
        directions.append(((x1 - x0) / size, (y1 - y0) / size))
    return directions


def head(middle: Points, width: float) -> Points:
    """The arrowhead at the end of a row of ribbons, of which ``middle`` is the middle line: its base and its tip."""
    (x0, y0), (x1, y1) = middle[-2], middle[-1]
    size = math.hypot(x1 - x0, y1 - y0) or 1.0
    ux, uy = (x1 - x0) / size, (y1 - y0) / size
    least, more, long = STREAM["head"]
    half = max(least, width / 2 + more)
    return [
        (x1 - uy * half, y1 + ux * half),
        (x1 + ux * half * long, y1 + uy * half * long),
        (x1 + uy * half, y1 - ux * half),
    ]


#: Where along a ribbon a name is tried, its middle first.
SEATS = (0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8)


def seats(points: Points, wide: float) -> list[tuple[float, float, float]]:
    """Where a name of a width may stand on a ribbon: x, y and the angle, so that it is read from left to right; only
    on pieces that are nearly straight."""
    gone, out = lengths(points), []
    for share in SEATS:
        middle = share * gone[-1]
        if middle < wide / 2 or middle > gone[-1] - wide / 2:
            continue
        (x0, y0), (x1, y1) = at(points, gone, middle - wide / 2), at(points, gone, middle + wide / 2)
        if math.hypot(x1 - x0, y1 - y0) < STREAM["straight"] * wide:
            continue
        angle = math.atan2(y1 - y0, x1 - x0)
        out.append(((x0 + x1) / 2, (y0 + y1) / 2, angle + (math.pi if abs(angle) > math.pi / 2 else 0.0)))
    return out


def at(points: Points, gone: Sequence[float], far: float) -> tuple[float, float]:
    """The point of a line so far along it; ``gone`` are the lengths to its points."""
    i = max(1, next((index for index, reached in enumerate(gone) if reached >= far), len(points) - 1))
    t = (far - gone[i - 1]) / ((gone[i] - gone[i - 1]) or 1.0)
    (x0, y0), (x1, y1) = points[i - 1], points[i]
    return x0 + (x1 - x0) * t, y0 + (y1 - y0) * t


def ports(stretches: Collection[int], ends: Callable[[int], tuple[int, int]]) -> set[int]:
    """Of some directed stretches those at whose end nothing sails on: they lead into a port."""
    leaving: dict[int, set[int]] = defaultdict(set)
    for stretch in stretches:
        leaving[ends(stretch)[0]].add(stretch)
    return {stretch for stretch in stretches if leaving[ends(stretch)[1]] <= {-stretch}}


def finer(line: Points, step: float) -> Points:
    """A line with points at most so far apart, but no more than ``MOST_STEPS`` between two of its own."""
    out = [line[0]]
    for (x0, y0), (x1, y1) in itertools.pairwise(line):
        n = min(MOST_STEPS, math.ceil(math.hypot(x1 - x0, y1 - y0) / step))
        out += [(x0 + (x1 - x0) * k / n, y0 + (y1 - y0) * k / n) for k in range(1, n + 1)]
    return out


def turning_at(
    rows: Mapping[int, Sequence[Ribbon]], ends: Callable[[int], tuple[int, int]], line_of: Callable[[int], Points]
) -> Callable[[int, Vector], Vector]:
    """The direction at each junction: that of the thickest stretch there, where a line's own is not far from it."""
    best: dict[int, tuple[float, Vector]] = {}
    for stretch, row in rows.items():
        directions = along(line_of(stretch))
        for junction, direction in zip(ends(stretch), (directions[0], directions[-1]), strict=True):
            if junction not in best or best[junction][0] < total(row):
                best[junction] = (total(row), direction)

    def turning(junction: int, own: Vector) -> Vector:
        x, y = best[junction][1]
        same = x * own[0] + y * own[1]
        return (-x, -y) if same < -0.3 else own if same < 0.3 else (x, y)

    return turning
