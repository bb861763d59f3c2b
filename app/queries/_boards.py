"""Routes of two windows side by side: counts by the engine, tiers by core.newness."""

from __future__ import annotations

from typing import Any

import ibis
import pandas as pd
from ibis import _

from app.core import newness
from app.core.filters import Filters
from app.core.newness import Chance
from app.core.study import Study
from app.core.view import View
from app.core.windows import Windows, index_of
from app.queries._reporting import Reporting


class Boards(Reporting):
    """The route board of a filter. Its windows stand in place of the filter's own period."""

    def study(self, filters: Filters, view: View) -> Study | None:
        """The study of a view: up to its month, else to the filter's last, else to the last month with an event."""
        last = view.asof or (filters.until or "")[:7]
        if len(last) != 7:
            ended = filters.cleared("from", *(() if filters.until else ("to",)))
            last = self._asked("last_month", lambda event: event.aggregate(last=_.month.max()), ended)["last"].iloc[0]
        return Study.of(view, str(last)) if isinstance(last, str) else None

    def board(self, filters: Filters, study: Study) -> pd.DataFrame:
        """A row for each route (see core.newness.board), with its weights, dates and reporting countries."""
        whole = filters.cleared("from", "to")

        def make() -> pd.DataFrame:
            routes = self.data.frame(self._counts(whole, study))
            if routes.empty:
                return routes.assign(tier=[], route=[])
            reported = self.data.frame(self._reporters(whole, study))
            covered = self._covered(whole, study)
            counts = routes.merge(reporting(reported, covered), on="route", how="left")
            return newness.board(spans(counts, study.windows), study.thresholds)

        found: pd.DataFrame = self._kept("board", make, whole.to_query(), study.key)
        return found

    def ranked_board(self, filters: Filters, view: View) -> pd.DataFrame:
        """The board of a view in its order, with the tiers that are asked for."""
        study = self.study(filters, view)
        if study is None:
            return pd.DataFrame(columns=["route", "tier"])
        found = self.board(filters, study)
        kept = found[found["tier"].isin(view.tier)] if view.tier else found
        return newness.ranked(kept, view.rank)

    def chance(self, filters: Filters, study: Study) -> Chance:
        """What chance foretells of the recent seizures on routes that the baseline does not have."""
        return newness.chance(self.board(filters, study))

    def copies(self, filters: Filters, study: Study) -> int:
        """Events of both windows that equal an earlier one of their dataset in date, place, weight, mode and ends: a
        submission sent twice makes routes and their rises look stronger."""
        w = study.windows
        held = self._weighed(filters.cleared("from", "to"), study)
        held = held.filter(_[column_of(study)].notnull(), _.month >= w.baseline_first, _.month <= w.recent_last)
        alike = ["source", "date", "seizure", "place", "kg", "mode", "form", "departure", "transits", "destination"]
        sizes = held.group_by(alike).aggregate(n=_.count()).aggregate(n=(_.n - 1).sum().fill_null(0))
        found = self._kept("copies", lambda: self.data.frame(sizes), filters.to_query(), study.key)
        return int(found["n"].iloc[0])

    def undated(self, filters: Filters, study: Study) -> int:
        """Events with a route that are known only by their year: they stand in no window."""
        held = self.selected(filters.cleared("from", "to")).filter(_.month.isnull())
        kept = held.filter(_[column_of(study)].notnull()).aggregate(n=_.count())
        found = self._kept("undated", lambda: self.data.frame(kept), filters.to_query(), study.unit)
        return int(found["n"].iloc[0])

    def route_months(self, filters: Filters, study: Study) -> pd.DataFrame:
        """(route, month, n, kg) of both windows."""
        w = study.windows
        held = self._dated(filters.cleared("from", "to"), study).filter(
            _.month >= w.baseline_first, _.month <= w.recent_last
        )
        by_month = held.group_by(["route", "month"]).aggregate(n=_.count(), kg=_.kg.sum())
        found: pd.DataFrame = self._kept(
            "route_months", lambda: self.data.frame(by_month), filters.cleared("from", "to").to_query(), study.key
        )
        return found

    def _weighed(self, filters: Filters, study: Study) -> ibis.Table:
        """Events with a month, without those under the floor; a weight that is not stated is not under it."""
        return self.selected(filters).filter(_.month.notnull(), _.kg.isnull() | (_.kg >= study.floor_kg))

    def _dated(self, filters: Filters, study: Study) -> ibis.Table:
        held = self._weighed(filters, study).mutate(route=_[column_of(study)])
        return held.filter(_.route.notnull()).select("route", "month", "date", "kg", "seizure")

    def _counts(self, filters: Filters, study: Study) -> ibis.Table:
        w = study.windows
        recent, before = within(w, "recent"), within(w, "baseline")
        held = self._dated(filters, study).filter(_.month <= w.recent_last)
        return held.group_by("route").aggregate(
            recent=counted(study, recent),
            baseline=counted(study, before),
            before=counted(study, _.month < w.baseline_first),
            days=_.date.nunique(where=recent),
            kg_recent=_.kg.sum(where=recent),
            kg_baseline=_.kg.sum(where=before),
            median_recent=_.kg.median(where=recent),
            largest_recent=_.kg.max(where=recent),
            unweighed=(recent & _.kg.isnull()).sum(),
            first=_.date.min(),
            last=_.date.max(),
            last_month=_.month.max(),
            first_recent=_.month.min(where=recent),
            last_before=_.month.max(where=_.month < w.recent_first),
        )

    def _reporters(self, filters: Filters, study: Study) -> ibis.Table:
        """(route, seizure): the countries that seized on a route up to the end of the recent window."""
        held = self._dated(filters, study).filter(_.month <= study.windows.recent_last)
        return held.group_by(["route", "seizure"]).aggregate(n=_.count())

    def _covered(self, filters: Filters, study: Study) -> pd.DataFrame:
        """By reporting country: all its seizures in each window, and the covered months of each as a set."""
        w = study.windows
        held = self._weighed(filters, study).filter(_.month <= w.recent_last)
        if study.evidence == "days":
            # An event without a route stands for itself: it is no part of any route's day.
            held = held.mutate(once=_[column_of(study)].coalesce(_.event_id) + _.date)
        totals = held.group_by("seizure").aggregate(
            all_recent=counted(study, within(w, "recent"), "once"),
            all_baseline=counted(study, within(w, "baseline"), "once"),
        )
        found = self.data.frame(totals)
        states = self.reported(filters, w.baseline_first, w.recent_last)
        exposed = {code: frozenset(row.index[row != "not"]) for code, row in states.iterrows()}
        for which in ("recent", "baseline"):
            window = frozenset(w.months(which))
            found[which] = found["seizure"].map(lambda code, window=window: exposed.get(code, frozenset()) & window)
        return found


def column_of(study: Study) -> str:
    """The column of the events that holds their route in the study's unit."""
    return f"route_{study.unit}"


def counted(study: Study, where: Any, once: str = "date") -> Any:
    """How many seizures, or how many different days of a route, lie in a window."""
    return _[once].nunique(where=where) if study.evidence == "days" else where.sum()


def within(windows: Windows, which: str) -> Any:
    """Whether an event's month lies in a window."""
    return _.month.between(getattr(windows, f"{which}_first"), getattr(windows, f"{which}_last"))


def reporting(reported: pd.DataFrame, by_country: pd.DataFrame) -> pd.DataFrame:
    """By route: its reporting countries, all their seizures in each window, and the months that any of them covered."""
    of = by_country.set_index("seizure").to_dict("index")
    held: dict[str, list[str]] = {}
    ordered = reported.sort_values(["n", "seizure"], ascending=[False, True])
    for route, seizure in zip(ordered["route"], ordered["seizure"].astype(object), strict=True):
        held.setdefault(route, []).append(seizure)
    rows = [(route, *together([of[code] for code in codes]), ";".join(codes)) for route, codes in held.items()]
    names = ["all_recent", "all_baseline", "exposure_recent", "exposure_baseline"]
    return pd.DataFrame(rows, columns=["route", *names, "reporters"])


def together(held: list[dict[str, Any]]) -> tuple[int, int, int, int]:
    """All seizures of some countries in each window, and the months that any of them covered."""
    months = (len(frozenset().union(*(h[which] for h in held))) for which in ("recent", "baseline"))
    return sum(h["all_recent"] for h in held), sum(h["all_baseline"] for h in held), *months


def spans(counts: pd.DataFrame, windows: Windows) -> pd.DataFrame:
    """Adds ``since`` and ``quiet`` (see core.newness.COUNTS), in months."""
    end = index_of(windows.recent_last)
    number = {
        name: counts[name].map(index_of, na_action="ignore") for name in ("last_month", "first_recent", "last_before")
    }
    return counts.assign(
        since=end - number["last_month"], quiet=(number["first_recent"] - number["last_before"]).astype(float)
    )
