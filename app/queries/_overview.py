"""What the overview stands on: chains counted together, and roles by year."""

from __future__ import annotations

import pandas as pd

from app.core.filters import Filters
from app.core.lazy_ibis import _, ibis
from app.queries._event_store import EventStore


class Overview:
    """Chains and roles of the selected events."""

    def __init__(self, store: EventStore) -> None:
        self._store = store

    def chains(self, filters: Filters, selection: str | None = None) -> pd.DataFrame:
        """(departure, transit, seizure, destination, n, lit): the first transit stands for all; null is not stated.
        ``lit`` is how many of the events belong to the selection."""

        def question(event: ibis.Table) -> ibis.Table:
            return event.group_by(["departure", _.t1.name("transit"), "seizure", "destination"]).aggregate(n=_.count())

        whole = self._store.engine.ask("chains", question, filters)
        if not selection:
            return whole.assign(lit=0)
        lit = self._store.engine.ask("chains", question, filters, selection=selection).rename(columns={"n": "lit"})
        ends = ["departure", "transit", "seizure", "destination"]
        return whole.merge(lit, on=ends, how="left").fillna({"lit": 0}).astype({"lit": int})

    def role_years(self, filters: Filters) -> pd.DataFrame:
        """(node, role, year, n): events by country, role and year."""

        def question(event: ibis.Table) -> ibis.Table:
            years = event.group_by(["year", _.chain_country.name("chain")]).aggregate(n=_.count())
            named = self._store.data.table("chain_role").filter(_.level == "country").select("chain", "node", "role")
            met = years.inner_join(named, "chain").group_by(["node", "role", "year"])
            return met.aggregate(n=_.n.sum().cast("int64"))

        return self._store.engine.ask("role_years", question, filters)
