"""The flows that a map draws: the largest, with what they leave out, their scale and their paths."""

from __future__ import annotations

import functools

import pandas as pd

from app.core import flows, tally
from app.core.filters import Filters
from app.core.flows import KEY_PARTS, Scale
from app.core.view import View
from app.queries._overview import Overview

#: Paths read in one go; others are read when a map first asks for them.
PATHS_AT_ONCE = 4_000


class Flows(Overview):
    """Flows by their number; names, medians and paths are looked up for those that are drawn."""

    def sizes(self, filters: Filters, level: str) -> pd.DataFrame:
        """(flow, events, kg, kg_known) of every flow of a level."""
        return tally.sizes(self.tally, self.rows(filters), level)

    @functools.cached_property
    def flow_names(self) -> pd.DataFrame:
        """Key, ends, mode and line of each flow by its number."""
        named = self.data.table("chain_leg").select("flow", "key", *KEY_PARTS).distinct()
        return self.data.frame(named).set_index("flow").sort_index()

    def _ranked(self, filters: Filters, view: View) -> pd.DataFrame:
        """Every flow with its names, the largest first by the view's metric."""
        if view.metric == "median":
            return flows.ranked(self.flows(filters, view.level), view.metric)
        every = flows.ranked(self.sizes(filters, view.level), view.metric)
        names = self.flow_names.reindex(every["flow"])
        return every.assign(**{name: names[name].to_numpy(dtype=object) for name in names})

    def top_flows(self, filters: Filters, view: View) -> pd.DataFrame:
        """The ``view.top`` largest flows by the view's metric, and after them those of the selection (``extra``);
        ``lit`` are those of the selection: what was clicked, or every flow of its events."""
        every = self._ranked(filters, view)
        kind, _sep, key = (view.sel or "").partition(":")
        if kind == "flow":
            chosen = every["key"] == key
        elif kind == "node":
            chosen = every[["origin", "target"]].eq(key).any(axis=1)
        else:
            chosen = every["key"].isin(self.lit(filters, view.level, view.sel) if view.sel else ())
        extra = (every.index >= view.top) & chosen
        drawn = every.assign(lit=chosen, extra=extra)[(every.index < view.top) | extra]
        drawn = drawn.head(2 * view.top).reset_index(drop=True)
        if "median" not in drawn:
            drawn = drawn.merge(self._medians(filters, view.level, drawn["flow"].tolist()), on="flow", how="left")
        return drawn.assign(slot=flows.slots(drawn))

    def _medians(self, filters: Filters, level: str, numbers: list[int]) -> pd.DataFrame:
        """(flow, median) of some flows."""
        return tally.medians(self.tally, self.rows(filters), level, numbers)

    def drawn_share(self, filters: Filters, view: View) -> pd.Series:
        """``all`` and ``shown``: events with a leg at this level, and those with one among the drawn flows."""
        every = self._ranked(filters, view).head(view.top)
        numbers = every["flow"] if "flow" in every else self._numbers_of(every["key"])
        return tally.covered(self.tally, self.rows(filters), view.level, numbers.tolist())

    def _numbers_of(self, keys: pd.Series) -> pd.Series:
        """Numbers of flows by their keys."""
        names = self.flow_names["key"]
        return pd.Series(names.index[names.isin(keys)])

    def scale(self, filters: Filters, view: View) -> Scale:
        """Width scale: of the unfiltered data when locked, so that a filter never changes what a width means."""
        basis = Filters() if view.scale == "locked" else filters
        ask = self.flows if view.metric == "median" else self.sizes
        return flows.scale_of(ask(basis, view.level)[view.metric], view.scale == "locked")

    def paths(self, keys: list[str]) -> dict[str, str]:
        """Path JSON by ``origin>target|mode``; each is read from the store once."""
        missing = [k for k in keys if k not in self._paths]
        if missing:
            self._paths.update(by_id(self.data.look_up("path", "id", *missing)))
        return {k: self._paths[k] for k in keys}

    @functools.cached_property
    def _paths(self) -> dict[str, str]:
        return by_id(self.data.frame(self.data.table("path").select("id", "points").limit(PATHS_AT_ONCE)))


def by_id(path: pd.DataFrame) -> dict[str, str]:
    """Paths by their id."""
    return dict(zip(path["id"], path["points"], strict=True))
