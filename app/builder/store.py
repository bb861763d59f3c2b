"""Writes the tables into one DuckDB file and swaps it in atomically."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

import duckdb
import pandas as pd

from app.core import modes

STORE = "store.duckdb"
POINTER = "current"
ENUMS = {
    "mode": modes.MODES,
    "submode": tuple(modes.SUBMODES),
    "form": modes.FORMS,
    "confidence": modes.CONFIDENCE,
    "precision": modes.PRECISIONS,
    "record_type": modes.RECORD_TYPES,
    "line": modes.LINES,
    "level": modes.LEVELS,
}


def current_version(build: Path) -> str | None:
    """Version that is serving, or None before the first build."""
    pointer = build / POINTER
    if not pointer.exists():
        return None
    version = pointer.read_text().strip()
    return version if (build / version / STORE).exists() else None


def write(build: Path, version: str, tables: dict[str, pd.DataFrame]) -> Path:
    """Write a store beside the old one, then point to it. A fault on the way leaves the old one serving."""
    build.mkdir(parents=True, exist_ok=True)
    scratch = Path(tempfile.mkdtemp(dir=build, prefix="new-"))
    try:
        _fill(scratch / STORE, tables)
        target = build / version
        shutil.rmtree(target, ignore_errors=True)
        scratch.chmod(0o755)
        os.replace(scratch, target)
    except BaseException:
        shutil.rmtree(scratch, ignore_errors=True)
        raise
    _point(build, version)
    return target / STORE


def _fill(path: Path, tables: dict[str, pd.DataFrame]) -> None:
    with duckdb.connect(str(path)) as connection:
        for name, codes in ENUMS.items():
            listed = ", ".join(f"'{c}'" for c in codes)
            connection.execute(f"CREATE TYPE {name}_code AS ENUM ({listed})")
        for name, frame in tables.items():
            connection.register("incoming", frame)
            columns = ", ".join(typed(name, frame[c]) for c in frame.columns)
            connection.execute(f'CREATE TABLE "{name}" AS SELECT {columns} FROM incoming')
            connection.unregister("incoming")


def typed(table: str, column: pd.Series) -> str:
    """How a column is stored: codes as ENUM, and text as text even where no row has any.

    A column of nothing but nulls would be taken for numbers, and a filter that compares it with codes would fail.
    """
    name = column.name
    if name in ENUMS and table not in ("corridor", "place", "statistic"):
        return f'"{name}"::{name}_code AS "{name}"'
    empty_text = not pd.api.types.is_numeric_dtype(column) and column.isna().all()
    shared = isinstance(column.dtype, pd.CategoricalDtype)
    return f'"{name}"::VARCHAR AS "{name}"' if empty_text or shared else f'"{name}"'


def _point(build: Path, version: str) -> None:
    fresh = build / f"{POINTER}.new"
    fresh.write_text(version)
    os.replace(fresh, build / POINTER)


def sweep(build: Path, keep: int = 3) -> None:
    """Remove all but the newest stores; the one that serves always stays."""
    serving = current_version(build)
    stores = sorted((p for p in build.iterdir() if (p / STORE).exists()), key=lambda p: p.stat().st_mtime)
    for old in stores[:-keep]:
        if old.name != serving:
            shutil.rmtree(old, ignore_errors=True)
