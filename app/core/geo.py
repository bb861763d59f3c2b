"""Shapes of legs on the globe: great circles, arcs, smoothing, and longitudes that run on past 180 degrees.

Points are (longitude, latitude) in degrees. A path is always unwrapped: neighbouring longitudes never differ
by more than 180, so a path across the date line runs on to 190 instead of jumping to -170.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from pyproj import Geod
from shapely.geometry import LineString

Path = NDArray[np.float64]
_GEOD = Geod(ellps="WGS84")


def unwrap(points: Sequence[Sequence[float]] | Path) -> Path:
    """The same points with longitudes made continuous, starting in [-180, 180)."""
    path = np.array(points, dtype=float)
    path[0, 0] = (path[0, 0] + 180) % 360 - 180
    path[:, 0] = np.unwrap(path[:, 0], period=360)
    return path


def great_circle(a: Sequence[float], b: Sequence[float], steps: int = 32) -> Path:
    """Shortest path on the ellipsoid between two points, ``steps`` + 1 points, unwrapped."""
    middle = _GEOD.npts(a[0], a[1], b[0], b[1], steps - 1)
    return unwrap([tuple(a), *middle, tuple(b)])


def arc(a: Sequence[float], b: Sequence[float], bow: float = 0.14, steps: int = 24) -> Path:
    """A schematic arc that bows to the right of travel by ``bow`` of its length.

    Right of travel on purpose: two opposite directions then bow to opposite sides.
    """
    ends = unwrap([tuple(a), tuple(b)])
    (x0, y0), (x1, y1) = ends
    dx, dy = x1 - x0, y1 - y0
    control = np.array([(x0 + x1) / 2 + dy * 2 * bow, (y0 + y1) / 2 - dx * 2 * bow])
    t = np.linspace(0, 1, steps + 1)[:, None]
    return (1 - t) ** 2 * ends[0] + 2 * t * (1 - t) * control + t**2 * ends[1]


def simplify(path: Path, tolerance: float) -> Path:
    """Douglas-Peucker in degrees; both ends stay."""
    if len(path) < 3:
        return path
    return np.array(LineString(path).simplify(tolerance).coords)


def smooth(path: Path, rounds: int = 3) -> Path:
    """Chaikin's corner cutting: gentle curves through the same ends."""
    for _ in range(rounds):
        if len(path) < 3:
            return path
        near = path[:-1] * 0.75 + path[1:] * 0.25
        far = path[:-1] * 0.25 + path[1:] * 0.75
        inner = np.empty((2 * len(near), 2))
        inner[0::2], inner[1::2] = near, far
        path = np.vstack([path[:1], inner[1:-1], path[-1:]])
    return path


def parallel(path: Path, km: float) -> Path:
    """A path so many km to the right of another, point by point."""
    step = np.gradient(path, axis=0) * np.column_stack([np.cos(np.radians(path[:, 1])), np.ones(len(path))])
    size = np.maximum(np.hypot(step[:, 0], step[:, 1]), 1e-9)
    degrees = km / 111.2
    east, north = degrees * step[:, 1] / size, -degrees * step[:, 0] / size
    return path + np.column_stack([east / np.maximum(np.cos(np.radians(path[:, 1])), 0.05), north])


def middle(path: Path, km: float) -> Path:
    """The points of a path that are farther than so many km from either end, along it."""
    steps = np.asarray(_GEOD.inv(path[:-1, 0], path[:-1, 1], path[1:, 0], path[1:, 1])[2]) / 1000
    gone = np.r_[0.0, np.cumsum(steps)]
    return path[(gone > km) & (gone < gone[-1] - km)]


def length_km(path: Path) -> float:
    """Length along a path in kilometres."""
    return float(_GEOD.line_length(path[:, 0], path[:, 1]) / 1000)
