"""Seizures grouped on a grid for one viewport, so that the browser never gets every event.

A mark of precision ``sea``, ``region`` or ``country`` is indicative: it is grouped only with its own kind,
never with a port. Coordinates are Web Mercator in world widths (see ``core.mercator``).
"""

from __future__ import annotations

import functools
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.core.column_store import SPOT_COLUMNS, ColumnStore, Rows
from app.core.lazy_ibis import _, ibis
from app.core.modes import POINT_PRECISIONS, PRECISIONS

CELL_PX = 64
#: Zoom from which a group of events at one point can be fanned out.
FAN_ZOOM = 4
KINDS: tuple[str, ...] = ("point", *(p for p in PRECISIONS if p not in POINT_PRECISIONS))

_CELL = re.compile(r"(?P<zoom>1?[0-9]|20)\.(?P<i>-?[0-9]{1,9})\.(?P<j>-?[0-9]{1,9})\.(?P<kind>[a-z]+)")


@dataclass(frozen=True)
class Cell:
    """One cell of the grid at a zoom; its text form stands in links."""

    zoom: int
    i: int
    j: int
    kind: str

    @classmethod
    def parse(cls, text: str) -> Cell | None:
        """``"3.12.7.point"`` -> a cell; None when it is not one."""
        match = _CELL.fullmatch(text)
        if not match or match["kind"] not in KINDS:
            return None
        return cls(int(match["zoom"]), int(match["i"]), int(match["j"]), match["kind"])

    def where(self) -> ibis.Deferred:
        """The events in this cell."""
        size = cell_size(self.zoom)
        return ((_.mx / size).floor() == self.i) & ((_.my / size).floor() == self.j) & _is_kind(self.kind)


def cell_size(zoom: int) -> float:
    """Side of a cell in world widths."""
    return CELL_PX / (256 * 2**zoom)


def _is_kind(kind: str) -> ibis.Deferred:
    return _.precision.cast("string").isin(POINT_PRECISIONS if kind == "point" else (kind,))


Box = tuple[float, float, float, float]


def spans_of(box: Box) -> tuple[float, ...]:
    """A viewport (x0, y0, x1, y1) in world widths, where x may run past 0 or 1 (date line), as two spans of x and one
    of y: each from and to."""
    x0, y0, x1, y1 = map(float, box)  # numpy's floats name their type when they are written out
    home = math.floor(x0)
    across = [end - home - turn for turn in (0, 1) for end in (x0, x1)] if x1 - x0 < 1 else [0.0, 1.0, 0.0, 1.0]
    return (*across, y0, y1)


class Spots(NamedTuple):
    """Where events are, each spot once: a place in world widths, its kind by its number in ``KINDS``, and the number of
    its name (``-1`` where none is). A million events have some thousand of them."""

    x: NDArray[np.float64]
    y: NDArray[np.float64]
    kind: NDArray[np.int64]
    place: NDArray[np.int32]

    @classmethod
    def from_columns(cls, columns: ColumnStore) -> Spots:
        """All spots of a version."""
        kinds = np.array([KINDS.index(kind_of(code)) for code in columns.categories("precision")], dtype=np.int64)
        x, y, precision, place = (columns.numbers(f"spot.{name}") for name in SPOT_COLUMNS)
        return cls(x, y, kinds[precision], place)


class SpotCounts(NamedTuple):
    """What selected events say of the spots that any of them has, by rising number: how many are there, their kg and
    how many state it, and the row of the first one. It is the same for every viewport and zoom."""

    spot: NDArray[np.int64]
    n: NDArray[np.int64]
    kg: NDArray[np.float64]
    kg_known: NDArray[np.int64]
    row: NDArray[np.int32]

    @classmethod
    def from_rows(cls, columns: ColumnStore, rows: Rows) -> SpotCounts:
        """Goes through the events once; all that follows goes through their spots."""
        n, kg, known = columns.sum_by("spot", rows)
        spots = np.flatnonzero(n)
        first = np.empty(len(n), dtype=np.int32)
        # Of several values for one place the last one stays: backwards, that is the first event.
        first[columns.numbers("spot", rows)[::-1]] = rows[::-1]
        return cls(spots, n[spots], kg[spots], known[spots].astype(np.int64), first[spots])

    def within(self, spots: Spots, spans: Sequence[float]) -> SpotCounts:
        """Those in a viewport (see ``spans_of``)."""
        inside = seen(spots.x, spots.y, spans)
        return self if inside.all() else SpotCounts._make(column[inside.take(self.spot)] for column in self)


def kind_of(precision: str) -> str:
    """The kind of a mark whose place is known so well."""
    return "point" if precision in POINT_PRECISIONS else precision


def seen(x: NDArray[np.float64], y: NDArray[np.float64], spans: Sequence[float]) -> NDArray[np.bool_]:
    """Which points lie in the spans of a viewport (see ``spans_of``)."""
    (a, b, c, d), (low, high) = spans[:4], spans[4:]
    return (y >= low) & (y <= high) & (((x >= a) & (x <= b)) | ((x >= c) & (x <= d)))


def group(every: Spots, met: SpotCounts, zoom: int) -> dict[str, list[Any]]:
    """Cells by kind and place as columns of plain values: their number, kg, mean position, extent, how many places they
    name, their first event (``row``), the name of its place (its number), and whether it is a group at one point, which
    can be fanned out (``fans``). (A frame of them took longer than all else, and so did naming who is fanned out: the
    list of a cell says it when one is opened.)"""
    spots, size = Spots._make(column[met.spot] for column in every), cell_size(zoom)
    i, j = (np.floor(v / size).astype(np.int64) for v in (spots.x, spots.y))
    order, starts = sorted_by_cell(spots.kind, i, j)
    met, spots = SpotCounts._make(column[order] for column in met), Spots._make(column[order] for column in spots)
    n = added(met.n, starts)
    ends = {
        f"{name}{index}": reduce_groups(of, values, starts)
        for name, values in (("x", spots.x), ("y", spots.y))
        for index, of in enumerate((np.minimum, np.maximum))
    }
    # Row and place in one number: the least is that of the first event.
    first = reduce_groups(np.minimum, met.row.astype(np.int64) << 32 | (spots.place.astype(np.int64) + 1), starts)
    cells = {
        "i": i[order][starts], "j": j[order][starts], "n": n,
        "kg": added(met.kg, starts), "kg_known": added(met.kg_known, starts),
        "x": added(spots.x * met.n, starts) / n, "y": added(spots.y * met.n, starts) / n, **ends,
        "places": count_distinct(spots.place, starts), "place": (first & 0xFFFFFFFF) - 1, "row": first >> 32,
    }  # fmt: skip
    fans = (n > 1) & (ends["x0"] == ends["x1"]) & (ends["y0"] == ends["y1"]) & (zoom >= FAN_ZOOM)
    return {
        "kind": [KINDS[number] for number in spots.kind[starts].tolist()],
        **{name: column.tolist() for name, column in {**cells, "fans": fans}.items()},
    }


def sorted_by_cell(
    kind: NDArray[np.int64], i: NDArray[np.int64], j: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The order of points by cell, in which those of a cell keep their own, and where each cell begins in it."""
    if not len(i):
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
    across, down = int(i.max() - i.min()) + 1, int(j.max() - j.min()) + 1
    cell = (kind * across + i - i.min()) * down + j - j.min()
    # Few cells fit into small numbers, which numpy sorts by their digits: a tenth of the time.
    small = len(KINDS) * across * down <= np.iinfo(np.uint16).max
    order = np.argsort(cell.astype(np.uint16) if small else cell, kind="stable")
    sorted_cells = cell[order]
    return order, np.append(0, np.flatnonzero(np.diff(sorted_cells)) + 1)


def reduce_groups(of: np.ufunc, values: NDArray[Any], starts: NDArray[np.int64]) -> NDArray[Any]:
    """One value of each group of values that stand side by side: their sum, least or greatest."""
    reduced: NDArray[Any] = of.reduceat(values, starts) if len(starts) else values[:0]
    return reduced


added = functools.partial(reduce_groups, np.add)


def count_distinct(numbers: NDArray[np.int32], starts: NDArray[np.int64]) -> NDArray[np.int64]:
    """How many different numbers each group has, what is not stated left out."""
    sizes = np.diff(np.append(starts, len(numbers)))
    pairs = np.sort(np.arange(len(starts), dtype=np.int64).repeat(sizes) << 32 | (numbers.astype(np.int64) + 1))
    new = np.append(True, pairs[1:] != pairs[:-1])[: len(pairs)] & (pairs & 0xFFFFFFFF > 0)
    return added(new.astype(np.int64), starts)
