"""Shapes of a file as one frame in longitude and latitude, by geopandas and GDAL (pyogrio).

Only in the process of ``apart``: what strangers send is read with a few of GDAL's drivers alone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from app.core.characters import replace_unfit
from app.core.message import Message
from app.core.overlay import Bounds
from app.intake.formats.limits import Unreadable
from app.intake.overlays.containers import MOST_LAYERS, opened

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

#: Shapes and corners of an overlay. (The seas of all countries are some 300 shapes with 7 million corners.)
MOST_SHAPES, MOST_CORNERS = 20_000, 15_000_000
MOST_NAME = 80
#: Into so many pieces the extent of a shape is cut before it is told whether it goes over the date line.
SIDES = 200
#: Fields that hold names, the likeliest first.
NAMES = ("name", "nombre", "nom", "nome", "geoname", "title", "label", "titulo", "territory1", "name_en", "admin", "id")
WORLD = "EPSG:4326"


@dataclass(frozen=True)
class Read:
    """``frame`` has ``name`` and geometry, numbered from one on, its first ``polygons`` rows are polygons; ``notes``
    say what was left out, and how it was read."""

    frame: GeoDataFrame
    polygons: int
    bounds: Bounds
    notes: tuple[Message, ...]


def read(path: Path, names: str = "") -> Read:
    """The shapes of a file. Raises ``Unreadable`` where it is none of the formats, is damaged, holds no shapes or too
    many, or does not say where on the globe they lie."""
    with opened(path) as sources:
        frame = _raw(sources)
    field = _name_field(frame, names)
    frame["name"] = [_name(value) for value in frame[field]] if field else ""
    frame, notes = _on_the_globe(frame[["name", "geometry"]])
    flat = frame.geometry.geom_type.isin(["Polygon", "MultiPolygon"])
    frame = frame.assign(_line=~flat).sort_values("_line", kind="stable").drop(columns="_line")
    frame.index = range(1, len(frame) + 1)
    west, south, east, north = map(float, frame.total_bounds)
    told = [Message("overlay.told_names", column=field)] if field else [Message("overlay.told_no_names")]
    return Read(frame, int(flat.sum()), (west, south, east, north), (*told, *notes))


def _raw(sources: list[Path]) -> GeoDataFrame:
    """Every shape of some files with its fields, in longitude and latitude."""
    import geopandas
    import pandas as pd

    frames, left = [], MOST_SHAPES + 1
    for source in sources:
        for layer in _layers(source)[:MOST_LAYERS]:
            frame = _layer(source, layer, left)
            frames += [frame] if len(frame) else []
            left -= len(frame)
    if left <= 0:
        raise Unreadable("overlay_many_shapes", most=MOST_SHAPES)
    if not frames:
        raise Unreadable("overlay_no_shapes")
    return geopandas.GeoDataFrame(pd.concat(frames, ignore_index=True), crs=WORLD)


def _layers(source: Path) -> list[str]:
    import pyogrio
    from pyogrio.errors import DataSourceError

    try:
        return [str(name) for name, kind in pyogrio.list_layers(source) if kind is not None]
    except (DataSourceError, ValueError) as error:
        raise Unreadable("overlay_damaged", error=_plain(error)) from None


def _layer(source: Path, layer: str, most: int) -> GeoDataFrame:
    """One layer, turned to longitude and latitude."""
    import geopandas
    import pyogrio
    from pyogrio.errors import DataLayerError, DataSourceError, FeatureError, GeometryError
    from pyproj.exceptions import CRSError, ProjError

    try:
        frame = pyogrio.read_dataframe(source, layer=layer, max_features=most)
    except (DataLayerError, DataSourceError, FeatureError, GeometryError, CRSError, ValueError) as error:
        raise Unreadable("overlay_damaged", error=_plain(error)) from None
    if not isinstance(frame, geopandas.GeoDataFrame) or frame.empty:
        return geopandas.GeoDataFrame({"geometry": []}, crs=WORLD)
    if frame.crs is None:
        return _in_degrees(frame, layer)
    try:
        return _in_longitude(frame) if frame.crs.is_projected else frame.to_crs(WORLD)
    except (CRSError, ProjError, ValueError) as error:
        raise Unreadable("overlay_crs", layer=replace_unfit(layer), error=_plain(error)) from None


def _in_longitude(frame: GeoDataFrame) -> GeoDataFrame:
    """Shapes of a plane in longitude and latitude. One that goes over the date line jumps there from 179 to -179, and
    would be the rest of the world: its longitudes run on past 180 instead. A side that is long in the plane, too, is no
    jump: its sides are cut into short ones first."""
    import geopandas
    import shapely

    turned = frame.to_crs(WORLD)
    shapes, plane = turned.geometry.to_numpy(), frame.geometry.to_numpy()
    bounds = shapely.bounds(shapes)
    for i in np.flatnonzero(bounds[:, 2] - bounds[:, 0] > 180):
        west, south, east, north = shapely.bounds(plane[i])
        short = shapely.segmentize(plane[i], max(east - west, north - south) / SIDES)
        whole = geopandas.GeoSeries([short], crs=frame.crs).to_crs(WORLD).to_numpy()
        shapes[i] = shapely.union_all([_run_on(part) for part in shapely.get_parts(whole)])
    return turned.set_geometry(shapes, crs=WORLD)


def _run_on(part: Any) -> Any:
    import shapely

    start = shapely.get_coordinates(part)[0, 0]

    def unwrapped(corners: Any) -> Any:
        lons = np.unwrap(np.concatenate([[start], corners[:, 0]]), period=360)[1:]
        return np.column_stack([lons, corners[:, 1]])

    if part.geom_type == "Polygon":
        rings = [unwrapped(shapely.get_coordinates(ring)) for ring in (part.exterior, *part.interiors)]
        return shapely.make_valid(shapely.Polygon(rings[0], rings[1:]))
    return shapely.set_coordinates(part, unwrapped(shapely.get_coordinates(part)))


def _in_degrees(frame: GeoDataFrame, layer: str) -> GeoDataFrame:
    """A layer that does not say its system of coordinates, where its numbers can only be degrees."""
    west, south, east, north = frame.total_bounds
    # Where nothing has a place nothing lies off the globe.
    if np.isfinite(frame.total_bounds).all() and not (west >= -360 and east <= 360 and south >= -90 and north <= 90):
        raise Unreadable("overlay_no_crs", layer=replace_unfit(layer), x=round(float(east)), y=round(float(north)))
    return frame.set_crs(WORLD)


def _plain(error: Exception) -> str:
    """What a library says, without where the file lies."""
    return re.sub(r"\S*/\S*", "…", replace_unfit(str(error)).partition(";")[0])[:160]


def _name_field(frame: GeoDataFrame, wanted: str) -> str:
    """The field of the names: the one that is asked for, else the likeliest, else the first with texts."""
    fields = [str(name) for name in frame.columns if name != "geometry"]
    if wanted:
        if wanted not in fields:
            raise Unreadable("overlay_no_field", column=wanted, names=fields[:40])
        return wanted
    filled = [name for name in fields if frame[name].notna().any()]
    for likely in NAMES:
        for name in filled:
            if name.lower() == likely:
                return name
    return next((name for name in filled if frame[name].map(lambda value: isinstance(value, str)).any()), "")


def _name(value: Any) -> str:
    if value is None or value != value:
        return ""
    text = f"{value:g}" if isinstance(value, float) else str(value)
    return " ".join(replace_unfit(text).split())[:MOST_NAME]


def _on_the_globe(frame: GeoDataFrame) -> tuple[GeoDataFrame, list[Message]]:
    """The shapes that can be drawn, valid and flat, and notes on those that were left out."""
    import pandas as pd
    import shapely

    shapes = shapely.force_2d(frame.geometry.to_numpy())
    if int(shapely.get_num_coordinates(shapes).sum()) > MOST_CORNERS:
        raise Unreadable("overlay_many_corners", most=MOST_CORNERS)
    bare = shapely.is_missing(shapes) | shapely.is_empty(shapes)
    bounds = shapely.bounds(shapes)
    off = ~bare & ~(np.isfinite(bounds).all(axis=1) & (np.abs(bounds) <= [540, 90.000001, 540, 90.000001]).all(axis=1))
    kept = ~bare & ~off
    frame = frame[kept].set_geometry(shapely.make_valid(shapes[kept]), crs=WORLD)
    while (mixed := frame.geom_type == "GeometryCollection").any():
        frame = pd.concat([frame[~mixed], frame[mixed].explode(index_parts=False)], ignore_index=True)
    if frame.empty:
        raise Unreadable("overlay_no_shapes")
    if len(frame) > MOST_SHAPES:
        raise Unreadable("overlay_many_shapes", most=MOST_SHAPES)
    notes = [("overlay.told_bare", int(bare.sum())), ("overlay.told_off", int(off.sum()))]
    return frame, [Message(code, n=n) for code, n in notes if n]
