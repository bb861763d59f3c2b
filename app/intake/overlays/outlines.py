"""The shapes of an overlay as fine as a map draws them: GeoJSON for Leaflet and for files. What lies in a shape is
never told by these."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import orjson

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

#: Corners of all shapes together that a browser draws without a wait; from which grain (degrees) on they are thinned.
MOST_CORNERS, FINEST = 120_000, 0.0005
#: Digits of a degree: eleven metres.
DIGITS = 4


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
    return out


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
