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
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from app.core.modes import LEVELS
from app.core.summaries import COLUMN_FACETS

#: Columns of the events that are held.
CODED = (*dict.fromkeys(COLUMN_FACETS.values()), "t1", "date", "kg")
CHAINS = tuple(f"chain_{level}" for level in LEVELS)
#: What a column that is no list of codes is kept as.
Numbers = NDArray[Any]
Rows = NDArray[np.int32]


@dataclass(frozen=True)
class Column:
    """One number for each row; ``codes`` is what a number stands for by its place, where it is a code."""

    values: Numbers
    codes: list[Any] | None = None

    @classmethod
    def of(cls, values: pd.Series) -> Column:
        """Texts or numbers as codes in the order of what they stand for; what is missing is ``-1``."""
        plain = values.astype(object).where(values.notna(), None) if values.dtype != float else values
        numbers, codes = pd.factorize(plain, sort=True)
        kind = np.int16 if len(codes) < 2**15 else np.int32
        return cls(numbers.astype(kind), [code.item() if isinstance(code, np.generic) else code for code in codes])

    def packed(self) -> dict[str, str]:
        """As a row of texts, which every store can hold."""
        data = base64.b64encode(zlib.compress(np.ascontiguousarray(self.values).tobytes(), 1)).decode()
        return {"kind": self.values.dtype.str, "codes": json.dumps(self.codes), "data": data}

    @classmethod
    def unpacked(cls, kind: str, codes: str, data: str) -> Column:
        """The column of such a row."""
        return cls(np.frombuffer(zlib.decompress(base64.b64decode(data)), dtype=kind), json.loads(codes))


class Tally:
    """The columns of one version of the data. Nothing in it is changed after it is made; threads may share it."""

    def __init__(self, columns: dict[str, Column]) -> None:
        self._columns = columns
        self.size = len(columns["tick"].values)
        self.chains = 1 + max((int(columns[name].values.max(initial=-1)) for name in CHAINS), default=-1)
        kg = columns["kg"]
        self._weights = np.append(np.array(kg.codes or [], dtype=float), np.nan)

    def codes(self, name: str) -> list[Any]:
        """What the numbers of a column stand for."""
        return self._columns[name].codes or []

    def values(self, name: str, rows: Rows | None = None) -> Numbers:
        """A column, or what some rows have in it."""
        held = self._columns[name].values
        return held if rows is None else held[rows]

    def kg(self, rows: Rows) -> NDArray[np.float64]:
        """Weights in kg, NaN where none is stated."""
        found: NDArray[np.float64] = self._weights[self.values("kg", rows)]
        return found

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
    """(month, year, mode, n, kg, kg_known): month is None for events known only by year, which stand apart."""
    modes = tally.codes("mode")
    mode, tick, kg = tally.values("mode", rows), tally.values("tick", rows).astype(np.int64), tally.kg(rows)
    least = int(tick.min(initial=0))
    place, known = (tick - least) * len(modes) + mode, ~np.isnan(kg)
    n = np.bincount(place)
    held = np.flatnonzero(n)
    ticks = (held // len(modes) + least).tolist() if len(held) else []
    return pd.DataFrame(
        {
            "month": pd.Series([f"{t // 12:04d}-{t % 12 + 1:02d}" if t >= 0 else None for t in ticks], dtype=object),
            "year": [t // 12 if t >= 0 else -t for t in ticks],
            "mode": pd.Series([modes[i] for i in (held % max(1, len(modes))).tolist()], dtype=object),
            "n": n[held],
            "kg": np.bincount(place[known], kg[known], len(n))[held],
            "kg_known": np.bincount(place[known], minlength=len(n))[held],
        }
    )


def facet(tally: Tally, rows: Rows, name: str) -> Iterator[tuple[str | None, int]]:
    """(value, n) of a facet: what is not stated is None; an event with two transits counts once for each."""
    if name == "country":
        yield from joined(tally, rows, "named")
        return
    if name == "transit":
        found = role_counts(tally, rows, "country")
        held = found[found["role"] == "transit"]
        yield from zip(held["node"], held["n"].tolist(), strict=True)
    column = "t1" if name == "transit" else COLUMN_FACETS[name]
    n = np.bincount(tally.values(column, rows) + 1, minlength=1)
    if n[0]:
        yield None, int(n[0])
    if name != "transit":
        codes = tally.codes(column)
        yield from ((codes[i - 1], int(n[i])) for i in np.flatnonzero(n).tolist() if i)


def joined(tally: Tally, rows: Rows, table: str, level: str = "country") -> Iterator[tuple[Any, int]]:
    """(value, n) of what chains have several of, as they stand in ``<table>.chain`` and ``<table>.value``."""
    n = np.bincount(tally.values(f"chain_{level}", rows), minlength=tally.chains)
    value, codes = tally.values(f"{table}.value"), tally.codes(f"{table}.value")
    found = np.bincount(value, n[tally.values(f"{table}.chain")], len(codes))
    yield from ((codes[i], int(found[i])) for i in np.flatnonzero(found).tolist())


def role_counts(tally: Tally, rows: Rows, level: str) -> pd.DataFrame:
    """(node, role, n): events that name a node in a role."""
    named = ((value.rpartition("|"), n) for value, n in joined(tally, rows, f"role_{level}", level))
    found = [(node, role, n) for (node, _bar, role), n in named]
    return pd.DataFrame(found, columns=["node", "role", "n"]).astype({"node": object, "role": object, "n": "int64"})


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


def medians(tally: Tally, rows: Rows, level: str, flows: list[int]) -> pd.DataFrame:
    """(flow, median) of some flows: the middle of their stated weights, NaN where none is stated."""
    chain, flow = tally.values(f"leg_{level}.chain"), tally.values(f"leg_{level}.value")
    wanted = np.isin(flow, flows)
    order = np.argsort(chain[wanted], kind="stable")
    chain, flow = chain[wanted][order], flow[wanted][order]
    own, weight = tally.values(f"chain_{level}", rows), tally.values("kg", rows)
    first, last = np.searchsorted(chain, own, "left"), np.searchsorted(chain, own, "right")
    counts = np.where(weight >= 0, last - first, 0)
    start = np.repeat(first - np.append(0, np.cumsum(counts)[:-1]) if len(own) else first, counts)
    met = flow[start + np.arange(len(start))].astype(np.int64)
    # Flow and weight in one number: sorted, the weights of a flow stand in a row, and its middle is a place in it.
    packed = np.sort(met << 32 | np.repeat(weight, counts))
    numbers, begins, n = np.unique(packed >> 32, return_index=True, return_counts=True)
    kg = np.array(tally.codes("kg"), dtype=float)[packed & 0xFFFFFFFF] if len(packed) else np.empty(0)
    low, high = begins + (n - 1) // 2, begins + n // 2
    return pd.DataFrame({"flow": numbers, "median": (kg[low] + kg[high]) / 2})


def covered(tally: Tally, rows: Rows, level: str, flows: list[int]) -> pd.Series:
    """``all``: events with a leg at this level; ``shown``: those with one among some flows."""
    n = np.bincount(tally.values(f"chain_{level}", rows), minlength=tally.chains)
    chain, flow = tally.values(f"leg_{level}.chain"), tally.values(f"leg_{level}.value")
    return pd.Series({"all": n[np.unique(chain)].sum(), "shown": n[np.unique(chain[np.isin(flow, flows)])].sum()})
