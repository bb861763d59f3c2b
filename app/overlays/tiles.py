"""Raster tiles out of one file: MBTiles (an SQLite database) or PMTiles (its tables by the ``pmtiles`` package).

A tile is served as the picture that its own first bytes say it is, and as nothing else. What a file says of its own
sizes is believed only within bounds: ``pmtiles.reader`` was turned down, for it unpacks whatever a directory packs."""

from __future__ import annotations

import functools
import gzip
import mmap
import sqlite3
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pmtiles.tile import Compression, deserialize_directory, deserialize_header, find_tile, zxy_to_tileid

#: The first bytes of a picture -> its type.
PICTURES = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg", b"RIFF": "image/webp"}
MOST_ZOOM = 24
#: Bytes of one tile at most: usual ones have some ten thousand.
MOST_BYTES = 4_000_000
#: Steps of SQLite's machine for one tile: a table with an index has it within some hundred, a view that counts for ever
#: never.
STEPS = 200_000
#: Bytes of a directory of PMTiles, packed and unpacked, and how many may lie below each other (by its specification).
MOST_PACKED, MOST_DIRECTORY, DEEPEST = 4_000_000, 16_000_000, 4
Tile = Callable[[int, int, int], bytes | None]
#: One entry of a directory: the first tile, where it lies, how long it is, and for how many tiles it stands (none: it
#: is a directory below).
Entry = Any


def tile(path: Path, zoom: int, x: int, y: int) -> tuple[bytes, str] | None:
    """A tile of a file (x from the west, y from the north) with its type; None where it has none. Raises
    ``sqlite3.Error`` or ``ValueError`` where the file is damaged."""
    if not (0 <= zoom <= MOST_ZOOM and 0 <= x < 2**zoom and 0 <= y < 2**zoom):
        return None
    with path.open("rb") as file:
        first = file.read(16)
    body = of_mbtiles(path, zoom, x, y) if first.startswith(b"SQLite") else _pmtiles(path)(zoom, x, y)
    kind = picture(body) if body else None
    return (body, kind) if body and kind and len(body) <= MOST_BYTES else None


def picture(body: bytes) -> str | None:
    """The type of a picture; None for bytes that are none."""
    kinds = (kind for first, kind in PICTURES.items() if body.startswith(first))
    return next((kind for kind in kinds if kind != "image/webp" or body[8:12] == b"WEBP"), None)


def database(path: Path) -> sqlite3.Connection:
    """An MBTiles file, read-only: nothing that its own schema asks for is run, and no question lasts long."""
    made = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
    made.execute("PRAGMA trusted_schema = OFF")
    made.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MOST_BYTES)
    made.set_progress_handler(lambda: 1, STEPS)
    return made


def of_mbtiles(path: Path, zoom: int, x: int, y: int) -> bytes | None:
    """A tile of an MBTiles file, whose rows count from the south."""
    ask = "SELECT tile_data FROM tiles WHERE zoom_level = ? AND tile_column = ? AND tile_row = ?"
    store = database(path)
    try:
        found = store.execute(ask, (zoom, x, 2**zoom - 1 - y)).fetchone()
    finally:
        store.close()
    return found[0] if found and isinstance(found[0], bytes) else None


@functools.lru_cache(maxsize=8)
def _pmtiles(path: Path) -> Tile:
    with path.open("rb") as file:
        whole = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    header = deserialize_header(whole[:127])

    def find(zoom: int, x: int, y: int) -> bytes | None:
        wanted, offset, length = zxy_to_tileid(zoom, x, y), header["root_offset"], header["root_length"]
        for _depth in range(DEEPEST):
            entry = find_tile(directory(whole, header, offset, length), wanted)
            if entry is None or (entry.run_length and entry.length > MOST_BYTES):
                return None
            if entry.run_length:
                start = header["tile_data_offset"] + entry.offset
                return whole[start : start + entry.length]
            offset, length = header["leaf_directory_offset"] + entry.offset, entry.length
        return None

    return find


def directory(whole: Any, header: Any, offset: int, length: int) -> list[Entry]:
    """The entries of a directory of PMTiles. Raises ValueError for one that is larger than any real one, or damaged."""
    packed = bytes(whole[offset : offset + length]) if 0 < length <= MOST_PACKED else b""
    if header["internal_compression"] is Compression.GZIP:
        unpack = zlib.decompressobj(31)
        try:
            plain = unpack.decompress(packed, MOST_DIRECTORY)
        except zlib.error as error:
            raise ValueError(f"a directory of tiles is damaged: {error}") from None
        if not unpack.eof or unpack.unused_data:
            raise ValueError("a directory of tiles is damaged or too large")
    elif header["internal_compression"] is Compression.NONE:
        plain = packed
    else:
        raise ValueError("directories of tiles are packed in a way that is not read")
    if not plain:
        raise ValueError("a directory of tiles is damaged or too large")
    # The package reads directories packed alone.
    entries: list[Entry] = deserialize_directory(gzip.compress(plain, 1))
    return entries
