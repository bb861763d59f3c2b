"""What the overview stands on: chains counted together, and roles by year."""

from __future__ import annotations

import functools

import pandas as pd

from app.core import alluvial
from app.core.filters import Filters
from app.core.lazy_ibis import _, ibis
from app.queries._event_store import EventStore

#: What a journey names; and the columns of its transits in the store.
STOPS, TRANSITS = alluvial.COLUMNS, ("t1", "t2", "t3", "t4", "t5", "t6")


class Overview:
    """Chains and roles of the selected events."""

    def __init__(self, store: EventStore) -> None:
        self._store = store

    def chains(self, filters: Filters, selection: str | None = None) -> pd.DataFrame:
        """(departure, transit, seizure, destination, n, lit): ``transit`` has all of them in their order (see
        core.alluvial); null is not stated. ``lit`` is how many of the events belong to the selection."""
        chains = self._store.per_chain(filters, "country")
        lit = self._store.per_chain(filters, "country", selection) if selection else None
        selected = pd.Series(lit.n, index=lit.number) if lit else pd.Series(dtype="int64")
        n_lit = selected.reindex(chains.number, fill_value=0).to_numpy()
        named = self._journeys.loc[chains.number].assign(n=chains.n, lit=n_lit)
        return named.groupby(list(STOPS), dropna=False, as_index=False)[["n", "lit"]].sum()

    @functools.cached_property
    def _journeys(self) -> pd.DataFrame:
        """What each chain of countries by its number names; events that share a chain agree in it."""
        journeys = self._store.data.run(
            f"SELECT DISTINCT chain_country AS chain, departure, {', '.join(TRANSITS)}, seizure, destination "
            "FROM event WHERE chain_country IS NOT NULL"
        )
        named = journeys[list(TRANSITS)].astype(object).itertuples(index=False, name=None)
        transit = [alluvial.THEN.join(code for code in codes if isinstance(code, str)) or None for codes in named]
        return journeys.assign(transit=transit).astype(dict.fromkeys(STOPS, object)).set_index("chain")[list(STOPS)]

    def role_years(self, filters: Filters) -> pd.DataFrame:
        """(node, role, year, n): events by country, role and year."""

        def question(event: ibis.Table) -> ibis.Table:
            years = event.group_by(["year", _.chain_country.name("chain")]).aggregate(n=_.count())
            named = self._store.data.table("chain_role").filter(_.level == "country").select("chain", "node", "role")
            met = years.inner_join(named, "chain").group_by(["node", "role", "year"])
            return met.aggregate(n=_.n.sum().cast("int64"))

        return self._store.engine.ask("role_years", question, filters)
