"""Small maps in every format that comes in as an overlay, made by hand."""

from __future__ import annotations

import sqlite3
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas
from pmtiles.tile import Compression, TileType, zxy_to_tileid
from pmtiles.writer import Writer
from shapely.geometry import LineString, MultiPolygon, Point, Polygon

#: A polygon with a hole off Ecuador, two squares on either side of the date line, a point and a line.
RING = [(-85.0, -5.0), (-75.0, -5.0), (-75.0, 5.0), (-85.0, 5.0)]
HOLE = [(-82.0, -2.0), (-78.0, -2.0), (-78.0, 2.0), (-82.0, 2.0)]
HOLED = Polygon(RING, [HOLE])
OVER = MultiPolygon([Polygon([(170, -20), (180, -20), (180, -10), (170, -10)]),
                     Polygon([(-180, -20), (-170, -20), (-170, -10), (-180, -10)])])  # fmt: skip
NAMES = ["Zona <b>uno</b>", "Islas", "Guayaquil", "Ruta"]


def frame() -> geopandas.GeoDataFrame:
    """Points and lines stand before the polygons, which come first in an overlay."""
    shapes = [Point(-79.9, -2.2), LineString([(-80, 0), (-10, 40)]), HOLED, OVER]
    named = {"nombre": [NAMES[2], NAMES[3], NAMES[0], NAMES[1]], "n": [3, 4, 1, 2]}
    return geopandas.GeoDataFrame(named, geometry=shapes, crs="EPSG:4326")


def gpkg(folder: Path) -> Path:
    return written(folder / "zonas.gpkg", frame())


def geojson(folder: Path) -> Path:
    return written(folder / "zonas.geojson", frame())


def fgb(folder: Path) -> Path:
    return written(folder / "zonas.fgb", frame())


def kml(folder: Path) -> Path:
    return written(folder / "zonas.kml", frame().rename(columns={"nombre": "Name"}))


def shapefile(folder: Path) -> Path:
    """In metres of the web's map, with a projection file, in a folder of the archive."""
    written(folder / "zonas.shp", frame().iloc[2:].to_crs(3857))
    with zipfile.ZipFile(folder / "zonas.zip", "w") as archive:
        for member in folder.glob("zonas.*"):
            if member.suffix != ".zip":
                archive.write(member, f"entrega/{member.name}")
    return folder / "zonas.zip"


def kmz(folder: Path) -> Path:
    with zipfile.ZipFile(folder / "zonas.kmz", "w") as archive:
        archive.write(kml(folder), "doc.kml")
        archive.writestr("files/icon.png", png())
    return folder / "zonas.kmz"


def written(path: Path, shapes: geopandas.GeoDataFrame) -> Path:
    shapes.to_file(path, driver={".kml": "KML"}.get(path.suffix))
    return path


def png(colour: int = 120) -> bytes:
    """A picture of one colour."""
    rows = b"".join(b"\0" + bytes((colour, 180, 90)) * 16 for _row in range(16))

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", 16, 16, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


#: The tiles of zoom 0 to 2, each of another colour, x from the west and y from the north.
TILES = {(z, x, y): png(20 + 60 * z + 7 * x + 3 * y) for z in range(3) for x in range(2**z) for y in range(2**z)}


def mbtiles(folder: Path, tiles: dict[tuple[int, int, int], bytes] = TILES, kind: str = "png", sql: str = "") -> Path:
    path = folder / "carta.mbtiles"
    with sqlite3.connect(path) as store:
        store.execute("CREATE TABLE metadata (name TEXT, value TEXT)")
        store.executemany("INSERT INTO metadata VALUES (?, ?)", [("format", kind), ("bounds", "-90,-40,0,40")])
        store.executescript(
            sql or "CREATE TABLE tiles (zoom_level INTEGER, tile_column INTEGER, tile_row INTEGER, tile_data BLOB)"
        )
        rows = [] if sql else [(z, x, 2**z - 1 - y, body) for (z, x, y), body in tiles.items()]
        store.executemany("INSERT INTO tiles VALUES (?, ?, ?, ?)", rows) if rows else None
    store.close()
    return path


def pmtiles(folder: Path, **header: Any) -> Path:
    path = folder / "carta.pmtiles"
    with path.open("wb") as file:
        writer = Writer(file)
        for key in sorted(TILES, key=lambda key: zxy_to_tileid(*key)):
            writer.write_tile(zxy_to_tileid(*key), TILES[key])
        said = {"tile_type": TileType.PNG, "tile_compression": Compression.NONE, "min_zoom": 0, "max_zoom": 2}
        edges = {"min_lon_e7": -900000000, "max_lon_e7": 0, "min_lat_e7": -400000000, "max_lat_e7": 400000000}
        middle = {"center_zoom": 0, "center_lon_e7": 0, "center_lat_e7": 0}
        writer.finalize({**said, **edges, **middle, **header}, {})
    return path


#: What makes a map in each format of shapes, and in each of tiles.
SHAPES: dict[str, Callable[[Path], Path]] = {
    "GeoPackage": gpkg, "GeoJSON": geojson, "FlatGeobuf": fgb, "KML": kml, "Shapefile": shapefile, "KMZ": kmz,
}  # fmt: skip
PICTURES: dict[str, Callable[[Path], Path]] = {"MBTiles": mbtiles, "PMTiles": pmtiles}
