"""The outline of the filter's area."""

from __future__ import annotations

from typing import Any

from app.core.area import Area
from app.layers import Extra, LayerRequest

EXTRA: Extra = {}


def body(ask: LayerRequest) -> dict[str, Any]:
    """Its polygons, each as its outer ring and those of its holes, of (longitude, latitude); none where the filter has
    no area."""
    area = Area.parse(ask.filters.area)
    return {"polygons": ask.queries.store.engine.areas.outlines(area) if area else []}
