"""The cube of time: what a browser holds to redraw flows, nodes and figures while the time moves, without asking.

Each series (a flow; a node in a role) has an entry for every month, or bare year, in which it has an event: how many
events and, of a flow, the weight of those that state one. A window of months is a sum over entries, exact to the event;
what no sum gives (a median) is left to the server. Pre-aggregation for the dimension that is being brushed is the idea
of Falcon (Moritz, Howe, Heer 2019).

The file is two lengths (uint32: of the head, of its padding), a JSON head, then for each group of series the columns
``starts`` (uint32, one more than there are series), ``ticks`` (uint16), ``n`` (uint32) and, of flows alone, ``kg``
(float32, NaN where no event of the entry states a weight), each padded to four bytes; all little-endian.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

#: The columns of a cube are folded until they are no larger than this, compressed; names and paths come to them.
MOST_BYTES = 220_000
#: What a fold leaves of the entries.
FOLD = 0.75


def tick_of(month: str | None, year: int) -> int:
    """A month as a number that counts on, a bare year as its negative: an event known only by year has no month.

    >>> tick_of("2020-03", 2020), tick_of(None, 2019)
    (24242, -2019)
    """
    return int(month[:4]) * 12 + int(month[5:7]) - 1 if month else -year


def is_in_window(tick: int, first: int, last: int) -> bool:
    """Whether a tick lies in a window of months, both inclusive; a bare year does when the window touches it, as in the
    filter."""
    return first <= tick <= last if tick >= 0 else first // 12 <= -tick <= last // 12


@dataclass(frozen=True)
class Axis:
    """Which month or year each tick of the file is: months from ``first`` on; the years follow them, from ``year``."""

    first: int
    months: int
    year: int
    years: int

    @classmethod
    def covering(cls, ticks: NDArray[np.int64]) -> Axis:
        """The axis that has room for some ticks."""
        dated, bare = ticks[ticks >= 0], -ticks[ticks < 0]
        first, last = (int(dated.min()), int(dated.max())) if len(dated) else (0, -1)
        year, end = (int(bare.min()), int(bare.max())) if len(bare) else (0, -1)
        return cls(first, last - first + 1, year, end - year + 1)

    def indices(self, ticks: NDArray[np.int64]) -> NDArray[np.uint16]:
        """Ticks as indices on the axis."""
        return np.where(ticks >= 0, ticks - self.first, self.months - ticks - self.year).astype("<u2")


class Entries(NamedTuple):
    """Entries by the index of their series, then by tick. ``kg`` is NaN where no event of an entry states a
    weight, and None where none is kept."""

    series: NDArray[np.int64]
    tick: NDArray[np.int64]
    n: NDArray[np.int64]
    kg: NDArray[np.float64] | None = None


@dataclass(frozen=True)
class Series:
    """A group of series: their keys, and the columns of their entries; ``kg`` is empty where none is kept."""

    keys: list[str]
    starts: NDArray[np.uint32]
    ticks: NDArray[np.uint16]
    n: NDArray[np.uint32]
    kg: NDArray[np.float32]

    @classmethod
    def largest(cls, entries: Entries, keys: Sequence[str], axis: Axis, most: int) -> Series:
        """The series of some entries by their keys, as many whole ones as ``most`` entries have room for; the others
        are left out."""
        ends = np.cumsum(np.bincount(entries.series, minlength=len(keys)))
        fitting = int((ends <= most).sum())
        size = int(ends[fitting - 1]) if fitting else 0
        starts = np.concatenate([[0], ends[:fitting]]).astype("<u4")
        ticks, n = axis.indices(entries.tick[:size]), entries.n[:size].astype("<u4")
        kg = np.empty(0, "<f4") if entries.kg is None else entries.kg[:size].astype("<f4")
        return cls(list(keys[:fitting]), starts, ticks, n, kg)

    @property
    def columns(self) -> tuple[NDArray[np.generic], ...]:
        """The columns in the order of the file."""
        return self.starts, self.ticks, self.n, self.kg


def pack(head: bytes, groups: Sequence[Series]) -> bytes:
    """Head and columns as the file has them."""
    gap = -len(head) % 4
    parts = [np.array([len(head), gap], dtype="<u4").tobytes(), head, b" " * gap]
    for group in groups:
        for column in group.columns:
            parts += [column.tobytes(), b"\0" * (-column.nbytes % 4)]
    return b"".join(parts)


def compressed_size(groups: Sequence[Series]) -> int:
    """How many bytes the columns are when they are sent."""
    return len(zlib.compress(pack(b"", groups), 5))


def window(group: Series, axis: Axis, first: int, last: int) -> pd.DataFrame:
    """(key, n, kg) of a window of months: the same sum that the browser makes, for tests and for
    whoever reads the file."""
    sizes = group.starts[1:].astype(np.int64) - group.starts[:-1].astype(np.int64)
    series_index = np.repeat(np.arange(len(group.keys)), sizes)
    places = group.ticks.astype(np.int64)
    year = axis.year + places - axis.months
    bare = places >= axis.months
    dated = (places >= first - axis.first) & (places <= last - axis.first)
    within = np.where(bare, (year >= first // 12) & (year <= last // 12), dated)
    kg = group.kg.astype(float) if len(group.kg) else np.full(len(series_index), np.nan)
    cells = pd.DataFrame({"at": series_index[within], "n": group.n[within], "kg": kg[within]})
    sums = cells.groupby("at").agg(n=("n", "sum"), kg=("kg", lambda kg: kg.sum(min_count=1))).reset_index()
    return sums.assign(key=[group.keys[index] for index in sums["at"]])[["key", "n", "kg"]]
