"""A DuckDB file for each build, opened read-only and swapped in atomically."""

from __future__ import annotations

import functools
import itertools
import os
import shutil
import tempfile
import threading
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from app import atomic
from app.core import modes
from app.core.lazy_ibis import ibis
from app.core.modes import CHAINS
from app.core.schema import STATED
from app.stores.engine import COUNTED, Engine, StoreNotWritten, StoreUnavailable
from app.versions import POINTER, SEAL, STORE, current_version, file_hash, is_intact

#: Events of a filter that are held in memory at most, how many such filters, and how many wide ones are known by name.
MOST_HELD, MOST_TABLES, MOST_NAMES = 80_000, 4, 500
#: No question asks for rows in the order of the file; keeping it would double the cost of holding them.
OPTIONS: dict[str, str | bool | int | float | list[str]] = {
    "temp_directory": tempfile.gettempdir(),
    "preserve_insertion_order": "false",
}
#: What is stated of an event as one short text: it changes with anything that is stated.
DIGEST = "md5(concat_ws(chr(31), {})) AS digest".format(", ".join(f"coalesce(\"{c}\"::VARCHAR, '')" for c in STATED))

#: Every column of a store with its kind. Asked once: Ibis describes a table at a time, 70 ms for all (measured).
COLUMNS = """SELECT table_name, column_name, data_type FROM duckdb_columns() WHERE database_name = 'store'
    ORDER BY table_name, column_index"""
#: What single events have of their chains, for a question that asks for single events.
_LEG = "level, seq, origin, target, origin_role, target_role, chain_leg.mode, line, basis, kg, key"
VIEWS = tuple(
    f"CREATE VIEW {name} AS " + " UNION ALL ".join(
        f"SELECT event_id, {columns} FROM event JOIN {table} ON chain = {number}" for number in numbers
    )
    for name, table, columns, numbers in (
        ("leg", "chain_leg", _LEG, CHAINS),
        ("role", "chain_role", "level, chain_role.node, role", CHAINS),
        ("event_country", "chain_named", "country", ("chain_country",)),
    )
)  # fmt: skip


class FileStore:
    """Versions as files in the build folder."""

    def __init__(self, build: Path) -> None:
        self.build, self.place = build, str(build)

    def serving(self) -> str | None:
        """See ``Store``."""
        return current_version(self.build)

    def publish(self, version: str, tables: dict[str, pd.DataFrame]) -> None:
        """See ``Store``."""
        try:
            write(self.build, version, tables)
        except (OSError, duckdb.OperationalError, duckdb.FatalException) as error:
            raise StoreNotWritten(f"The store could not be written, the old one keeps serving: {error}") from error

    def sweep(self, keep: int = 3) -> None:
        """See ``Store``."""
        sweep(self.build, keep)

    def is_intact(self, version: str) -> bool:
        """See ``Store``."""
        return is_intact(self.build, version)

    def open(self, version: str) -> FileEngine:
        """See ``Store``."""
        return FileEngine(self.build / version / STORE)


@dataclass
class NarrowedEvents:
    """Where the events of a selection are: a table in memory, or None for one that is too wide; and how many questions
    are asked of it just now."""

    table: str | None
    users: int = 0


class FileEngine(Engine):
    """A DuckDB file, read-only, beside a database in memory that holds the events of the last narrow filters.

    Connections are not to be shared by threads, so each thread has a cursor of its own."""

    dialect = "duckdb"

    def __init__(self, path: Path) -> None:
        with translate_errors():
            self._connection = duckdb.connect(config=OPTIONS)
            quoted = str(path).replace("'", "''")
            self._connection.execute(f"ATTACH '{quoted}' AS store (READ_ONLY)")
            columns = self._connection.execute(COLUMNS).fetchall()
        kinds: dict[str, dict[str, str]] = {}
        for table, column, kind in columns:
            kinds.setdefault(table, {})[column] = kind
        super().__init__(kinds)
        self._local, self._narrowing = threading.local(), threading.Lock()
        #: The SQL of a selection -> where its events are; the last ones.
        self._narrowed: OrderedDict[str, NarrowedEvents] = OrderedDict()
        self._table_numbers = itertools.count()

    @staticmethod
    @functools.cache
    def kind_of(kind: str) -> ibis.DataType:
        """See ``Engine``."""
        from ibis.backends.sql.datatypes import DuckDBType

        return DuckDBType.from_string(kind)

    def _cursor(self) -> duckdb.DuckDBPyConnection:
        cursor = self._connection.cursor()
        cursor.execute("SET search_path = 'store,memory'")
        return cursor

    def _own_cursor(self) -> duckdb.DuckDBPyConnection:
        """The cursor of this thread."""
        if not hasattr(self._local, "cursor"):
            self._local.cursor = self._cursor()
        cursor: duckdb.DuckDBPyConnection = self._local.cursor
        return cursor

    def rows(self, sql: str) -> pd.DataFrame:
        """See ``Engine``."""
        with translate_errors():
            frame: pd.DataFrame = self._own_cursor().execute(sql).df()
        coded = [name for name, kind in frame.dtypes.items() if isinstance(kind, pd.CategoricalDtype)]
        return frame.assign(**{name: frame[name].astype(object) for name in coded})

    def numbers(self, sql: str) -> NDArray[np.int32]:
        """See ``Engine``."""
        with translate_errors():
            (values,) = self._own_cursor().execute(sql).fetchnumpy().values()
        return np.asarray(values, dtype=np.int32)

    def tuples(self, sql: str) -> list[tuple[Any, ...]]:
        """See ``Engine``."""
        with translate_errors():
            return self._own_cursor().execute(sql).fetchall()

    @contextmanager
    def narrowed(self, selected: str) -> Iterator[str]:
        """See ``Engine``. A page asks a dozen questions about one filter: its events are found once and kept in memory,
        where they are few; the questions then take a third of the time."""
        with self._narrowing:
            if selected not in self._narrowed:
                self._narrowed[selected] = self._hold(selected)
            self._narrowed.move_to_end(selected)
            entry = self._narrowed[selected]
            entry.users += 1
        try:
            yield f"SELECT * FROM {entry.table}" if entry.table else selected
        finally:
            with self._narrowing:
                entry.users -= 1
                self._forget()

    def _hold(self, selected: str) -> NarrowedEvents:
        if int(self.rows(f"SELECT count(*) AS n FROM ({selected}) AS s")["n"][0]) > MOST_HELD:
            return NarrowedEvents(None)
        table, columns = f"memory.main.held_{next(self._table_numbers)}", ", ".join(COUNTED)
        self.rows(f"CREATE TABLE {table} AS SELECT {columns} FROM ({selected}) AS s")
        return NarrowedEvents(table)

    def _forget(self) -> None:
        """The oldest go, but none that a question is asked of just now."""
        for wide, most in ((True, MOST_NAMES), (False, MOST_TABLES)):
            kind = [sql for sql, entry in self._narrowed.items() if (entry.table is None) == wide]
            for sql in kind[: max(0, len(kind) - most)]:
                if not self._narrowed[sql].users:
                    gone = self._narrowed.pop(sql)
                    if gone.table:
                        self.rows(f"DROP TABLE {gone.table}")


@contextmanager
def translate_errors() -> Iterator[None]:
    """A file that cannot be read is a store that is gone; a statement that is wrong stays an error."""
    try:
        yield
    except (duckdb.IOException, duckdb.FatalException, duckdb.SerializationException) as error:
        raise StoreUnavailable(str(error)) from error


def write(build: Path, version: str, tables: dict[str, pd.DataFrame]) -> Path:
    """Write a store beside the old one, then point to it. A fault on the way leaves the old one serving."""
    build.mkdir(parents=True, exist_ok=True)
    scratch = Path(tempfile.mkdtemp(dir=build, prefix="new-"))
    try:
        fill(scratch / STORE, tables)
        (scratch / SEAL).write_text(file_hash(scratch / STORE))
        target = build / version
        shutil.rmtree(target, ignore_errors=True)
        scratch.chmod(0o755)
        os.replace(scratch, target)
    except BaseException:
        shutil.rmtree(scratch, ignore_errors=True)
        raise
    _point(build, version)
    return target / STORE


def fill(path: Path, tables: dict[str, pd.DataFrame]) -> None:
    """Write the tables into a new file, each column as its kind of store asks."""
    with duckdb.connect(str(path)) as connection:
        for name, codes in modes.CODED.items():
            listed = ", ".join(f"'{c}'" for c in codes)
            connection.execute(f"CREATE TYPE {name}_code AS ENUM ({listed})")
        for name, frame in tables.items():
            connection.register("incoming", frame)
            columns = ", ".join(
                [typed(name, frame[c]) for c in frame.columns] + [DIGEST] * (set(STATED) <= set(frame.columns))
            )
            connection.execute(f'CREATE TABLE "{name}" AS SELECT {columns} FROM incoming')
            connection.unregister("incoming")
        if "path" in tables:
            # Looked up by name while a map is drawn: a scan of the names took 20 ms.
            connection.execute("CREATE INDEX path_id ON path (id)")
        if "row" in tables.get("event", ()):
            # A page of the list is asked for by its rows: 36 ms without.
            connection.execute('CREATE INDEX event_row ON event ("row")')
        for view in VIEWS if {"event", "chain_leg"} <= set(tables) else ():
            connection.execute(view)


def typed(table: str, column: pd.Series) -> str:
    """How a column is stored: codes as ENUM, and text as text even where no row has any.

    A column of nothing but nulls would be taken for numbers, and a filter that compares it with codes would fail.
    """
    name = column.name
    if name in modes.CODED and table not in ("corridor", "place", "statistic"):
        return f'"{name}"::{name}_code AS "{name}"'
    empty_text = not pd.api.types.is_numeric_dtype(column) and column.isna().all()
    shared = isinstance(column.dtype, pd.CategoricalDtype)
    return f'"{name}"::VARCHAR AS "{name}"' if empty_text or shared else f'"{name}"'


def _point(build: Path, version: str) -> None:
    atomic.write(build / POINTER, version)


def sweep(build: Path, keep: int = 3) -> None:
    """Remove all but the newest stores; the one that serves always stays."""
    serving = current_version(build)
    stores = sorted((p for p in build.iterdir() if (p / STORE).exists()), key=lambda p: p.stat().st_mtime)
    for old in stores[:-keep]:
        if old.name != serving:
            shutil.rmtree(old, ignore_errors=True)
