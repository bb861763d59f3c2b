"""Whether a file holds raster tiles that can be served: MBTiles or PMTiles of PNG, JPEG or WebP pictures."""

from __future__ import annotations

import mmap
import sqlite3
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pmtiles.tile import TileType, deserialize_header

from app.core.overlay import Bounds
from app.intake.formats.limits import Unreadable
from app.overlays import tiles

RASTER = (TileType.PNG, TileType.JPEG, TileType.WEBP)
#: Directories of a PMTiles file: the whole world to zoom 15 has some ten thousand.
MOST_DIRECTORIES = 50_000
#: Tiles that are looked at before a file is taken in.
LOOKED_AT = 20
DAMAGED = (
    sqlite3.Error, ValueError, KeyError, IndexError, TypeError, EOFError, OverflowError, zlib.error, OSError,
)  # fmt: skip
WORLD: Bounds = (-180.0, -85.0511, 180.0, 85.0511)


@dataclass(frozen=True)
class Pictures:
    """Where tiles lie, in degrees, and from which zoom to which they go."""

    bounds: Bounds
    zooms: tuple[int, int]


def tiles_of(path: Path, first: bytes) -> Pictures | None:
    """What a file of tiles holds; None for any other file. Raises ``Unreadable`` for tiles that are no pictures, and
    for a damaged file."""
    try:
        if first.startswith(b"PMTiles"):
            return _pmtiles(path)
        if first.startswith(b"SQLite format 3\0") and _is_mbtiles(path):
            return _mbtiles(path)
    except Unreadable:
        raise
    except DAMAGED as error:
        raise Unreadable("overlay_damaged", error=str(error)[:160]) from None
    return None


def _is_mbtiles(path: Path) -> bool:
    store = tiles.database(path)
    try:
        names = {name for (name,) in store.execute("SELECT name FROM sqlite_master")}
    finally:
        store.close()
    return {"tiles", "metadata"} <= names


def _mbtiles(path: Path) -> Pictures:
    store = tiles.database(path)
    # To count what a large file holds takes longer than one tile may.
    store.set_progress_handler(lambda: 1, 300_000_000)
    try:
        said = {str(name): str(value) for name, value in store.execute("SELECT name, value FROM metadata LIMIT 200")}
        low, high = store.execute("SELECT min(zoom_level), max(zoom_level) FROM tiles").fetchone()
        some = store.execute(f"SELECT tile_data FROM tiles LIMIT {LOOKED_AT}").fetchall()
    finally:
        store.close()
    if low is None:
        raise Unreadable("overlay_no_shapes")
    low, high = _zooms(low, high)
    _check_pictures((body for (body,) in some), said.get("format", ""))
    _check_index(path, [(high, 0, 0), (high, 2**high - 1, 2**high - 1)])
    return Pictures(_bounds(said.get("bounds", "").split(",")), (low, high))


def _check_index(path: Path, spots: list[tuple[int, int, int]]) -> None:
    """Raises ``Unreadable`` where one tile cannot be found within the steps that the server gives it."""
    try:
        for zoom, x, row in spots:
            tiles.of_mbtiles(path, zoom, x, 2**zoom - 1 - row)
    except sqlite3.OperationalError:
        raise Unreadable("overlay_no_index") from None


def _pmtiles(path: Path) -> Pictures:
    with path.open("rb") as file:
        content = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    header = deserialize_header(content[:127])
    if header["tile_type"] not in RASTER:
        raise Unreadable("overlay_vector_tiles", kind=header["tile_type"].name)
    spots = _entries(content, header, header["root_offset"], header["root_length"], set())
    start = header["tile_data_offset"]
    some = (
        content[start + offset : start + offset + min(length, tiles.MOST_BYTES)] for offset, length in _first(spots)
    )
    _check_pictures(some, header["tile_type"].name)
    edges = [header[name] / 1e7 for name in ("min_lon_e7", "min_lat_e7", "max_lon_e7", "max_lat_e7")]
    return Pictures(_bounds(edges), _zooms(header["min_zoom"], header["max_zoom"]))


def _first(spots: Iterator[tuple[int, int]]) -> list[tuple[int, int]]:
    """The first spots; every one is walked through, so that no directory can harm who serves it later."""
    out: list[tuple[int, int]] = []
    for spot in spots:
        if len(out) < LOOKED_AT:
            out.append(spot)
    return out


def _entries(
    content: Any, header: Mapping[str, Any], offset: int, length: int, seen: set[int], depth: int = 0
) -> Iterator[tuple[int, int]]:
    """Where the tiles of a directory and of those below it lie, each directory once. Raises ValueError for one that is
    larger, or lies deeper, than any real one, and for more of them."""
    if depth >= tiles.DEEPEST or offset in seen or len(seen) >= MOST_DIRECTORIES:
        raise ValueError("directories of tiles")
    seen.add(offset)
    for entry in tiles.directory(content, header, offset, length):
        if entry.run_length:
            yield entry.offset, entry.length
        else:
            below = header["leaf_directory_offset"] + entry.offset
            yield from _entries(content, header, below, entry.length, seen, depth + 1)


def _check_pictures(bodies: Iterator[bytes], kind: str) -> None:
    found = list(bodies)
    if not found or not all(isinstance(body, bytes) and tiles.picture(body) for body in found):
        raise Unreadable("overlay_vector_tiles", kind=kind or "?")


def _bounds(edges: list[Any]) -> Bounds:
    """Four edges in degrees; the world where a file does not say them, or says none that are."""
    read: Callable[[Any], float] = float
    try:
        west, south, east, north = map(read, edges)
    except ValueError:
        return WORLD
    fits = -180 <= west < east <= 180 and -90 <= south < north <= 90
    return (west, max(south, WORLD[1]), east, min(north, WORLD[3])) if fits else WORLD


def _zooms(low: Any, high: Any) -> tuple[int, int]:
    if not 0 <= int(low) <= int(high) <= tiles.MOST_ZOOM:
        raise ValueError("zoom of tiles")
    return int(low), int(high)
