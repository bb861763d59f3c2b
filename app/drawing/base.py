"""The base map of a drawing: land, borders and the world's edge in a projection, cut half a turn from its centre."""

from __future__ import annotations

import functools
import json
from collections.abc import Iterator

import numpy as np
from shapely.geometry import MultiPolygon, Polygon, box
from shapely.geometry.base import BaseGeometry

from app.core.projection import Floats, Frame, Projection
from app.core.style import MAP_STYLE
from app.drawing.svg import element, number, path
from app.settings import ROOT

Ring = tuple[Floats, Floats]
#: Sides longer than this in degrees are bent by a projection: points are put between their ends.
BEND = 3.0
#: The finest step of a coast in units of the page: less than a pixel at 300 dpi.
GRAIN = 0.25
WORLD = box(-180, -90, 180, 90)


@functools.cache
def rings(detail: str) -> list[Floats]:
    """Rings of all countries as (lon, lat) rows, from the base map that the screen uses (``coarse`` or ``fine``)."""
    body = json.loads((ROOT / "assets" / "basemap" / f"{detail}.json").read_bytes())
    scale = body["scale"]
    return [np.asarray(flat, float).reshape(-1, 2) / scale for c in body["countries"] for flat in c["rings"]]


@functools.lru_cache(maxsize=16)
def land(projection: Projection, detail: str = "coarse") -> list[Ring]:
    """Every ring of land in the projection, cut at its edge."""
    projected = []
    for ring in rings(detail):
        for part in cut(ring, projection.centre):
            fine = bent(part)
            projected.append(projection.project(fine[:, 0], fine[:, 1]))
    return projected


def cut(ring: Floats, centre: float) -> Iterator[Floats]:
    """A ring by longitudes from the centre; one that crosses the edge comes as its parts on either side."""
    for turn in (-360.0, 0.0, 360.0):
        lons = ring[:, 0] - centre + turn
        west, east = lons.min(), lons.max()
        if east <= -180 or west >= 180:
            continue
        moved = np.column_stack([lons, ring[:, 1]])
        if west >= -180 and east <= 180:
            yield moved
        else:
            yield from _shells(Polygon(moved).buffer(0).intersection(WORLD))


def _shells(shape: BaseGeometry) -> Iterator[Floats]:
    parts = shape.geoms if isinstance(shape, MultiPolygon) else [shape] if isinstance(shape, Polygon) else []
    for part in parts:
        if not part.is_empty:
            yield np.asarray(part.exterior.coords)


def bent(ring: Floats) -> Floats:
    """The ring with points between the ends of its long sides."""
    steps = np.abs(np.diff(ring, axis=0)).max(axis=1)
    if steps.max(initial=0) <= BEND:
        return ring
    out = [ring[:1]]
    for a, b, step in zip(ring[:-1], ring[1:], steps, strict=True):
        count = int(np.ceil(step / BEND))
        out.append(a + (b - a) * (np.arange(1, count + 1) / count)[:, None])
    return np.concatenate(out)


def coast(xs: Floats, ys: Floats) -> str:
    """A ring in steps of ``GRAIN``, each from the point before, as whole numbers: most points of a coast lie in one
    place on paper, and the path is less than half as long as one with coordinates (measured: 365 KB for 870)."""
    grid = np.round(np.column_stack([xs, ys]) / GRAIN).astype(int)
    steps = np.diff(grid, axis=0)
    steps = steps[np.any(steps != 0, axis=1)]
    if len(steps) < 2:
        return ""
    start = f"M{grid[0, 0]},{grid[0, 1]}"
    return start + "l" + " ".join(f"{x},{y}" for x, y in steps.tolist()) + "Z"


@functools.lru_cache(maxsize=32)
def drawn(projection: Projection, frame: Frame, theme: str, detail: str = "coarse") -> str:
    """Sea, land and borders within a frame, as SVG; kept, for it is most of a drawing and seldom changes."""
    colours = MAP_STYLE[theme]
    edge = frame.place(*projection.outline())
    sea = element("path", d=path(zip(*edge, strict=True), closed=True), fill=colours["sea"])
    steps = []
    for xs, ys in land(projection, detail):
        px, py = frame.place(xs, ys)
        if px.max() < frame.left or px.min() > frame.left + frame.width:
            continue
        if py.max() < frame.top or py.min() > frame.top + frame.height:
            continue
        steps.append(coast(px, py))
    line = {"stroke": colours["border"], "stroke_width": 0.5 / GRAIN, "stroke_linejoin": "round"}
    grain = {"fill_rule": "evenodd", "transform": f"scale({number(GRAIN)})"}
    return sea + element("path", d="".join(steps), fill=colours["land"], **grain, **line)
