"""The outline of the filter's area."""

from __future__ import annotations

from typing import Any

from app.core.area import Area
from app.layers import Extra, LayerRequest

EXTRA: Extra = {}


def body(ask: LayerRequest) -> dict[str, Any]:
    """Its rings as (longitude, latitude); none where the filter has no area."""
    area = Area.parse(ask.filters.area)
    return {"rings": ask.queries.store.engine.areas.rings(area) if area else []}
