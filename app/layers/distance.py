"""The distance between two points of the map: by the shortest sea lane, and as the crow flies."""

from __future__ import annotations

import re
from typing import Any

from app.layers import BadExtra, Extra, LayerRequest

_ENDS = re.compile(
    r"(-?\d{1,3}(?:\.\d{1,6})?),(-?\d{1,2}(?:\.\d{1,6})?)\|(-?\d{1,3}(?:\.\d{1,6})?),(-?\d{1,2}(?:\.\d{1,6})?)"
)


def read_ends(text: str) -> tuple[tuple[float, float], tuple[float, float]]:
    """Two points in degrees."""
    match = _ENDS.fullmatch(text)
    if not match or max(abs(float(match[2])), abs(float(match[4]))) > 90:
        raise BadExtra("ends must be two points: lon,lat|lon,lat in degrees")
    a, b, c, d = map(float, match.groups())
    return (a, b), (c, d)


EXTRA: Extra = {"ends": read_ends}


def body(ask: LayerRequest) -> dict[str, Any]:
    """Both ways as (longitude, latitude) with their km; ``lane`` is None where there is no way by sea between them."""
    if "ends" not in ask.extra:
        raise BadExtra("ends must be two points: lon,lat|lon,lat in degrees")
    return ask.queries.distances.between(*ask.extra["ends"])
