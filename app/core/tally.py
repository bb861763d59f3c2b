"""Counts of selected events over columns that stay in memory: the numbers of a page in a few milliseconds at a million.

A column is one small number for each event, by its row in the store: a code of a short list (``-1`` where nothing is
stated) or a plain number. A selection is the rows of its events, and a count is a sum over them. The engine says which
rows a filter leaves; what is counted a dozen times for each page is counted here. (Asking the engine for each count was
the way before: each question cost some ten milliseconds of planning and passing on, however few its events.)
"""

from __future__ import annotations

import base64
import json
import zlib
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from app.core.modes import CODED, LEVELS
from app.core.summaries import COLUMN_FACETS

#: Columns of the events that are held.
HELD = (*dict.fromkeys(COLUMN_FACETS.values()), "t1", "date", "place")
CHAINS = tuple(f"chain_{level}" for level in LEVELS)
#: Columns that rows can be put in order by.
SORTED = frozenset((*COLUMN_FACETS.values(), "date", "kg")) - {"band", "source"}
#: What a column that is no list of codes is kept as.
Numbers = NDArray[Any]
Rows = NDArray[np.int32]


@dataclass(frozen=True)
class Column:
    """One number for each row; ``codes`` is what a number stands for by its place, where it is a code."""

    values: Numbers
    codes: list[str] | None = None

    @classmethod
    def of(cls, values: pd.Series) -> Column:
        """Texts as codes in their order; what is missing is ``-1``."""
        numbers, codes = pd.factorize(values.astype(object).where(values.notna(), None), sort=True)
        return cls(numbers.astype(np.int16 if len(codes) < 2**15 else np.int32), list(codes))

    def packed(self) -> dict[str, str]:
        """As a row of texts, which every store can hold."""
        data = base64.b64encode(zlib.compress(np.ascontiguousarray(self.values).tobytes(), 1)).decode()
        return {"kind": self.values.dtype.str, "codes": json.dumps(self.codes), "data": data}

    @classmethod
    def unpacked(cls, kind: str, codes: str, data: str) -> Column:
        """The column of such a row."""
        return cls(np.frombuffer(zlib.decompress(base64.b64decode(data)), dtype=kind), json.loads(codes))


class Tally:
    """The columns of one version of the data. No answer of it ever changes; threads may share it."""

    def __init__(self, columns: dict[str, Column]) -> None:
        self._columns = columns
        self._named: dict[str, tuple[Numbers, ...]] = {}
        self.size = len(columns["tick"].values)
        named = [column.values for name, column in columns.items() if name in CHAINS or name.endswith(".chain")]
        self.chains = 1 + max(int(values.max(initial=-1)) for values in named)
        #: What the numbers of weights stand for, in their order; the last one, which ``-1`` is, is NaN.
        self.weights = np.append(columns["kg.value"].values, np.nan)

    def codes(self, name: str) -> list[str]:
        """What the numbers of a column stand for."""
        return self._columns[name].codes or []

    def values(self, name: str, rows: Rows | None = None) -> Numbers:
        """A column, or what some rows have in it."""
        held = self._columns[name].values
        return held if rows is None else held[rows]

    def kg(self, rows: Rows) -> NDArray[np.float64]:
        """Weights in kg, NaN where none is stated."""
        found: NDArray[np.float64] = self.weights[self.values("kg", rows)]
        return found

    def named(self, level: str) -> tuple[Numbers, Numbers]:
        """Node and role of each value of what chains have as roles."""
        if level not in self._named:
            parts = [value.rpartition("|") for value in self.codes(f"role_{level}.value")]
            self._named[level] = tuple(np.array([p[i] for p in parts], dtype=object) for i in (0, 2))
        nodes, roles = self._named[level]
        return nodes, roles

    def by_chain(self, rows: Rows, level: str) -> tuple[Numbers, Numbers, Numbers]:
        """Of each chain of a level: its selected events, their kg, and how many of them state a weight."""
        chain, kg = self.values(f"chain_{level}", rows), self.kg(rows)
        known = ~np.isnan(kg)
        n = np.bincount(chain, minlength=self.chains)
        weighed = chain[known]
        return n, np.bincount(weighed, kg[known], self.chains), np.bincount(weighed, minlength=self.chains)


def totals(tally: Tally, rows: Rows) -> pd.Series:
    """Events, kg, events with a stated weight, median, largest, first and last date, known ends."""
    kg = tally.kg(rows)
    known, dates = kg[~np.isnan(kg)], tally.values("date", rows)
    codes = tally.codes("date")
    return pd.Series(
        {
            "events": len(rows),
            "kg": float(known.sum()) if len(known) else None,
            "kg_known": len(known),
            "median": float(np.median(known)) if len(known) else None,
            "largest": float(known.max()) if len(known) else None,
            "first": codes[int(dates.min())] if len(rows) else None,
            "last": codes[int(dates.max())] if len(rows) else None,
            "departures": int((tally.values("departure", rows) >= 0).sum()),
            "destinations": int((tally.values("destination", rows) >= 0).sum()),
        },
        dtype=object,
    )


def months(tally: Tally, rows: Rows) -> pd.DataFrame:
    """(tick, month, year, mode, n, kg, kg_known): month is None for events known only by year, which stand apart."""
    modes = tally.codes("mode")
    mode, tick, kg = tally.values("mode", rows), tally.values("tick", rows).astype(np.int32), tally.kg(rows)
    least = int(tick.min(initial=0))
    place, known = (tick - least) * len(modes) + mode, ~np.isnan(kg)
    n = np.bincount(place)
    held = np.flatnonzero(n)
    ticks = (held // max(1, len(modes)) + least).tolist()
    return pd.DataFrame(
        {
            "tick": pd.Series(ticks, dtype="int64"),
            "month": pd.Series([f"{t // 12:04d}-{t % 12 + 1:02d}" if t >= 0 else None for t in ticks], dtype=object),
            "year": pd.Series([t // 12 if t >= 0 else -t for t in ticks], dtype="int64"),
            "mode": pd.Series([modes[i] for i in (held % max(1, len(modes))).tolist()], dtype=object),
            "n": n[held],
            "kg": np.bincount(place[known], kg[known], len(n))[held],
            "kg_known": np.bincount(place[known], minlength=len(n))[held],
        }
    )


def seizing(tally: Tally, rows: Rows) -> pd.DataFrame:
    """(seizure, source, n): events by seizing country and source."""
    countries, sources = (np.array([*tally.codes(name), None], dtype=object) for name in ("seizure", "source"))
    country, source = (tally.values(name, rows).astype(np.int32) for name in ("seizure", "source"))
    n = np.bincount((country % len(countries)) * len(sources) + source % len(sources))
    held = np.flatnonzero(n)
    names = {"seizure": countries[held // len(sources)], "source": sources[held % len(sources)]}
    return pd.DataFrame({**names, "n": n[held]})


def facet(tally: Tally, rows: Rows, name: str) -> list[tuple[str | None, int]]:
    """(value, n) of a facet: what is not stated is None; an event with two transits counts once for each."""
    if name == "country":
        countries = tally.codes("named.value")
        n = of_chains(tally, rows, "country", "named")
        return [(countries[i], int(n[i])) for i in np.flatnonzero(n)]
    if name == "transit":
        held = role_counts(tally, rows, "country", "transit")
        none = int((tally.values("t1", rows) < 0).sum())
        return [*zip(held["node"], held["n"].tolist(), strict=True), *([(None, none)] if none else [])]
    column = COLUMN_FACETS[name]
    codes, n = [None, *tally.codes(column)], np.bincount(tally.values(column, rows) + 1)
    return [(codes[i], int(n[i])) for i in np.flatnonzero(n)]


def of_chains(tally: Tally, rows: Rows, level: str, table: str) -> Numbers:
    """How many events have each value of what chains have several of: a chain and a value in each row of ``table``."""
    n = np.bincount(tally.values(f"chain_{level}", rows), minlength=tally.chains)
    chain, value = tally.values(f"{table}.chain"), tally.values(f"{table}.value")
    return np.bincount(value, n[chain], len(tally.codes(f"{table}.value"))).astype(np.int64)


def role_counts(tally: Tally, rows: Rows, level: str, role: str = "") -> pd.DataFrame:
    """(node, role, n): events that name a node in a role; those of one ``role`` alone where it is given."""
    n = of_chains(tally, rows, level, f"role_{level}")
    nodes, roles = tally.named(level)
    held = np.flatnonzero(n * (roles == role) if role else n)
    return pd.DataFrame({"node": nodes[held], "role": roles[held], "n": n[held]})


def sizes(tally: Tally, rows: Rows, level: str) -> pd.DataFrame:
    """(flow, events, kg, kg_known) of the flows of a level by their number; an event counts once in a flow, also where
    its chain has the leg twice. ``kg`` is NaN where no event states a weight."""
    chain, flow = tally.values(f"leg_{level}.chain"), tally.values(f"leg_{level}.value")
    events, kg, known = (np.bincount(flow, of[chain]) for of in tally.by_chain(rows, level))
    held = np.flatnonzero(events)
    weight = np.where(known[held] > 0, kg[held], np.nan)
    return pd.DataFrame(
        {"flow": held, "events": events[held].astype(int), "kg": weight, "kg_known": known[held].astype(int)}
    )


def ranks(tally: Tally, column: str) -> Numbers:
    """The place of each number of a column in the order of what it stands for; codes of a vocabulary stand in the order
    of their meaning. What is not stated has the last place of the array, and comes after all others."""
    codes, order = tally.codes(column), CODED.get(column)
    size = len(tally.weights) - 1 if column == "kg" else len(codes)
    places = np.array([order.index(code) for code in codes] if order else np.arange(size), dtype=np.int64)
    return np.append(places, -1)


def page(tally: Tally, rows: Rows, column: str, down: bool, first: int, last: int) -> Rows:
    """Some rows in the order of a column, from place ``first`` to ``last`` (not included). What is not stated comes
    last either way, and rows that are alike stand in their own order, which is that of their ids."""
    own = ranks(tally, column)[tally.values(column, rows)]
    most = own.max(initial=0)
    least = np.where(own < 0, most + 1, most - own if down else own)
    # Place and row in one number: no two are alike, so a part of them can be found without sorting all.
    keys = least * tally.size + rows
    last = min(last, len(keys))
    found = np.sort(np.partition(keys, last - 1)[:last] if 0 < last < len(keys) else keys)[first:last]
    return (found % tally.size).astype(np.int32)


def medians(tally: Tally, rows: Rows, level: str, flows: list[int]) -> pd.DataFrame:
    """(flow, median) of those of some flows that have a stated weight."""
    chain, flow = legs_of(tally, level, flows)
    n = np.bincount(chain, minlength=tally.chains)
    begin = np.cumsum(n) - n
    own, weight = tally.values(f"chain_{level}", rows), tally.values("kg", rows)
    counts = np.where(weight >= 0, n[own], 0)
    held = counts > 0
    own, weight, counts = own[held], weight[held], counts[held]
    within = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    met = flow[np.repeat(begin[own], counts) + within].astype(np.int64)
    # Flow and weight in one number: sorted, the weights of a flow stand in a row, and its middle is a place in it.
    packed = np.sort(met << 32 | np.repeat(weight, counts))
    numbers, first, size = np.unique(packed >> 32, return_index=True, return_counts=True)
    kg = tally.weights[packed & 0xFFFFFFFF]
    return pd.DataFrame({"flow": numbers, "median": (kg[first + (size - 1) // 2] + kg[first + size // 2]) / 2})


def legs_of(tally: Tally, level: str, flows: list[int]) -> tuple[Numbers, Numbers]:
    """Chain and flow of the legs of some flows, by chain."""
    chain, flow = tally.values(f"leg_{level}.chain"), tally.values(f"leg_{level}.value")
    wanted = np.zeros(1 + max([int(flow.max(initial=0)), *flows]), dtype=bool)
    wanted[flows] = True
    held = np.flatnonzero(wanted[flow])
    held = held[np.argsort(chain[held], kind="stable")]
    return chain[held], flow[held]


def covered(tally: Tally, rows: Rows, level: str, flows: list[int]) -> pd.Series:
    """``all``: events with a leg at this level; ``shown``: those with one among some flows."""
    n = np.bincount(tally.values(f"chain_{level}", rows), minlength=tally.chains)
    counts = {}
    for name, chain in (("all", tally.values(f"leg_{level}.chain")), ("shown", legs_of(tally, level, flows)[0])):
        has = np.zeros(tally.chains, dtype=bool)
        has[chain] = True
        counts[name] = int(n[has].sum())
    return pd.Series(counts)
