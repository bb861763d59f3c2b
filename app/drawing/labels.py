"""Names on a drawing: the largest nodes first, beside their mark, never over another name or mark."""

from __future__ import annotations

import math
from typing import Any

from app.drawing import text_width as lettering
from app.drawing.flows_nodes import PlacedNode
from app.drawing.room import Box, OccupiedSpace
from app.drawing.svg import words

#: A map of the projector names no more nodes than these.
FEW = 7


def names(
    nodes: list[PlacedNode], spots: list[tuple[float, float, float]], room: OccupiedSpace, size: float,
    colours: dict[str, str], few: bool,
) -> str:  # fmt: skip
    """The names of nodes as SVG; one that finds no room is left out. ``spots`` (x, y, radius) are marks of seizures,
    which names must not cover."""
    # Beside a selection only its own ends are named, and a faded mark may lie under a name.
    named = [m for m in nodes if m.node.lit]
    room.boxes += [(m.x - m.r * 0.8, m.y - m.r * 0.8, m.x + m.r * 0.8, m.y + m.r * 0.8) for m in named]
    room.boxes += [(x - r, y - r, x + r, y + r) for x, y, r in spots]
    most = FEW if few else max(12, math.floor(room.frame.width * room.frame.height / 16_000))
    out: list[str] = []
    for mark in named:
        if len(out) >= most:
            break
        spot = place(mark, room, lettering.width(mark.node.name, size, 600), size * 1.25)
        if spot:
            room.boxes.append(spot)
            halo: dict[str, Any] = {
                "stroke": colours["halo"],
                "stroke_width": 3,
                "stroke_linejoin": "round",
                "paint_order": "stroke",
            }
            position = (spot[0] + 2, (spot[1] + spot[3]) / 2 + size * 0.35)
            out.append(words(*position, mark.node.name, size, font_weight=600, fill=colours["ink"], **halo))
    return "".join(out)


def place(mark: PlacedNode, room: OccupiedSpace, wide: float, high: float) -> Box | None:
    """The first free place right, left, above, below or at a corner of a mark."""
    g = mark.r + 4
    x, y = mark.x, mark.y
    corners = [
        (x + g, y - high / 2), (x - g - wide, y - high / 2), (x - wide / 2, y - g - high), (x - wide / 2, y + g),
        (x + g * 0.7, y - g * 0.7 - high), (x - g * 0.7 - wide, y - g * 0.7 - high),
        (x + g * 0.7, y + g * 0.7), (x - g * 0.7 - wide, y + g * 0.7),
    ]  # fmt: skip
    boxes: list[Box] = [(a - 2, b, a + wide + 2, b + high) for a, b in corners]
    return next((b for b in boxes if room.free(b)), None)
