"""Raster tiles out of one file: MBTiles (an SQLite database) or PMTiles, by the ``pmtiles`` package.

A tile is served as the picture that its own first bytes say it is, and as nothing else."""

from __future__ import annotations

import functools
import mmap
import sqlite3
from collections.abc import Callable
from pathlib import Path

from pmtiles.reader import Reader

#: The first bytes of a picture -> its type.
PICTURES = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg", b"RIFF": "image/webp"}
MOST_ZOOM = 24
#: Bytes of one tile at most: usual ones have some ten thousand.
MOST_BYTES = 4_000_000
#: Steps of SQLite's machine for one tile: a table has it within some hundred, a view that counts for ever never.
STEPS = 200_000
Tile = Callable[[int, int, int], bytes | None]


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
    found: Tile = Reader(lambda offset, length: whole[offset : offset + length]).get
    return found
