"""Parquet, GeoJSON and JSON records as rows of cells, the first row their headings."""

from __future__ import annotations

import io
import json
from typing import Any

import pyarrow
import pyarrow.parquet

from app.intake.formats.limits import MOST_CELLS, Unreadable, check_cells, check_width

Rows = list[list[Any]]


def parquet(content: bytes, name: str) -> Rows:
    """A Parquet file; its size is told by its own index, before any of it is unpacked."""
    try:
        file = pyarrow.parquet.ParquetFile(io.BytesIO(content))
        about = file.metadata
        check_width(name, about.num_columns, 1)
        if about.num_rows * about.num_columns > MOST_CELLS:
            raise Unreadable("too_many_cells", sheet=name, most=MOST_CELLS)
        table = file.read().to_pydict()
    except (pyarrow.ArrowException, OSError, OverflowError, ValueError) as error:
        raise Unreadable("parquet", error=str(error)) from None
    return [list(table), *map(list, zip(*table.values(), strict=True))]


def geojson(content: bytes, name: str) -> Rows:
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
    return _table_of(rows, name)


def _documents(content: bytes) -> list[Any]:
    """One JSON document, or one in each line."""
    text = content.decode("utf-8-sig")
    try:
        return [json.loads(text)]
    except json.JSONDecodeError as error:
        if not error.msg.startswith("Extra data"):
            raise
    return [json.loads(line) for line in text.splitlines() if line.strip()]


def records(content: bytes, name: str) -> Rows:
    """A JSON list of records: one row for each, with what each of them calls its cells."""
    try:
        rows = [dict(row.items()) for row in json.loads(content.decode("utf-8-sig"))]
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        raise Unreadable("json", error=str(error)) from None
    return _table_of(rows, name)


def _table_of(rows: list[dict[str, Any]], name: str) -> Rows:
    names: dict[str, None] = {}
    filled = 0
    for row_number, row in enumerate(rows, start=1):
        names.update(dict.fromkeys(row))
        filled += len(row)
        check_width(name, len(names), row_number)
        check_cells(name, len(names), row_number, filled)
    return [list(names), *([row.get(heading) for heading in names] for row in rows)]


def _point(geometry: dict[str, Any]) -> dict[str, Any]:
    if geometry.get("type") != "Point":
        return {}
    place = geometry.get("coordinates") or []
    known = len(place) >= 2 and all(isinstance(part, int | float) for part in place[:2])
    return {"lat": place[1], "lon": place[0]} if known else {}
