"""Flows of two periods under one filter."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from app.core import dates, periods
from app.core.filters import Filters
from app.core.lazy_ibis import _, ibis
from app.core.periods import Period
from app.core.view import View
from app.queries._engine_queries import is_whole_in
from app.queries._event_store import EventStore
from app.queries._route_board import RouteBoard


class Comparison:
    """What was reported along each flow in two periods; they stand in place of the filter's own."""

    def __init__(self, store: EventStore, routes: RouteBoard) -> None:
        self._store, self._routes = store, routes

    def periods(self, filters: Filters, view: View) -> tuple[Period, Period] | None:
        """The two periods of a view: those it names, else as much before a month as from it on, else the last twelve
        months with an event against the twelve before."""
        study = self._routes.study(filters, view)
        if study is None:
            return None
        split = view.split if view.split and view.split <= study.last else None
        a, b = periods.periods_around(split, study.last) if split else periods.last_year(study.last)
        return Period.parse(view.a or "") or a, Period.parse(view.b or "") or b

    def period_flows(self, filters: Filters, period: Period, level: str) -> pd.DataFrame:
        """(origin, target, mode, events, kg, median) of the events that a period holds whole."""
        within = replace(filters, since=None, until=None)
        events = self._store.engine.selected(within).filter(*is_whole_in(period))
        legs = self._store.data.table("chain_leg").filter(_.level == level).select("chain", *periods.PARTS).distinct()
        met = events.select("kg", chain=_[f"chain_{level}"]).inner_join(legs, "chain")
        sums = met.group_by([*periods.PARTS]).aggregate(events=_.count(), kg=_.kg.sum(), median=_.kg.median())
        frame: pd.DataFrame = self._store.answers.cached(
            "period", lambda: self._store.data.frame(sums), within.to_query(), period.text, level
        )
        return frame

    def period_totals(self, filters: Filters, period: Period) -> pd.Series:
        """``n``, ``kg``, ``median`` and ``unweighed`` of the events that a period holds whole."""
        within = replace(filters, since=None, until=None)
        events = self._store.engine.selected(within).filter(*is_whole_in(period))
        sums = events.aggregate(n=_.count(), kg=_.kg.sum(), median=_.kg.median(), unweighed=_.kg.isnull().sum())
        frame: pd.DataFrame = self._store.answers.cached(
            "totals_of", lambda: self._store.data.frame(sums), within.to_query(), period.text
        )
        return frame.iloc[0]

    def period_undated(self, filters: Filters, period: Period) -> int:
        """Events that a period touches and does not hold whole, such as those known only by a year: counted in none."""
        within = replace(filters, since=None, until=None)
        first, last = dates.day_range(period.first)[0], dates.day_range(period.last)[1]
        cut = (_.day_from < first) | (_.day_to > last)
        events = self._store.engine.selected(within).filter(_.day_to >= first, _.day_from <= last, cut)
        counts = self._store.answers.cached(
            "undated_of", lambda: self._store.data.frame(events.aggregate(n=_.count())), within.to_query(), period.text
        )
        return int(counts["n"].iloc[0])

    def period_roles(self, filters: Filters, period: Period, level: str, role: str) -> pd.DataFrame:
        """(node, events, kg, median) of the events that a period holds whole, by the nodes that have a role in them."""

        def question(event: ibis.Table) -> ibis.Table:
            named = (
                self._store.data.table("chain_role").filter(_.level == level, _.role == role).select("chain", "node")
            )
            events = event.filter(*is_whole_in(period)).select("kg", chain=_[f"chain_{level}"])
            met = events.inner_join(named, "chain")
            return met.group_by("node").aggregate(events=_.count(), kg=_.kg.sum(), median=_.kg.median())

        return self._store.engine.ask("period_roles", question, filters.cleared("from", "to"), period.text, level, role)

    def moved(self, filters: Filters, view: View) -> pd.DataFrame:
        """What the view compares in both periods: flows, or the nodes of a role."""
        pair = self.periods(filters, view)
        if view.moved == "flows" or pair is None:
            return self.changes(filters, view)
        a, b = (self.period_roles(filters, period, view.level, view.moved) for period in pair)
        return periods.compare(a, b, *pair, parts=["node"])

    def changes(self, filters: Filters, view: View) -> pd.DataFrame:
        """Both periods side by side (see core.periods)."""
        pair = self.periods(filters, view)
        if pair is None:
            return pd.DataFrame(columns=[*periods.PARTS, "change"])
        a, b = pair
        return periods.compare(
            self.period_flows(filters, a, view.level), self.period_flows(filters, b, view.level), a, b
        )
