"""Distances on the globe, measured when a person asks for one."""

from __future__ import annotations

import functools
from typing import Any

from app.core import geo
from app.data_version import DataVersion
from app.intake.builder.paths import Lanes

Point = tuple[float, float]


class Distances:
    """Ways between two points; the network of sea lanes is read when the first is asked for (a second)."""

    def __init__(self, data: DataVersion) -> None:
        self._data = data

    @functools.cached_property
    def _lanes(self) -> Lanes:
        return Lanes(self._data.reference)

    def between(self, start: Point, end: Point) -> dict[str, Any]:
        """``crow`` and ``crow_km``: the great circle; ``lane`` and ``lane_km``: the shortest sea lane with its
        approaches over land, None where both points have the same point of the network nearest to them."""
        crow = geo.great_circle(start, end)
        numbers = self._lanes.numbers(("", start), ("", end))
        lane = geo.unwrap([start, *map(tuple, self._lanes.graph.points[numbers]), end]) if len(numbers) > 1 else None
        return {
            "crow": crow.round(3).tolist(),
            "crow_km": round(geo.length_km(crow)),
            "lane": None if lane is None else lane.round(3).tolist(),
            "lane_km": None if lane is None else round(geo.length_km(lane)),
        }
