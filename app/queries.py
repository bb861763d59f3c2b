"""The memoised facade: function(filters, ...) -> small frame. Nothing else asks the store for events.

Keys are the filter's one text form plus the dataset's version, so they survive a restart and never hold a
frame or a set. Frames are cached, never nested dicts (measured: ten times dearer).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ibis
import pandas as pd
from flask_caching import Cache
from ibis import _

from app.core import clusters, flows, summaries
from app.core.filters import Filters
from app.core.flows import Scale
from app.core.view import View
from app.dataset import Dataset

LIST_COLUMNS = ["event_id", "date", "date_precision", "seizure", "place", "precision", "node", "departure", "destination",
                "mode", "submode", "form", "kg", "kg_min", "kg_max", "confidence", "title", "publisher"]
SORTABLE = frozenset(LIST_COLUMNS)


class Queries:
    """Questions about one dataset. Each answer is a frame of bounded size."""

    def __init__(self, dataset: Dataset, cache: Cache) -> None:
        self.data = dataset
        self._cache = cache

    def _kept(self, name: str, make: Callable[[], Any], *key: Any) -> Any:
        """The cached answer for a name and plain values, made when it is not there."""
        text = "|".join([self.data.version, name, *map(str, key)])
        found = self._cache.get(text)
        if found is None:
            found = make()
            self._cache.set(text, found)
        return found

    def selected(self, filters: Filters, selection: str | None = None) -> ibis.Table:
        """The events that count, filtered; ``selection`` narrows them to what was clicked."""
        event = self.data.table("event").filter(_.record_type == "event", *filters.where())
        return self._clicked(event, selection) if selection else event

    def _clicked(self, event: ibis.Table, selection: str) -> ibis.Table:
        kind, _sep, key = selection.partition(":")
        if kind == "flow":
            return event.semi_join(self.data.table("leg").filter(_.key == key), "event_id")
        if kind == "node":
            return event.semi_join(self.data.table("role").filter(_.node == key), "event_id")
        if kind == "month":
            undated = key.endswith("-??")
            return event.filter(_.month.isnull(), _.year == int(key[:4])) if undated else event.filter(_.month == key)
        cell = clusters.Cell.parse(key) if kind == "cell" else None
        return event.filter(cell.where()) if cell else event

    def totals(self, filters: Filters, selection: str | None = None) -> pd.Series:
        """Events, kg, events with stated weight, median, largest, first and last date (see core.summaries)."""
        def make() -> pd.DataFrame:
            return self.data.frame(summaries.totals(self.selected(filters, selection)))
        return self._kept("totals", make, filters.to_query(), selection).iloc[0]

    def facets(self, filters: Filters) -> pd.DataFrame:
        """(facet, value, n): each facet counted with every filter but its own."""
        return self._kept("facets", lambda: self.data.frame(self._facet_union(filters)), filters.to_query())

    def _facet_union(self, filters: Filters) -> ibis.Table:
        """Facets that are not filtered share one count; each filtered one is counted without itself."""
        active = {f.name for f in filters.active()}
        own = {f: summaries.FACET_FIELDS.get(f, (f,)) for f in (*summaries.COLUMN_FACETS, "transit", "country")}
        groups: dict[tuple[str, ...], list[str]] = {}
        for facet, names in own.items():
            groups.setdefault(names if active & set(names) else (), []).append(facet)
        parts = [p for names, facets in groups.items()
                 for p in self._facet_parts(self.selected(filters.cleared(*names)), facets)]
        return ibis.union(*[p.select("facet", "value", "n") for p in parts]) if len(parts) > 1 else parts[0]

    def _facet_parts(self, event: ibis.Table, facets: list[str]) -> list[ibis.Table]:
        columns = [f for f in facets if f in summaries.COLUMN_FACETS]
        parts = [summaries.column_counts(event, columns)] if columns else []
        if "transit" in facets:
            parts.append(summaries.transit_counts(event, self.data.table("role")))
        if "country" in facets:
            parts.append(summaries.country_counts(event, self.data.table("event_country")))
        return parts

    def months(self, filters: Filters) -> pd.DataFrame:
        """(month, year, mode, n, kg) with every filter but time, so that the brush keeps its surroundings."""
        return self._kept("months", lambda: self.data.frame(
            summaries.months(self.selected(filters.cleared("from", "to")))), filters.to_query())

    def flows(self, filters: Filters, level: str) -> pd.DataFrame:
        """Every flow of a level (see core.flows.add_up)."""
        def make() -> pd.DataFrame:
            found = flows.add_up(self.data.table("leg"), self.selected(filters), level)
            return self.data.frame(found.mutate(mode=_.mode.cast("string"), line=_.line.cast("string")))
        return self._kept("flows", make, filters.to_query(), level)

    def top_flows(self, filters: Filters, view: View) -> pd.DataFrame:
        """The ``view.top`` largest flows by the view's metric, with their slots side by side."""
        top = flows.ranked(self.flows(filters, view.level), view.metric).head(view.top)
        return top.assign(slot=flows.slots(top))

    def coverage(self, filters: Filters, view: View) -> pd.Series:
        """``all`` and ``shown``: events with a leg at this level, and those with one among the drawn flows."""
        def make() -> pd.DataFrame:
            keys = self.top_flows(filters, view)["key"].tolist()
            found = flows.covered(self.data.table("leg"), self.selected(filters), view.level, keys)
            return self.data.frame(found)
        return self._kept("coverage", make, filters.to_query(), view.level, view.metric, view.top).iloc[0]

    def scale(self, filters: Filters, view: View) -> Scale:
        """Width scale: of the unfiltered data when locked, so that a filter never changes what a width means."""
        basis = Filters() if view.scale == "locked" else filters
        return flows.scale_of(self.flows(basis, view.level)[view.metric], view.scale == "locked")

    def roles(self, filters: Filters, level: str) -> pd.DataFrame:
        """(node, role, n)."""
        def make() -> pd.DataFrame:
            return self.data.frame(summaries.role_counts(self.data.table("role"), self.selected(filters), level).mutate(
                role=_.role.cast("string")))
        return self._kept("roles", make, filters.to_query(), level)

    def clusters(self, filters: Filters, zoom: int, box: tuple[float, float, float, float]) -> pd.DataFrame:
        """Cells of one viewport (see core.clusters.group)."""
        def make() -> pd.DataFrame:
            return self.data.frame(clusters.group(self.selected(filters), zoom, box))
        return self._kept("clusters", make, filters.to_query(), zoom, *(f"{v:.5f}" for v in box))

    def events(self, filters: Filters, selection: str | None, sort: list[tuple[str, bool]], start: int,
               stop: int) -> pd.DataFrame:
        """One page of the list. ``sort`` is (column, descending); unknown columns are ignored."""
        order = [_[c].desc(nulls_first=False) if down else _[c].asc() for c, down in sort if c in SORTABLE]
        order = order or [_.date.desc(nulls_first=False)]
        found = self.selected(filters, selection).order_by([*order, _.event_id]).select(LIST_COLUMNS)
        return self.data.frame(found.limit(max(0, stop - start), offset=start))

    def export(self, filters: Filters, selection: str | None = None) -> pd.DataFrame:
        """Every selected event with all its columns, by id."""
        return self.data.frame(self.selected(filters, selection).order_by("event_id"))

    def event(self, event_id: str) -> pd.Series | None:
        """One record by its id (aggregates too), or None."""
        found = self.data.frame(self.data.table("event").filter(_.event_id == event_id))
        return None if found.empty else found.iloc[0]

    def reports(self, event_id: str) -> pd.DataFrame:
        """Every report of an event, the main one first."""
        return self.data.frame(self.data.table("report").filter(_.event_id == event_id).order_by(_.main.desc()))

    def chain(self, event_id: str, level: str) -> pd.DataFrame:
        """The legs of one event in order."""
        kept = self.data.table("leg").filter(_.event_id == event_id, _.level == level).order_by(_.seq)
        return self.data.frame(kept.mutate(mode=_.mode.cast("string"), line=_.line.cast("string")))

    def neighbours(self, filters: Filters, selection: str | None, event_id: str) -> tuple[str | None, str | None]:
        """Ids before and after an event in the list's first order (newest first)."""
        ids = self._kept("order", lambda: self.data.frame(self.selected(filters, selection).order_by(
            [_.date.desc(), _.event_id]).select("event_id")), filters.to_query(), selection)["event_id"].tolist()
        if event_id not in ids:
            return None, None
        at = ids.index(event_id)
        return (ids[at - 1] if at else None), (ids[at + 1] if at + 1 < len(ids) else None)

    def paths(self, keys: list[str]) -> dict[str, str]:
        """Path JSON by ``origin>target|mode``."""
        path = self.data.table("path").mutate(id=_.origin + ">" + _.target + "|" + _.mode.cast("string"))
        found = self.data.frame(path.filter(_.id.isin(keys)).select("id", "points"))
        return dict(zip(found["id"], found["points"], strict=True))

    def whole(self, table: str) -> pd.DataFrame:
        """A small table as it is: corridor, statistic, unresolved."""
        return self._kept("whole", lambda: self.data.frame(self.data.table(table)), table)

    def aggregates(self) -> pd.DataFrame:
        """Records that sum several seizures: kept and listed, never counted or drawn."""
        return self._kept("aggregates", lambda: self.data.frame(
            self.data.table("event").filter(_.record_type == "aggregate")))
