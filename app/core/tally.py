"""Counts of selected events over columns that stay in memory: the numbers of a page in a few milliseconds at a million.

A column is one small number for each event, by its row in the store: a code of a short list (``-1`` where nothing is
stated) or a plain number. A selection is the rows of its events, and a count is a sum over them. The engine says which
rows a filter leaves; what is counted a dozen times for each page is counted here. (Asking the engine for each count was
the way before: each question cost some ten milliseconds of planning and passing on, however few its events.)
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from app.core.columns import Counts, Numbers, Pairs, Rows, Tally, placed
from app.core.modes import CODED
from app.core.summaries import CHAIN_FACETS, COLUMN_FACETS

#: Columns that rows can be put in order by.
SORTED = frozenset((*COLUMN_FACETS.values(), "date", "kg")) - {"band", "source"}


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


def per_kind(tally: Tally, rows: Rows) -> Counts:
    """Events of each kind."""
    return Counts.of(tally.values("kind", rows))


def per_chain(tally: Tally, rows: Rows, level: str) -> Counts:
    """Events of each chain of a level."""
    return Counts.of(tally.values(f"chain_{level}", rows))


def facet(tally: Tally, counts: Counts, name: str) -> list[tuple[str | None, int]]:
    """(value, n) of a facet, from the events of each kind or, for those of ``CHAIN_FACETS``, of each chain of
    countries. What is not stated is None; an event with two transits counts once for each."""
    if name == "country":
        return stated(tally.codes("named.value"), of_chains(tally, counts, "named"))
    if name == "transit":
        held = role_counts(tally, counts, "country", "transit")
        none = int(counts.n[tally.values("chain.t1").take(counts.number) < 0].sum())
        return [*([(None, none)] if none else []), *zip(held["node"], held["n"].tolist(), strict=True)]
    column = COLUMN_FACETS[name]
    said = tally.values(f"{'chain' if name in CHAIN_FACETS else 'kind'}.{column}").take(counts.number)
    return stated([None, *tally.codes(column)], np.bincount(said + 1, counts.n))


def stated(codes: Sequence[str | None], n: Numbers) -> list[tuple[str | None, int]]:
    """Codes that any event has, with their number."""
    held = np.flatnonzero(n)
    return [(codes[i], count) for i, count in zip(held.tolist(), n[held].astype(int).tolist(), strict=True)]


def of_chains(tally: Tally, counts: Counts, table: str) -> Numbers:
    """How many events have each value of what chains have several of (see ``Tally.pairs``)."""
    value, place = tally.pairs(table).met(counts.number)
    return np.bincount(value, counts.n.take(place), len(tally.codes(f"{table}.value"))).astype(np.int64)


def role_counts(tally: Tally, counts: Counts, level: str, role: str = "") -> pd.DataFrame:
    """(node, role, n): events that name a node in a role, from the events of each chain of the level; those of one
    ``role`` alone where it is given."""
    found = of_chains(tally, counts, f"role_{level}")
    nodes, roles = tally.named(level)
    held = np.flatnonzero(found * (roles == role) if role else found)
    return pd.DataFrame({"node": nodes[held], "role": roles[held], "n": found[held]})


def sizes(tally: Tally, rows: Rows, counts: Counts, level: str) -> pd.DataFrame:
    """(flow, events, kg, kg_known) of the flows of a level by their number; an event counts once in a flow, also where
    its chain has the leg twice. ``kg`` is NaN where no event states a weight; ``counts`` are those of the chains."""
    flow, place = tally.pairs(f"leg_{level}").met(counts.number)
    each = (counts.n, *(held.take(counts.number) for held in weighed(tally, rows, level)))
    events, kg, known = (np.bincount(flow, of.take(place)) for of in each)
    held = np.flatnonzero(events)
    weight = np.where(known[held] > 0, kg[held], np.nan)
    return pd.DataFrame(
        {"flow": held, "events": events[held].astype(int), "kg": weight, "kg_known": known[held].astype(int)}
    )


def weighed(tally: Tally, rows: Rows, level: str) -> tuple[Numbers, Numbers]:
    """Of each chain of a level: the kg of its selected events, and how many of them state a weight."""
    chain, kg = tally.values(f"chain_{level}", rows), tally.kg(rows)
    known = ~np.isnan(kg)
    chain, size = chain[known], 1 + int(chain.max(initial=-1))
    return np.bincount(chain, kg[known], size), np.bincount(chain, minlength=size)


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
    weight = tally.values("kg", rows)
    held = np.flatnonzero(weight >= 0)
    every, chain = tally.pairs(f"leg_{level}"), tally.values(f"chain_{level}", rows.take(held))
    at, event = every.among(wanted_of(every, flows), chain)
    # Flow and weight in one number: sorted, the weights of a flow stand in a row, and its middle is a place in it.
    packed = np.sort(at.astype(np.int64) << 32 | weight.take(held).take(event))
    places, first, size = np.unique(packed >> 32, return_index=True, return_counts=True)
    kg = tally.weights[packed & 0xFFFFFFFF]
    numbers = np.asarray(flows, dtype=np.int64)[places]
    return pd.DataFrame({"flow": numbers, "median": (kg[first + (size - 1) // 2] + kg[first + size // 2]) / 2})


def wanted_of(every: Pairs, flows: list[int]) -> Numbers:
    """The place of each flow in a list (see ``Pairs.among``)."""
    return placed(flows, 1 + max([int(every.value.max(initial=-1)), *flows]))


def covered(tally: Tally, counts: Counts, level: str, flows: list[int]) -> pd.Series:
    """``all``: events with a leg at this level; ``shown``: those with one among some flows; from the events of each
    chain of the level."""
    every = tally.pairs(f"leg_{level}")
    places = {"all": every.met(counts.number)[1], "shown": every.among(wanted_of(every, flows), counts.number)[1]}
    return pd.Series({name: int(counts.n[np.unique(place)].sum()) for name, place in places.items()})
