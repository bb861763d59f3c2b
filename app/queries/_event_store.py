"""Which rows match a filter: each part of a filter is answered once, from the columns or else by the engine, as a bit
for each row, and filters that share a part share its bits."""

from __future__ import annotations

import functools
import threading
from collections.abc import Callable, Hashable
from contextlib import suppress
from typing import Any

import numpy as np
import pandas as pd
from cachetools import LRUCache
from numpy.typing import NDArray

from app import timing
from app.core import counts, row_filters
from app.core.column_store import ColumnStore, Counts, Rows, rows_of
from app.core.counts import ChainWeights
from app.core.filters import COLUMNS, WITHOUT_LEAF, Filters
from app.core.lazy_ibis import ibis
from app.data_version import DataVersion
from app.queries._answer_cache import AnswerCache, CacheBackend
from app.queries._engine_queries import EngineQueries

#: Bytes that a process keeps of bits and of small answers, and of rows, where that is more than so many bytes for each
#: event. A page asks for the rows of several filters, each with one of its parts taken out: with room for half of them
#: they were made twice.
MOST_BYTES, MOST_ROWS_BYTES, ROW_BYTES = 24_000_000, 48_000_000, 12
#: What a cell of a frame takes, or a half of a pair, roughly: pandas' own answer takes longer than most counts.
CELL_BYTES = 40
#: The rows that count. Said in SQL as each engine takes it: a server's first answers need no compiler (see
#: core.lazy_ibis).
COUNTED_ROWS = """SELECT "row" FROM event WHERE record_type = 'event'"""
Bits = NDArray[np.uint8]


def size_in_bytes(value: Any) -> int:
    """Bytes of an array, of several (counts, what spots have), a frame, a series or a list."""
    if isinstance(value, tuple) and all(isinstance(each, np.ndarray) for each in value):
        return sum(each.nbytes for each in value)
    if isinstance(value, np.ndarray):
        return value.nbytes
    return CELL_BYTES * (1 + (value.size if isinstance(value, pd.DataFrame | pd.Series) else 2 * len(value)))


class SizeLimitedCache:
    """The answers that were used last and fit into so many bytes; each is made once, however many ask for it at a time
    (cachetools holds them; alone it would make one for each that asks)."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._cache: LRUCache[Hashable, Any] = LRUCache(most_bytes, getsizeof=size_in_bytes)
        self._lock, self._making = threading.Lock(), dict[Hashable, threading.Lock]()

    def get(self, name: Hashable) -> Any:
        """The answer of a name where there is one, else None."""
        with self._lock:
            return self._cache.get(name)

    def get_or_make(self, name: Hashable, make: Callable[[], Any]) -> Any:
        """The answer of a name; it is made where it is not there."""
        with self._lock:
            answer = self._cache.get(name)
            making = self._making.setdefault(name, threading.Lock()) if answer is None else None
        if making is None:
            return answer
        with making:
            # Another may have made it meanwhile.
            answer = self.get(name)
            if answer is None:
                answer = make()
                self._put(name, answer)
            return answer

    def _put(self, name: Hashable, answer: Any) -> None:
        with self._lock:
            self._making.pop(name, None)
            # What is larger than all of the cache is made again when it is asked for again.
            with suppress(ValueError):
                self._cache[name] = answer


class EventStore:
    """The events of one version of the data: which of them a filter leaves, and counts over them. Every group of
    questions (``Queries``) is asked of it.

    ``answers`` is the cache that processes share, ``memory`` that of this process; ``engine`` asks in SQL, ``rows``
    and the counts go through columns in memory (see core.column_store)."""

    def __init__(self, data: DataVersion, cache: CacheBackend) -> None:
        self.data, self.answers = data, AnswerCache(data, cache)
        self.engine = EngineQueries(self.answers)
        self._bits, self.memory = SizeLimitedCache(), SizeLimitedCache()

    def use_cache(self, cache: CacheBackend) -> None:
        """Keep answers elsewhere, and forget what this process has counted."""
        self.answers.use_cache(cache)
        self._bits, self.memory = SizeLimitedCache(), SizeLimitedCache()
        self.__dict__.pop("_rows_of", None)

    @functools.cached_property
    def _rows_of(self) -> SizeLimitedCache:
        """The rows of the last filters."""
        return SizeLimitedCache(max(MOST_ROWS_BYTES, ROW_BYTES * self.columns.size))

    @property
    def columns(self) -> ColumnStore:
        """The columns of this version."""
        return self.data.columns

    @functools.cached_property
    def _narrow(self) -> ibis.Table:
        """The event table with no other columns than filters ask for: it is compiled in half the time."""
        kinds = self.data.table("event").schema()
        return ibis.table({name: kinds[name] for name in ("row", "record_type", *COLUMNS)}, name="event")

    def rows(self, filters: Filters, selection: str | None = None) -> Rows:
        """The numbers of the rows of the selected events (see ``EngineQueries.selected``), rising."""
        rows: Rows = self._rows_of.get_or_make((filters, selection), lambda: self._chosen_rows(filters, selection))
        return rows

    def cached_count(
        self, name: str, count: Callable[[ColumnStore, Rows], Any], filters: Filters, selection: str | None = None
    ) -> Any:
        """A small count over the selected events, kept in this process: it is made in less time than it takes to fetch
        it from where all processes share their answers."""

        def make() -> Any:
            with timing.timed(f"answer:{name.partition(' ')[0]}"):
                return count(self.columns, self.rows(filters, selection))

        return self.memory.get_or_make((name, filters, selection), make)

    def per_kind(self, filters: Filters) -> Counts:
        """The selected events of each kind."""
        kinds: Counts = self.cached_count("kinds", counts.per_kind, filters)
        return kinds

    def chain_weights(self, filters: Filters, level: str) -> ChainWeights:
        """The selected events of each chain of a level with their weights."""
        weights: ChainWeights = self.cached_count(
            f"weighed {level}", functools.partial(counts.chain_weights, level=level), filters
        )
        return weights

    def per_chain(self, filters: Filters, level: str, selection: str | None = None) -> Counts:
        """The selected events of each chain of a level. Where they were weighed, they were counted, too."""
        weighed = self.memory.get((f"weighed {level}", filters, selection))
        if weighed is not None:
            return Counts(weighed.number, weighed.n)
        count = functools.partial(counts.per_chain, level=level)
        chains: Counts = self.cached_count(f"chains {level}", count, filters, selection)
        return chains

    def _chosen_rows(self, filters: Filters, selection: str | None) -> Rows:
        if filters.less:
            return np.sort(self._numbers(self.engine.selected(filters, selection)))
        bits = (
            self._counting
            if filters.form
            else self._counting & self._bits.get_or_make(WITHOUT_LEAF, self._without_leaf)
        )
        for name, part in filters.parts().items():
            bits = bits & self._bits.get_or_make(name, functools.partial(self._marks, name, part))
        if selection:
            clicked = functools.partial(self.engine.clicked, self.data.table("event"), selection)
            bits = bits & self._bits.get_or_make(f"sel|{selection}", lambda: self._asked_marks(clicked()))
        return rows_of(bits)

    @functools.cached_property
    def _counting(self) -> Bits:
        """A bit for each row: whether it is an event that counts, and no sum or repeat of others."""
        return self._marks_of(self.data.numbers(COUNTED_ROWS))

    def _without_leaf(self) -> Bits:
        return np.packbits(row_filters.without_leaf(self.columns))

    def _marks(self, name: str, part: Filters) -> Bits:
        """A bit for each row: whether a part of a filter leaves it."""
        if part.area:
            return np.packbits(self.engine.areas.rows(part.area))
        if part.case:
            return self._asked_marks(self._narrow.filter(self.engine.picked(part.case)))
        mask = row_filters.mask_of_field(self.columns, part)
        return (
            np.packbits(mask) if mask is not None else self._asked_marks(self._narrow.filter(*part.conditions()[name]))
        )

    def _asked_marks(self, event: ibis.Table) -> Bits:
        """A bit for each row: whether the engine has it among some events."""
        return self._marks_of(self._numbers(event))

    def _marks_of(self, rows: Rows) -> Bits:
        mask = np.zeros(self.columns.size, dtype=np.uint8)
        mask[rows] = 1
        return np.packbits(mask)

    def _numbers(self, event: ibis.Table) -> Rows:
        return self.data.numbers(self.data.sql(event.select("row")))
