"""Seizures grouped on a grid for one viewport, so that the browser never gets every event.

A mark of precision ``sea``, ``region`` or ``country`` is indicative: it is grouped only with its own kind,
never with a port. Coordinates are Web Mercator in world widths (see ``core.geo.mercator``).
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

import ibis
from ibis import _

from app.core.modes import POINT_PRECISIONS, PRECISIONS

CELL_PX = 64
#: Zoom from which a group of events at one point lists its members, so that it can be fanned out.
FAN_ZOOM = 4
FAN_MOST = 60
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
        found = _CELL.fullmatch(text)
        if not found or found["kind"] not in KINDS:
            return None
        return cls(int(found["zoom"]), int(found["i"]), int(found["j"]), found["kind"])

    def where(self) -> ibis.Deferred:
        """The events in this cell."""
        size = cell_size(self.zoom)
        return ((_.mx / size).floor() == self.i) & ((_.my / size).floor() == self.j) & _of_kind(self.kind)


def cell_size(zoom: int) -> float:
    """Side of a cell in world widths."""
    return CELL_PX / (256 * 2**zoom)


def _of_kind(kind: str) -> ibis.Deferred:
    return _.precision.cast("string").isin(POINT_PRECISIONS if kind == "point" else (kind,))


def _kind() -> ibis.Deferred:
    precision = _.precision.cast("string")
    return ibis.ifelse(precision.isin(POINT_PRECISIONS), "point", precision)


Box = tuple[float, float, float, float]
#: Stand in a question for the spans of a viewport, so that it is compiled once and not at each move of the map.
SOUGHT = (818_273.25, 818_274.25, 818_275.25, 818_276.25, 818_277.25, 818_278.25)


def spans_of(box: Box) -> tuple[float, ...]:
    """A viewport (x0, y0, x1, y1) in world widths, where x may run past 0 or 1 (date line), as two spans of x and one
    of y: each from and to."""
    x0, y0, x1, y1 = map(float, box)  # numpy's floats name their type when they are written out
    home = math.floor(x0)
    across = [end - home - turn for turn in (0, 1) for end in (x0, x1)] if x1 - x0 < 1 else [0.0, 1.0, 0.0, 1.0]
    return (*across, y0, y1)


def in_view(spans: Sequence[float]) -> list[ibis.Deferred]:
    """Conditions for the spans of a viewport (see ``spans_of``)."""
    return [_.my.between(*spans[4:]), _.mx.between(*spans[:2]) | _.mx.between(*spans[2:4])]


def group(event: ibis.Table, zoom: int) -> ibis.Table:
    """Cells with their number, kg, mean position, extent, and one event (all events where they can fan out)."""
    size = cell_size(zoom)
    cells = event.mutate(kind=_kind(), i=(_.mx / size).floor().cast("int64"), j=(_.my / size).floor().cast("int64"))
    fan = {"members": _.event_id.collect()} if zoom >= FAN_ZOOM else {}
    groups = cells.group_by(["kind", "i", "j"]).aggregate(
        n=_.count(),
        kg=_.kg.sum(),
        kg_known=_.kg.count(),
        x=_.mx.mean(),
        y=_.my.mean(),
        x0=_.mx.min(),
        x1=_.mx.max(),
        y0=_.my.min(),
        y1=_.my.max(),
        event_id=_.event_id.min(),
        places=_.place.nunique(),
        place=_.place.argmin(_.event_id),
        **fan,
    )
    return groups.order_by(["kind", "i", "j"])
