"""Connections to a PostgreSQL server: kept while they work, and what they answer as frames."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from queue import Empty, LifoQueue
from typing import Any, TypeVar

import pandas as pd
import psycopg

from app.stores.engine import StoreUnavailable

T = TypeVar("T")
Connection = psycopg.Connection[Any]
#: How long a server may take to answer a connection, in seconds: who waits longer believes that nothing works.
PATIENCE = 3
#: What a server says when it is not there, is going, or ended what was asked.
LOST = (psycopg.OperationalError, psycopg.InterfaceError)


@contextmanager
def connection(url: str, options: str = "") -> Iterator[Connection]:
    """A connection of one's own. Raises ``StoreUnavailable`` where none can be had or it breaks."""
    try:
        with connect(url, options) as conn:
            yield conn
    except LOST as error:
        raise StoreUnavailable(error_line(error)) from error


def connect(url: str, options: str) -> Connection:
    """A new connection; each statement stands for itself."""
    return psycopg.connect(
        url, options=options, autocommit=True, connect_timeout=PATIENCE, application_name="cocaine-routes"
    )


def error_line(error: Exception) -> str:
    """What went wrong in one line."""
    return " ".join(str(error).split()) or type(error).__name__


class Pool:
    """Connections that are free; threads take them and bring them back.

    One that broke is thrown away with all that are free, and the question is asked once more on a new one: the server
    may have been started anew meanwhile. A question that the server refused (it took too long) is not asked again.
    Pools of the driver's own wait for a server that is gone; this one says so."""

    def __init__(self, url: str, options: str) -> None:
        self._url, self._options = url, options
        self._free: LifoQueue[Connection] = LifoQueue()

    def ask(self, question: Callable[[Connection], T]) -> T:
        """The answer to a question that only reads. Raises ``StoreUnavailable``."""
        try:
            conn = self._free.get_nowait()
        except Empty:
            return self._asked_of(self._new(), question)
        try:
            return self._asked_of(conn, question)
        except StoreUnavailable:
            if not conn.closed:
                raise
        self.close()
        return self._asked_of(self._new(), question)

    def _new(self) -> Connection:
        try:
            return connect(self._url, self._options)
        except LOST as error:
            raise StoreUnavailable(error_line(error)) from error

    def _asked_of(self, conn: Connection, question: Callable[[Connection], T]) -> T:
        """The answer on a connection, which is free again as long as it works."""
        try:
            return question(conn)
        except LOST as error:
            raise StoreUnavailable(error_line(error)) from error
        finally:
            if not conn.closed:
                self._free.put(conn)

    def close(self) -> None:
        """End the connections that are free."""
        while not self._free.empty():
            try:
                self._free.get_nowait().close()
            except Empty:
                return


#: Kinds of columns by the number that the server gives them.
NUMBERS, WHOLE, DAYS, TEXTS = {700, 701, 1700}, {20, 21, 23}, {1082, 1114, 1184}, {19, 25, 1042, 1043}


def frame_of(cursor: psycopg.Cursor[Any]) -> pd.DataFrame:
    """The rows of an answer as a frame with the kinds of columns that every engine gives."""
    named = cursor.description or []
    rows = cursor.fetchall()
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(named)
    return pd.DataFrame({c.name: series(c.type_code, cells) for c, cells in zip(named, columns, strict=True)})


def series(kind: int, values: tuple[Any, ...]) -> pd.Series:
    """One column."""
    if kind in NUMBERS:
        return pd.Series(values, dtype="float64")
    if kind in WHOLE:
        return pd.Series(values, dtype="float64" if None in values else "int64")
    if kind in DAYS:
        return pd.Series(pd.to_datetime(pd.Series(values, dtype=object)))
    if kind in TEXTS:
        return pd.Series(values, dtype="str")
    return pd.Series(values, dtype="bool" if kind == 16 and values and None not in values else object)
