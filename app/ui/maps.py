"""A map of the page: Leaflet without a tile layer, its buttons and its credit, for the browser draws all of it itself
from files in assets and nothing is asked of another host."""

from __future__ import annotations

from typing import Any

import dash_leaflet as dl


def bare_map(name: str, style: dict[str, str], **props: Any) -> Any:
    """A map that scripts draw on (assets/js/60_map.js). Tiles of overlays do not fade in: to blend thirty of
    them took every frame of the next fifth of a second (measured)."""
    own = {"zoomControl": False, "attributionControl": False, "fadeAnimation": False, "children": []}
    return dl.Map(id=name, style=style, **own, **props)
