"""Sea lanes as shortest paths over the searoute network (Apache 2.0): a directed stretch of it is shared by every lane
that runs there, so that lanes can be added up.

Three things differ from the package's own search. The whole graph is searched at once with scipy: one search answers
for every end of a start. Edges that run inland are left out. Main lanes cost ``MAIN`` of their length, so that lanes
side by side merge as traffic does; which they are is a committed table, for a lane must not depend on what else is
stored.
"""

from __future__ import annotations

import functools
import itertools
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pyproj import Geod
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra
from scipy.spatial import cKDTree

from app.core import geo
from app.intake.builder.inland import Inland

Point = tuple[float, float]
#: What a km of a main lane costs. With 0.55 Ecuador's lane to Europe bent round by Cabo Verde to share Brazil's: no
#: lane may be more than ``LONGEST`` times the shortest one, a test.
MAIN, LONGEST = 0.93, 1.04
#: Passages that are closed to merchant ships for most of a year.
CLOSED = frozenset({"northwest"})
#: So many of the nearest points of the network are tried for one that can be reached without crossing the inland.
NEAREST = 24
#: Searches that are kept: one takes 3 ms and 120 KB, and pairs come sorted by their start.
STARTS = 64
_GEOD = Geod(ellps="WGS84")


class SeaGraph:
    """Points of the network by their number, and the shortest lanes between them."""

    def __init__(self, folder: Path, inland: Inland) -> None:
        self.inland = inland
        self._folder = folder
        self._search = functools.lru_cache(maxsize=STARTS)(self._search_from)

    @functools.cached_property
    def _network(self) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
        """Points as (lon, lat), and edges as pairs of their numbers."""
        from searoute.data.marnet_dict import edge_list  # 2 MB that a server which builds nothing never needs

        # The date line's points stand twice, at 180 and at -180; they are one here.
        names = {point: (180.0 if point[0] == -180 else point[0], point[1]) for point in edge_list}
        points = sorted(set(names.values()))
        number = {point: i for i, point in enumerate(points)}
        edges = {
            (min(a, b), max(a, b))
            for start, ends in edge_list.items()
            for end, said in ends.items()
            if (a := number[names[start]]) != (b := number[names[end]]) and said.get("passage") not in CLOSED
        }
        return self._with_rivers(np.array(points), sorted(edges))

    def _with_rivers(
        self, points: NDArray[np.float64], edges: list[tuple[int, int]]
    ) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
        """The network with rivers that it lacks; the last point of each joins the nearest of the network."""
        for _river, rows in pd.read_csv(self._folder / "rivers.csv").groupby("river"):
            stops = rows.sort_values("seq")[["lon", "lat"]].to_numpy()
            mouth = int(np.hypot(*(points - stops[-1]).T).argmin())
            numbers = [*range(len(points), len(points) + len(stops) - 1), mouth]
            points = np.vstack([points, stops[:-1]])
            edges = [*edges, *((min(pair), max(pair)) for pair in itertools.pairwise(numbers))]
        return points, np.array(edges)

    @property
    def points(self) -> NDArray[np.float64]:
        """(lon, lat) of every point of the network by its number."""
        return self._network[0]

    @functools.cached_property
    def edges(self) -> NDArray[np.int64]:
        """Pairs of points that are joined, those inland left out."""
        points, edges = self._network
        lines = [geo.unwrap(points[[a, b]]) for a, b in edges]
        return edges[~self.inland.crossing(lines)]

    @functools.cached_property
    def lengths(self) -> NDArray[np.float64]:
        """Km of each edge on the ellipsoid."""
        a, b = self.points[self.edges[:, 0]], self.points[self.edges[:, 1]]
        return np.asarray(_GEOD.inv(a[:, 0], a[:, 1], b[:, 0], b[:, 1])[2]) / 1000

    @functools.cached_property
    def main(self) -> NDArray[np.bool_]:
        """Which edges are main lanes."""
        rows = pd.read_csv(self._folder / "main_lanes.csv").round(4).itertuples(index=False, name=None)
        wanted = {frozenset((row[:2], row[2:])) for row in rows}
        ends = np.round(self.points, 4).tolist()
        return np.array([frozenset((tuple(ends[a]), tuple(ends[b]))) in wanted for a, b in self.edges.tolist()])

    @functools.cached_property
    def _costs(self) -> csr_matrix:
        cost = self.lengths * np.where(self.main, MAIN, 1.0)
        n = len(self.points)
        (a, b) = self.edges.T
        return csr_matrix((np.r_[cost, cost], (np.r_[a, b], np.r_[b, a])), shape=(n, n))

    @functools.cached_property
    def _tree(self) -> cKDTree:
        joined = np.unique(self.edges)
        self._joined = joined
        return cKDTree(on_sphere(self.points[joined]))

    def nearest(self, point: Point) -> int:
        """The nearest point of the network that a straight line reaches without crossing the inland; the nearest of all
        where there is none."""
        _distance, places = self._tree.query(on_sphere(np.array([point]))[0], k=NEAREST)
        numbers = self._joined[places]
        lines = [geo.unwrap([point, tuple(self.points[n])]) for n in numbers]
        clear = numbers[~self.inland.crossing(lines)]
        return int(clear[0] if len(clear) else numbers[0])

    def _search_from(self, start: int) -> tuple[NDArray[np.float64], NDArray[np.int32]]:
        costs, before = dijkstra(self._costs, indices=start, return_predecessors=True)
        return costs, before.astype(np.int32)

    def lane(self, start: int, end: int) -> tuple[float, list[int]]:
        """What the cheapest lane between two points costs, and the numbers of its points; (inf, []) without one."""
        costs, before = self._search(start)
        if not np.isfinite(costs[end]):
            return float("inf"), []
        numbers = [end]
        while numbers[-1] != start:
            numbers.append(int(before[numbers[-1]]))
        return float(costs[end]), numbers[::-1]


def on_sphere(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """(lon, lat) as points of the unit sphere: what is near on the globe is near there, also over the date line."""
    lon, lat = np.radians(points.T)
    return np.column_stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])
