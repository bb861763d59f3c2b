"""Rankings of countries and places by role, and who stands between others."""

from __future__ import annotations

import pandas as pd

from app.core import flows, network, robust
from app.core.filters import Filters
from app.core.lazy_ibis import _, ibis
from app.core.view import View
from app.queries._event_store import EventStore


class Ranking:
    """What a ranking stands on."""

    def __init__(self, store: EventStore) -> None:
        self._store = store

    def ranking(self, filters: Filters, view: View) -> pd.DataFrame:
        """Nodes of a level by the measures of core.robust, for the role that the view ranks; ``low``, ``high`` and
        ``first`` are their places by number under resampling (core.robust.places_by_chance). A country seizes where its
        authorities do, ``at_sea`` of them at sea; a place or a region is where it lies."""
        big = self.largest(filters, view)["event_id"].tolist()

        def make() -> pd.DataFrame:
            event = self._events(filters, view)
            events = (
                event.mutate(node=_.seizure.cast("string"))
                if view.by_authority
                else event.inner_join(self._named(view).select("chain", "node"), "chain")
            )
            rest = _.event_id.notin(big) if big else _.event_id.notnull()
            return self._store.data.frame(
                events.group_by(key=_.node).aggregate(
                    events=_.count(),
                    kg=_.kg.sum(),
                    median=_.kg.median(),
                    weighed=_.kg.count(),
                    events_less=rest.sum(),
                    kg_less=_.kg.sum(where=rest),
                    graded=(_.confidence.cast("string") == "high").sum(),
                    at_sea=(_.precision.cast("string") == "sea").sum(),
                )
            )

        table: pd.DataFrame = self._store.answers.cached("ranking", make, filters.to_query(), view.level, view.of)
        # Drawn in the order of the keys: that of an engine is its own.
        table = table.sort_values("key", ignore_index=True)
        drawn = robust.places_by_chance(table["events"].to_numpy())
        return robust.ranking(pd.concat([table, drawn], axis=1), view.by)

    def _named(self, view: View) -> ibis.Table:
        """The nodes that chains of a level name in the role that the view ranks."""
        return self._store.data.table("chain_role").filter(_.level == view.level, _.role == view.of)

    def _events(self, filters: Filters, view: View) -> ibis.Table:
        """The selected events with their chain of a level."""
        chain = _[f"chain_{view.level}"]
        return self._store.engine.selected(filters).select(
            "event_id", "kg", "confidence", "seizure", "precision", chain=chain
        )

    def _stating(self, filters: Filters, view: View) -> ibis.Table:
        """The selected events that state the role."""
        return self._events(filters, view).semi_join(self._named(view), "chain")

    def largest(self, filters: Filters, view: View) -> pd.DataFrame:
        """(event_id, kg) of the heaviest selected events that state the role."""

        def make() -> pd.DataFrame:
            weighed = self._stating(filters, view).filter(_.kg.notnull()).order_by([_.kg.desc(), _.event_id])
            return self._store.data.frame(weighed.select("event_id", "kg").limit(robust.LARGEST))

        rows: pd.DataFrame = self._store.answers.cached("largest stated", make, filters.to_query(), view.level, view.of)
        return rows

    def stating(self, filters: Filters, view: View) -> tuple[int, float]:
        """How many of the selected events state the role, and their kilograms."""

        def make() -> pd.DataFrame:
            stating = self._stating(filters, view)
            return self._store.data.frame(stating.aggregate(n=_.count(), kg=_.kg.sum().coalesce(0.0)))

        found = self._store.answers.cached("stating", make, filters.to_query(), view.level, view.of).iloc[0]
        return int(found["n"]), float(found["kg"])

    def flows(self, filters: Filters, level: str) -> pd.DataFrame:
        """Every flow of a level (see core.flows.add_up)."""
        return self._store.engine.ask(
            "flows", lambda event: flows.add_up(self._store.data.table("chain_leg"), event, level), filters, level
        )

    def lit(self, filters: Filters, level: str, selection: str) -> frozenset[str]:
        """Keys of the flows that the events of a selection have."""

        def question(event: ibis.Table) -> ibis.Table:
            leg = self._store.data.table("chain_leg").filter(_.level == level)
            return leg.filter(_.chain.isin(event[f"chain_{level}"])).select("key").distinct()

        return frozenset(self._store.engine.ask("lit", question, filters, level, selection=selection)["key"])

    def betweenness(self, filters: Filters, level: str) -> pd.DataFrame:
        """Who stands between others in the reported legs (see core.network)."""
        table: pd.DataFrame = self._store.answers.cached(
            "between", lambda: network.betweenness(self.flows(filters, level)), filters.to_query(), level
        )
        return table
