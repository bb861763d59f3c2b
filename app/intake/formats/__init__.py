"""Files of unknown make as sheets of text: CSV with any delimiter and encoding, XLSX, GeoJSON,
Parquet, and each of them in gz or zip.

Every cell is text and every row keeps the number that a person sees. What cannot be read is refused in words
(``Unreadable``) before anything is kept of it; sizes are bounded while reading, not after.
"""

from __future__ import annotations

import codecs
import gzip
import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from app.core.characters import UNFIT, replace_unfit
from app.core.message import Message
from app.intake.formats import delimited, records, workbooks
from app.intake.formats.delimited import SHOWN
from app.intake.formats.limits import MOST_BYTES, Unreadable, bounded

__all__ = ["MOST_BYTES", "Sheet", "Unreadable", "read"]

#: Files packed in files: a real one is packed once, or twice.
DEEPEST = 4
#: What a system adds to an archive of its own accord.
_BESIDE = re.compile(r"^__MACOSX/|(^|/)\.(DS_Store|_)|(^|/)Thumbs\.db$")
_ZIP, _GZ, _OLE, _PARQUET = b"PK\x03\x04", b"\x1f\x8b", b"\xd0\xcf\x11\xe0", b"PAR1"
#: Maps of shapes or tiles, which come in as overlays -> what they are called.
_MAPS = {b"SQLite format 3\0": "GeoPackage, MBTiles", b"fgb\x03": "FlatGeobuf", b"PMTiles": "PMTiles"}
#: What unpacking a damaged file raises.
_DAMAGED = (
    OSError, EOFError, ValueError, IndexError, NotImplementedError, OverflowError, RuntimeError, struct.error,
    zlib.error, zipfile.BadZipFile, zipfile.LargeZipFile,
)  # fmt: skip


@dataclass(frozen=True)
class Sheet:
    """A grid of text cells without a header yet, indexed by row number; ``told`` says how it was read.

    ``widths`` is how many cells each row of a CSV file had: a row with fewer than its header may be shifted. ``typed``
    is true where the file held a number and not a text: its sign is no matter of convention.
    """

    name: str
    cells: pd.DataFrame
    notes: tuple[Message, ...] = ()
    widths: pd.Series | None = None
    typed: pd.DataFrame | None = None


def read(path: Path, most: int = MOST_BYTES, name: str = "") -> list[Sheet]:
    """Every sheet of a file, by what it holds and not by its name. ``name`` is what people call it, where that is not
    the name of the path. Raises ``Unreadable``."""
    with path.open("rb") as file:
        content = bounded(file, most)
    return _sheets(content, replace_unfit(name or path.name), most)


def _sheets(content: bytes, name: str, most: int, depth: int = 0) -> list[Sheet]:
    if depth > DEEPEST:
        raise Unreadable("nested")
    if not content.strip():
        raise Unreadable("empty")
    if content.startswith(_OLE):
        raise Unreadable("protected")
    for magic, name_of_format in _MAPS.items():
        if content.startswith(magic):
            raise Unreadable("is_overlay", format=name_of_format)
    if content.startswith(_PARQUET):
        return [_grid(name, _numbered(records.parquet(content, name)), Message("told.format", name="Parquet"))]
    try:
        if content.startswith(_GZ):
            with gzip.open(io.BytesIO(content)) as file:
                return _sheets(bounded(file, most, len(content)), name.removesuffix(".gz"), most, depth + 1)
        if content.startswith(_ZIP):
            return _zipped(content, name, most, depth)
    except _DAMAGED as error:
        raise Unreadable("packed", error=str(error)) from None
    first = content.lstrip(codecs.BOM_UTF8 + b" \t\r\n")[:1]
    if first == b"{":
        return [_grid(name, _numbered(records.geojson(content, name)), Message("told.format", name="GeoJSON"))]
    if first == b"[":
        return [_grid(name, _numbered(records.records(content, name)), Message("told.format", name="JSON"))]
    return [_csv(content, name)]


def _numbered(rows: list[list[Any]]) -> workbooks.Grid:
    return list(enumerate(rows, start=1))


def _zipped(content: bytes, name: str, most: int, depth: int) -> list[Sheet]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = [m for m in archive.infolist() if not m.is_dir() and not _BESIDE.search(m.filename)]
        if sum(m.file_size for m in members) > most:
            raise Unreadable("unpacked_too_large", mb=most / 1e6)
        if any(m.filename == workbooks.MARK for m in members):
            grids = workbooks.grids(content, most)
            sheets = [_grid(replace_unfit(sheet), rows) for sheet, rows in grids.items() if _filled(rows)]
            if not sheets:
                raise Unreadable("no_table", sheet=name)
            return sheets
        if len(members) != 1:
            raise Unreadable("zip_of_many", n=len(members))
        # Only the bytes are taken: a path inside the archive is never used.
        with archive.open(members[0]) as file:
            inner = replace_unfit(Path(members[0].filename).name)
            return _sheets(bounded(file, most, len(content)), inner, most, depth + 1)


def _filled(rows: Iterable[tuple[int, list[Any]]]) -> bool:
    return any(any(map(_text, cells)) for _n, cells in rows)


def _grid(name: str, rows: workbooks.Grid, *notes: Message) -> Sheet:
    """Numbered rows of cells of any type as texts, and which of them were numbers."""
    numbers = [number for number, _cells in rows]
    texts = pd.DataFrame([[_text(cell) for cell in row] for _n, row in rows], index=numbers, dtype=object).fillna("")
    kinds = [[isinstance(cell, int | float) and not isinstance(cell, bool) for cell in row] for _n, row in rows]
    typed = pd.DataFrame(kinds, index=numbers).reindex(columns=texts.columns).fillna(False).astype(bool)
    unfit = sum(isinstance(cell, str) and bool(UNFIT.search(cell)) for _n, row in rows for cell in row)
    return Sheet(name, texts, (*notes, *_unfit_told(unfit)), typed=typed)


def _unfit_told(n: int) -> list[Message]:
    """That signs were replaced which no document may hold."""
    return [Message("told.unfit", n=n)] if n else []


def _text(cell: object) -> str:
    """A cell as a person reads it: 3.0 is 3, a date is its ISO form, nothing is blank."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return repr(cell).removesuffix(".0")
    isoformat = getattr(cell, "isoformat", None)
    if isoformat:
        return str(isoformat()).removesuffix("T00:00:00")
    return replace_unfit(str(cell)).strip()


def _csv(content: bytes, name: str) -> Sheet:
    text, encoding = delimited.decoded(content)
    if "\0" in text[:2000]:
        raise Unreadable("no_text")
    text, unfit = UNFIT.subn(" ", text)
    sign = delimited.delimiter(text)
    grid, widths = delimited.grid(text, sign, name)
    notes = (Message("told.encoding", name=encoding), Message("told.delimiter", sign=SHOWN.get(sign, sign)))
    return Sheet(name, grid, (*notes, *_unfit_told(unfit)), widths)
