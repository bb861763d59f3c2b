"""The distance between two points of the map: by the shortest sea lane, and as the crow flies.

What measures it is read when the first is asked for (a second): a server starts without what builds.
"""

from __future__ import annotations

import functools
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.layers import BadExtra, Extra, LayerRequest

if TYPE_CHECKING:
    from app.intake.builder.paths import Lanes

Point = tuple[float, float]
_NUMBER = r"(-?\d{1,3}(?:\.\d{1,6})?)"
_ENDS = re.compile(rf"{_NUMBER},{_NUMBER}\|{_NUMBER},{_NUMBER}")
WANTED = "ends must be two points: lon,lat|lon,lat in degrees"


def read_ends(text: str) -> tuple[Point, Point]:
    """Two points in degrees."""
    match = _ENDS.fullmatch(text)
    if not match or max(abs(float(match[2])), abs(float(match[4]))) > 90:
        raise BadExtra(WANTED)
    a, b, c, d = map(float, match.groups())
    return (a, b), (c, d)


EXTRA: Extra = {"ends": read_ends}


def body(ask: LayerRequest) -> dict[str, Any]:
    """``crow`` and ``crow_km``: the great circle as (longitude, latitude); ``lane`` and ``lane_km``: the shortest sea
    lane, ``approach_km`` of it straight between the points and the network; None where both points have the same point
    of the network nearest to them."""
    if "ends" not in ask.extra:
        raise BadExtra(WANTED)
    from app.core import geo

    start, end = ask.extra["ends"]
    lanes = lanes_of(ask.queries.data.reference.folder)
    crow, numbers = geo.great_circle(start, end), lanes.numbers(("", start), ("", end))
    found: dict[str, Any] = {"crow": crow.round(3).tolist(), "crow_km": round(geo.length_km(crow))}
    if len(numbers) < 2:
        return {**found, "lane": None, "lane_km": None, "approach_km": None}
    lane = geo.unwrap([start, *map(tuple, lanes.graph.points[numbers]), end])
    approach = geo.length_km(lane[:2]) + geo.length_km(lane[-2:])
    return {
        **found,
        "lane": lane.round(3).tolist(),
        "lane_km": round(geo.length_km(lane)),
        "approach_km": round(approach),
    }


@functools.lru_cache(maxsize=2)
def lanes_of(folder: Path) -> Lanes:
    """The network of sea lanes of a reference folder."""
    from app.intake.builder.paths import Lanes
    from app.intake.reference import Reference

    return Lanes(Reference(folder))
