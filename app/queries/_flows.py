"""The flows that a map draws: the largest, with what they leave out, their scale and their paths."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterable
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from app.core import counts, flows
from app.core.column_store import ColumnStore, Rows
from app.core.filters import Filters
from app.core.flows import KEY_PARTS, Scale
from app.core.selection import bare
from app.core.view import View
from app.queries._event_store import EventStore
from app.queries._ranking import Ranking

#: Paths between countries are read in one go, so many at most; others when a map first asks for them.
PATHS_AT_ONCE = 12_000
#: What names a flow.
NAMED = ("key", *KEY_PARTS)


class DrawnPath(NamedTuple):
    """A drawn path (see intake.builder.paths): JSON ``[[lon, lat], ...]``, JSON of its approaches over land, whether
    the way is known, and whether there is sea to its right."""

    points: str
    approach: str
    known: bool
    room: bool


class Flows:
    """Flows by their number; names, medians and paths are looked up for those that are drawn."""

    def __init__(self, store: EventStore, ranking: Ranking) -> None:
        self._store, self._ranking = store, ranking
        self._in_streams = functools.cache(self._find_in_streams)

    def sizes(self, filters: Filters, level: str) -> pd.DataFrame:
        """(flow, events, kg, kg_known) of every flow of a level."""

        def count(columns: ColumnStore, _rows: Rows) -> pd.DataFrame:
            return counts.sizes(columns, self._store.chain_weights(filters, level), level)

        sizes: pd.DataFrame = self._store.cached_count(f"sizes {level}", count, filters)
        return sizes

    @functools.cached_property
    def flow_names(self) -> pd.DataFrame:
        """Key, ends (also as ``pair``, ``EC>BE``), mode and line of each flow by its number."""
        named = self._store.data.run(f"SELECT DISTINCT flow, {', '.join(NAMED)} FROM chain_leg")
        named = named.astype(dict.fromkeys(NAMED, object)).set_index("flow").sort_index()
        return named.assign(pair=named["origin"] + ">" + named["target"])

    def _ranked(self, filters: Filters, view: View) -> pd.DataFrame:
        """Every flow by its number, the largest first by the view's metric."""

        def count(columns: ColumnStore, rows: Rows) -> pd.DataFrame:
            every = self.sizes(filters, view.level)
            if view.metric == "median":
                middle = counts.medians(columns, rows, view.level, every["flow"].tolist())
                every = every.merge(middle, on="flow", how="left")
            return flows.ranked(every, view.metric)

        ranked: pd.DataFrame = self._store.cached_count(f"ranked {view.level} {view.metric}", count, filters)
        return ranked

    def top_flows(self, filters: Filters, view: View) -> pd.DataFrame:
        """The ``view.top`` largest flows by the view's metric, and after them those of what was clicked (``extra``), at
        most ``2 * view.top`` rows. Columns: flow, events, kg, kg_known (and median where that is the metric), key,
        origin, target, mode, line; ``lit``: the flow that was clicked, or any flow of the clicked events (False for all
        where nothing was clicked); ``slot``: its place among the flows of its two ends."""
        every = self._ranked(filters, view)
        chosen, places = self._is_chosen(every, filters, view), np.arange(len(every))
        shown = places[(places < view.top) | chosen][: 2 * view.top]
        return self._drawn(every.iloc[shown], lit=chosen[shown], extra=shown >= view.top)

    def other_flows(self, filters: Filters, view: View, most: int) -> pd.DataFrame:
        """The largest flows that no stream shows, as ``top_flows`` has them: those that do not go by sea, and those
        by sea whose lane is not known. None of them is ``extra``."""
        every = self.sizes(filters, view.level)
        shown = flows.ranked(every[~self._in_streams(view.level)[every["flow"].to_numpy()]], view.metric).head(most)
        return self._drawn(shown, lit=self._is_chosen(shown, filters, view), extra=False)

    def _is_chosen(self, ranked: pd.DataFrame, filters: Filters, view: View) -> NDArray[np.bool_]:
        """Whether each flow is one that a selection has."""
        return ranked["flow"].isin(self._chosen(filters, view) if view.sel else []).to_numpy()

    def _drawn(self, rows: pd.DataFrame, **marks: Any) -> pd.DataFrame:
        """Flows with what names them and their place among those of their two ends."""
        names = self.names_of(rows["flow"].to_numpy())
        sums = {name: rows[name].to_numpy() for name in rows}
        return pd.DataFrame({**sums, **marks, **names, "slot": flows.slots(names)})

    def _find_in_streams(self, level: str) -> NDArray[np.bool_]:
        """Whether streams show each flow by its number: it goes by sea, and the lane of its ends is known."""
        names, lanes = self.flow_names, self._store.data.sea_lanes(level).lanes
        has_lane = (names["mode"] == "maritime") & names["pair"].isin(lanes)
        shows = np.zeros(int(names.index.max()) + 1 if len(names) else 0, dtype=bool)
        shows[names.index[has_lane]] = True
        return shows

    def medians(self, filters: Filters, view: View) -> dict[str, float]:
        """Median kg of the flows of ``top_flows`` by key, those without a stated weight left out. No sum says it: of
        many events it takes as long as all else that a map shows, so that it is a question of its own."""
        drawn = self.top_flows(filters, view)
        medians = counts.medians(self._store.columns, self._store.rows(filters), view.level, drawn["flow"].tolist())
        keys = dict(zip(drawn["flow"].tolist(), drawn["key"].tolist(), strict=True))
        return {keys[flow]: kg for flow, kg in zip(medians["flow"].tolist(), medians["median"].tolist(), strict=True)}

    def names_of(self, numbers: NDArray[np.int64], names: Iterable[str] = NAMED) -> dict[str, pd.Series]:
        """What names some flows (see ``flow_names``), as plain objects (see ``DataVersion.at``)."""
        places = self.flow_names.index.get_indexer(numbers)
        return {name: pd.Series(self._name_columns[name][places], dtype=object) for name in names}

    @functools.cached_property
    def _name_columns(self) -> dict[str, NDArray[Any]]:
        return {name: self.flow_names[name].to_numpy(object) for name in self.flow_names}

    def _chosen(self, filters: Filters, view: View) -> pd.Index:
        """Numbers of the flows that a selection has."""
        kind, _sep, key = str(view.sel).partition(":")
        names = self.flow_names
        if kind == "flow":
            return names.index[names["key"] == bare(key)]
        if kind == "node":
            return names.index[(names["origin"] == key) | (names["target"] == key)]
        return names.index[names["key"].isin(self._ranking.lit(filters, view.level, str(view.sel)))]

    def lit_keys(self, filters: Filters, view: View) -> list[str]:
        """Keys of the flows that a selection has."""
        names = self.flow_names
        return [str(key) for key in names.loc[names.index.intersection(self._chosen(filters, view)), "key"]]

    def drawn_share(self, filters: Filters, view: View) -> pd.Series:
        """Two counts, ``all`` and ``shown``: events with a leg at this level, and those with one among the ``view.top``
        largest flows (without the extra ones of ``top_flows``)."""
        drawn = self._ranked(filters, view).head(view.top)["flow"].tolist()
        return counts.drawn_coverage(self._store.columns, self._store.per_chain(filters, view.level), view.level, drawn)

    def scale(self, filters: Filters, view: View) -> Scale:
        """Width scale: of the unfiltered data when locked, so that a filter never changes what a width means."""
        basis = Filters() if view.scale == "locked" else filters
        return flows.scale_of(self._ranked(basis, view)[view.metric], view.scale == "locked")

    def paths(self, keys: list[str]) -> dict[str, DrawnPath]:
        """Those paths that there are by ``origin>target|mode``; each is read from the store once."""
        missing = [k for k in keys if k not in self._paths]
        if missing:
            self._paths.update(by_id(self._store.data.look_up("path", "id", *missing)))
        return {k: self._paths[k] for k in keys if k in self._paths}

    @functools.cached_property
    def _paths(self) -> dict[str, DrawnPath]:
        columns = ", ".join(("id", *DrawnPath._fields))
        return by_id(self._store.data.run(f"SELECT {columns} FROM path WHERE id NOT LIKE '%:%' LIMIT {PATHS_AT_ONCE}"))


def by_id(path: pd.DataFrame) -> dict[str, DrawnPath]:
    """Paths by their id."""
    rows = path[[*DrawnPath._fields]].itertuples(index=False, name=None)
    return dict(zip(path["id"], itertools.starmap(DrawnPath, rows), strict=True))
