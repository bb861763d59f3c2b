"""One version of the data, read-only: tables as Ibis expressions, the sources, and the version."""

from __future__ import annotations

import dataclasses
import functools
import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from cachelib import SimpleCache
from numpy.typing import NDArray

from app import timing
from app.cases import NO_CASES, Cases
from app.core.column_store import ColumnStore
from app.core.lazy_ibis import ibis
from app.core.query import Vocabulary
from app.core.sea_lanes import SeaLanes
from app.i18n import languages
from app.intake.reference import Reference
from app.overlays import NO_OVERLAYS, Overlays
from app.settings import Settings
from app.stores import Engine, StoreUnavailable, store_of
from app.stores.columns import columns_of

SELECTED = "the selected events"
MOST_QUESTIONS = 1000


class DataVersion:
    """A frozen view of one build. Nothing in it can be set after it is made."""

    def __init__(
        self,
        engine: Engine,
        reference: Reference,
        build: Path,
        cases: Cases = NO_CASES,
        overlays: Overlays = NO_OVERLAYS,
    ) -> None:
        self.engine, self._build, self.cases, self.overlays = engine, build, cases, overlays
        self._questions = SimpleCache(threshold=MOST_QUESTIONS, default_timeout=0)
        self.reference = reference
        self.about: dict[str, Any] = json.loads(self.run("SELECT json FROM about")["json"][0])
        self.version: str = self.about["version"]
        self.sea_lanes = functools.cache(self._sea_lanes)

    def table(self, name: str) -> ibis.Table:
        """A table of the store as an expression."""
        return self.engine.tables[name]

    @functools.cached_property
    def selected(self) -> ibis.Table:
        """Stands in a question for the events of whichever filter it will be asked with."""
        return ibis.table(self.table("event").schema(), name=SELECTED)

    def sql(self, expression: ibis.Table) -> str:
        """An expression in the engine's own SQL."""
        return self.engine.sql(expression)

    def ask(
        self,
        name: str,
        question: Callable[[], ibis.Table],
        selected: str,
        counts: bool = False,
    ) -> pd.DataFrame:
        """Run a question about the events that ``selected`` (SQL) gives; one that ``counts`` needs no columns but
        those of ``stores.engine.COUNTED``.

        Compiling an expression costs several times what running it does (20 ms against 4), so each question is
        compiled once, with a stand-in for the events, and a filter change compiles the filter alone.
        """
        sql = self._compiled(name, question)
        with self._narrowed(selected) if counts else nullcontext(selected) as events_sql:
            return self.run(sql.replace(f'"{SELECTED}"', f"({events_sql})"))

    @contextmanager
    def _narrowed(self, selected: str) -> Iterator[str]:
        """The same events, quicker where the engine has them at hand."""
        with ExitStack() as stack:
            with timing.timed("data"):
                narrowed_sql = stack.enter_context(self.engine.narrowed(selected))
            yield narrowed_sql

    def run(self, sql: str) -> pd.DataFrame:
        """Rows of a statement; codes come as plain text."""
        with timing.timed("data"):
            return self.engine.rows(sql)

    def numbers(self, sql: str) -> NDArray[np.int32]:
        """The only column of a statement, of whole numbers."""
        with timing.timed("data"):
            return self.engine.numbers(sql)

    def at(self, table: str, columns: list[str], rows: NDArray[np.int32]) -> pd.DataFrame:
        """Columns of a table at some of its rows, in their order."""
        listed, wanted = ", ".join(f'"{name}"' for name in columns), ", ".join(map(str, rows.tolist()))
        with timing.timed("data"):
            tuples = self.engine.tuples(f'SELECT "row", {listed} FROM "{table}" WHERE "row" IN ({wanted or "NULL"})')
        by_row = {row: cells for row, *cells in tuples}
        # Plain objects: the columns of texts that pandas makes take as long as the question.
        return pd.DataFrame([by_row[row] for row in rows.tolist()], columns=columns, dtype=object)

    @functools.cached_property
    def columns(self) -> ColumnStore:
        """The columns that counts are made from."""
        packed = "SELECT name, dtype, codes, data FROM column_data"
        return ColumnStore(columns_of(self._build, self.about["columns"], lambda: self.engine.tuples(packed)))

    def frame(self, expression: ibis.Table) -> pd.DataFrame:
        """Run an expression that is asked rarely."""
        return self.run(self.sql(expression))

    def look_up(self, table: str, column: str, *values: str) -> pd.DataFrame:
        """The rows of a table that hold one of some texts in a column."""
        quoted = ", ".join("'" + value.replace("'", "''") + "'" for value in values)
        return self.run(f'SELECT * FROM "{table}" WHERE "{column}" IN ({quoted or "NULL"})')

    def _compiled(self, name: str, question: Callable[[], ibis.Table]) -> str:
        """A question in the engine's SQL; the last ones are kept, for thresholds and sizes make many."""
        compiled: str | None = self._questions.get(name)
        if compiled is None:
            compiled = self.sql(question())
            self._questions.set(name, compiled)
        return compiled

    @functools.cached_property
    def has_repeats(self) -> bool:
        """Whether some record was taken out of the counts by a link."""
        return bool(self.run("SELECT count(*) AS n FROM event WHERE record_type = 'repeat'")["n"][0])

    @functools.cached_property
    def vocabulary(self) -> Vocabulary:
        """Codes that a query may use of this version."""
        sources = frozenset(s["id"] for s in self.about["sources"])
        places, spoken = frozenset(self.places), frozenset(languages())
        return Vocabulary(self.reference.codes, sources, places, spoken, self.cases, self.overlays)

    def _sea_lanes(self, level: str) -> SeaLanes:
        stretch = self.run(f"SELECT * FROM stretch WHERE level = '{level}' ORDER BY stretch")
        lane = self.run(f"SELECT * FROM lane WHERE level = '{level}' ORDER BY origin, target")
        numbers = stretch["stretch"].tolist()
        ends = zip(stretch["start"].tolist(), stretch["end"].tolist(), strict=True)
        pairs = lane["origin"] + ">" + lane["target"]
        return SeaLanes(
            dict(zip(numbers, ends, strict=True)),
            dict(zip(numbers, stretch["points"], strict=True)),
            dict(zip(numbers, stretch["through"], strict=True)),
            {pair: tuple(json.loads(text)) for pair, text in zip(pairs, lane["stretches"], strict=True)},
        )

    @functools.cached_property
    def places(self) -> dict[str, dict[str, Any]]:
        """Every node by key: level, country, name, lat, lon, precision."""
        frame = self.run("SELECT * FROM place").astype(object)
        frame = frame.where(frame.notna(), None)
        return {row["key"]: row for row in frame.to_dict("records")}


def open_data(
    build: Path, reference: Path, url: str = "", cases: Path | None = None, overlays: Path | None = None
) -> DataVersion:
    """The store that is serving (see ``stores``). Raises FileNotFoundError, which tells how to make one, and
    ``StoreUnavailable`` where it cannot be read, or was built by another edition of the program."""
    store = store_of(dataclasses.replace(Settings(), build=build, store_url=url))
    version = store.serving()
    if version is None:
        raise FileNotFoundError(f"No store in {store.place}: run 'python -m app build' first")
    data = DataVersion(store.open(version), Reference(reference), build, Cases(cases), Overlays(overlays))
    try:
        missing = data.columns.missing()
    except KeyError as error:
        missing = [str(error)]
    if missing:
        raise StoreUnavailable(
            f"version {version} was built by another edition of the program ({missing[0]} is not in it)"
        )
    return data
