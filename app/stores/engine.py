"""What answers a question: tables as Ibis expressions, and rows for a statement in the engine's own SQL."""

from __future__ import annotations

import functools
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from app.core.lazy_ibis import ibis
from app.core.modes import CHAINS

#: The columns that questions about numbers need: what stands in a list or on a card is not among them.
COUNTED = (
    "date", "month", "year", "tick", "kg", "mode", "submode", "production", "departure", "seizure", "destination",
    "form", "confidence", "precision", "date_precision", "source", "band", "t1", *CHAINS, "spot",
)  # fmt: skip


class StoreUnavailable(Exception):
    """The store does not answer now; whoever asks later may find it again."""


class StoreNotWritten(OSError):
    """A version could not be written; the one before it goes on serving."""


class Engine(ABC):
    """One version of the data, opened for reading. Nothing in it can be set after it is made; threads may share it."""

    #: Name of the engine in Ibis, by which expressions are written.
    dialect: str

    def __init__(self, columns: Mapping[str, Mapping[str, str]]) -> None:
        self._columns = columns

    @functools.cached_property
    def tables(self) -> dict[str, ibis.Table]:
        """Every table by name."""
        return {
            name: ibis.table({column: self.kind_of(kind) for column, kind in columns.items()}, name=name)
            for name, columns in self._columns.items()
        }

    @staticmethod
    @abstractmethod
    def kind_of(kind: str) -> ibis.DataType:
        """How Ibis reads a kind of column, which stands as the engine names it."""

    def sql(self, expression: ibis.Table) -> str:
        """An expression in the engine's SQL."""
        return str(ibis.to_sql(expression, dialect=self.dialect, pretty=False))

    @contextmanager
    def narrowed(self, selected: str) -> Iterator[str]:
        """SQL of the same events with the columns of ``COUNTED`` at least, where an engine has it quicker; it holds as
        long as the block that asks it."""
        yield selected

    @abstractmethod
    def rows(self, sql: str) -> pd.DataFrame:
        """Rows of a statement: texts as ``str``, whole numbers as int64 (float64 where some are missing), days as
        datetime64. Raises ``StoreUnavailable`` when the store does not answer."""

    def numbers(self, sql: str) -> NDArray[np.int32]:
        """The only column of a statement, of whole numbers."""
        return self.rows(sql).iloc[:, 0].to_numpy(np.int32)

    @abstractmethod
    def tuples(self, sql: str) -> list[tuple[Any, ...]]:
        """Rows of a statement as plain values, None where there is none."""

    def close(self) -> None:  # noqa: B027 (an engine that holds nothing has nothing to give back)
        """Give back what is held, where something is; what runs may end first."""
