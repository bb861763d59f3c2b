"""Routes of two windows side by side: counts by the engine, tiers by core.newness."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd

from app.core import dates, newness
from app.core.filters import Filters
from app.core.lazy_ibis import _, ibis
from app.core.newness import Chance
from app.core.study import Study
from app.core.text import map_distinct, map_distinct_to_columns
from app.core.view import View
from app.core.windows import Windows, index_of
from app.queries._answer_cache import compact_frame
from app.queries._event_store import EventStore
from app.queries._reporting import Reporting


class RouteBoard:
    """The route board of a filter. Its windows stand in place of the filter's own period."""

    def __init__(self, store: EventStore, reporting: Reporting) -> None:
        self._store, self._reporting = store, reporting

    def study(self, filters: Filters, view: View) -> Study | None:
        """The study of a view: up to its month, else to the filter's last, else to the last month with an event."""
        last = view.asof or (filters.until or "")[:7]
        if len(last) != 7:
            ended = filters.cleared("from", *(() if filters.until else ("to",)))
            last = self._store.engine.ask("last_month", lambda event: event.aggregate(last=_.month.max()), ended)[
                "last"
            ].iloc[0]
        return Study.from_view(view, str(last)) if isinstance(last, str) else None

    def board(self, filters: Filters, study: Study) -> pd.DataFrame:
        """A row for each route (see core.newness.board), with its weights, dates and reporting countries."""
        whole = filters.cleared("from", "to")

        def make() -> pd.DataFrame:
            routes = self._store.engine.ask("counts", lambda event: counts_of(event, study), whole, study.key)
            if routes.empty:
                return routes.assign(tier=[], route=[])
            named = self._store.engine.ask("reporters", lambda event: reporters_of(event, study), whole, study.key)
            reported = routes.merge(named, on="route", how="left")
            counts = reported.join(reporting(reported["reporters"], self._covered(whole, study)))
            return compact_frame(newness.board(spans(counts, study.windows), study.thresholds))

        board: pd.DataFrame = self._store.answers.cached("board", make, whole.to_query(), study.key)
        return board

    def ranked_board(self, filters: Filters, view: View) -> pd.DataFrame:
        """The board of a view in its order, with the tiers that are asked for."""
        study = self.study(filters, view)
        if study is None:
            return pd.DataFrame(columns=["route", "tier"])
        board = self.board(filters, study)
        shown = board[board["tier"].isin(view.tier)] if view.tier else board
        return newness.ranked(shown, view.rank)

    def chance(self, filters: Filters, study: Study) -> Chance:
        """What chance foretells of the recent seizures on routes that the baseline does not have."""
        return newness.chance(self.board(filters, study))

    def reopened(self, filters: Filters, study: Study) -> tuple[int, float]:
        """How many routes are seen again after the silence of the study, and how many of them chance alone would make
        (core.newness.reopened_by_chance); nan where the data or the baseline are too short to say."""
        board, first = self.board(filters, study), self.coverage_of_windows(filters, study)["first"]
        seen = int((board["tier"] == "reopened").sum())
        if not isinstance(first, str) or study.baseline < study.dormant:
            return seen, float("nan")
        months = index_of(study.windows.recent_last) - index_of(first) + 1
        return seen, newness.reopened_by_chance(board, months, study.recent, study.dormant)

    def coverage_of_windows(self, filters: Filters, study: Study) -> pd.Series:
        """How much the windows say: for ``recent`` and ``baseline`` their events and (``_routed``) those with a route;
        ``copies``, events of both with a route that equal an earlier one of their dataset, which makes routes and their
        rises look stronger; ``undated``, events with a route that are known only by a year which the recent window
        holds in part: they stand in neither; ``first``, the first month with an event."""

        def question(event: ibis.Table) -> ibis.Table:
            w, routed = study.windows, _[column_of(study)].notnull()
            recent, before = within(w, "recent"), within(w, "baseline")
            cut = (_.day_to >= starts(w.recent_first)) & (_.day_from <= ends(w.recent_last)) & ~recent
            return above_floor(event, study).aggregate(
                recent=recent.sum(), recent_routed=(recent & routed).sum(), baseline=before.sum(),
                baseline_routed=(before & routed).sum(), copies=((recent | before) & routed & _.copy).sum(),
                undated=(_.month.isnull() & routed & cut).sum(), first=_.month.min(),
            )  # fmt: skip

        sums = self._store.engine.ask("told", question, filters.cleared("from", "to"), study.key)
        return sums.fillna({name: 0 for name in sums.columns if name != "first"}).iloc[0]

    def route_months(self, filters: Filters, study: Study) -> pd.DataFrame:
        """(route, month, n, kg) of both windows."""

        def question(event: ibis.Table) -> ibis.Table:
            w = study.windows
            events = with_route(event, study).filter(_.month >= w.baseline_first, _.month <= w.recent_last)
            return events.group_by(["route", "month"]).aggregate(n=_.count(), kg=_.kg.sum())

        return self._store.engine.ask("route_months", question, filters.cleared("from", "to"), study.key)

    def _covered(self, filters: Filters, study: Study) -> pd.DataFrame:
        """By reporting country: all its seizures in each window, and the covered months of each as a set."""
        w = study.windows
        reporters = self._store.engine.ask("windows", lambda event: windows_of(event, study), filters, study.key).copy()
        states = self._reporting.reported(filters, w.baseline_first, w.recent_last)
        exposed = {code: frozenset(row.index[row != "not"]) for code, row in states.iterrows()}
        for which in ("recent", "baseline"):
            window = frozenset(w.months(which))
            reporters[which] = reporters["seizure"].map(
                lambda code, window=window: exposed.get(code, frozenset()) & window
            )
        return reporters


def above_floor(event: ibis.Table, study: Study) -> ibis.Table:
    """Events without those under the floor; a weight that is not stated is not under it."""
    return event.filter(_.kg.isnull() | (_.kg >= study.floor_kg))


def with_route(event: ibis.Table, study: Study) -> ibis.Table:
    """Events with a route up to the end of the recent window. ``ended`` is the month of an event, or the last one of
    its year where no month is known."""
    ended = _.month.coalesce(_.year.cast("string") + "-12")
    events = above_floor(event, study).mutate(route=_[column_of(study)], ended=ended)
    events = events.filter(_.route.notnull(), _.day_to <= ends(study.windows.recent_last))
    return events.select("route", "month", "ended", "day_from", "day_to", "date", "kg", "seizure")


def counts_of(event: ibis.Table, study: Study) -> ibis.Table:
    """A row for each route: its seizures, weights and dates in each window."""
    w = study.windows
    recent, before = within(w, "recent"), within(w, "baseline")
    return (
        with_route(event, study)
        .group_by("route")
        .aggregate(
            recent=counted(study, recent),
            baseline=counted(study, before),
            before=counted(study, (_.day_to < starts(w.recent_first)) & ~before),
            seizures_recent=recent.sum(),
            seizures_baseline=before.sum(),
            seizures_before=((_.day_to < starts(w.recent_first)) & ~before).sum(),
            days=_.date.nunique(where=recent),
            kg_recent=_.kg.sum(where=recent),
            kg_baseline=_.kg.sum(where=before),
            median_recent=_.kg.median(where=recent),
            largest_recent=_.kg.max(where=recent),
            unweighed=(recent & _.kg.isnull()).sum(),
            first=_.date.min(),
            last=_.date.max(),
            last_month=_.ended.max(),
            first_recent=_.ended.min(where=recent),
            last_before=_.ended.max(where=_.ended < w.recent_first),
        )
    )


def reporters_of(event: ibis.Table, study: Study) -> ibis.Table:
    """(route, reporters): the countries that seized on a route up to the end of the recent window, most first."""
    sizes = with_route(event, study).group_by(["route", "seizure"]).aggregate(n=_.count())
    named = _.seizure.cast("string").group_concat(";", order_by=[_.n.desc(), _.seizure])
    return sizes.group_by("route").aggregate(reporters=named)


def windows_of(event: ibis.Table, study: Study) -> ibis.Table:
    """(seizure, all_recent, all_baseline): every seizure of a reporting country in each window, with a route or not."""
    w = study.windows
    events = above_floor(event, study).filter(_.day_to <= ends(w.recent_last))
    if study.evidence == "days":
        # An event without a route stands for itself: it is no part of any route's day.
        events = events.mutate(once=_[column_of(study)].coalesce(_.event_id) + _.date)
    return events.group_by("seizure").aggregate(
        all_recent=counted(study, within(w, "recent"), "once"),
        all_baseline=counted(study, within(w, "baseline"), "once"),
    )


def column_of(study: Study) -> str:
    """The column of the events that holds their route in the study's unit."""
    return f"route_{study.unit}"


def counted(study: Study, where: Any, once: str = "date") -> Any:
    """How many seizures, or how many different days of a route, lie in a window."""
    return _[once].nunique(where=where) if study.evidence == "days" else where.sum()


def within(windows: Windows, which: str) -> Any:
    """Whether a window holds an event whole: one known only by its year lies in a window that has all of that year."""
    return (_.day_from >= starts(getattr(windows, f"{which}_first"))) & (
        _.day_to <= ends(getattr(windows, f"{which}_last"))
    )


def starts(month: str) -> dt.date:
    """The first day of a month."""
    return dates.day_range(month)[0]


def ends(month: str) -> dt.date:
    """The last day of a month."""
    return dates.day_range(month)[1]


NAMES = ["all_recent", "all_baseline", "exposure_recent", "exposure_baseline"]


def reporting(reporters: pd.Series, by_country: pd.DataFrame) -> pd.DataFrame:
    """For each route by its reporting countries: all their seizures in each window, and the months that any of them
    covered."""
    of = by_country.set_index("seizure").to_dict("index")
    return map_distinct_to_columns(reporters, lambda codes: together([of[code] for code in codes.split(";")]), NAMES)


def together(countries: list[dict[str, Any]]) -> tuple[int, int, int, int]:
    """All seizures of some countries in each window, and the months that any of them covered."""
    months = (len(frozenset().union(*(h[which] for h in countries))) for which in ("recent", "baseline"))
    return sum(h["all_recent"] for h in countries), sum(h["all_baseline"] for h in countries), *months


def number_of(month: Any) -> float:
    """A month as a number; nan for none."""
    return index_of(month) if isinstance(month, str) else float("nan")


def spans(counts: pd.DataFrame, windows: Windows) -> pd.DataFrame:
    """Adds ``since`` and ``quiet`` (see core.newness.COUNTS), in months."""
    end = index_of(windows.recent_last)
    number = {name: map_distinct(counts[name], number_of) for name in ("last_month", "first_recent", "last_before")}
    return counts.assign(
        since=end - number["last_month"], quiet=(number["first_recent"] - number["last_before"]).astype(float)
    )
