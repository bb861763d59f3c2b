"""Where no ship can be: land more than some 25 km from any sea, canals and rivers excepted."""

from __future__ import annotations

import functools
import gzip
import json
from pathlib import Path

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from shapely.geometry import Polygon, box
from shapely.geometry.base import BaseGeometry

from app.core import geo

Floats = NDArray[np.float64]


class Inland:
    """The inland of the reference (see data/reference/make_inland.py) less its inland waters."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @functools.cached_property
    def shape(self) -> BaseGeometry:
        """Land that far from the sea, without the boxes of canals, rivers and lakes that ships use."""
        rings = json.loads(gzip.decompress((self._folder / "inland.json.gz").read_bytes()))
        parts = [Polygon(*_closed(part)).buffer(0) for part in rings]
        waters = pd.read_csv(self._folder / "inland_waters.csv")
        boxes = [box(*row) for row in waters[["west", "south", "east", "north"]].itertuples(index=False)]
        shape = shapely.union_all(parts).difference(shapely.union_all(boxes))
        shapely.prepare(shape)
        return shape

    def crossed(self, path: geo.Path) -> bool:
        """Whether a path of (lon, lat), its longitudes continuous, runs over the inland anywhere."""
        return bool(self.crossing([path])[0])

    def share(self, path: geo.Path) -> float:
        """Which part of a path lies inland, 0 to 1, by its length in degrees."""
        line = shapely.linestrings(path)
        return float(line.intersection(self.shape).length / line.length) if line.length else 0.0

    def crossing(self, paths: list[geo.Path]) -> NDArray[np.bool_]:
        """Which of some paths run over the inland."""
        crossed = np.zeros(len(paths), dtype=bool)
        for turn in (-360.0, 0.0, 360.0):
            lines = [shapely.linestrings(path + np.array([turn, 0.0])) for path in paths]
            crossed |= shapely.intersects(self.shape, lines)
        return crossed


def _closed(part: list[list[float]]) -> tuple[Floats, list[Floats]]:
    """The outer ring and the holes of a polygon from their flat coordinates."""
    rings = [np.reshape(np.asarray(flat, float), (-1, 2)) for flat in part]
    return rings[0], rings[1:]
