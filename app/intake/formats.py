"""Files of unknown make as sheets of text: CSV with any delimiter and encoding, XLSX, GeoJSON,
Parquet, and each of them in gz or zip.

Every cell is text and every row keeps the number that a person sees. What cannot be read is refused in words
(``Unreadable``) before anything is kept of it; sizes are bounded while unpacking, not after.
"""

from __future__ import annotations

import codecs
import csv
import gzip
import io
import json
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import pandas as pd
import pyarrow
import pyarrow.parquet
import python_calamine

from app.core.note import Note, Refused

#: Most bytes that a file may hold once it is unpacked, and the longest cell.
MOST_BYTES = 2_000_000_000
MOST_CELL = 1_000_000
#: Files packed in files: a real one is packed once, or twice.
DEEPEST = 4
#: What a system adds to an archive of its own accord.
_BESIDE = re.compile(r"^__MACOSX/|(^|/)\.(DS_Store|_)|(^|/)Thumbs\.db$")
DELIMITERS = (",", ";", "\t", "|")
SHOWN = {"\t": "⇥"}
_ZIP, _GZ, _OLE, _PARQUET = b"PK\x03\x04", b"\x1f\x8b", b"\xd0\xcf\x11\xe0", b"PAR1"
_WORKBOOK = "xl/workbook.xml"


class _Bytes(Protocol):
    def read(self, size: int, /) -> bytes: ...


class Unreadable(Refused):
    """A file that cannot be taken."""

    def __init__(self, code: str, **values: Any) -> None:
        super().__init__(Note(f"refused.{code}", **values))


@dataclass(frozen=True)
class Sheet:
    """A grid of text cells without a header yet, indexed by row number; ``told`` says how it was read.

    ``widths`` is how many cells each row of a CSV file had: a row with fewer than its header may be shifted. ``typed``
    is true where the file held a number and not a text: its sign is no matter of convention.
    """

    name: str
    cells: pd.DataFrame
    told: tuple[Note, ...] = ()
    widths: pd.Series | None = None
    typed: pd.DataFrame | None = None


#: Signs that no cell needs and that some rooms divide texts by.
_CONTROL = {code: " " for code in range(32) if chr(code) not in "\n\r\t"}
csv.field_size_limit(MOST_CELL)


def read(path: Path, most: int = MOST_BYTES, name: str = "") -> list[Sheet]:
    """Every sheet of a file, by what it holds and not by its name. ``name`` is what people call it, where that is not
    the name of the path. Raises ``Unreadable``."""
    with path.open("rb") as file:
        content = _bounded(file, most)
    return _sheets(content, name or path.name, most)


def _bounded(file: _Bytes, most: int) -> bytes:
    content = file.read(most + 1)
    if len(content) > most:
        raise Unreadable("too_large", mb=most / 1e6)
    return content


def _sheets(content: bytes, name: str, most: int, depth: int = 0) -> list[Sheet]:
    if depth > DEEPEST:
        raise Unreadable("nested")
    if not content.strip():
        raise Unreadable("empty")
    if content.startswith(_OLE):
        raise Unreadable("protected")
    if content.startswith(_PARQUET):
        return [_grid(name, _parquet(content), Note("told.format", name="Parquet"))]
    try:
        if content.startswith(_GZ):
            with gzip.open(io.BytesIO(content)) as file:
                return _sheets(_bounded(file, most), name.removesuffix(".gz"), most, depth + 1)
        if content.startswith(_ZIP):
            return _zipped(content, name, most, depth)
    except (OSError, EOFError, zlib.error, zipfile.BadZipFile, zipfile.LargeZipFile, RuntimeError) as error:
        raise Unreadable("packed", error=str(error)) from None
    first = content.lstrip(codecs.BOM_UTF8 + b" \t\r\n")[:1]
    if first == b"{":
        return [_grid(name, _geojson(content), Note("told.format", name="GeoJSON"))]
    if first == b"[":
        return [_grid(name, _records(content), Note("told.format", name="JSON"))]
    return [_csv(content, name)]


def _parquet(content: bytes) -> list[list[Any]]:
    try:
        table = pyarrow.parquet.read_table(io.BytesIO(content)).to_pydict()
    except (pyarrow.ArrowException, OSError, OverflowError, ValueError) as error:
        raise Unreadable("parquet", error=str(error)) from None
    return [list(table), *map(list, zip(*table.values(), strict=True))]


def _geojson(content: bytes) -> list[list[Any]]:
    """One row for each feature: its properties, and the place of a point as ``lat`` and ``lon``."""
    try:
        features = _documents(content)
        if len(features) == 1:
            features = features[0]["features"]
        rows = [{**(f.get("properties") or {}), **_point(f.get("geometry") or {})} for f in features]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise Unreadable("geojson", error=str(error)) from None
    if not any(rows):
        # Lines of plain records: no feature has properties or a place.
        rows = [f for f in features if isinstance(f, dict) and "type" not in f]
        if not rows:
            raise Unreadable("geojson", error="features")
    return _table_of(rows)


def _documents(content: bytes) -> list[Any]:
    """One JSON document, or one in each line."""
    text = content.decode("utf-8-sig")
    try:
        return [json.loads(text)]
    except json.JSONDecodeError as error:
        if not error.msg.startswith("Extra data"):
            raise
    return [json.loads(line) for line in text.splitlines() if line.strip()]


def _records(content: bytes) -> list[list[Any]]:
    """A JSON list of records: one row for each, with what each of them calls its cells."""
    try:
        rows = json.loads(content.decode("utf-8-sig"))
        return _table_of([dict(row.items()) for row in rows])
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        raise Unreadable("json", error=str(error)) from None


def _table_of(rows: list[dict[str, Any]]) -> list[list[Any]]:
    names = list(dict.fromkeys(name for row in rows for name in row))
    return [names, *([row.get(name) for name in names] for row in rows)]


def _point(geometry: dict[str, Any]) -> dict[str, Any]:
    if geometry.get("type") != "Point":
        return {}
    place = geometry.get("coordinates") or []
    known = len(place) >= 2 and all(isinstance(part, int | float) for part in place[:2])
    return {"lat": place[1], "lon": place[0]} if known else {}


def _zipped(content: bytes, name: str, most: int, depth: int) -> list[Sheet]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = [m for m in archive.infolist() if not m.is_dir() and not _BESIDE.search(m.filename)]
        if sum(m.file_size for m in members) > most:
            raise Unreadable("unpacked_too_large", mb=most / 1e6)
        if any(m.filename == _WORKBOOK for m in members):
            return _workbook(content)
        if len(members) != 1:
            raise Unreadable("zip_of_many", n=len(members))
        # Only the bytes are taken: a path inside the archive is never used.
        with archive.open(members[0]) as file:
            return _sheets(_bounded(file, most), Path(members[0].filename).name, most, depth + 1)


def _workbook(content: bytes) -> list[Sheet]:
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        grids = {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}
    except (python_calamine.CalamineError, ValueError) as error:
        raise Unreadable("workbook", error=str(error)) from None
    return [_grid(name, rows) for name, rows in grids.items() if any(any(map(_text, row)) for row in rows)]


def _grid(name: str, rows: list[list[Any]], *told: Note) -> Sheet:
    """Cells of any type as texts, and which of them were numbers."""
    numbers = range(1, len(rows) + 1)
    texts = pd.DataFrame([[_text(cell) for cell in row] for row in rows], index=numbers, dtype=object).fillna("")
    kinds = [[isinstance(cell, int | float) and not isinstance(cell, bool) for cell in row] for row in rows]
    typed = pd.DataFrame(kinds, index=numbers).reindex(columns=texts.columns).fillna(False).astype(bool)
    return Sheet(name, texts, told, typed=typed)


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
    return str(cell).translate(_CONTROL).strip()


def decoded(content: bytes) -> tuple[str, str]:
    """Text and the name of its encoding: by its mark, else UTF-8 when all of it is, else UTF-16, else CP1252."""
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if content.startswith(mark):
            return content.decode(encoding, "replace"), encoding.removesuffix("-sig").upper()
    if content[:2000].count(0) > len(content[:2000]) // 4:
        return content.decode("utf-16-le" if content[1:2] == b"\0" else "utf-16-be", "replace"), "UTF-16"
    try:
        return content.decode("utf-8"), "UTF-8"
    except UnicodeDecodeError:
        loose = content.decode("utf-8", "surrogateescape")
    strange = re.findall("[\udc80-\udcff]", loose)
    whole = len(re.findall("[^\x00-\x7f\udc80-\udcff]", loose))
    if whole >= 5 * len(strange):
        # A few bytes of another encoding, pasted into a file of UTF-8.
        mended = {ord(sign): bytes([ord(sign) - 0xDC00]).decode("cp1252", "replace") for sign in set(strange)}
        return loose.translate(mended), "UTF-8 / CP1252"
    try:
        return content.decode("cp1252"), "CP1252"
    except UnicodeDecodeError:
        return content.decode("latin-1"), "Latin-1"


def delimiter(text: str) -> str:
    """The sign that splits most of the first rows into the same number of cells."""
    head = [line for line in text[:200_000].splitlines() if line.strip()][:60]

    def merit(sign: str) -> tuple[int, int]:
        widths = Counter(len(row) for row in csv.reader(head, delimiter=sign))
        width, agreeing = widths.most_common(1)[0] if widths else (1, 0)
        return (agreeing if width > 1 else 0, width)

    return max(DELIMITERS, key=merit)


def _csv(content: bytes, name: str) -> Sheet:
    text, encoding = decoded(content)
    if "\0" in text[:2000]:
        raise Unreadable("no_text")
    if re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", text):
        text = text.translate(_CONTROL)
    try:
        sign = delimiter(text)
        grid, widths = _laid_out(csv.reader(io.StringIO(text, newline=""), delimiter=sign))
    except csv.Error as error:
        raise Unreadable("csv", error=str(error)) from None
    return Sheet(
        name, grid, (Note("told.encoding", name=encoding), Note("told.delimiter", sign=SHOWN.get(sign, sign))), widths
    )


def _laid_out(rows: Iterable[list[str]]) -> tuple[pd.DataFrame, pd.Series]:
    """A grid of stripped cells and the number of cells that each row had. Rows are poured into one list as they come:
    a list of lists keeps the garbage collector busy for as long as the reading takes."""
    flat: list[str] = []
    sizes: list[int] = []
    for row in rows:
        flat.extend(map(str.strip, row))
        sizes.append(len(row))
    lengths = np.array(sizes, dtype=int)
    width = max(sizes, default=0)
    if len(flat) == width * len(sizes):
        cells = np.array(flat, dtype=object).reshape(len(sizes), width)
    else:
        cells = np.full((len(sizes), width), "", dtype=object)
        cells[np.arange(width) < lengths[:, None]] = flat
    numbers = range(1, len(sizes) + 1)
    return pd.DataFrame(cells, index=numbers), pd.Series(lengths, index=numbers)
