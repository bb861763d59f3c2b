"""Opens the store read-only: tables as Ibis expressions, the sources, and the version.

DuckDB connections are not to be shared by threads, so each thread gets a cursor of its own.
"""

from __future__ import annotations

import functools
import json
import threading
from pathlib import Path
from typing import Any

import duckdb
import ibis
import pandas as pd

from app import reference as reference_room
from app.build import store
from app.core.query import Vocabulary
from app.reference import Reference


class Dataset:
    """A frozen view of one build. Nothing in it can be set after it is made."""

    def __init__(self, path: Path, reference: Reference) -> None:
        self._connection = duckdb.connect(str(path), read_only=True)
        self._local = threading.local()
        self.reference = reference
        self.about: dict[str, Any] = json.loads(self.frame(self.table("about"))["json"][0])
        self.version: str = self.about["version"]

    def table(self, name: str) -> ibis.Table:
        """A table of the store as an expression."""
        if not hasattr(self._local, "backend"):
            self._local.backend = ibis.duckdb.from_connection(self._connection.cursor())
            self._local.tables = {}
        tables = self._local.tables
        if name not in tables:
            tables[name] = self._local.backend.table(name)
        return tables[name]

    def frame(self, expression: ibis.Table) -> pd.DataFrame:
        """Run an expression."""
        return expression.to_pandas()

    @functools.cached_property
    def vocabulary(self) -> Vocabulary:
        """Codes that a query may use on this dataset."""
        sources = frozenset(s["id"] for s in self.about["sources"])
        return Vocabulary(self.reference.codes, sources)

    @functools.cached_property
    def places(self) -> dict[str, dict[str, Any]]:
        """Every node by key: level, country, name, lat, lon, precision."""
        frame = self.frame(self.table("place")).astype(object)
        frame = frame.where(frame.notna(), None)
        return {row["key"]: row for row in frame.to_dict("records")}


def open_dataset(build: Path, reference: Path) -> Dataset:
    """The store that is serving; FileNotFoundError tells how to make one."""
    version = store.current_version(build)
    if version is None:
        raise FileNotFoundError(f"No store in {build}: run 'python -m app build' first")
    return Dataset(build / version / store.STORE, reference_room.load(reference))
