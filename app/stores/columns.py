"""The columns of a version (see core.columns) as one file, which the processes of a machine have in common: nothing is
unpacked or copied, and what several of them read is in memory once.

The file follows from the store's table of the columns; where it is missing or cut off it is made anew, and where it
cannot be written a process has the columns for itself. It holds the columns, each on a bound of 64 bytes, then what
they are (JSON: name, kind, codes, and where each lies), and last the length of that (uint64).
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

import numpy as np

from app.core.columns import Column

BOUND = 64
#: Files that stay besides the newest one: a worker may still open the version before.
KEEP = 2
#: Seconds after which a file that is still being written was left by a process that is no more.
LEFT = 3600.0
Packed = Callable[[], Iterable[tuple[str, ...]]]


def columns_of(build: Path, name: str, packed: Packed) -> dict[str, Column]:
    """The columns of a name, which says what is in them (see ``name_of``), from their file in the build folder;
    ``packed`` gives (name, kind, codes, data)."""
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
    found = hashlib.sha256()
    for texts in packed:
        found.update("\0".join(texts).encode())
    return found.hexdigest()[:16]


def read(path: Path) -> dict[str, Column]:
    """The columns of a file, mapped into memory. Raises OSError or ValueError where it is none, or not whole."""
    held = np.memmap(path, dtype=np.uint8, mode="r").view(np.ndarray)
    size = int.from_bytes(held[-8:].tobytes(), "little")
    if not 0 < size < len(held):
        raise ValueError(f"{path.name} is cut off")
    listed = json.loads(held[-8 - size : -8].tobytes())
    return {name: Column(held[at : at + n].view(kind), codes) for name, kind, codes, at, n in listed}


def write(path: Path, columns: dict[str, Column]) -> None:
    """Write a file whole, then let it take its place. Raises OSError, and then nothing is left behind."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, scratch = tempfile.mkstemp(dir=path.parent, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            fill(file, columns)
        Path(scratch).chmod(0o644)
        os.replace(scratch, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(scratch)
        raise


def fill(file: BinaryIO, columns: dict[str, Column]) -> None:
    """Columns, what they are, and the length of that."""
    listed = []
    for name, column in columns.items():
        array = np.ascontiguousarray(column.values)
        file.write(b"\0" * (-file.tell() % BOUND))
        listed.append((name, array.dtype.str, column.codes, file.tell(), array.nbytes))
        file.write(array.data)
    text = json.dumps(listed).encode()
    file.write(text + len(text).to_bytes(8, "little"))


def sweep(path: Path) -> None:
    """Remove the files of older versions, and what a writer that was killed left. A process that has one mapped keeps
    what it has."""
    others = sorted((p for p in path.parent.glob("*.bin") if p != path), key=changed)
    left = [p for p in path.parent.glob("*.part") if changed(p) < time.time() - LEFT]
    for old in [*others[:-KEEP], *left]:
        with suppress(OSError):
            old.unlink()


def changed(path: Path) -> float:
    """When a file was changed last; one that another process has just removed is old."""
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0
