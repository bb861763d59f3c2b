"""Questions about the events that a filter and a selection leave: compiled once, kept by plain values."""

from __future__ import annotations

import functools
import operator
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pandas as pd

from app.core import clusters, corridors, dates, routes
from app.core.filters import Filters
from app.core.lazy_ibis import _, ibis
from app.core.modes import LEVELS
from app.core.periods import Period
from app.core.selection import UNDATED, Window, bare, level_of, way_of, window_of
from app.queries._answer_cache import AnswerCache, compact_frame
from app.queries._areas import Areas

#: Questions that need no other columns than ``stores.engine.COUNTED``.
COUNTING_QUESTIONS = frozenset(("flows", "lit", "chains", "role_years", "last_month"))


def is_whole_in(period: Period) -> list[Any]:
    """Whether a period holds an event whole: one known only by its year lies in a period of whole years."""
    first, last = dates.day_range(period.first)[0], dates.day_range(period.last)[1]
    return [_.day_from >= first, _.day_to <= last]


class EngineQueries:
    """The selected events, and how a question about them is asked."""

    def __init__(self, answers: AnswerCache) -> None:
        self._answers, self.data = answers, answers.data
        self.areas = Areas(self.data)

    def where(self, filters: Filters) -> list[ibis.Deferred]:
        """Conditions over the event table, also those that no condition on one row says: of an area, and of a set of
        events that were picked by hand."""
        area = [self.areas.condition(filters.area)] if filters.area else []
        return [*filters.where(), *area, *([self.picked(filters.case)] if filters.case else [])]

    def picked(self, case: str) -> ibis.Deferred:
        """The events of a set that was picked by hand."""
        return _.event_id.isin(self.data.cases.ids(case))

    def selected(self, filters: Filters, selection: str | None = None) -> ibis.Table:
        """The events that count, filtered; ``selection`` narrows them to what was clicked."""
        event = self.data.table("event").filter(_.record_type == "event", *self.where(filters))
        if filters.less:
            heavy = self.largest(replace(filters, less=0), filters.less)["event_id"].tolist()
            event = event.filter(_.event_id.notin(heavy)) if heavy else event
        return self.clicked(event, selection) if selection else event

    def largest(self, filters: Filters, n: int) -> pd.DataFrame:
        """(event_id, kg) of the heaviest selected events."""
        weighed = self.selected(filters).filter(_.kg.notnull()).order_by([_.kg.desc(), _.event_id])
        rows: pd.DataFrame = self._answers.cached(
            "largest", lambda: self.data.frame(weighed.select("event_id", "kg").limit(n)), filters.to_query(), n
        )
        return rows

    def clicked(self, event: ibis.Table, selection: str) -> ibis.Table:
        kind, _sep, key = selection.partition(":")
        if kind in ("flow", "leg", "node", "as"):
            return event.filter(self._chained(kind, key))
        if kind == "way":
            return event.filter(self._sailing(key))
        if kind == "backs":
            return self._backing(event, key)
        if kind == "route":
            return event.filter(_[f"route_{routes.parts_of(key)[2]}"] == key)
        if kind == "window":
            window = window_of(key)
            return self._within(event, window) if window else event.filter(ibis.literal(False))
        if kind == "same":
            field, _sep, text = key.partition("|")
            return event.filter(_[field] == text if text else _[field].isnull() | (_[field] == ""))
        if kind == "month" and dates.is_date(key.removesuffix(UNDATED)):
            undated = key.endswith(UNDATED)
            return event.filter(_.month.isnull(), _.year == int(key[:4])) if undated else event.filter(_.month == key)
        cell = clusters.Cell.parse(key) if kind == "cell" else None
        return event.filter(cell.where()) if cell else event.filter(ibis.literal(False))

    def _chained(self, kind: str, key: str) -> ibis.Deferred:
        """Whether the chain of an event has a flow or a leg of the level that its key tells, or at any level a node
        or a node in a role."""
        level, key = level_of(key), bare(key)
        leg, role = self.data.table("chain_leg"), self.data.table("chain_role")
        if kind in ("flow", "leg"):
            leg = leg.filter(_.level.cast("string") == level)
        if kind == "flow":
            rows = leg.filter(_.key == key)
        elif kind == "leg":
            ends, mode = key.split("|")
            origin, target = ends.split(">")
            rows = leg.filter(_.origin == origin, _.target == target, _.mode.cast("string") == mode)
        elif kind == "node":
            rows = role.filter(_.node == key)
        else:
            named, _sep, node = key.partition("|")
            rows = role.filter(_.node == node, _.role == named)
        if kind in ("flow", "leg"):
            return _[f"chain_{level}"].isin(rows.chain)
        return functools.reduce(operator.or_, (_[f"chain_{level}"].isin(rows.chain) for level in LEVELS))

    def _sailing(self, key: str) -> ibis.Deferred:
        """Whether the chain of an event has a maritime leg whose lane sails between two points of the network."""
        way = way_of(key)
        if way is None:
            return ibis.literal(False)
        level, first, last = way
        lanes = self.data.sea_lanes(level)
        pairs = lanes.pairs_on(lanes.stretches_with(first, last))
        leg = self.data.table("chain_leg").filter(_.level.cast("string") == level, _.mode.cast("string") == "maritime")
        rows = leg.filter((_.origin + ">" + _.target).isin(pairs or [""]))
        return _[f"chain_{level}"].isin(rows.chain)

    def _backing(self, event: ibis.Table, corridor: str) -> ibis.Table:
        """The events that support what is said of a corridor (see core.corridors)."""
        every = self._answers.table("corridor")
        row = every[every["corridor_id"] == corridor]
        if row.empty:
            return event.filter(ibis.literal(False))
        claim = corridors.claim_of(row.iloc[0])
        chains = self.data.run("SELECT DISTINCT route_chain FROM event WHERE route_chain IS NOT NULL")["route_chain"]
        supporting = [chain for chain in chains if corridors.supports(routes.parts_of(chain)[0], claim.countries)]
        mode = _.mode.cast("string").isin(claim.modes)
        return event.filter(_.route_chain.isin(supporting), mode, _.year.between(claim.first, claim.last))

    def _within(self, event: ibis.Table, window: Window) -> ibis.Table:
        """The events of a window (see core.selection.Window)."""
        narrowed = self.clicked(event, window.inner).filter(*is_whole_in(window.period))
        return narrowed if window.floor_kg is None else narrowed.filter(_.kg.isnull() | (_.kg >= window.floor_kg))

    def sql(self, filters: Filters, selection: str | None = None) -> str:
        """The selected events as SQL, compiled once per filter."""

        def make() -> str:
            return self.data.sql(self.selected(filters, selection))

        return str(self._answers.cached("sql", make, filters.to_query(), selection))

    def ask(
        self,
        name: str,
        question: Callable[[ibis.Table], ibis.Table],
        filters: Filters,
        *key: Any,
        selection: str | None = None,
    ) -> pd.DataFrame:
        """The answer to a question about the selected events; ``key`` holds the question's own values."""

        def make() -> pd.DataFrame:
            asked, selected = "|".join([name, *map(str, key)]), self.sql(filters, selection)
            counts = name in COUNTING_QUESTIONS
            return compact_frame(self.data.ask(asked, lambda: question(self.data.selected), selected, counts=counts))

        answer: pd.DataFrame = self._answers.cached(name, make, filters.to_query(), selection, *key)
        return answer
