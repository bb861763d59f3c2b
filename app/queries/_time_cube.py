"""The cube of time of a filter: its largest flows and its nodes by month (see core.cube)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from app.core import by_month, counts, cube, flows
from app.core.by_month import MonthIndex
from app.core.column_store import Numbers
from app.core.cube import Axis, Entries, Series
from app.core.filters import Filters
from app.core.view import View
from app.queries._event_store import EventStore
from app.queries._flows import Flows

#: Flows that a cube has at most: their paths are most of its size.
MOST_FLOWS = 800
#: Entries of flows and of nodes at first.
MOST_ENTRIES: tuple[int, ...] = (32_000, 26_000)


@dataclass(frozen=True)
class Cube:
    """Flows and nodes by month. ``lines`` has the ends, mode and line of each flow that is held, in the order of their
    size; ``folded`` are the numbers of flows and of nodes in roles that are not held; ``rest`` is how often the flows
    that are not held are named, by tick."""

    axis: Axis
    lines: pd.DataFrame
    by_flow: Series
    by_role: Series
    folded: tuple[int, int]
    rest: pd.Series


class TimeCube:
    """What moves with the time."""

    def __init__(self, store: EventStore, flows: Flows) -> None:
        self._store, self._flows = store, flows

    def cube(self, filters: Filters, view: View) -> Cube:
        """The cube of a filter without its period. There is none where a window is no sum of its months: "without the
        largest" leaves out other events in each window (ValueError)."""
        if filters.less:
            raise ValueError("a window without its largest events is no sum of months")
        whole = filters.cleared("from", "to")
        metric = "kg" if view.metric == "kg" else "events"
        time_cube: Cube = self._store.answers.cached(
            "cube", lambda: self._cube(whole, view.level, metric), whole.to_query(), view.level, metric
        )
        return time_cube

    def _cube(self, filters: Filters, level: str, metric: str) -> Cube:
        every, dated = (
            flows.ranked(self._flows.sizes(filters, level), metric),
            MonthIndex.from_rows(self._store.columns, self._store.rows(filters), level),
        )
        largest = every["flow"].to_numpy()[:MOST_FLOWS]
        names = self._flows.names_of(largest)
        nodes, keys = self._roles_by_size(filters, level)
        axis = Axis.covering(dated.ticks)
        by_flow, by_role = fit_into(
            axis,
            (by_month.flow_entries(self._store.columns, dated, level, largest.tolist()), names["key"].tolist()),
            (by_month.role_entries(self._store.columns, dated, level, nodes), keys),
        )
        lines = pd.DataFrame(names).head(len(by_flow.keys))
        folded = (len(every) - len(lines), len(keys) - len(by_role.keys))
        named = np.bincount(by_flow.ticks, by_flow.n, axis.months + axis.years)[axis.indices(dated.ticks)]
        rest = pd.Series(by_month.leg_counts(self._store.columns, dated, level) - named.astype(np.int64), dated.ticks)
        return Cube(axis, lines, by_flow, by_role, folded, rest[rest > 0])

    def _roles_by_size(self, filters: Filters, level: str) -> tuple[Numbers, list[str]]:
        """Nodes in roles by their number and as ``node|role``, those that most events name first."""
        n = counts.per_chain_value(self._store.columns, self._store.per_chain(filters, level), f"role_{level}")
        order = np.argsort(-n, kind="stable")[: np.count_nonzero(n)]
        codes = self._store.columns.categories(f"role_{level}.value")
        return order, [codes[index] for index in order.tolist()]


def fit_into(axis: Axis, *groups: tuple[Entries, list[str]]) -> list[Series]:
    """Groups of entries in the order of their keys, the smallest series left out until they are small enough."""
    room = MOST_ENTRIES
    while True:
        series = [Series.largest(entries, keys, axis, most) for (entries, keys), most in zip(groups, room, strict=True)]
        if cube.compressed_size(series) <= cube.MOST_BYTES:
            return series
        room = tuple(int(most * cube.FOLD) for most in room)
