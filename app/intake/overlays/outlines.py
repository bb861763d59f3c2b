"""The shapes of an overlay as fine as a map draws them: GeoJSON for Leaflet and for files. What lies in a shape is
never told by these."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import orjson

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

#: Corners of all shapes together that a browser draws without a wait; from which grain (degrees) on they are thinned.
MOST_CORNERS, FINEST = 120_000, 0.0005
#: Digits of a degree: eleven metres.
DIGITS = 4


def of_file(path: Path) -> bytes:
    """The outlines of the shapes of a file (GeoParquet)."""
    import geopandas

    frame = geopandas.read_parquet(path)
    frame.index = range(1, len(frame) + 1)
    return outlines(frame)


def outlines(frame: GeoDataFrame) -> bytes:
    """A GeoJSON document: each shape with its number ``n``, its ``name``, where the name stands (``at``), and its
    ``bbox``. Shapes keep at least three corners; neighbours that share an edge may come apart by the grain."""
    import shapely

    shapes = thinned(frame.geometry.to_numpy())
    at = shapely.get_coordinates(shapely.point_on_surface(shapes)).round(DIGITS).tolist()
    bounds = shapely.bounds(shapes).round(DIGITS).tolist()
    rows = zip(frame.index, frame["name"], shapes, at, bounds, strict=True)
    return orjson.dumps({"type": "FeatureCollection", "features": [feature(*row) for row in rows]})


def thinned(shapes: Any) -> Any:
    """Shapes with no more corners than a browser draws at once."""
    import shapely

    grain, out = FINEST, shapes
    while int(shapely.get_num_coordinates(out).sum()) > MOST_CORNERS and grain < 1:
        out = shapely.simplify(shapes, grain)
        grain *= 2
    return out if int(shapely.get_num_coordinates(out).sum()) <= MOST_CORNERS else largest(out)


def largest(shapes: Any) -> Any:
    """Shapes without the smallest of their parts, as many as must go; of each shape its largest part stays."""
    import shapely

    parts, owner = shapely.get_parts(shapes, return_index=True)
    size = shapely.area(shapely.envelope(parts)) + 1e-12
    first = np.lexsort((-size, owner))
    leading = first[np.unique(owner[first], return_index=True)[1]]
    order = np.concatenate([leading, np.setdiff1d(np.argsort(-size, kind="stable"), leading, assume_unique=True)])
    corners = np.cumsum(shapely.get_num_coordinates(parts)[order])
    kept = np.sort(order[: max(len(leading), int(np.searchsorted(corners, MOST_CORNERS, side="right")))])
    groups = np.split(parts[kept], np.flatnonzero(np.diff(owner[kept])) + 1)
    return np.array([group[0] if len(group) == 1 else _gathered(group) for group in groups], dtype=object)


def _gathered(parts: Any) -> Any:
    """Parts of one shape as it was: several of a kind."""
    import shapely

    kinds = {"Polygon": shapely.multipolygons, "LineString": shapely.multilinestrings, "Point": shapely.multipoints}
    return kinds[parts[0].geom_type](parts)


def feature(n: int, name: str, shape: Any, at: list[float], bounds: list[float]) -> dict[str, Any]:
    """One shape as GeoJSON."""
    import shapely

    geometry = shapely.geometry.mapping(shape)
    rounded = {"type": geometry["type"], "coordinates": _rounded(geometry["coordinates"])}
    return {"type": "Feature", "bbox": bounds, "properties": {"n": n, "name": name, "at": at}, "geometry": rounded}


def _rounded(values: Any) -> Any:
    if values and isinstance(values[0], float | int):
        return [round(float(v), DIGITS) for v in values]
    if values and isinstance(values[0][0], float | int):
        return np.round(np.asarray(values, float), DIGITS).tolist()
    return [_rounded(part) for part in values]
