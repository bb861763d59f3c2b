"""Paths of (lon, lat) on a page: bent by the projection, and cut at the edge of the world."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator

import numpy as np
from shapely.geometry import LineString, MultiLineString
from shapely.geometry.base import BaseGeometry

from app.core.projection import Floats, Frame, Projection
from app.core.strokes import Points
from app.drawing.base import WORLD

#: Longest step of a path in degrees before it is bent by the projection.
STEP = 2.0


def pieces(way: Floats, projection: Projection, frame: Frame) -> Iterator[tuple[Points, bool]]:
    """The parts of a path on the page, cut at the edge of the projection; whether a part holds the path's end."""
    bent = densified(way)
    for turn in (-360.0, 0.0, 360.0):
        moved = np.column_stack([bent[:, 0] - projection.centre + turn, bent[:, 1]])
        if moved[:, 0].max() < -180 or moved[:, 0].min() > 180:
            continue
        for part in _lines(LineString(moved).intersection(WORLD)):
            last = bool(np.allclose(part[-1], moved[-1]))
            xs, ys = frame.place(*projection.project(part[:, 0], part[:, 1]))
            yield list(zip(xs.tolist(), ys.tolist(), strict=True)), last


def densified(path_: Floats) -> Floats:
    """A path with points at most ``STEP`` degrees apart."""
    out = [path_[:1]]
    for a, b in itertools.pairwise(path_):
        count = max(1, math.ceil(float(np.abs(b - a).max()) / STEP))
        out.append(a + (b - a) * (np.arange(1, count + 1) / count)[:, None])
    return np.concatenate(out)


def _lines(shape: BaseGeometry) -> Iterator[Floats]:
    parts = shape.geoms if isinstance(shape, MultiLineString) else [shape] if isinstance(shape, LineString) else []
    for part in parts:
        if len(part.coords) > 1:
            yield np.asarray(part.coords)
