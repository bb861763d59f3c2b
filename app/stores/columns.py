"""The columns of a version (see core.column_store) as one file, which the processes of a machine share: nothing is
unpacked or copied, and what several of them read is in memory once.

The file follows from the store's table of the columns; where it is missing, cut off or damaged it is made anew, and
where it cannot be written a process has the columns for itself. It holds the columns, each on a bound of 64 bytes, then
what they are (JSON: name, dtype, codes, where each lies), and last the CRC-32 of all that and the length of the JSON
(uint64 each). The checksum is read with the file (35 ms at a million events): a flipped bit would be a wrong count.
"""

from __future__ import annotations

import hashlib
import json
import time
import zlib
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

import numpy as np

from app import atomic
from app.core.column_store import Column

BOUND = 64
#: Files that stay besides the newest one: a worker may still open the version before.
KEEP = 2
#: Seconds after which a file that is still being written was left by a process that is no more.
LEFT = 3600.0
Packed = Callable[[], Iterable[tuple[str, ...]]]


def columns_of(build: Path, name: str, packed: Packed) -> dict[str, Column]:
    """The columns of a name, which says what is in them (see ``name_of``), from their file in the build folder;
    ``packed`` gives (name, dtype, codes, data)."""
    path = build / "columns" / f"{name}.bin"
    with suppress(OSError, ValueError):
        return read(path)
    columns = {column: Column.unpacked(*texts) for column, *texts in packed()}
    with suppress(OSError):
        write(path, columns)
        sweep(path)
    with suppress(OSError, ValueError):
        return read(path)
    return columns


def name_of(packed: Iterable[tuple[str, ...]]) -> str:
    """A short name of what columns hold: a store that is built anew from other rows has other columns."""
    hasher = hashlib.sha256()
    for texts in packed:
        hasher.update("\0".join(texts).encode())
    return hasher.hexdigest()[:16]


def read(path: Path) -> dict[str, Column]:
    """The columns of a file, mapped into memory. Raises OSError or ValueError where it is none, or not whole."""
    data = np.memmap(path, dtype=np.uint8, mode="r").view(np.ndarray)
    check, size = (
        int.from_bytes(data[start : start + 8].tobytes(), "little") for start in (len(data) - 16, len(data) - 8)
    )
    if not 0 < size < len(data) - 16 or zlib.crc32(data[:-16].data) != check:
        raise ValueError(f"{path.name} is cut off or damaged")
    listed = json.loads(data[-16 - size : -16].tobytes())
    return {name: Column(data[start : start + n].view(dtype), codes) for name, dtype, codes, start, n in listed}


def write(path: Path, columns: dict[str, Column]) -> None:
    """Write a file whole, then let it take its place. Raises OSError, and then nothing is left behind."""
    with atomic.writing(path) as file:
        fill(file, columns)


def fill(file: BinaryIO, columns: dict[str, Column]) -> None:
    """Columns, what they are, the checksum, and the length of what they are."""
    listed, check = [], 0

    def put(piece: bytes | memoryview) -> None:
        nonlocal check
        check = zlib.crc32(piece, check)
        file.write(piece)

    for name, column in columns.items():
        array = np.ascontiguousarray(column.values)
        put(b"\0" * (-file.tell() % BOUND))
        listed.append((name, array.dtype.str, column.codes, file.tell(), array.nbytes))
        put(array.data.cast("B"))
    text = json.dumps(listed).encode()
    put(text)
    file.write(check.to_bytes(8, "little") + len(text).to_bytes(8, "little"))


def sweep(path: Path) -> None:
    """Remove the files of older versions, and what a writer that was killed left. A process that has one mapped keeps
    what it has."""
    others = sorted((p for p in path.parent.glob("*.bin") if p != path), key=changed)
    left = [p for p in path.parent.glob(".*.new") if changed(p) < time.time() - LEFT]
    for old in [*others[:-KEEP], *left]:
        with suppress(OSError):
            old.unlink()


def changed(path: Path) -> float:
    """When a file was changed last; one that another process has just removed is old."""
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0
