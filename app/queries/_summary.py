"""Counts of the selected events: totals, facets, months, roles, clusters."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pandas as pd

from app.core import clusters, counts, summaries
from app.core.column_store import ColumnStore, Rows
from app.core.filters import Filters
from app.core.modes import FORMS
from app.queries._event_store import EventStore

#: (facet, value) -> events; what is not stated is None.
Facets = dict[tuple[str, str | None], int]
#: The events that count where nothing is asked for (queries._event_store.COUNTED_ROWS, core.filters.WITHOUT_LEAF).
STORED = "SELECT count(*) AS n FROM event WHERE record_type = 'event' AND form::VARCHAR <> 'leaf'"


class Summary:
    """Counts of the events that a filter leaves."""

    def __init__(self, store: EventStore) -> None:
        self._store = store

    def totals(self, filters: Filters, selection: str | None = None) -> pd.Series:
        """Events, kg, events with stated weight, median, largest, first and last date (see core.counts)."""
        totals: pd.Series = self._store.cached_count("totals", counts.totals, filters, selection)
        return totals

    def count(self, filters: Filters) -> int:
        """How many events: all that the map needs of the totals."""
        return len(self._store.rows(filters))

    def undecided(self, filters: Filters, selection: str | None = None) -> int:
        """Events of every other filter that may belong to its area, but are known only by a country or region of which
        a part lies beside it: they are left out."""
        if not filters.area:
            return 0
        may = self._store.engine.areas.undecided(filters.area)
        return int(may[self._store.rows(filters.cleared("area"), selection)].sum())

    def indicative(self, filters: Filters, selection: str | None = None) -> int:
        """Events of a drawn area that lie in it by a position at sea that is only indicative."""
        if not filters.area:
            return 0
        rough = self._store.engine.areas.indicative(filters.area)
        return int(rough[self._store.rows(filters, selection)].sum())

    def in_polygons(self, filters: Filters, overlay: str) -> list[int]:
        """Events seized in each polygon of an overlay."""
        return self._store.engine.areas.in_polygons(overlay, self._store.rows(filters))

    def stored_events(self) -> int:
        """How many events the store has, asked of it anew: whoever asks wants to know whether it answers."""
        return int(self._store.data.run(STORED)["n"].iloc[0])

    def facets(self, filters: Filters, names: Iterable[str] = summaries.FACETS) -> Facets:
        """Events by facet and value: each facet counted with every filter but its own; what is not stated is None."""
        every = ((name, self._facet(self._without(filters, name), name)) for name in names)
        return {(name, value): n for name, counts in every for value, n in counts}

    def _facet(self, filters: Filters, name: str) -> list[tuple[str | None, int]]:
        def count(columns: ColumnStore, rows: Rows) -> list[tuple[str | None, int]]:
            if name in summaries.SEVERAL_FACETS:
                return counts.several(columns, rows, name)
            chained = name in summaries.CHAIN_FACETS
            n = self._store.per_chain(filters, "country") if chained else self._store.per_kind(filters)
            return counts.facet(columns, n, name)

        values: list[tuple[str | None, int]] = self._store.cached_count(f"facet {name}", count, filters)
        return values

    @staticmethod
    def _without(filters: Filters, facet: str) -> Filters:
        """The filter that a facet is counted under. That of the drug form shows coca leaf, which is left out else."""
        if facet == "form":
            return replace(filters, form=FORMS)
        return filters.cleared(*summaries.FACET_FIELDS.get(facet, (facet,)))

    def months(self, filters: Filters, selection: str | None = None) -> pd.DataFrame:
        """(tick, month, year, mode, n, kg, kg_known) with every filter but time: the brush keeps its surroundings."""
        undated = filters.cleared("from", "to")
        months: pd.DataFrame = self._store.cached_count("months", counts.months, undated, selection)
        return months

    def roles(self, filters: Filters, level: str) -> pd.DataFrame:
        """(node, role, n)."""

        def count(columns: ColumnStore, _rows: Rows) -> pd.DataFrame:
            return counts.role_counts(columns, self._store.per_chain(filters, level), level)

        roles: pd.DataFrame = self._store.cached_count(f"roles {level}", count, filters)
        return roles

    def named_places(self, filters: Filters) -> pd.Series:
        """Events by place in any role, the most first; countries of which no place is named are not among them."""

        def count(columns: ColumnStore, _rows: Rows) -> pd.Series:
            named = counts.node_counts(columns, self._store.per_chain(filters, "place"), "place")
            return named[named.index.str.contains(":")]

        places: pd.Series = self._store.cached_count("named places", count, filters)
        return places

    def clusters(self, filters: Filters, zoom: int, box: tuple[float, float, float, float]) -> dict[str, list[Any]]:
        """Cells of one viewport as columns (see core.clusters.group), with the id of a single event (``event_id``) and
        the name of the first one's place."""
        spots = clusters.Spots.from_columns(self._store.columns)
        met: clusters.SpotCounts = self._store.cached_count("spots", clusters.SpotCounts.from_rows, filters)
        cells = clusters.group(spots, met.within(spots, clusters.spans_of(box)), zoom)
        names, ids, rows = [*self._store.columns.categories("place"), None], self._store.columns.ids, cells.pop("row")
        return {
            **cells,
            "place": [names[number] for number in cells["place"]],
            "event_id": [ids.at((row,))[0] if n == 1 else None for row, n in zip(rows, cells["n"], strict=True)],
        }

    def named_countries(self, filters: Filters) -> pd.Series:
        """Events by country in any role, the most first."""
        countries = self._facet(filters.cleared("country"), "country")
        return pd.Series(dict(sorted(countries, key=lambda item: (-item[1], item[0]))), dtype="int64")
