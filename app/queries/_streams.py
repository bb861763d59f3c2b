"""Streams: what the selected events have along the sea lanes."""

from __future__ import annotations

import functools
from collections.abc import Collection, Iterable
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from app.core import air_bundles
from app.core.column_store import ChainIndex, ColumnStore, Numbers, Rows
from app.core.filters import Filters
from app.core.modes import LINES
from app.core.streams import COLOURED, Load, sums
from app.core.view import View
from app.queries._event_store import EventStore
from app.queries._flows import Flows

#: Pairs of ends whose flights are bundled.
MOST_FLIGHTS = 400


class Along(NamedTuple):
    """What sails along a stretch in one direction: events, each once; those of each status; and by country of departure
    and of destination, the most first."""

    events: int
    by_line: dict[str, int]
    departures: pd.Series
    destinations: pd.Series


class Streams:
    """Maritime flows along the stretches that they share."""

    def __init__(self, store: EventStore, flows: Flows) -> None:
        self._store, self._flows = store, flows
        self._sails = functools.cache(self._find_sailing)
        self._at_sea, self._legs_at_sea = functools.cache(self._find_at_sea), functools.cache(self._find_legs_at_sea)

    @functools.cached_property
    def departures(self) -> list[str]:
        """The countries from which the most maritime events of all data depart, most first: each has a colour of its
        own, whatever the filter is."""
        counted = self._store.data.run(
            "SELECT departure, count(*) AS n FROM event WHERE mode = 'maritime' AND record_type = 'event' "
            f"AND departure IS NOT NULL GROUP BY departure ORDER BY n DESC, departure LIMIT {COLOURED}"
        )
        return [str(code) for code in counted["departure"]]

    @functools.cached_property
    def _colour_of_chain(self) -> Numbers:
        """The colour of each chain by its number: that of its departure, the last one for every other and for none."""
        named = self._store.data.run("SELECT chain, node FROM chain_role WHERE role = 'departure'")
        colours = np.full(self._store.columns.chains, COLOURED, dtype=np.int64)
        number = {code: i for i, code in enumerate(self.departures)}
        colours[named["chain"]] = [number.get(node.partition(":")[0], COLOURED) for node in named["node"]]
        return self._with_regions(colours, number)

    def _with_regions(self, colours: Numbers, number: dict[str, int]) -> Numbers:
        """The same, with the chains of regions: their events agree in the country from which they depart."""
        columns = self._store.columns
        chain, departure = columns.numbers("chain_region"), columns.numbers("departure")
        of_code = np.array([number.get(code, COLOURED) for code in columns.categories("departure")], dtype=np.int64)
        stated = (chain >= 0) & (departure >= 0)
        colours[chain[stated]] = of_code[departure[stated]]
        return colours

    @functools.cached_property
    def _is_maritime(self) -> Numbers:
        """Whether each flow by its number goes by sea."""
        names = self._flows.flow_names
        at_sea = np.zeros(int(names.index.max()) + 1 if len(names) else 0, dtype=bool)
        at_sea[names.index[names["mode"] == "maritime"]] = True
        return at_sea

    def _find_at_sea(self, level: str) -> Numbers:
        """The numbers of the maritime flows of a level, rising: a twentieth of all at a million events, so that sums by
        their place here take a fifth of the time of sums by their number."""
        flows = np.unique(self._store.columns.by_chain(f"leg_{level}").value)
        return flows[self._is_maritime[flows]]

    def _find_legs_at_sea(self, level: str) -> ChainIndex:
        """For each chain its maritime flows, by their place in ``_at_sea``."""
        legs, at_sea = self._store.columns.by_chain(f"leg_{level}"), self._at_sea(level)
        chain = np.repeat(np.arange(len(legs.begin) - 1), np.diff(legs.begin))
        sails = self._is_maritime[legs.value]
        return ChainIndex.from_rows(chain[sails], np.searchsorted(at_sea, legs.value[sails]), len(legs.begin) - 1)

    def loads(self, filters: Filters, level: str) -> pd.DataFrame:
        """(flow, colour, events, kg, key, pair, line): the selected events of each maritime flow by the colour of their
        departure. ``pair`` are its ends, ``EC>BE``."""

        def count(columns: ColumnStore, _rows: Rows) -> pd.DataFrame:
            chains = self._store.chain_weights(filters, level)
            index, place = self._legs_at_sea(level).take(chains.number)
            key = index.astype(np.int64) * (COLOURED + 1) + self._colour_of_chain[chains.number[place]]
            events, kg = (np.bincount(key, of[place]) for of in (chains.n, chains.kg))
            present = np.flatnonzero(events)
            numbers = self._at_sea(level)[present // (COLOURED + 1)]
            sums = {"events": events[present].astype(int), "kg": kg[present]}
            named = self._flows.names_of(numbers, ("key", "pair", "line"))
            return pd.DataFrame({"flow": numbers, "colour": present % (COLOURED + 1), **sums, **named})

        loads: pd.DataFrame = self._store.cached_count(f"streams {level}", count, filters)
        return loads

    def events(self, filters: Filters, level: str) -> int:
        """The selected events that have a maritime leg at a level, each once."""
        chains = self._store.per_chain(filters, level)
        return int(chains.n[self._sails(level)[chains.number]].sum())

    def _find_sailing(self, level: str) -> NDArray[np.bool_]:
        """Whether each chain by its number has a maritime leg."""
        return np.diff(self._legs_at_sea(level).begin) > 0

    def _chains_with(self, filters: Filters, level: str, flows: Numbers) -> tuple[Numbers, Numbers]:
        """The chains of the selected events that have a leg among some flows, and how many events have each."""
        chains = self._store.per_chain(filters, level)
        columns = self._store.columns
        # Flows are numbered over both levels; a level has some of them.
        flows = np.intersect1d(flows, columns.by_chain(f"leg_{level}").value)
        index = columns.chains_with(f"leg_{level}", flows.tolist())
        has = np.diff(index.begin).take(chains.number) > 0
        return chains.number[has], chains.n[has]

    def along(self, filters: Filters, level: str, stretches: Collection[int]) -> Along:
        """What sails along any of some stretches, each in its direction; an event counts once, in each status that it
        has there."""
        pairs, names = self._store.data.sea_lanes(level).pairs_on(stretches), self._flows.flow_names
        here = names[names["pair"].isin(pairs) & (names["mode"] == "maritime")]
        number, n = self._chains_with(filters, level, here.index.to_numpy())
        by_line = {
            line: int(self._chains_with(filters, level, here.index[here["line"] == line].to_numpy())[1].sum())
            for line in LINES
        }
        counts = pd.Series(n, index=number)
        return Along(int(n.sum()), by_line, self._named(counts, "departure"), self._named(counts, "destination"))

    def _named(self, chains: pd.Series, role: str) -> pd.Series:
        """Events by the country that their chain names in a role, the most first."""
        rows = self._roles[self._roles["role"] == role].set_index("chain")["country"]
        named = rows[rows.index.isin(chains.index)]
        return chains.loc[named.index].groupby(named.to_numpy()).sum().sort_values(ascending=False, kind="stable")

    @functools.cached_property
    def _roles(self) -> pd.DataFrame:
        """(chain, role, country) of every departure and destination that a chain names."""
        rows = self._store.data.run(
            "SELECT chain, role, node FROM chain_role WHERE role IN ('departure', 'destination')"
        )
        return rows.assign(role=rows["role"].astype(str), country=[n.partition(":")[0] for n in rows["node"]])

    def colours(self, keys: list[str], level: str) -> list[int]:
        """The colour of each of some flows: that of most of its events in all data."""
        rows = self.loads(Filters(), level).sort_values(["events", "colour"], ascending=[False, True])
        first = rows.drop_duplicates("key").set_index("key")["colour"]
        return [int(colour) for colour in first.reindex(keys).fillna(COLOURED)]

    def flights(self, level: str) -> dict[str, list[list[float]]]:
        """The curves of bundled flights (core.air_bundles) by pair of ends, ``EC>ES``, as [lon, lat] points. They
        are made of all data: a curve depends on no filter. Of very many pairs those with most legs are bundled."""

        def make() -> dict[str, list[list[float]]]:
            rows = self._store.data.run(
                f"SELECT origin, target, count(*) AS n FROM chain_leg WHERE level = '{level}' AND mode = 'air' "
                f"GROUP BY origin, target ORDER BY n DESC, origin, target LIMIT {MOST_FLIGHTS}"
            )
            pairs = list(zip(rows["origin"], rows["target"], strict=True))
            at = {key: (float(p["lon"]), float(p["lat"])) for key, p in self._store.data.places.items()}
            ways = air_bundles.bundles(pairs, at)
            ways |= {(b, a): way[::-1] for (a, b), way in ways.items()}
            bundled = {
                f"{a}>{b}": air_bundles.curve(at[node] for node in ways[a, b]) for a, b in pairs if (a, b) in ways
            }
            return {pair: points.round(2).tolist() for pair, points in bundled.items()}

        curves: dict[str, list[list[float]]] = self._store.answers.cached("flights", make, level)
        return curves

    def measured(self, filters: Filters, view: View) -> list[Load]:
        """The loads of a filter by the view's metric; a median is no sum, so events stand for it."""
        return self._as_loads(self.loads(filters, view.level), view)

    def _as_loads(self, rows: pd.DataFrame, view: View) -> list[Load]:
        lanes, values = self._store.data.sea_lanes(view.level).lanes, rows["kg" if view.metric == "kg" else "events"]
        named = zip(rows["pair"], rows["line"], rows["colour"], values, strict=True)
        return [
            Load(lanes[pair], line, int(colour), float(value)) for pair, line, colour, value in named if pair in lanes
        ]

    def chosen(self, filters: Filters, view: View) -> list[Load]:
        """The loads of the flows that were clicked, or of those that the clicked events have."""
        keys = self.lit(filters, view)
        rows = self.loads(filters, view.level)
        return self._as_loads(rows[rows["key"].isin(keys)], view) if keys else []

    def lit(self, filters: Filters, view: View) -> list[str]:
        """Keys of the flows that a selection has."""
        return self._flows.lit_keys(filters, view) if view.sel else []

    def full(self, filters: Filters, view: View) -> float:
        """What the widest stretch carries in one direction: of all data where the scale is locked, so that a filter
        never changes what a width means."""
        basis = Filters() if view.scale == "locked" else filters
        name = f"widest {view.level} {view.metric}"
        widest: list[float] = self._store.cached_count(
            name, lambda _columns, _rows: [widest_of(self.measured(basis, view))], basis
        )
        return widest[0]


def widest_of(loads: Iterable[Load]) -> float:
    """The greatest sum along any stretch in one direction."""
    return float(max(sums(loads).values(), default=1.0))
