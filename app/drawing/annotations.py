"""Marks of a slide on a drawn map: arrow, note and area, as the canvas draws them (assets/js/57_annotations.js)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from app.core import strokes
from app.core.measures import SLIDE
from app.core.projection import Frame, Projection, turned
from app.core.storyboard import Annotation
from app.core.strokes import Point, Points
from app.drawing import text_width as lettering
from app.drawing.svg import dashes, element, path, words

Colours = dict[str, str]


def drawn(marks: Sequence[Annotation], projection: Projection, frame: Frame, colours: Colours, big: bool) -> str:
    """Every mark as SVG; ``big`` for the projector."""
    size = SLIDE["type"][big]
    parts = []
    for mark in marks:
        points, *holes = (placed(mark, ring, projection, frame) for ring in (mark.points, *mark.holes))
        body = SHAPES[mark.kind]([points, *holes], colours, big)
        parts.append(element("g", body, label(mark, points, frame, colours, size), class_=f"mark {mark.kind}"))
    return "".join(parts)


def placed(mark: Annotation, ring: Sequence[Point], projection: Projection, frame: Frame) -> Points:
    """Points of a mark on the page; they lie beside its first one, also across the edge of the world."""
    first = mark.points[0][0]
    start = turned(first, projection.centre)
    lons, lats = np.array(ring, float).T
    xs, ys = frame.place(*projection.project(start + lons - first, lats))
    return list(zip(xs.tolist(), ys.tolist(), strict=True))


def _lined(points: Points, wide: float, colours: Colours, dash: str | None = None) -> str:
    line = {"d": path(points), "fill": "none", "stroke_linejoin": "round"}
    casing = element("path", **line, stroke=colours["halo"], stroke_width=wide + SLIDE["casing"])
    return casing + element("path", **line, stroke=colours["ink"], stroke_width=wide, stroke_dasharray=dash)


def _arrow(rings: list[Points], colours: Colours, big: bool) -> str:
    points = rings[0]
    wide = SLIDE["arrow"][big]
    arrow = strokes.arrow(points, wide, 0, 2)
    if arrow is None:
        return _dot(points[0], colours)
    edge = {"stroke": colours["halo"], "stroke_width": 3, "paint_order": "stroke"}
    tip = element("path", d=path(arrow.tip, closed=True), fill=colours["ink"], **edge)
    return _lined(arrow.stroke, wide, colours) + tip


def _note(rings: list[Points], colours: Colours, _big: bool) -> str:
    (x, y), (near, far) = rings[0][0], SLIDE["note"]
    return _dot((x, y), colours) + _lined([(x + near, y - near), (x + far, y - far)], SLIDE["note_line"], colours)


def _area(rings: list[Points], colours: Colours, _big: bool) -> str:
    shape = "".join(path(ring, closed=True) for ring in rings)
    fill = element("path", d=shape, fill=colours["ink"], fill_opacity=0.1, fill_rule="evenodd")
    lines = [_lined([*ring, ring[0]], SLIDE["area_line"], colours, dashes(SLIDE["area_dash"])) for ring in rings]
    return fill + "".join(lines)


def _dot(point: Point, colours: Colours) -> str:
    edge = {"stroke": colours["halo"], "stroke_width": 1.5}
    return element("circle", cx=point[0], cy=point[1], r=SLIDE["dot"], fill=colours["ink"], **edge)


SHAPES: dict[str, Callable[[list[Points], Colours, bool], str]] = {"arrow": _arrow, "note": _note, "area": _area}


def spot(mark: Annotation, points: Points, size: float) -> Point:
    """Where the middle of a mark's words would stand best."""
    (ax, ay), (bx, by) = points[0], points[-1]
    if mark.kind == "arrow":
        return ax - float(np.sign(bx - ax)) * 6, ay + (-1 if by >= ay else 1) * size * 1.3
    if mark.kind == "note":
        return ax + SLIDE["note"][1], ay - SLIDE["note"][1] - size
    xs = [x for x, _y in points]
    return (min(xs) + max(xs)) / 2, min(y for _x, y in points)


def label(mark: Annotation, points: Points, frame: Frame, colours: Colours, size: float) -> str:
    """The words of a mark in a box, kept inside the frame."""
    if not mark.text:
        return ""
    pad, step = size * 0.5, size * 1.25
    lines = lettering.wrap(mark.text, size, SLIDE["wrap"] * size, 600, lines=SLIDE["lines"])
    wide = max(lettering.width(line, size, 600) for line in lines) + 2 * pad
    high = len(lines) * step + pad
    x, y = spot(mark, points, size)
    left = max(frame.left + 4, min(frame.left + frame.width - wide - 4, x - wide / 2))
    top = max(frame.top + 4, min(frame.top + frame.height - high - 4, y - high / 2))
    edge = {"fill": colours["halo"], "stroke": colours["ink"], "stroke_width": 1.2, "rx": 3}
    box = element("rect", x=left, y=top, width=wide, height=high, **edge)
    rows = [
        words(
            left + pad, top + pad / 2 + (i + 0.5) * step + size * 0.35, line, size, font_weight=600, fill=colours["ink"]
        )
        for i, line in enumerate(lines)
    ]
    return box + "".join(rows)
