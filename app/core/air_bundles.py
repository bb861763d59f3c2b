"""Flights as bundles: a long flight is drawn along the shorter ones that lead the same way, so that what flies together
reads as one.

The method is edge-path bundling: M. Wallinger, D. Archambault, D. Auber, M. Nöllenburg and J. Peltonen, "Edge-Path
Bundling: A Less Ambiguous Edge Bundling Approach", 2021. An edge is bundled only along edges that are there, so no
bundle suggests a connection that nobody reported; one whose way round would be too long stays a great circle. Lengths
are those of great circles on a sphere.
"""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Iterable, Mapping

import numpy as np

from app.core.projection import Floats

Node = str
Edge = tuple[Node, Node]
#: A way round is at most so many times as long as the flight itself. (The authors have 2 for maps of all flights; here
#: a reader takes a curve for a direction.)
MOST_DETOUR = 1.2
#: How much longer flights are avoided: a way along short ones is preferred, as by the authors.
POWER = 2.0
STEPS = 32


def bundles(edges: Iterable[Edge], at: Mapping[Node, tuple[float, float]]) -> dict[Edge, list[Node]]:
    """The nodes along which each bundled edge is drawn, from its first to its last; of (longitude, latitude) in ``at``.
    An edge and its way back are one, named in the order of the alphabet."""
    single = {_undirected(edge) for edge in edges if edge[0] != edge[1]}
    lengths = {(a, b): _distance(at[a], at[b]) for a, b in single}
    graph: dict[Node, dict[Node, float]] = {}
    for (a, b), length in sorted(lengths.items()):
        graph.setdefault(a, {})[b] = graph.setdefault(b, {})[a] = length**POWER
    left, locked, out = set[Edge](), set[Edge](), dict[Edge, list[Node]]()
    for edge in sorted(lengths, key=lambda e: (-lengths[e], e)):
        if edge in locked:
            continue
        way = shortest(graph, *edge, without={*left, edge})
        steps = [_undirected(step) for step in itertools.pairwise(way)]
        if not steps or sum(lengths[step] for step in steps) > MOST_DETOUR * lengths[edge]:
            continue
        left.add(edge)
        locked.update(steps)
        out[edge] = way
    return out


def shortest(graph: Mapping[Node, Mapping[Node, float]], start: Node, end: Node, without: set[Edge]) -> list[Node]:
    """The nodes of the way of least weight (Dijkstra) that takes none of some edges; none where there is no way."""
    waiting: list[tuple[float, Node, list[Node]]] = [(0.0, start, [start])]
    met = set[Node]()
    while waiting:
        gone, node, way = heapq.heappop(waiting)
        if node == end:
            return way
        if node in met:
            continue
        met.add(node)
        for other, weight in graph[node].items():
            if other not in met and _undirected((node, other)) not in without:
                heapq.heappush(waiting, (gone + weight, other, [*way, other]))
    return []


def curve(points: Iterable[tuple[float, float]], steps: int = STEPS) -> Floats:
    """The Bézier curve over some control points (longitude, latitude) on the sphere, from the first to the last, as
    ``steps`` + 1 rows, longitudes running on past 180. Over two points it is their great circle."""
    spots = _vectors(points)
    t = np.linspace(0, 1, steps + 1)[:, None]
    rows = [np.repeat(spot[None], steps + 1, axis=0) for spot in spots]
    while len(rows) > 1:
        rows = [(1 - t) * a + t * b for a, b in itertools.pairwise(rows)]
    x, y, z = (rows[0] / np.linalg.norm(rows[0], axis=1, keepdims=True)).T
    lon, lat = np.degrees(np.unwrap(np.arctan2(y, x))), np.degrees(np.arcsin(np.clip(z, -1, 1)))
    return np.column_stack([lon, lat])


def _vectors(points: Iterable[tuple[float, float]]) -> Floats:
    lon, lat = np.radians(np.array(list(points), float)).T
    return np.column_stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])


def _distance(a: tuple[float, float], b: tuple[float, float]) -> float:
    """The angle between two places."""
    one, two = _vectors([a, b])
    return float(np.arccos(np.clip(one @ two, -1, 1)))


def _undirected(edge: Edge) -> Edge:
    a, b = edge
    return (a, b) if a <= b else (b, a)
