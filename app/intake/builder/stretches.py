"""Stretches of sea lanes: between two junctions every lane runs alike, so that flows can be added up along it.

A junction is a point of the network where the lanes of the store part, meet, begin or end. Between two of them lies a
stretch, one line for both directions; a lane is a row of stretches, each with the direction in which it is sailed.
"""

from __future__ import annotations

import itertools
import json
from collections import defaultdict
from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from app.core import geo
from app.core.modes import LEVELS
from app.intake.builder.paths import Lanes, Point, lane_numbers
from app.intake.builder.sea_graph import SeaGraph

Pair = tuple[str, str]
Edge = tuple[int, int]
#: Degrees by which a stretch is generalised before its corners are rounded.
TOLERANCE = 0.35


def tables_of(legs: pd.DataFrame, points: Mapping[str, Point], lanes: Lanes) -> dict[str, pd.DataFrame]:
    """The tables of ``stretch_tables`` for the maritime legs of both levels."""
    at_sea = legs.loc[legs["mode"] == "maritime", ["level", "origin", "target"]].drop_duplicates()
    parts = []
    for level in LEVELS:
        pairs = at_sea.loc[at_sea["level"] == level, ["origin", "target"]].itertuples(index=False, name=None)
        parts.append(stretch_tables(lane_numbers(pairs, points, lanes), lanes.graph, level))
    return {name: pd.concat([part[name] for part in parts], ignore_index=True) for name in ("stretch", "lane")}


def stretch_tables(lanes: Mapping[Pair, NDArray[np.int64]], graph: SeaGraph, level: str) -> dict[str, pd.DataFrame]:
    """``stretch``: a row for each (level, stretch) with its two junctions ``start`` and ``end`` (points of the network)
    and its line as JSON ``[[lon, lat], ...]`` from the one to the other; ``through`` are the points of the network, by
    which a part of a lane is named in an address. ``lane``: a row for each (level, origin,
    target) with its stretches as JSON, ``[3, -7]``: the third as it lies, then the seventh against its direction; they
    count from 1."""
    chains = stretches(lanes)
    number = {chain: i for i, chain in enumerate(sorted(chains), 1)}
    by_edge = {edge: chain for chain in chains for edge in itertools.pairwise(chain)}
    rows = [
        (level, i, chain[0], chain[-1], json.dumps(line_of(chain, graph)), through(chain, graph))
        for chain, i in number.items()
    ]
    lane_rows = [
        (level, origin, target, json.dumps(signed(numbers.tolist(), by_edge, number)))
        for (origin, target), numbers in lanes.items()
    ]
    return {
        "stretch": pd.DataFrame(rows, columns=["level", "stretch", "start", "end", "points", "through"]),
        "lane": pd.DataFrame(lane_rows, columns=["level", "origin", "target", "stretches"]),
    }


def stretches(lanes: Mapping[Pair, NDArray[np.int64]]) -> list[tuple[int, ...]]:
    """Points of the network along each stretch, the end with the lower number first."""
    users: dict[Edge, set[Pair]] = defaultdict(set)
    ends: set[int] = set()
    for pair, numbers in lanes.items():
        ends |= {int(numbers[0]), int(numbers[-1])}
        for a, b in itertools.pairwise(numbers.tolist()):
            users[min(a, b), max(a, b)].add(pair)
    beside: dict[int, list[int]] = defaultdict(list)
    for a, b in users:
        beside[a].append(b)
        beside[b].append(a)
    junctions = {
        point
        for point, near in beside.items()
        if point in ends or len(near) != 2 or users[_edge(near[0], point)] != users[_edge(point, near[1])]
    }
    return _chains(beside, junctions)


def _edge(a: int, b: int) -> Edge:
    return min(a, b), max(a, b)


def _chains(beside: Mapping[int, list[int]], junctions: set[int]) -> list[tuple[int, ...]]:
    """The points from each junction to the next, each chain once."""
    chains = set()
    for start in junctions:
        for step in beside[start]:
            chain = [start, step]
            while chain[-1] not in junctions:
                a, b = beside[chain[-1]]
                chain.append(b if a == chain[-2] else a)
            chains.add(tuple(chain) if (chain[0], chain[1]) <= (chain[-1], chain[-2]) else tuple(chain[::-1]))
    return list(chains)


def signed(
    numbers: list[int], by_edge: Mapping[Edge, tuple[int, ...]], number: Mapping[tuple[int, ...], int]
) -> list[int]:
    """A lane as its stretches, those that it sails against their direction with a minus."""
    steps: list[int] = []
    for a, b in itertools.pairwise(numbers):
        ahead = (a, b) in by_edge
        stretch = number[by_edge[(a, b) if ahead else (b, a)]] * (1 if ahead else -1)
        if not steps or steps[-1] != stretch:
            steps.append(stretch)
    return steps


def through(chain: tuple[int, ...], graph: SeaGraph) -> str:
    """The points of the network along a stretch as text, ``-45.12,36.49>-44.24,37.69``: stretches change with what is
    stored, the network does not."""
    return ">".join(f"{lon:.2f},{lat:.2f}" for lon, lat in graph.points[list(chain)].tolist())


def line_of(chain: tuple[int, ...], graph: SeaGraph) -> list[list[float]]:
    """A stretch generalised, its corners rounded, and never over the inland; longitudes run on."""
    raw = geo.unwrap(graph.points[list(chain)])
    for tolerance in (TOLERANCE, TOLERANCE / 3):
        drawn = geo.simplify(geo.smooth(geo.simplify(raw, tolerance), 2), 0.02)
        if not graph.inland.crossed(drawn):
            break
    else:
        drawn = raw
    return np.round(drawn, 2).tolist()
