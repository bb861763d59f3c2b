"""A PostgreSQL database that several machines share: a schema for each version, and one row that says which serves.

Texts are kept in byte order (collation ``C``), as DuckDB orders them, so a list has one order on every engine. PostGIS
is not asked for: points stand in world widths, and no question is more than a comparison or a grid of them.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import duckdb
import pandas as pd
import psycopg
from psycopg import sql as statement

from app.core.lazy_ibis import ibis
from app.core.modes import CHAINS
from app.stores import duck
from app.stores.connections import Pool, connection, frame_of
from app.stores.engine import Engine, StoreNotWritten, StoreUnavailable
from app.versions import STORE

#: Kinds of columns: DuckDB -> (PostgreSQL, Ibis).
TYPES = {
    "VARCHAR": ('text COLLATE "C"', "string"), "DOUBLE": ("double precision", "float64"), "DATE": ("date", "date"),
    "BOOLEAN": ("boolean", "boolean"), **dict.fromkeys(("BIGINT", "INTEGER"), ("bigint", "int64")),
}  # fmt: skip
READ = {kind.split(" COLLATE")[0]: name for kind, name in TYPES.values()}
#: What is looked up by value, of the tables that grow with the events.
INDEXES = {
    "event": (
        "event_id", "row", "day_from", "seizure", "departure", "destination", *CHAINS, "mx",
    ),
    "chain_leg": ("chain", "key"), "chain_role": ("chain", "node"), "chain_named": ("chain", "country"),
    "report": ("event_id",), "import_row": ("event_id", "dataset"),
    "link": ("kept", "other"), "path": ("id",),
}  # fmt: skip
#: Small questions do not wait for a compiler; groups of a million events fit in memory.
READING = "-c default_transaction_read_only=on -c jit=off -c work_mem=64MB -c statement_timeout=120000"
#: Two builds at once wait for each other.
LOCK = 7_261_901
LEDGER = """CREATE SCHEMA IF NOT EXISTS cocaine_routes; CREATE TABLE IF NOT EXISTS cocaine_routes.build
(version text PRIMARY KEY, published timestamptz NOT NULL, serves boolean NOT NULL)"""


def schema_of(version: str) -> str:
    """The schema that holds a version."""
    return f"cocaine_routes_{version}"


class DatabaseStore:
    """Versions as schemas of one database."""

    def __init__(self, url: str, scratch: Path) -> None:
        self._url, self._scratch = url, scratch
        parts = urlsplit(url)
        self.place = f"{parts.scheme}://{parts.hostname}:{parts.port or 5432}{parts.path}"
        self._pool = Pool(url, "-c default_transaction_read_only=on")

    def serving(self) -> str | None:
        """See ``Store``."""

        def ask(conn: psycopg.Connection[Any]) -> str | None:
            try:
                row = conn.execute("SELECT version FROM cocaine_routes.build WHERE serves").fetchone()
            except psycopg.errors.UndefinedTable:
                return None
            return str(row[0]) if row else None

        return self._pool.ask(ask)

    def is_intact(self, _version: str) -> bool:
        """See ``Store``: a database sees to its own pages."""
        return True

    def publish(self, version: str, tables: dict[str, pd.DataFrame]) -> None:
        """Write a version into a schema of its own and let it serve, in one transaction."""
        try:
            self._publish(version, tables)
        except (OSError, StoreUnavailable, psycopg.Error, duckdb.Error) as error:
            message = f"The store could not be written, the old one keeps serving: {' '.join(str(error).split())}"
            raise StoreNotWritten(message) from error

    def _publish(self, version: str, tables: dict[str, pd.DataFrame]) -> None:
        self._scratch.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(dir=self._scratch, prefix="new-"))
        try:
            duck.fill(folder / STORE, tables)
            with connection(self._url) as conn, conn.transaction():
                conn.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
                conn.execute(LEDGER)
                copy(folder / STORE, conn, schema_of(version), folder / "table.csv")
                conn.execute("UPDATE cocaine_routes.build SET serves = false")
                serves = "VALUES (%s, now(), true) ON CONFLICT (version) DO UPDATE SET serves = true"
                conn.execute(f"INSERT INTO cocaine_routes.build {serves}", [version])
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def sweep(self, keep: int = 3) -> None:
        """See ``Store``."""
        with connection(self._url) as conn, conn.transaction():
            conn.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
            every = "SELECT version FROM cocaine_routes.build WHERE NOT serves ORDER BY published DESC OFFSET %s"
            for (version,) in conn.execute(every, [keep - 1]).fetchall():
                name = statement.Identifier(schema_of(version))
                conn.execute(statement.SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(name))
                conn.execute("DELETE FROM cocaine_routes.build WHERE version = %s", [version])

    def open(self, version: str) -> DatabaseEngine:
        """See ``Store``."""
        return DatabaseEngine(self._url, schema_of(version))


class DatabaseEngine(Engine):
    """A schema of the database, read through connections that are kept for the next question."""

    dialect = "postgres"

    def __init__(self, url: str, schema: str) -> None:
        self._pool = Pool(url, f"-c search_path={schema} {READING}")
        every = (
            "SELECT table_name, column_name, data_type FROM information_schema.columns "
            "WHERE table_schema = current_schema() ORDER BY table_name, ordinal_position"
        )
        kinds: dict[str, dict[str, str]] = {}
        for table, column, kind in self._pool.ask(lambda conn: conn.execute(every).fetchall()):
            kinds.setdefault(table, {})[column] = kind
        super().__init__(kinds)

    @staticmethod
    def kind_of(kind: str) -> ibis.DataType:
        """See ``Engine``."""
        return ibis.dtype(READ[kind])

    def rows(self, sql: str) -> pd.DataFrame:
        """See ``Engine``."""
        return self._pool.ask(lambda conn: frame_of(conn.execute(plain(sql))))

    def tuples(self, sql: str) -> list[tuple[Any, ...]]:
        """See ``Engine``."""
        return self._pool.ask(lambda conn: conn.execute(plain(sql)).fetchall())

    def close(self) -> None:
        """See ``Engine``."""
        self._pool.close()


def plain(sql: str) -> bytes:
    """A statement as it is sent: no text here can hold a NUL, and none may stand in a statement, so one that is sought
    is found nowhere."""
    return sql.replace("\0", "\ufffd").encode()


def copy(file: Path, conn: psycopg.Connection[Any], schema: str, scratch: Path) -> None:
    """Every table of a DuckDB file into a schema, which is made anew."""
    name = statement.Identifier(schema)
    conn.execute(statement.SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(name))
    conn.execute(statement.SQL("CREATE SCHEMA {}").format(name))
    conn.execute(statement.SQL("SET LOCAL search_path = {}").format(name))
    with duckdb.connect(str(file), read_only=True) as source:
        for (table,) in source.execute("SELECT table_name FROM duckdb_tables()").fetchall():
            copy_table(source, conn, table, scratch)
    for view in duck.VIEWS:
        conn.execute(view.encode())


def copy_table(source: duckdb.DuckDBPyConnection, conn: psycopg.Connection[Any], table: str, scratch: Path) -> None:
    """One table with its indexes, by way of a file: it never lies in memory whole."""
    columns = [(name, kind_of(kind)) for name, kind, *_rest in source.execute(f'DESCRIBE "{table}"').fetchall()]
    listed = ", ".join(f'"{name}" {kind}' for name, kind in columns)
    conn.execute(f'CREATE TABLE "{table}" ({listed})'.encode())
    texts = ", ".join(f'"{name}"' for name, kind in columns if kind.startswith("text"))
    quoted = f", FORCE_QUOTE ({texts})" if texts else ""
    source.execute(f"COPY \"{table}\" TO '{scratch}' (FORMAT csv, HEADER false, NULLSTR '\\N'{quoted})")
    into = f"COPY \"{table}\" FROM STDIN (FORMAT csv, NULL '\\N')".encode()
    with conn.cursor() as cursor, scratch.open("rb") as file, cursor.copy(into) as sink:
        while part := file.read(1 << 20):
            sink.write(part)
    for column in INDEXES.get(table, ()):
        conn.execute(f'CREATE INDEX ON "{table}" ("{column}")'.encode())
    conn.execute(f'ANALYZE "{table}"'.encode())


def kind_of(kind: str) -> str:
    """The kind of a column: codes (ENUM) are texts here."""
    return TYPES["VARCHAR" if kind.startswith("ENUM") else kind][0]
