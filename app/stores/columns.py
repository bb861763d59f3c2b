"""The columns of a version (see core.columns) as one file, which the processes of a machine have in common: nothing is
unpacked or copied, and what several of them read is in memory once.

The file follows from the store's table of the columns; where it is missing or cut off it is made anew, and where it
cannot be written a process has the columns for itself. It holds the columns, each on a bound of 64 bytes, then what
they are (JSON: name, kind, codes, and where each lies), and last the length of that (uint64).
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

import numpy as np

from app.core.columns import Column

BOUND = 64
#: Files that stay besides the newest one: a worker may still open the version before.
KEEP = 2
Packed = Callable[[], Iterable[tuple[str, ...]]]


def columns_of(build: Path, version: str, packed: Packed) -> dict[str, Column]:
    """The columns of a version, from its file in the build folder; ``packed`` gives (name, kind, codes, data)."""
    path = build / "columns" / f"{version}.bin"
    with suppress(OSError, ValueError):
        return read(path)
    columns = {name: Column.unpacked(*texts) for name, *texts in packed()}
    with suppress(OSError, ValueError):
        write(path, columns)
        sweep(path)
        return read(path)
    return columns


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
    """Remove the files of older versions. A process that has one mapped keeps what it has."""
    others = sorted((p for p in path.parent.glob("*.bin") if p != path), key=lambda p: p.stat().st_mtime)
    for old in others[:-KEEP]:
        with suppress(OSError):
            old.unlink()
