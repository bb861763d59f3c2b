"""Selected events by month, or by year where no month is stated, over columns in memory (see core.columns)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from app.core.columns import Numbers, Pairs, Rows, Tally
from app.core.cube import Entries


class Dated(NamedTuple):
    """Events by when they were: their chains, the ticks that any has (rising), and the place of each one's there."""

    rows: Rows
    chain: Numbers
    ticks: Numbers
    tick: Numbers

    @classmethod
    def of(cls, tally: Tally, rows: Rows, level: str) -> Dated:
        """Selected events by the chains of a level."""
        tick = tally.values("tick", rows)
        least = int(tick.min(initial=0))
        has = np.zeros(int(tick.max(initial=0)) - least + 1, dtype=bool)
        # Far cheaper than to sort a million ticks: there are some hundreds, and they are small numbers.
        has[tick.astype(np.int32) - least] = True
        ticks = np.flatnonzero(has) + least
        places = np.cumsum(has, dtype=np.int32) - 1
        chain = tally.values(f"chain_{level}", rows)
        return cls(rows, chain, ticks, places.take(tick.astype(np.int32) - least))


def of_flows(tally: Tally, dated: Dated, level: str, flows: list[int]) -> Entries:
    """Entries of some flows by their place in the list, with weights; an event counts once in a flow."""
    every = tally.pairs(f"leg_{level}")
    place = np.full(1 + max([int(every.value.max(initial=-1)), *flows]), -1)
    place[flows] = np.arange(len(flows))
    at, event = met(every, place, dated.chain)
    kg = tally.kg(dated.rows.take(event))
    return Entries.counted(at, dated.tick.take(event), dated.ticks, kg)


def of_roles(tally: Tally, dated: Dated, level: str, values: Numbers) -> Entries:
    """Entries of nodes in roles (numbers of ``role_<level>``) by their place in a list."""
    place = np.full(len(tally.codes(f"role_{level}.value")), -1)
    place[values] = np.arange(len(values))
    at, event = met(tally.pairs(f"role_{level}"), place, dated.chain)
    return Entries.counted(at, dated.tick.take(event), dated.ticks)


def met(every: Pairs, place: Numbers, chain: Numbers) -> tuple[Numbers, Numbers]:
    """What the chains of events have among values that have a place: the place, and the number of the event."""
    value, event = every.met(chain)
    at = place.take(value)
    held = at >= 0
    return at[held], event[held]


def legs(tally: Tally, dated: Dated, level: str) -> dict[int, int]:
    """How often any flow is named, by tick."""
    begin = tally.pairs(f"leg_{level}").begin
    n = np.bincount(dated.tick, np.diff(begin).take(dated.chain), len(dated.ticks))
    return dict(zip(dated.ticks.tolist(), n.astype(int).tolist(), strict=True))
