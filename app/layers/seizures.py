"""Seizures as clusters for one viewport; ``box`` is west,south,east,north in degrees (may run past 180)."""

from __future__ import annotations

import re
from typing import Any

from app.core.mercator import mercator
from app.layers import BadExtra, Extra, LayerRequest

WORLD = "-180,-85,180,85"


def read_box(text: str) -> tuple[float, float, float, float]:
    """West, south, east, north in degrees as (x0, y0, x1, y1) in world widths, y from the north."""
    try:
        west, south, east, north = (float(p) for p in text.split(","))
    except ValueError:
        raise BadExtra("box must be four numbers: west,south,east,north in degrees") from None
    if not (abs(west) <= 1000 and abs(east) <= 1000 and west <= east and south <= north):
        raise BadExtra("box must run from west to east and from south to north")
    return (west + 180) / 360, mercator(0, north)[1], (east + 180) / 360, mercator(0, south)[1]


def read_zoom(text: str) -> int:
    """A zoom level from 0 to 20."""
    if not re.fullmatch(r"1?[0-9]|20", text):
        raise BadExtra("zoom must be a whole number from 0 to 20")
    return int(text)


EXTRA: Extra = {"zoom": read_zoom, "box": read_box}


def body(ask: LayerRequest) -> dict[str, Any]:
    """Groups with n > 1 are clusters; the rest are single marks with their event."""
    zoom, box = ask.extra.get("zoom", 2), ask.extra.get("box") or read_box(WORLD)
    columns = ask.queries.summary.clusters(ask.filters, zoom, box)
    rows = (dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True))
    return {"zoom": zoom, "groups": [_group(row, zoom) for row in rows]}


def _group(row: dict[str, Any], zoom: int) -> dict[str, Any]:
    return {
        "kind": row["kind"],
        "n": row["n"],
        "x": row["x"],
        "y": row["y"],
        "extent": [row["x0"], row["y0"], row["x1"], row["y1"]],
        "place": row["place"],
        "places": row["places"],
        "kg": row["kg"] if row["kg_known"] else None,
        "kgKnown": row["kg_known"],
        "event": row["event_id"],
        "cell": f"{zoom}.{row['i']}.{row['j']}.{row['kind']}",
        "fans": row["fans"],
    }
