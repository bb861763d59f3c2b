"""The selected events themselves: the list, blocks of an export, one record with its reports and legs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pandas as pd

from app.core import country, counts
from app.core.filters import Filters
from app.core.lazy_ibis import _, ibis
from app.core.modes import CODED
from app.core.sheet import COUNTRY, Subject
from app.core.view import View
from app.queries._event_store import EventStore

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
MOST_ROWS = 1000
#: Events of a block of an export.
BLOCK = 20_000


class Events:
    """Rows of the events that a filter leaves, and single records."""

    def __init__(self, store: EventStore) -> None:
        self._store = store

    def page(
        self, filters: Filters, selection: str | None, sort: list[tuple[str, bool]], start: int, stop: int
    ) -> pd.DataFrame:
        """One page of the list. ``sort`` is (column, descending); unknown columns are ignored."""
        order = tuple((c, down) for c, down in sort if c in SORTABLE) or (("date", True),)
        span = (max(0, start), max(0, min(stop - start, MOST_ROWS)))
        (column, down), *more = order
        if not more and column in counts.SORTED:
            rows = self._store.rows(filters, selection)
            return self._store.data.at(
                "event", LIST_COLUMNS, counts.page(self._store.columns, rows, column, down, span[0], sum(span))
            )

        def question(event: ibis.Table) -> ibis.Table:
            return (
                event.order_by([*self._order(list(order)), _.event_id])
                .select(LIST_COLUMNS)
                .limit(span[1], offset=span[0])
            )

        return self._store.engine.ask("events", question, filters, order, span, selection=selection)

    def export(self, filters: Filters, selection: str | None = None) -> pd.DataFrame:
        """Every selected event with all its columns, by id."""
        return self._store.data.frame(self._store.engine.selected(filters, selection).order_by("event_id"))

    def event_blocks(self, filters: Filters, selection: str | None, columns: list[str]) -> Iterator[pd.DataFrame]:
        """The selected events by id, so many at a time that a million of them need no more memory than some thousand;
        one block at least."""
        event, listed = self._store.engine.sql(filters, selection), ", ".join(f'"{name}"' for name in columns)
        for first, last in self._spans(filters, selection):
            yield self._store.data.run(
                f'SELECT {listed} FROM ({event}) AS e WHERE "row" BETWEEN {first} AND {last} ORDER BY "row"'
            )

    def leg_blocks(self, filters: Filters, view: View) -> Iterator[pd.DataFrame]:
        """The legs of the selected events, block by block as ``event_blocks``."""
        for first, last in self._spans(filters, view.sel):
            yield self.legs(filters, view, (first, last))

    def _spans(self, filters: Filters, selection: str | None) -> Iterator[tuple[int, int]]:
        """First and last row of each block of the selected events; rows stand in the order of their ids."""
        rows = self._store.rows(filters, selection)
        for start in range(0, max(1, len(rows)), BLOCK):
            part = rows[start : start + BLOCK]
            yield (int(part[0]), int(part[-1])) if len(part) else (0, -1)

    def legs(self, filters: Filters, view: View, span: tuple[int, int] | None = None) -> pd.DataFrame:
        """Every leg of the selected events at the view's level, in order, with the event's date and place and the leg's
        illustrative path (``points``, JSON of lon and lat); of the events in a ``span`` of rows where one is given."""
        event = self._store.engine.selected(filters, view.sel)
        event = event.filter(_.row.between(*span)) if span else event
        events = event.select("event_id", "date", "seizure", "place", "form", "source")
        leg = self._store.data.table("leg").filter(_.level == view.level).drop("level", "key")
        path = (
            self._store.data.table("path")
            .mutate(mode=_.mode.cast("string"))
            .select("origin", "target", "mode", "points")
        )
        met = leg.mutate(mode=_.mode.cast("string")).inner_join(events, "event_id")
        with_path = met.left_join(path, ["origin", "target", "mode"]).drop("origin_right", "target_right", "mode_right")
        return self._store.data.frame(with_path.order_by([_.event_id, _.seq]))

    def event(self, event_id: str) -> pd.Series | None:
        """One record by its id (aggregates too), or None."""
        records = self._store.data.look_up("event", "event_id", event_id)
        return None if records.empty else records.iloc[0]

    def reports(self, event_id: str) -> pd.DataFrame:
        """Every report of an event, the main one first."""
        reports = self._store.data.look_up("report", "event_id", event_id)
        return reports.sort_values("main", ascending=False, kind="stable", ignore_index=True)

    def chain(self, event_id: str, level: str) -> pd.DataFrame:
        """The legs of one event in order."""
        legs = self._store.data.look_up("leg", "event_id", event_id)
        return legs[legs["level"] == level].sort_values("seq", ignore_index=True)

    def neighbours(
        self, filters: Filters, selection: str | None, sort: list[tuple[str, bool]], event_id: str
    ) -> tuple[str | None, str | None]:
        """Ids before and after an event in the list as it is narrowed and ordered."""
        keys = self._order(sort)

        def question(event: ibis.Table) -> ibis.Table:
            window = ibis.window(order_by=[*keys, _.event_id])
            return event.select("event_id", before=_.event_id.lag().over(window), after=_.event_id.lead().over(window))

        name = f"neighbours|{sort}"
        rows = self._store.data.ask(
            name, lambda: question(self._store.data.selected), self._store.engine.sql(filters, selection)
        )
        row = rows[rows["event_id"] == event_id]
        if row.empty:
            return None, None
        before, after = (None if pd.isna(v) else str(v) for v in row.iloc[0][["before", "after"]])
        return before, after

    @staticmethod
    def _order(sort: list[tuple[str, bool]]) -> list[Any]:
        """Sort keys; codes stand in the order of their meaning, and what is not stated comes last either way."""
        keys = [(_[c].cast("string").cases(*ranks(c)) if c in CODED else _[c], down) for c, down in sort]
        return [key.desc(nulls_first=False) if down else key.asc(nulls_first=False) for key, down in keys]

    def naming(self, filters: Filters, subject: Subject) -> pd.DataFrame:
        """The events that name the subject of a sheet in any role, with the columns that core.country reads. Where a
        place or an area has a role, its key stands in the column of that role; in the others stand countries."""

        def of_country(event: ibis.Table) -> ibis.Table:
            named = self._store.data.table("chain_named").filter(_.country == subject.key)
            return event.filter(_.chain_country.isin(named.chain)).select(country.COLUMNS).order_by("event_id")

        base = replace(subject.without(filters), less=0)
        if subject.kind == COUNTRY:
            events = self._store.engine.ask("naming", of_country, base, subject.key)
        else:
            events = self._with_roles(base, subject)
        if not filters.less:
            return events
        # "Without the largest" is here without the largest of the subject, as a filter on it would say it.
        heavy = (
            events.dropna(subset="kg").sort_values(["kg", "event_id"], ascending=[False, True]).index[: filters.less]
        )
        return events.drop(heavy)

    def _with_roles(self, filters: Filters, subject: Subject) -> pd.DataFrame:
        """The events of a place or an area with its key where it has a role."""

        def question(event: ibis.Table) -> ibis.Table:
            return event.select("row", *country.COLUMNS).order_by("event_id")

        whole, selection = subject.events_behind(filters)
        events = self._store.engine.ask("naming", question, whole, subject.key, selection=selection)
        events = events.astype(dict.fromkeys(ROLE_COLUMN.values(), object))
        for role, column in ROLE_COLUMN.items():
            rows = self._store.rows(replace(filters, **subject.narrowed(role)), subject.selected(role))
            events.loc[events["row"].isin(rows), column] = subject.key
        return events.drop(columns="row")

    def aggregates(self) -> pd.DataFrame:
        """Records that sum several seizures: kept and listed, never counted or drawn."""
        return self._store.answers.cached(
            "aggregates",
            lambda: self._store.data.frame(self._store.data.table("event").filter(_.record_type == "aggregate")),
        )


#: Role -> the column in which the key of a place or an area stands that has it.
ROLE_COLUMN = {"departure": "departure", "transit": "t1", "seizure": "seizure", "destination": "destination"}


def ranks(column: str) -> list[tuple[str, int]]:
    """Each code of a column with its place in their order."""
    return [(code, place) for place, code in enumerate(CODED[column])]
