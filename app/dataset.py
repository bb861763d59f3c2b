"""Opens the store read-only: tables as Ibis expressions, the sources, and the version.

DuckDB connections are not to be shared by threads, so each thread gets a cursor of its own.
"""

from __future__ import annotations

import functools
import json
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import ibis
import pandas as pd

from app import clock
from app import reference as reference_room
from app.builder import store
from app.core.query import Vocabulary
from app.reference import Reference

SELECTED = "the selected events"


class Dataset:
    """A frozen view of one build. Nothing in it can be set after it is made."""

    def __init__(self, path: Path, reference: Reference) -> None:
        self._connection = duckdb.connect(str(path), read_only=True)
        self._local = threading.local()
        self._questions: dict[str, str] = {}
        self.reference = reference
        self.about: dict[str, Any] = json.loads(self.frame(self.table("about"))["json"][0])
        self.version: str = self.about["version"]

    def table(self, name: str) -> ibis.Table:
        """A table of the store as an expression."""
        backend = self._backend()
        if name not in self._local.tables:
            self._local.tables[name] = backend.table(name)
        found: ibis.Table = self._local.tables[name]
        return found

    def _backend(self) -> Any:
        if not hasattr(self._local, "backend"):
            self._local.backend = ibis.duckdb.from_connection(self._connection.cursor())
            self._local.tables = {}
        return self._local.backend

    @functools.cached_property
    def selected(self) -> ibis.Table:
        """Stands in a question for the events of whichever filter it will be asked with."""
        return ibis.table(self.table("event").schema(), name=SELECTED)

    def sql(self, expression: ibis.Table) -> str:
        """An expression in the engine's own SQL."""
        return str(self._backend().compile(expression))

    def ask(self, name: str, question: Callable[[], ibis.Table], selected: str) -> pd.DataFrame:
        """Run a question about the events that ``selected`` (SQL) gives.

        Compiling an expression costs several times what running it does (20 ms against 4), so each question is
        compiled once, with a stand-in for the events, and a filter change compiles the filter alone.
        """
        if name not in self._questions:
            self._questions[name] = self.sql(question())
        return self.run(self._questions[name].replace(f'"{SELECTED}"', f"({selected})"))

    def run(self, sql: str) -> pd.DataFrame:
        """Rows of a statement; codes come as plain text."""
        with clock.spent("data"):
            frame: pd.DataFrame = self._backend().raw_sql(sql).df()
        coded = [name for name, kind in frame.dtypes.items() if isinstance(kind, pd.CategoricalDtype)]
        return frame.assign(**{name: frame[name].astype(object) for name in coded})

    def frame(self, expression: ibis.Table) -> pd.DataFrame:
        """Run an expression that is asked rarely."""
        return self.run(self.sql(expression))

    @functools.cached_property
    def has_leaf(self) -> bool:
        """Whether some event is of coca leaf, which is counted apart from cocaine."""
        return bool(self.run("SELECT count(*) AS n FROM event WHERE form = 'leaf'")["n"][0])

    @functools.cached_property
    def vocabulary(self) -> Vocabulary:
        """Codes that a query may use on this dataset."""
        sources = frozenset(s["id"] for s in self.about["sources"])
        return Vocabulary(self.reference.codes, sources, frozenset(self.places))

    @functools.cached_property
    def places(self) -> dict[str, dict[str, Any]]:
        """Every node by key: level, country, name, lat, lon, precision."""
        frame = self.run("SELECT * FROM place").astype(object)
        frame = frame.where(frame.notna(), None)
        return {row["key"]: row for row in frame.to_dict("records")}


def open_dataset(build: Path, reference: Path) -> Dataset:
    """The store that is serving; FileNotFoundError tells how to make one."""
    version = store.current_version(build)
    if version is None:
        raise FileNotFoundError(f"No store in {build}: run 'python -m app build' first")
    return Dataset(build / version / store.STORE, reference_room.load(reference))
