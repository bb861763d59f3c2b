"""Shapes of a file as one frame in longitude and latitude, by geopandas and GDAL (pyogrio).

GDAL opens a good hundred formats, some of which name other files or hosts. So a file is told by its first bytes and
handed on under the name of that one format; what it packs is unpacked here, within bounds."""

from __future__ import annotations

import re
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from app.core.characters import replace_unfit
from app.core.message import Message
from app.core.overlay import Bounds
from app.intake.formats.limits import Unreadable, bounded

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

#: The first bytes of a file -> the suffix of its format.
FORMATS = {b"SQLite format 3\0": "gpkg", b"fgb\x03": "fgb", b"{": "geojson", b"<": "kml"}
#: Members of a Shapefile that are read.
MEMBERS = (".shp", ".shx", ".dbf", ".prj", ".cpg")
#: What a zipped file may hold once it is unpacked; shapes and corners of an overlay. (The seas of all countries are
#: some 300 shapes with 7 million corners.)
MOST_UNPACKED = 1_000_000_000
MOST_SHAPES, MOST_CORNERS = 20_000, 15_000_000
MOST_LAYERS, MOST_NAME = 50, 80
#: Fields that hold names, the likeliest first.
NAMES = ("name", "nombre", "nom", "nome", "geoname", "title", "label", "titulo", "territory1", "name_en", "admin", "id")
_DECLARES = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)
WORLD = "EPSG:4326"


@dataclass(frozen=True)
class Read:
    """``frame`` has ``name`` and geometry, numbered from one on, its first ``polygons`` rows are polygons; ``notes``
    say what was left out, and how it was read."""

    frame: GeoDataFrame
    polygons: int
    bounds: Bounds
    notes: tuple[Message, ...]


def read(path: Path, first: bytes, names: str = "") -> Read:
    """The shapes of a file. Raises ``Unreadable`` where it is none of the formats, is damaged, holds no shapes or too
    many, or does not say where on the globe they lie."""
    with _named(path, first) as sources:
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


@contextmanager
def _named(path: Path, first: bytes) -> Iterator[list[Path]]:
    """Copies of a file (of those that it packs) under names that say their format; gone when the block ends."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        if first.startswith(b"PK\x03\x04"):
            yield _unpacked(path, folder)
            return
        start = first.removeprefix(b"\xef\xbb\xbf").lstrip()
        suffix = next((suffix for magic, suffix in FORMATS.items() if start.startswith(magic)), None)
        if suffix is None:
            raise Unreadable("overlay_format")
        if suffix == "kml":
            _check_markup(path.read_bytes())
        target = folder / f"shapes.{suffix}"
        target.symlink_to(path.resolve())
        yield [target]


def _unpacked(path: Path, folder: Path) -> list[Path]:
    """The Shapefiles of an archive, or the one other file in it. A path inside the archive is never used."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = [m for m in archive.infolist() if not m.is_dir() and not m.filename.startswith("__MACOSX/")]
            if sum(m.file_size for m in members) > MOST_UNPACKED:
                raise Unreadable("unpacked_too_large", mb=MOST_UNPACKED / 1e6)
            stems = sorted({m.filename[:-4] for m in members if m.filename.lower().endswith(".shp")})
            if not stems:
                return [_single(archive, members, folder)]
            for number, stem in enumerate(stems[:MOST_LAYERS]):
                for member in members:
                    suffix = Path(member.filename).suffix.lower()
                    if member.filename[: -len(suffix) or None] == stem and suffix in MEMBERS:
                        (folder / f"{number}{suffix}").write_bytes(_content(archive, member))
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise Unreadable("packed", error=str(error)) from None
    return sorted(folder.glob("*.shp"))


def _single(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo], folder: Path) -> Path:
    """The one file of an archive that has a format; the others of a KMZ are its pictures."""
    for member in members:
        content = _content(archive, member) if len(members) == 1 or member.filename.endswith(".kml") else b""
        start = content[:4096].removeprefix(b"\xef\xbb\xbf").lstrip()
        for magic, suffix in FORMATS.items():
            if content and start.startswith(magic):
                if suffix == "kml":
                    _check_markup(content)
                target = folder / f"shapes.{suffix}"
                target.write_bytes(content)
                return target
    raise Unreadable("overlay_zip")


def _content(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    with archive.open(member) as file:
        return bounded(file, MOST_UNPACKED, member.compress_size)


def _check_markup(content: bytes) -> None:
    """Raises ``Unreadable`` where markup declares entities: no map needs them, and a few make gigabytes."""
    if _DECLARES.search(content):
        raise Unreadable("overlay_entities")


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
    if not isinstance(frame, geopandas.GeoDataFrame):
        return geopandas.GeoDataFrame({"geometry": []}, crs=WORLD)
    if frame.crs is None:
        return _in_degrees(frame, layer)
    try:
        return frame.to_crs(WORLD)
    except (CRSError, ProjError, ValueError) as error:
        raise Unreadable("overlay_crs", layer=replace_unfit(layer), error=_plain(error)) from None


def _in_degrees(frame: GeoDataFrame, layer: str) -> GeoDataFrame:
    """A layer that does not say its system of coordinates, where its numbers can only be degrees."""
    west, south, east, north = frame.total_bounds
    if not (west >= -360 and east <= 360 and south >= -90 and north <= 90):
        raise Unreadable("overlay_no_crs", layer=replace_unfit(layer), x=round(float(east)), y=round(float(north)))
    return frame.set_crs(WORLD)


def _plain(error: Exception) -> str:
    """What a library says, without where the file lies."""
    return re.sub(r"\S*/\S*", "…", replace_unfit(str(error)))[:160]


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
    mixed = frame.geom_type == "GeometryCollection"
    frame = pd.concat([frame[~mixed], frame[mixed].explode(index_parts=False)]) if mixed.any() else frame
    if frame.empty:
        raise Unreadable("overlay_no_shapes")
    notes = [("overlay.told_bare", int(bare.sum())), ("overlay.told_off", int(off.sum()))]
    return frame, [Message(code, n=n) for code, n in notes if n]
