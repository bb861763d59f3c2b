"""The cube of time of a filter: its largest flows and its nodes by month (see core.cube)."""

from __future__ import annotations

from dataclasses import dataclass

import ibis
import pandas as pd
from ibis import _

from app.core import cube, flows
from app.core.cube import Axis, Series
from app.core.filters import Filters
from app.core.flows import KEY_PARTS
from app.core.view import View
from app.queries._editions import Editions

#: Flows that a cube has at most: their paths are most of its size.
MOST_FLOWS = 300
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


class Cubes(Editions):
    """What moves with the time."""

    def cube(self, filters: Filters, view: View) -> Cube:
        """The cube of a filter without its period. There is none where a window is no sum of its months: "without the
        largest" leaves out other events in each window (ValueError)."""
        if filters.less:
            raise ValueError("a window without its largest events is no sum of months")
        whole = filters.cleared("from", "to")
        metric = "kg" if view.metric == "kg" else "events"
        found: Cube = self._kept(
            "cube", lambda: self._cube(whole, view.level, metric), whole.to_query(), view.level, metric
        )
        return found

    def _cube(self, filters: Filters, level: str, metric: str) -> Cube:
        every, entries = flows.ranked(self.flows(filters, level), metric), self._entries(filters, level, metric)
        lines = every[every["key"].isin(set(entries["key"]))]
        roles = self._role_entries(filters, level)
        nodes = roles.groupby("key")["n"].sum().sort_values(ascending=False, kind="stable").index.tolist()
        axis = Axis.of(pd.concat([entries["tick"], roles["tick"]]))
        by_flow, by_role = fitted(axis, (entries, lines["key"].tolist()), (roles, nodes))
        held = lines.head(len(by_flow.keys))[["key", *KEY_PARTS]].reset_index(drop=True)
        drawn = entries[entries["key"].isin(set(held["key"]))].groupby("tick")["n"].sum()
        rest = self._legs_by_tick(filters, level).sub(drawn, fill_value=0).astype(int)
        folded = (len(every) - len(held), len(nodes) - len(by_role.keys))
        return Cube(axis, held, by_flow, by_role, folded, rest[rest > 0])

    def _entries(self, filters: Filters, level: str, metric: str) -> pd.DataFrame:
        """(key, tick, n, kg) of the largest flows."""

        def question(event: ibis.Table) -> ibis.Table:
            legs = self.data.table("chain_leg").filter(_.level == level, _.once)
            met = legs.select("chain", "flow").inner_join(flows.by_chain(event, level), "chain")
            sizes = met.group_by("flow").aggregate(events=_.n.sum(), kg=_.kg.sum())
            best = sizes.order_by([_[metric].desc(nulls_first=False), _.flow]).limit(MOST_FLOWS)
            held = event.select("tick", "kg", chain=_[f"chain_{level}"])
            each = held.inner_join(legs.semi_join(best, "flow").select("chain", "flow"), "chain")
            return each.group_by(["flow", "tick"]).aggregate(n=_.count(), kg=_.kg.sum())

        found = self._asked("cube flows", question, filters, level, metric)
        return found.assign(key=found["flow"].map(self._flow_keys))

    @property
    def _flow_keys(self) -> pd.Series:
        """Key of each flow by its number."""
        legs = self.data.table("chain_leg").select("flow", "key").distinct()
        found: pd.DataFrame = self._kept("flow keys", lambda: self.data.frame(legs))
        return found.set_index("flow")["key"]

    def _role_entries(self, filters: Filters, level: str) -> pd.DataFrame:
        """(key, tick, n) of nodes in their roles; the key is ``node|role``."""

        def question(event: ibis.Table) -> ibis.Table:
            sizes = event.group_by("tick", chain=_[f"chain_{level}"]).aggregate(n=_.count())
            named = self.data.table("chain_role").filter(_.level == level)
            met = sizes.inner_join(named, "chain").group_by("tick", key=_.node + "|" + _.role)
            return met.aggregate(n=_.n.sum().cast("int64"))

        return self._asked("cube nodes", question, filters, level)

    def _legs_by_tick(self, filters: Filters, level: str) -> pd.Series:
        """How often any flow is named, by tick."""

        def question(event: ibis.Table) -> ibis.Table:
            legs = self.data.table("chain_leg").filter(_.level == level, _.once)
            sizes = legs.group_by("chain").aggregate(legs=_.count())
            held = event.group_by("tick", chain=_[f"chain_{level}"]).aggregate(n=_.count())
            return held.inner_join(sizes, "chain").group_by("tick").aggregate(n=(_.n * _.legs).sum().cast("int64"))

        return self._asked("cube legs", question, filters, level).set_index("tick")["n"]


def fitted(axis: Axis, *groups: tuple[pd.DataFrame, list[str]]) -> list[Series]:
    """Groups of entries in the order of their keys, the smallest series left out until they are small enough."""
    room = MOST_ENTRIES
    while True:
        made = [Series.of(entries, keys, axis, most) for (entries, keys), most in zip(groups, room, strict=True)]
        if cube.weight(made) <= cube.MOST_BYTES:
            return made
        room = tuple(int(most * cube.FOLD) for most in room)
