"""Counts of selected events over columns that stay in memory: the numbers of a page in a few milliseconds at a million.

A column is one small number for each event, by its row in the store: a code of a short list (``-1`` where nothing is
stated) or a plain number. A selection is the rows of its events, and a count is a sum over them. The engine says which
rows a filter leaves; what is counted a dozen times for each page is counted here. (Asking the engine for each count was
the way before: each question cost some ten milliseconds of planning and passing on, however few its events.)
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from app.core.column_store import ColumnStore, Counts, Numbers, Rows
from app.core.modes import CODED
from app.core.summaries import CHAIN_FACETS, COLUMN_FACETS
from app.core.windows import month_of

#: Columns that rows can be put in order by; weights by their rank.
SORTED = frozenset((*COLUMN_FACETS.values(), "date", "kg")) - {"band", "source"}


def totals(columns: ColumnStore, rows: Rows) -> pd.Series:
    """Events, kg, events with a stated weight, median, largest, first and last date, known ends."""
    # Weights are numbered in their order: how often each is there says all of them.
    n = np.bincount(columns.numbers("kg_rank", rows) + 1, minlength=1)[1:]
    present, known, dates = np.flatnonzero(n), int(n.sum()), columns.numbers("date", rows)
    codes, kg, upto = columns.categories("date"), columns.weights[present], np.cumsum(n[present])
    middle = [kg[np.searchsorted(upto, place, "right")] for place in ((known - 1) // 2, known // 2)] if known else []
    return pd.Series(
        {
            "events": len(rows),
            "kg": float(kg @ n[present]) if known else None,
            "kg_known": known,
            "median": float(sum(middle) / 2) if known else None,
            "largest": float(kg[-1]) if known else None,
            "first": codes[int(dates.min())] if len(rows) else None,
            "last": codes[int(dates.max())] if len(rows) else None,
            "departures": int((columns.numbers("departure", rows) >= 0).sum()),
            "destinations": int((columns.numbers("destination", rows) >= 0).sum()),
        },
        dtype=object,
    )


def months(columns: ColumnStore, rows: Rows) -> pd.DataFrame:
    """(tick, month, year, mode, n, kg, kg_known): month is None for events known only by year, which stand apart."""
    n, kg, known = columns.sum_by("moment", rows)
    present = np.flatnonzero(n)
    modes, mode = columns.categories("mode"), columns.numbers("moment.mode").take(present).tolist()
    ticks = columns.numbers("moment.tick").take(present).tolist()
    return pd.DataFrame(
        {
            "tick": pd.Series(ticks, dtype="int64"),
            "month": pd.Series([month_of(t) if t >= 0 else None for t in ticks], dtype=object),
            "year": pd.Series([t // 12 if t >= 0 else -t for t in ticks], dtype="int64"),
            "mode": pd.Series([modes[i] for i in mode], dtype=object),
            "n": n[present],
            "kg": kg[present],
            "kg_known": known[present].astype(int),
        }
    )


def by_seizing_country(columns: ColumnStore, rows: Rows) -> pd.DataFrame:
    """(seizure, source, n): events by seizing country and source."""
    n = columns.count_by("reporter", rows)
    present = np.flatnonzero(n)
    labels = {}
    for name in ("seizure", "source"):
        codes = np.array([*columns.categories(name), None], dtype=object)
        labels[name] = codes[columns.numbers(f"reporter.{name}").take(present)]
    return pd.DataFrame({**labels, "n": n[present]})


def per_kind(columns: ColumnStore, rows: Rows) -> Counts:
    """Events of each kind."""
    return Counts.from_counts(columns.count_by("kind", rows))


def per_chain(columns: ColumnStore, rows: Rows, level: str) -> Counts:
    """Events of each chain of a level."""
    return Counts.from_counts(columns.count_by(f"chain_{level}", rows))


def facet(columns: ColumnStore, counts: Counts, name: str) -> list[tuple[str | None, int]]:
    """(value, n) of a facet, from the events of each kind or, for those of ``CHAIN_FACETS``, of each chain of
    countries. What is not stated is None; an event with two transits counts once for each."""
    if name == "country":
        return count_codes(columns.categories("named.value"), per_chain_value(columns, counts, "named"))
    if name == "transit":
        transits = role_counts(columns, counts, "country", "transit")
        none = int(counts.n[columns.numbers("chain.t1").take(counts.number) < 0].sum())
        return [*([(None, none)] if none else []), *zip(transits["node"], transits["n"].tolist(), strict=True)]
    column = COLUMN_FACETS[name]
    values = columns.numbers(f"{'chain' if name in CHAIN_FACETS else 'kind'}.{column}").take(counts.number)
    return count_codes([None, *columns.categories(column)], np.bincount(values + 1, counts.n))


def several(columns: ColumnStore, rows: Rows, name: str) -> list[tuple[str | None, int]]:
    """(value, n) of a facet of ``SEVERAL_FACETS``: an event counts once for each of its values; what states none is
    None."""
    n: Counter[str | None] = Counter()
    sets = np.bincount(columns.numbers(name, rows) + 1, minlength=1 + len(columns.categories(name)))
    for codes, events in zip([None, *columns.categories(name)], sets.tolist(), strict=True):
        n.update(dict.fromkeys(codes.split(";") if codes else [None], events))
    return [(value, events) for value, events in n.items() if events]


def count_codes(codes: Sequence[str | None], n: Numbers) -> list[tuple[str | None, int]]:
    """Codes that any event has, with their number."""
    present = np.flatnonzero(n)
    return [(codes[i], count) for i, count in zip(present.tolist(), n[present].astype(int).tolist(), strict=True)]


def per_chain_value(columns: ColumnStore, counts: Counts, table: str) -> Numbers:
    """How many events have each value of what chains have several of (see ``ColumnStore.by_chain``)."""
    value, place = columns.by_chain(table).take(counts.number)
    return np.bincount(value, counts.n.take(place), len(columns.categories(f"{table}.value"))).astype(np.int64)


def role_counts(columns: ColumnStore, counts: Counts, level: str, role: str = "") -> pd.DataFrame:
    """(node, role, n): events that name a node in a role, from the events of each chain of the level; those of one
    ``role`` alone where it is given."""
    events = per_chain_value(columns, counts, f"role_{level}")
    nodes, roles = columns.nodes_and_roles(level)
    present = np.flatnonzero(events * (roles == role) if role else events)
    return pd.DataFrame({"node": nodes[present], "role": roles[present], "n": events[present]})


def node_counts(columns: ColumnStore, counts: Counts, level: str) -> pd.Series:
    """Events by node of a level, the most first: an event counts once for each node that it names, in whatever role."""
    nodes, _roles = columns.nodes_and_roles(level)
    table = pd.DataFrame(
        {"chain": columns.numbers(f"role_{level}.chain"), "node": nodes[columns.numbers(f"role_{level}.value")]}
    ).drop_duplicates()
    of_chain = pd.Series(counts.n, index=counts.number)
    named = table.assign(n=table["chain"].map(of_chain).fillna(0).astype(int)).groupby("node")["n"].sum()
    return named[named > 0].sort_values(ascending=False, kind="stable")


class ChainWeights(NamedTuple):
    """Events by chain with their weights: the numbers of the chains that any event has, how many have each, their kg,
    and how many of them state one."""

    number: Numbers
    n: Numbers
    kg: Numbers
    known: Numbers


def chain_weights(columns: ColumnStore, rows: Rows, level: str) -> ChainWeights:
    """The selected events by chain of a level."""
    n, kg, known = columns.sum_by(f"chain_{level}", rows)
    number = np.flatnonzero(n)
    return ChainWeights(number, n[number], kg[number], known[number])


def sizes(columns: ColumnStore, chains: ChainWeights, level: str) -> pd.DataFrame:
    """(flow, events, kg, kg_known) of the flows of a level by their number; an event counts once in a flow, also where
    its chain has the leg twice. ``kg`` is NaN where no event states a weight."""
    flow, place = columns.by_chain(f"leg_{level}").take(chains.number)
    events, kg, known = (np.bincount(flow, of.take(place)) for of in (chains.n, chains.kg, chains.known))
    present = np.flatnonzero(events)
    weight = np.where(known[present] > 0, kg[present], np.nan)
    return pd.DataFrame(
        {"flow": present, "events": events[present].astype(int), "kg": weight, "kg_known": known[present].astype(int)}
    )


def ranks(columns: ColumnStore, column: str) -> Numbers:
    """The place of each number of a column in the order of what it stands for; codes of a vocabulary stand in the order
    of their meaning. What is not stated has the last place of the array, and comes after all others."""
    codes, order = columns.categories(column), CODED.get(column)
    size = len(columns.weights) - 1 if column == "kg" else len(codes)
    places = np.array([order.index(code) for code in codes] if order else np.arange(size), dtype=np.int64)
    return np.append(places, -1)


def page(columns: ColumnStore, rows: Rows, column: str, down: bool, first: int, last: int) -> Rows:
    """Some rows in the order of a column, from place ``first`` to ``last`` (not included). What is not stated comes
    last either way, and rows that are alike stand in their own order, which is that of their ids."""
    own = ranks(columns, column)[columns.numbers("kg_rank" if column == "kg" else column, rows)]
    most = own.max(initial=0)
    least = np.where(own < 0, most + 1, most - own if down else own)
    # Place and row in one number: no two are alike, so a part of them can be found without sorting all.
    keys = least * columns.size + rows
    last = min(last, len(keys))
    page_keys = np.sort(np.partition(keys, last - 1)[:last] if 0 < last < len(keys) else keys)[first:last]
    return (page_keys % columns.size).astype(np.int32)


def medians(columns: ColumnStore, rows: Rows, level: str, flows: list[int]) -> pd.DataFrame:
    """(flow, median) of those of some flows that have a stated weight."""
    wanted = columns.chains_with(f"leg_{level}", flows)
    rank, chain = columns.numbers("kg_rank", rows), columns.numbers(f"chain_{level}", rows)
    weighed = np.flatnonzero((np.diff(wanted.begin) > 0).take(chain) & (rank >= 0))
    flow_index, event = wanted.take(chain.take(weighed))
    # Flow and rank in one number: sorted, the weights of a flow stand in a row, and its middle is a place in it.
    packed = np.sort(flow_index.astype(np.int64) << 32 | rank.take(weighed).take(event))
    place = packed >> 32
    first = np.flatnonzero(np.diff(place, prepend=-1))
    size = np.diff(np.append(first, len(place)))
    kg = columns.weights[packed & 0xFFFFFFFF]
    numbers = np.asarray(flows, dtype=np.int64)[place[first]]
    return pd.DataFrame({"flow": numbers, "median": (kg[first + (size - 1) // 2] + kg[first + size // 2]) / 2})


def drawn_coverage(columns: ColumnStore, counts: Counts, level: str, flows: list[int]) -> pd.Series:
    """``all``: events with a leg at this level; ``shown``: those with one among some flows; from the events of each
    chain of the level."""
    legs = {"all": columns.by_chain(f"leg_{level}"), "shown": columns.chains_with(f"leg_{level}", flows)}
    return pd.Series(
        {k: int(counts.n[np.diff(index.begin).take(counts.number) > 0].sum()) for k, index in legs.items()}
    )
