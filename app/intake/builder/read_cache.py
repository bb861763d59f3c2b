"""What a source was read as, kept between builds: switching one dataset must not read all others again."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pandas as pd

from app.intake.layouts import ImportContext, Imported, Reader

#: Metadata of a dataset that do not change what its file says.
OUTSIDE = frozenset(["enabled", "licence", "marking", "covers", "coverage"])


def key_of(metadata: dict[str, Any], code: str) -> str:
    """What a reading depends on: the edition of the file, how it is read, and the reading code with its reference."""
    inside = {name: value for name, value in metadata.items() if name not in OUTSIDE}
    return hashlib.sha256((code + json.dumps(inside, sort_keys=True, default=str)).encode()).hexdigest()[:20]


def read(
    folder: Path, metadata: dict[str, Any], context: ImportContext, reader: Reader, cache: Path, code: str
) -> Imported:
    """The tables of an imported dataset, from the last build where nothing that they depend on has changed."""
    place = cache / f"{metadata['id']}-{key_of(metadata, code)}"
    with suppress(OSError, ValueError):  # none there, or a damaged one: the file itself is read again
        rows = json.loads((place / "rows.json").read_text(encoding="utf-8"))
        tables = {p.stem: pd.read_parquet(p, page_checksum_verification=True) for p in place.glob("*.parquet")}
        return Imported(tables, [], rows)
    imported = reader(folder, metadata, context)
    if not imported.faults:
        _keep(imported, place)
    return imported


def _keep(imported: Imported, place: Path) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    scratch = Path(tempfile.mkdtemp(dir=place.parent, prefix=".new-"))
    for name, frame in imported.tables.items():
        frame.to_parquet(scratch / f"{name}.parquet", write_page_checksum=True)
    (scratch / "rows.json").write_text(json.dumps(imported.rows), encoding="utf-8")
    shutil.rmtree(place, ignore_errors=True)
    os.replace(scratch, place)


def sweep(cache: Path, wanted: Iterable[str]) -> None:
    """Remove readings that no dataset has any more."""
    names = set(wanted)
    for place in cache.glob("*"):
        if place.name not in names:
            shutil.rmtree(place, ignore_errors=True)
