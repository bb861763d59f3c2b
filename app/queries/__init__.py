"""The memoised facade: function(filters, ...) -> small frame. Nothing else asks the store for events.

Keys are the filter's one text form plus the dataset's version, so they survive a restart and never hold a
frame or a set. Frames are cached, never nested dicts (measured: ten times dearer).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

import pandas as pd
from flask import current_app

from app.core import clusters, country, summaries
from app.core import counts as tally
from app.core.column_store import ColumnStore, Rows
from app.core.filters import Filters
from app.core.lazy_ibis import _, ibis
from app.core.modes import CODED, FORMS
from app.core.view import View
from app.queries._cube import Cubes
from app.stores import StoreUnavailable

LIST_COLUMNS = [
    "event_id",
    "date",
    "date_precision",
    "seizure",
    "place",
    "precision",
    "node",
    "departure",
    "destination",
    "mode",
    "submode",
    "form",
    "kg",
    "kg_min",
    "kg_max",
    "confidence",
    "concealment",
    "agencies",
    "arrests",
    "operation",
    "title",
    "publisher",
]
SORTABLE = frozenset(LIST_COLUMNS)
#: (facet, value) -> events; what is not stated is None.
Facets = dict[tuple[str, str | None], int]
MOST_ROWS = 1000
#: Events of a block of an export.
BLOCK = 20_000
#: The events that count where nothing is asked for (see queries._rows.COUNTING and core.filters.WITHOUT_LEAF).
HELD = "SELECT count(*) AS n FROM event WHERE record_type = 'event' AND form::VARCHAR <> 'leaf'"
EXTENSION = "atlas"
#: Where the cache of a server stands.
ANSWERS = "atlas-answers"


class Queries(Cubes):
    """Questions about one dataset. Each answer is a frame of bounded size."""

    def totals(self, filters: Filters, selection: str | None = None) -> pd.Series:
        """Events, kg, events with stated weight, median, largest, first and last date (see core.tally)."""
        found: pd.Series = self._tallied("totals", tally.totals, filters, selection)
        return found

    def count(self, filters: Filters) -> int:
        """How many events: all that the map needs of the totals."""
        return len(self.rows(filters))

    def stored_events(self) -> int:
        """How many events the store has, asked of it anew: whoever asks wants to know whether it answers."""
        return int(self.data.run(HELD)["n"].iloc[0])

    def facets(self, filters: Filters, names: Iterable[str] = summaries.FACETS) -> Facets:
        """Events by facet and value: each facet counted with every filter but its own; what is not stated is None."""
        every = ((name, self._facet(self._without(filters, name), name)) for name in names)
        return {(name, value): n for name, counts in every for value, n in counts}

    def _facet(self, filters: Filters, name: str) -> list[tuple[str | None, int]]:
        def count(columns: ColumnStore, _rows: Rows) -> list[tuple[str | None, int]]:
            chained = name in summaries.CHAIN_FACETS
            n = self._per_chain(filters, "country") if chained else self._per_kind(filters)
            return tally.facet(columns, n, name)

        found: list[tuple[str | None, int]] = self._tallied(f"facet {name}", count, filters)
        return found

    @staticmethod
    def _without(filters: Filters, facet: str) -> Filters:
        """The filter that a facet is counted under. That of the drug form shows coca leaf, which is left out else."""
        if facet == "form":
            return replace(filters, form=FORMS)
        return filters.cleared(*summaries.FACET_FIELDS.get(facet, (facet,)))

    def months(self, filters: Filters) -> pd.DataFrame:
        """(month, year, mode, n, kg) with every filter but time, so that the brush keeps its surroundings."""
        found: pd.DataFrame = self._tallied("months", tally.months, filters.cleared("from", "to"))
        return found

    def roles(self, filters: Filters, level: str) -> pd.DataFrame:
        """(node, role, n)."""

        def count(columns: ColumnStore, _rows: Rows) -> pd.DataFrame:
            return tally.role_counts(columns, self._per_chain(filters, level), level)

        found: pd.DataFrame = self._tallied(f"roles {level}", count, filters)
        return found

    def clusters(self, filters: Filters, zoom: int, box: tuple[float, float, float, float]) -> dict[str, list[Any]]:
        """Cells of one viewport as columns (see core.clusters.group), with the id of a single event (``event_id``) and
        the name of the first one's place."""
        spots = clusters.Spots.from_columns(self.tally)
        met: clusters.SpotCounts = self._tallied("spots", clusters.SpotCounts.from_rows, filters)
        found = clusters.group(spots, met.within(spots, clusters.spans_of(box)), zoom)
        names, ids, rows = [*self.tally.codes("place"), None], self.tally.ids, found.pop("row")
        return {
            **found,
            "place": [names[number] for number in found["place"]],
            "event_id": [ids.at((row,))[0] if n == 1 else None for row, n in zip(rows, found["n"], strict=True)],
        }

    def events(
        self, filters: Filters, selection: str | None, sort: list[tuple[str, bool]], start: int, stop: int
    ) -> pd.DataFrame:
        """One page of the list. ``sort`` is (column, descending); unknown columns are ignored."""
        order = tuple((c, down) for c, down in sort if c in SORTABLE) or (("date", True),)
        span = (max(0, start), max(0, min(stop - start, MOST_ROWS)))
        (column, down), *more = order
        if not more and column in tally.SORTED:
            rows = self.rows(filters, selection)
            return self.data.at("event", LIST_COLUMNS, tally.page(self.tally, rows, column, down, span[0], sum(span)))

        def question(event: ibis.Table) -> ibis.Table:
            return (
                event.order_by([*self._order(list(order)), _.event_id])
                .select(LIST_COLUMNS)
                .limit(span[1], offset=span[0])
            )

        return self._asked("events", question, filters, order, span, selection=selection)

    def export(self, filters: Filters, selection: str | None = None) -> pd.DataFrame:
        """Every selected event with all its columns, by id."""
        return self.data.frame(self.selected(filters, selection).order_by("event_id"))

    def event_blocks(self, filters: Filters, selection: str | None, columns: list[str]) -> Iterator[pd.DataFrame]:
        """The selected events by id, so many at a time that a million of them need no more memory than some thousand;
        one block at least."""
        event, listed = self._sql(filters, selection), ", ".join(f'"{name}"' for name in columns)
        for first, last in self._spans(filters, selection):
            yield self.data.run(
                f'SELECT {listed} FROM ({event}) AS e WHERE "row" BETWEEN {first} AND {last} ORDER BY "row"'
            )

    def leg_blocks(self, filters: Filters, view: View) -> Iterator[pd.DataFrame]:
        """The legs of the selected events, block by block as ``event_blocks``."""
        for first, last in self._spans(filters, view.sel):
            yield self.legs(filters, view, (first, last))

    def _spans(self, filters: Filters, selection: str | None) -> Iterator[tuple[int, int]]:
        """First and last row of each block of the selected events; rows stand in the order of their ids."""
        rows = self.rows(filters, selection)
        for start in range(0, max(1, len(rows)), BLOCK):
            part = rows[start : start + BLOCK]
            yield (int(part[0]), int(part[-1])) if len(part) else (0, -1)

    def legs(self, filters: Filters, view: View, span: tuple[int, int] | None = None) -> pd.DataFrame:
        """Every leg of the selected events at the view's level, in order, with the event's date and place and the leg's
        illustrative path (``points``, JSON of lon and lat); of the events in a ``span`` of rows where one is given."""
        event = self.selected(filters, view.sel)
        event = event.filter(_.row.between(*span)) if span else event
        held = event.select("event_id", "date", "seizure", "place", "form", "source")
        leg = self.data.table("leg").filter(_.level == view.level).drop("level", "key")
        path = self.data.table("path").mutate(mode=_.mode.cast("string")).select("origin", "target", "mode", "points")
        met = leg.mutate(mode=_.mode.cast("string")).inner_join(held, "event_id")
        found = met.left_join(path, ["origin", "target", "mode"]).drop("origin_right", "target_right", "mode_right")
        return self.data.frame(found.order_by([_.event_id, _.seq]))

    def event(self, event_id: str) -> pd.Series | None:
        """One record by its id (aggregates too), or None."""
        found = self.data.look_up("event", "event_id", event_id)
        return None if found.empty else found.iloc[0]

    def reports(self, event_id: str) -> pd.DataFrame:
        """Every report of an event, the main one first."""
        found = self.data.look_up("report", "event_id", event_id)
        return found.sort_values("main", ascending=False, kind="stable", ignore_index=True)

    def chain(self, event_id: str, level: str) -> pd.DataFrame:
        """The legs of one event in order."""
        found = self.data.look_up("leg", "event_id", event_id)
        return found[found["level"] == level].sort_values("seq", ignore_index=True)

    def neighbours(
        self, filters: Filters, selection: str | None, sort: list[tuple[str, bool]], event_id: str
    ) -> tuple[str | None, str | None]:
        """Ids before and after an event in the list as it is narrowed and ordered."""
        keys = self._order(sort)

        def question(event: ibis.Table) -> ibis.Table:
            window = ibis.window(order_by=[*keys, _.event_id])
            return event.select("event_id", before=_.event_id.lag().over(window), after=_.event_id.lead().over(window))

        name = f"neighbours|{sort}"
        found = self.data.ask(name, lambda: question(self.data.selected), self._sql(filters, selection))
        row = found[found["event_id"] == event_id]
        if row.empty:
            return None, None
        before, after = (None if pd.isna(v) else str(v) for v in row.iloc[0][["before", "after"]])
        return before, after

    @staticmethod
    def _order(sort: list[tuple[str, bool]]) -> list[Any]:
        """Sort keys; codes stand in the order of their meaning, and what is not stated comes last either way."""
        keys = [(_[c].cast("string").cases(*ranks(c)) if c in CODED else _[c], down) for c, down in sort]
        return [key.desc(nulls_first=False) if down else key.asc(nulls_first=False) for key, down in keys]

    def named_countries(self, filters: Filters) -> pd.Series:
        """Events by country in any role, the most first."""
        found = self._facet(filters.cleared("country"), "country")
        return pd.Series(dict(sorted(found, key=lambda held: (-held[1], held[0]))), dtype="int64")

    def naming(self, filters: Filters, code: str) -> pd.DataFrame:
        """The events that name a country in any role, with the columns that core.country reads."""

        def question(event: ibis.Table) -> ibis.Table:
            named = self.data.table("chain_named").filter(_.country == code)
            return event.filter(_.chain_country.isin(named.chain)).select(country.COLUMNS).order_by("event_id")

        found = self._asked("naming", question, replace(filters, less=0), code)
        if not filters.less:
            return found
        # "Without the largest" is here without the country's largest, as a filter on the country would say it.
        heavy = found.dropna(subset="kg").sort_values(["kg", "event_id"], ascending=[False, True]).index[: filters.less]
        return found.drop(heavy)

    def aggregates(self) -> pd.DataFrame:
        """Records that sum several seizures: kept and listed, never counted or drawn."""
        return self._cached(
            "aggregates", lambda: self.data.frame(self.data.table("event").filter(_.record_type == "aggregate"))
        )


def ranks(column: str) -> list[tuple[str, int]]:
    """Each code of a column with its place in their order."""
    return [(code, place) for place, code in enumerate(CODED[column])]


def current() -> Queries:
    """The queries of the app that serves this request (see ``store_watch``). Raises ``StoreUnavailable`` when no
    version is open."""
    found: Queries | None = current_app.extensions[EXTENSION]
    if found is None:
        raise StoreUnavailable("no version is open")
    return found
