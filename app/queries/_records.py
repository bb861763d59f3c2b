"""Questions about datasets and single records: what became of rows, what was linked, what is stated."""

from __future__ import annotations

from typing import Any

import pandas as pd

from app.core import published, statistics
from app.core.filters import Filters
from app.core.lazy_ibis import _
from app.queries._answer_cache import compact_frame
from app.queries._event_store import EventStore


class Records:
    """What the store holds besides the counts of events."""

    def __init__(self, store: EventStore) -> None:
        self._store = store

    def repeats(self, filters: Filters) -> pd.Series:
        """``n`` and ``kg`` of the events that a link took out of the counts."""
        if not self._store.data.has_repeats:
            return pd.Series({"n": 0, "kg": 0.0})
        repeats = self._store.data.table("event").filter(_.record_type == "repeat", *self._store.engine.where(filters))

        def make() -> pd.DataFrame:
            return self._store.data.frame(repeats.aggregate(n=_.count(), kg=_.kg.sum().fill_null(0)))

        totals: pd.DataFrame = self._store.answers.cached("repeats", make, filters.to_query())
        return totals.iloc[0]

    def linked(self, event_id: str) -> pd.DataFrame:
        """(kept, other, kind, by, when, kg): what was decided about an event and others."""
        links = self._store.data.table("link")
        return self._store.data.frame(links.filter((_.kept == event_id) | (_.other == event_id)))

    def used(self, filters: Filters) -> list[dict[str, Any]]:
        """The metadata of a filter's datasets; of all, where it names none."""
        return [s for s in self._store.data.about["sources"] if not filters.source or s["id"] in filters.source]

    def titles(self, language: str) -> dict[str, str]:
        """Title of each dataset in a language, where it has one."""
        return {s["id"]: s.get(language, s).get("title", s["title"]) for s in self._store.data.about["sources"]}

    def candidates(self, start: int, stop: int) -> tuple[pd.DataFrame, int]:
        """Pairs that may be one load, the nearest first, and how many there are."""
        every = self._store.answers.table("duplicate").assign(far=lambda pairs: pairs["basis"] == "country")
        every = every.sort_values(["far", "days", "share", "first", "second"], ignore_index=True).drop(columns="far")
        return every.iloc[start:stop], len(every)

    def events_by_id(self, ids: list[str]) -> pd.DataFrame:
        """Some records by their ids."""
        return self._store.data.frame(self._store.data.table("event").filter(_.event_id.isin(ids))).set_index(
            "event_id", drop=False
        )

    def accounts(self) -> pd.DataFrame:
        """(dataset, outcome, rule, n): what became of the rows of every imported file."""
        rows = self._store.data.table("import_row").group_by(["dataset", "outcome", "rule"]).aggregate(n=_.count())
        return self._store.answers.cached(
            "accounts", lambda: self._store.data.frame(rows.order_by([_.dataset, _.n.desc()]))
        )

    def notes(self, dataset: str) -> pd.DataFrame:
        """(sheet, kind, code, values, rows): how an imported file was read, and what to look at in it."""
        doubts = self._store.data.table("doubt")
        return self._store.answers.cached(
            "notes", lambda: self._store.data.frame(doubts.filter(_.dataset == dataset)), dataset
        )

    def account(self, dataset: str) -> pd.DataFrame:
        """What became of every row of an imported file, with its cells as they were received."""
        rows = self._store.data.table("import_row")
        return self._store.data.frame(rows.filter(_.dataset == dataset).order_by([_.sheet, _.row]))

    def figures_by_year(self) -> pd.DataFrame:
        """Stated figures of the imported datasets, each series and form apart (see core.statistics.by_year)."""
        figures = self._store.data.table("statistic").filter(_.series != "stated")

        def make() -> pd.DataFrame:
            frame = self._store.data.frame(figures)
            sums = statistics.by_year(frame)
            again = frame[~frame["counted"]].groupby("series").size()
            titles = {s["id"]: s["title"] for s in self._store.data.about["sources"]}
            named = frame.groupby("series")["source"].first().map(titles)
            return sums.assign(again=sums["series"].map(again).fillna(0).astype(int), title=sums["series"].map(named))

        return self._store.answers.cached("figures", make)

    def stated(self, filters: Filters) -> pd.DataFrame:
        """The stated figures of a filter's datasets; no other filter touches a figure that a source states."""
        figures = self._store.answers.table("statistic")
        return figures[figures["source"].isin(filters.source)] if filters.source else figures

    def annual(self, filters: Filters) -> pd.DataFrame:
        """The stated figures of areas, each once (see core.published.annual), of a filter's datasets."""
        figures: pd.DataFrame = self._store.answers.cached(
            "annual", lambda: compact_frame(published.annual(self.stated(filters))), *filters.source
        )
        return figures

    def received(self, event_id: str) -> pd.Series | None:
        """The row of an imported file that an event was read from, or None for a shipped event."""
        rows = self._store.data.look_up("import_row", "event_id", event_id)
        return None if rows.empty else rows.iloc[0]
