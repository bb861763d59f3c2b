"""Selected events by month, or by year where no month is stated, over columns in memory (see core.column_store)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.core.column_store import PART, ColumnStore, Numbers, Rows
from app.core.cube import Entries


class MonthIndex(NamedTuple):
    """Events by when they were. ``rows`` (n) and the chain of each (n); ``ticks``: the m ticks that any of them has,
    sorted (see core.cube.tick_of); ``tick_index`` (n): that of each event, as an index into ``ticks``."""

    rows: Rows
    chain: Numbers
    ticks: Numbers
    tick_index: Numbers

    @classmethod
    def from_rows(cls, columns: ColumnStore, rows: Rows, level: str) -> MonthIndex:
        """Selected events by the chains of a level."""
        tick = columns.numbers("tick", rows).astype(np.int32)
        least = int(tick.min(initial=0))
        tick -= least
        # Far cheaper than to sort a million ticks: there are some hundreds, and they are small numbers.
        has = np.zeros(int(tick.max(initial=0)) + 1, dtype=bool)
        has[tick] = True
        ticks = np.flatnonzero(has) + least
        index = np.cumsum(has, dtype=np.int32) - 1
        chain = columns.numbers(f"chain_{level}", rows)
        return cls(rows, chain, ticks, index.take(tick))

    def parts(self) -> Iterator[MonthIndex]:
        """The events in parts: what chains have, event by event, is several times as much as the events."""
        for start in range(0, len(self.rows), PART):
            here = slice(start, start + PART)
            yield MonthIndex(self.rows[here], self.chain[here], self.ticks, self.tick_index[here])


class MonthSums(NamedTuple):
    """Of each series in each tick: events, events with a stated weight, and their kg."""

    n: Numbers
    stated: Numbers
    kg: Numbers
    n_ticks: int

    @classmethod
    def empty(cls, series: int, dated: MonthIndex) -> MonthSums:
        """No event yet."""
        size = series * len(dated.ticks)
        return cls(np.zeros(size, np.int64), np.zeros(size, np.int64), np.zeros(size), len(dated.ticks))

    def add(self, series: Numbers, tick_index: Numbers, kg: Numbers | None = None) -> None:
        """Add events: of each the index of its series, the index of its tick, and its kg, NaN where none is stated."""
        cell = series * np.int32(self.n_ticks) + tick_index
        self.n[:] += np.bincount(cell, minlength=len(self.n))
        if kg is None:
            return
        known = np.flatnonzero(~np.isnan(kg))
        cell, kg = cell.take(known), kg.take(known)
        self.stated[:] += np.bincount(cell, minlength=len(self.n))
        self.kg[:] += np.bincount(cell, kg, len(self.n))

    def entries(self, dated: MonthIndex) -> Entries:
        """The cells that have an event."""
        cells = np.flatnonzero(self.n)
        kg = np.where(self.stated[cells] > 0, self.kg[cells], np.nan)
        return Entries(cells // max(1, self.n_ticks), dated.ticks.take(cells % max(1, self.n_ticks)), self.n[cells], kg)


def flow_entries(columns: ColumnStore, dated: MonthIndex, level: str, flows: list[int]) -> Entries:
    """Entries of some flows by their place in the list, with weights; an event counts once in a flow."""
    wanted, sums = columns.chains_with(f"leg_{level}", flows), MonthSums.empty(len(flows), dated)
    for part in dated.parts():
        series, event = wanted.take(part.chain)
        sums.add(series, part.tick_index.take(event), columns.kg(part.rows.take(event)))
    return sums.entries(dated)


def role_entries(columns: ColumnStore, dated: MonthIndex, level: str, values: Numbers) -> Entries:
    """Entries of nodes in roles (numbers of ``role_<level>``) by their place in a list."""
    wanted, sums = columns.chains_with(f"role_{level}", values), MonthSums.empty(len(values), dated)
    for part in dated.parts():
        series, event = wanted.take(part.chain)
        sums.add(series, part.tick_index.take(event))
    return sums.entries(dated)._replace(kg=None)


def leg_counts(columns: ColumnStore, dated: MonthIndex, level: str) -> NDArray[np.int64]:
    """How often any flow is named in each tick."""
    begin = columns.by_chain(f"leg_{level}").begin
    return np.bincount(dated.tick_index, np.diff(begin).take(dated.chain), len(dated.ticks)).astype(np.int64)
