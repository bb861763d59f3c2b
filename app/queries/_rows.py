"""Which rows a filter leaves: each part of a filter is asked of the engine once, as a bit for each event, and filters
that share a part share its bits."""

from __future__ import annotations

import functools
import threading
from collections import OrderedDict
from collections.abc import Callable

import ibis
import numpy as np
from ibis import _
from numpy.typing import NDArray

from app import clock
from app.core.filters import Filters
from app.core.tally import Column, Rows, Tally
from app.queries._asked import Asked

#: Bytes of bits, and of rows, that a process keeps.
MOST_BYTES = 48_000_000
EVERY = "events"
Bits = NDArray[np.uint8]


class Last:
    """Arrays by name, the last ones that fit into so many bytes; each is made once, however many ask at a time."""

    def __init__(self, most: int = MOST_BYTES) -> None:
        self._most, self._held = most, OrderedDict[str, NDArray[np.generic]]()
        self._lock, self._making = threading.Lock(), dict[str, threading.Lock]()

    def of(self, name: str, make: Callable[[], NDArray[np.generic]]) -> NDArray[np.generic]:
        """The array of a name."""
        with self._lock:
            making = self._making.setdefault(name, threading.Lock())
        with making:
            found = self._held.get(name)
            if found is None:
                found = make()
            self._keep(name, found)
        return found

    def _keep(self, name: str, found: NDArray[np.generic]) -> None:
        with self._lock:
            self._held[name] = found
            self._held.move_to_end(name)
            while len(self._held) > 1 and sum(array.nbytes for array in self._held.values()) > self._most:
                self._held.popitem(last=False)
            self._making = {name: lock for name, lock in self._making.items() if lock.locked()}


class Selected(Asked):
    """Rows of the selected events, and the columns to count them by (see core.tally)."""

    @functools.cached_property
    def _bits(self) -> Last:
        return Last()

    @functools.cached_property
    def _rows_of(self) -> Last:
        return Last()

    @functools.cached_property
    def tally(self) -> Tally:
        """The columns of this version, read when they are first needed."""
        packed = self.data.frame(self.data.table("tally"))[["name", "kind", "codes", "data"]]
        held = packed.itertuples(index=False)
        return Tally({name: Column.unpacked(kind, codes, data) for name, kind, codes, data in held})

    def rows(self, filters: Filters, selection: str | None = None) -> Rows:
        """The rows of the selected events (see ``selected``), in their order."""
        name = f"{filters.to_query()}|{selection or ''}"
        with clock.spent("data"):
            found = self._rows_of.of(name, lambda: self._found(filters, selection))
        return found.astype(np.int32, copy=False)

    def _found(self, filters: Filters, selection: str | None) -> NDArray[np.generic]:
        event = self.data.table("event")
        if filters.less:
            return np.sort(self._numbers(self.selected(filters, selection)))
        bits = self._asked_bits(EVERY, event.filter(_.record_type == "event"))
        for part, conditions in filters.conditions().items():
            bits = bits & self._asked_bits(part, event.filter(*conditions))
        if selection:
            bits = bits & self._asked_bits(f"sel|{selection}", self._clicked(event, selection))
        return np.flatnonzero(np.unpackbits(bits, count=self.tally.size)).astype(np.int32)

    def _asked_bits(self, part: str, event: ibis.Table) -> Bits:
        return self._bits.of(part, lambda: self._packed(event)).astype(np.uint8, copy=False)

    def _packed(self, event: ibis.Table) -> Bits:
        marks = np.zeros(self.tally.size, dtype=np.uint8)
        marks[self._numbers(event)] = 1
        return np.packbits(marks)

    def _numbers(self, event: ibis.Table) -> Rows:
        return self.data.numbers(event.select("row"))
