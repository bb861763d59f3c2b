"""Geometry of a drawn flow in the drawing's own units: side by side, trimmed at its ends, with a solid arrowhead.

The canvas on screen does the same in ``assets/js/30_lines.js``, by the same measures; tests run both on the same paths.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from app.core.measures import LINE

Point = tuple[float, float]
Points = list[Point]


class Arrow(NamedTuple):
    """The stroke without its tip, and the arrowhead as a triangle."""

    stroke: Points
    tip: Points


def width(value: float | None, full: float, narrow: float, wide: float) -> float:
    """Linear in the value up to the scale's full value, then clamped; the narrowest where nothing is stated."""
    if value is None or value != value:
        return narrow
    return narrow + (wide - narrow) * min(1.0, value / full)


def lengths(points: Sequence[Point]) -> list[float]:
    """The way from the first point to each."""
    out = [0.0]
    for a, b in pairwise(points):
        out.append(out[-1] + math.dist(a, b))
    return out


def parallel(points: Points, shift: float) -> Points:
    """Shift a path to its right: opposite directions part, and flows of one pair lie side by side."""
    if not shift or len(points) < 2:
        return points
    along = lengths(points)
    total = along[-1] or 1.0
    out = []
    for i, (x, y) in enumerate(points):
        a, b = points[max(0, i - 1)], points[min(len(points) - 1, i + 1)]
        dx, dy = b[0] - a[0], b[1] - a[1]
        d = math.hypot(dx, dy) or 1.0
        swell = min(1.0, LINE["swell"] * math.sin(math.pi * along[i] / total))
        out.append((x - dy / d * shift * swell, y + dx / d * shift * swell))
    return out


def at(points: Sequence[Point], along: Sequence[float], distance: float) -> Point:
    """The point of a path at a distance from its start."""
    i = 1
    while i < len(along) - 1 and along[i] < distance:
        i += 1
    span = along[i] - along[i - 1] or 1.0
    t = (distance - along[i - 1]) / span
    (x0, y0), (x1, y1) = points[i - 1], points[i]
    return x0 + (x1 - x0) * t, y0 + (y1 - y0) * t


def trimmed(points: Points, head: float, tail: float) -> Points | None:
    """The part of a path between two distances from its ends; None where nothing is left."""
    along = lengths(points)
    total = along[-1]
    if total <= head + tail + 1:
        return None
    middle = [p for p, way in zip(points, along, strict=True) if head < way < total - tail]
    return [at(points, along, head), *middle, at(points, along, total - tail)]


def arrow(points: Points, wide: float, head: float, tail: float) -> Arrow | None:
    """Stroke and arrowhead of a path; None when it is too short to draw."""
    long, half = (max(least, plus + times * wide) for least, plus, times in (LINE["tip_long"], LINE["tip_half"]))
    body = trimmed(points, head, tail) or trimmed(points, 0, 0)
    if body is None:
        return None
    along = lengths(body)
    size = min(long, along[-1] * LINE["tip_share"])
    tip, base = body[-1], at(body, along, along[-1] - size)
    dx, dy = tip[0] - base[0], tip[1] - base[1]
    d = math.hypot(dx, dy) or 1.0
    nx, ny = -dy / d * half, dx / d * half
    stroke = trimmed(body, 0, size * LINE["tip_covers"]) or [body[0], base]
    return Arrow(stroke, [tip, (base[0] + nx, base[1] + ny), (base[0] - nx, base[1] - ny)])


def dash(pattern: Sequence[float], wide: float) -> list[float]:
    """The dash of a status in the drawing's units: multiples of the stroke's width, never too fine to be seen."""
    return [max(part * wide, LINE["dash_least"] if part > 1 else LINE["dot_least"]) for part in pattern]


def inlay_width(wide: float) -> float:
    """The width of the light thread inside a stroke."""
    return max(float(LINE["inlay_least"]), wide * float(LINE["inlay"]))
