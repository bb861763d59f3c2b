"""Streams of a scene as SVG, as the canvas draws them (assets/js/51_ribbons.js)."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from app.core.measures import STREAM
from app.core.projection import Floats, Frame, Projection
from app.core.ribbon_shapes import Shape, along, head, ports, seats, shapes, turning_at
from app.core.streams import Load, Ribbon, ribbons
from app.core.strokes import Points, lengths
from app.drawing import text_width as lettering
from app.drawing.room import Box, OccupiedSpace
from app.drawing.svg import dashes, element, number, path, words
from app.drawing.ways import pieces

Style = dict[str, Any]
#: So many of the widest ribbons of a colour are tried for its name.
NAMED = 40


@dataclass(frozen=True)
class Streams:
    """Loads, the junctions and the line of each stretch by its number, the greatest value of the scale with three
    round ones, and what each colour stands for. ``lit`` are the loads of what was clicked, where something was."""

    loads: list[Load]
    ends: dict[int, tuple[int, int]]
    lines: dict[int, Floats]
    full: float
    values: list[float]
    colours: list[str]
    coloured: str = "departure"
    lit: list[Load] = field(default_factory=list)

    def ends_of(self, stretch: int) -> tuple[int, int]:
        """The junctions of a stretch in the direction of its sign."""
        first, last = self.ends[abs(stretch)]
        return (first, last) if stretch > 0 else (last, first)

    def line_of(self, stretch: int) -> Floats:
        """Its line in that direction."""
        line = self.lines[abs(stretch)]
        return line if stretch > 0 else line[::-1]


@dataclass(frozen=True)
class Row:
    """The ribbons of a stretch on the page."""

    shapes: list[Shape]
    width: float
    #: Whether it leads into a port.
    ends: bool = False

    @property
    def middle(self) -> Points:
        """The middle line of its middle ribbon."""
        return self.shapes[len(self.shapes) // 2].points


def svg(streams: Streams, rows: list[Row], lit: list[Row], style: Style) -> str:
    """Every ribbon, those that are lit over the others, which are faded then."""
    every = drawn(streams, rows, style, STREAM["faded"] if streams.lit else 1.0)
    return every + drawn(streams, lit, style, 1.0)


def drawn(streams: Streams, rows: list[Row], style: Style, alpha: float) -> str:
    """Some rows of ribbons, the widest last."""
    rows = sorted(rows, key=lambda row: row.width)
    # All casings first: where stretches meet, that of one would cut the end of the other.
    parts = [casing(shape, style) for row in rows if row.width >= STREAM["thin"] for shape in row.shapes]
    parts += [stroke(shape, colour(shape.ribbon, streams, style)) for row in rows for shape in row.shapes]
    parts += [mark for row in rows for mark in chevrons(row, style)]
    parts += [tip(row, streams, style) for row in rows if row.ends and row.width >= STREAM["thin"]]
    return element("g", *parts, class_="streams", opacity=alpha if alpha < 1 else None) if parts else ""


def placed(streams: Streams, loads: list[Load], projection: Projection, frame: Frame, style: Style) -> list[Row]:
    """Loads as rows of ribbons on the page; a line that the edge of the world cuts is a row on either side."""
    by_stretch: dict[int, list[Ribbon]] = defaultdict(list)
    unit = float(style["streamWidth"]) / streams.full
    for ribbon in ribbons(loads, streams.ends, STREAM["hairline"] / unit):
        by_stretch[ribbon.stretch].append(ribbon)
    lines = {
        stretch: [points for points, _last in pieces(streams.line_of(stretch), projection, frame)]
        for stretch in by_stretch
    }
    seen = {stretch: row for stretch, row in by_stretch.items() if lines[stretch]}
    turning = turning_at(seen, streams.ends_of, lambda stretch: max(lines[stretch], key=len))
    rows, into_ports = [], ports(seen, streams.ends_of)
    for stretch, row in seen.items():
        for points in lines[stretch]:
            own, (first, last) = along(points), streams.ends_of(stretch)
            whole = len(lines[stretch]) == 1
            turnings = (turning(first, own[0]), turning(last, own[-1])) if whole else (None, None)
            width = sum(ribbon.value for ribbon in row) * unit
            rows.append(Row(shapes(points, row, unit, turnings), width, whole and stretch in into_ports))
    return rows


def tip(row: Row, streams: Streams, style: Style) -> str:
    """The head of a row that leads into a port, in the colour of its widest ribbon."""
    widest = max(row.shapes, key=lambda shape: shape.width)
    edge = {"stroke": style["map"]["casing"], "stroke_width": 1, "paint_order": "stroke"}
    triangle = path(head(row.middle, row.width), closed=True)
    return element("path", d=triangle, fill=colour(widest.ribbon, streams, style), **edge)


def names(streams: Streams, rows: list[Row], style: Style, room: OccupiedSpace, size: float) -> str:
    """The name of each departure that has a colour, along its widest ribbon where there is room for it. ``rows`` are
    those of a selection alone where something is selected: the others are faded."""
    if streams.coloured != "departure":
        return ""
    out = []
    for group, name in enumerate(streams.colours[:-1]):
        wide = lettering.width(name, size, 600)
        own = [shape for row in rows for shape in row.shapes if bears(shape, group, row, size)]
        widest = sorted(own, key=lambda shape: -shape.width)[:NAMED]
        spots = (seat for shape in widest for seat in seats(shape.points, wide + size))
        found = next(((x, y, angle) for x, y, angle in spots if room.free(around(x, y, angle, wide, size))), None)
        if found:
            x, y, angle = found
            room.boxes.append(around(x, y, angle, wide, size))
            halo = {
                "stroke": style["map"]["halo"],
                "stroke_width": 3,
                "paint_order": "stroke",
                "stroke_linejoin": "round",
            }
            turn = f"rotate({number(math.degrees(angle))} {number(x)} {number(y)})"
            ink = style["streams"][group]
            out.append(
                words(x - wide / 2, y + size * 0.35, name, size, font_weight=600, fill=ink, transform=turn, **halo)
            )
    return "".join(out)


def bears(shape: Shape, group: int, row: Row, size: float) -> bool:
    """Whether a ribbon may bear the name of its departure: beside thicker ones a name would seem to be theirs."""
    letters, part, least = STREAM["named"]
    leads = shape.width >= least and shape.width >= part * row.width
    return shape.ribbon.group == group and (shape.width >= letters * size or leads)


def around(x: float, y: float, angle: float, wide: float, size: float) -> Box:
    """The box around a line of text that is turned about its middle."""
    cos, sin = abs(math.cos(angle)), abs(math.sin(angle))
    across, down = (wide * cos + size * sin) / 2, (wide * sin + size * cos) / 2
    return x - across, y - down, x + across, y + down


def casing(shape: Shape, style: Style) -> str:
    """What parts a ribbon from what lies under it."""
    look = {"stroke": style["map"]["casing"], "stroke_width": shape.width + 2, "stroke_linejoin": "round"}
    return element("path", d=path(shape.points), fill="none", **look)


def colour(ribbon: Ribbon, streams: Streams, style: Style) -> str:
    """The colour of a ribbon: of its departure, or of its mode."""
    if streams.coloured == "departure":
        return str(style["streams"][ribbon.group])
    return str(style["modes"]["maritime"]["colour"])


def stroke(shape: Shape, look: str, cap: str = "round") -> str:
    """One ribbon: what was not travelled is lighter, with a thread in it; a thin one is dashed."""
    line, thin = shape.ribbon.line, shape.width < STREAM["thin"]
    rhythm = dashes(STREAM["dash"] if line == "intended" else STREAM["dots"])
    base = {"d": path(shape.points), "fill": "none", "stroke": look, "stroke_linejoin": "round"}
    solid = line == "travelled"
    base |= {"stroke_linecap": cap} if solid and not thin else {}
    alpha = STREAM["hairline_alpha"] if shape.width <= STREAM["quiet"] else 1.0 if solid or thin else STREAM["intended"]
    found = element(
        "path", **base, stroke_width=shape.width, stroke_opacity=alpha if alpha < 1 else None,
        stroke_dasharray=None if solid or not thin else rhythm,
    )  # fmt: skip
    if not solid and not thin:
        found += element("path", **base, stroke_width=STREAM["thread"], stroke_dasharray=rhythm)
    return found


def chevrons(row: Row, style: Style) -> list[str]:
    """Which way it goes: a chevron in the middle of a row that is wide enough, and at every so many units."""
    least, most = STREAM["chevron"]
    middle = row.middle
    gone, size, out = lengths(middle), min(most, row.width * 0.4), []
    if row.width < least or gone[-1] < STREAM["room"]:
        return []
    reach = min(STREAM["every"], gone[-1]) / 2
    while reach < gone[-1] - 8:
        i = max(1, next(index for index, far in enumerate(gone) if far >= reach))
        out.append(chevron(row, i, middle, size, style))
        reach += STREAM["every"]
    return out


def chevron(row: Row, i: int, middle: Points, size: float, style: Style) -> str:
    """A chevron across a row at one of its points."""
    (x0, y0), (x1, y1) = row.shapes[0].points[i], row.shapes[-1].points[i]
    x, y = (x0 + x1) / 2, (y0 + y1) / 2
    ux, uy = along([middle[i - 1], middle[i]])[0]
    back = (x - ux * size, y - uy * size)
    points = [(back[0] - uy * size, back[1] + ux * size), (x, y), (back[0] + uy * size, back[1] - ux * size)]
    return element("path", d=path(points), fill="none", stroke=style["map"]["casing"], stroke_width=1.6)
