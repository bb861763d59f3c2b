"""Illustrative paths, made once per pair of ends: sea lanes, great circles, schematic arcs.

A lane is the shortest way over the network of ``sea_graph``. A country may have several sea gates (Colombia has two
coasts), a landlocked one has a foreign gate; the cheapest lane between any two gates is taken. No lane runs over land:
how a consignment reached the sea from an inland end is not known, and that part is told apart (``approach``). Where no
lane can be found the path is straight and ``known`` is false.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from app.core import corridors, geo
from app.core.groups import SIGN
from app.intake.builder.inland import Inland
from app.intake.builder.sea_graph import SeaGraph
from app.intake.reference import Reference

Point = tuple[float, float]
End = tuple[str, Point]
LANDLOCKED = frozenset({"AM", "AT", "BO", "CH", "CZ", "HU", "MK", "ML", "RS", "SK", "UG"})
#: Under this distance a lane would be all harbour approach; an arc reads better, where it stays off the land.
SHORT_KM = 500.0
#: A gate within this distance of its node costs nothing more; a farther one as much as so many km at sea per km.
NEAR_KM, OVERLAND = 1_500.0, 3.0
#: Tolerances in degrees with which a lane is drawn more simply: the first that keeps off the inland.
SIMPLER = (1.2, 0.6, 0.25, 0.1)
#: Share of the straight line of a corridor's leg that lies inland, from which on it is no way by sea.
OVERLAND_SHARE = 0.5
#: Km to its right at which a drawn line that stands aside for others still has to be at sea.
ASIDE_KM = 60.0
#: Km at either end in which it need not: every lane ends at a coast.
HARBOUR_KM = 400.0


class LanePath(NamedTuple):
    """A path of a leg: (lon, lat) from node to node, or from and to the sea where a node lies inland; the approaches of
    such nodes over land; whether the way is known; whether there is room to its right for lines side by side."""

    points: geo.Path
    approach: list[geo.Path]
    known: bool = True
    room: bool = True


class Lanes:
    """Sea lanes between nodes, and the points of the network that each uses."""

    def __init__(self, reference: Reference) -> None:
        gates = reference.sea_gates
        self._gates = {c: list(zip(g["lon"], g["lat"], strict=True)) for c, g in gates.groupby("code")}
        for region, text in reference.region_nodes["gates"].items():
            points = [(float(lon), float(lat)) for lon, lat in map(str.split, filter(None, text.split(";")))]
            self._gates |= {str(region): points} if points else {}
        self.inland = Inland(reference.folder)
        self.graph = SeaGraph(reference.folder, self.inland)
        self._near: dict[Point, int] = {}

    def gates(self, key: str, point: Point) -> list[Point]:
        """Where a node meets the sea: the gates of a country or a region, a landlocked place's foreign gate, or the
        point."""
        if key.startswith(SIGN):
            return self._gates.get(key, [point])
        is_country = ":" not in key
        if is_country or key[:2] in LANDLOCKED:
            return self._gates.get(key[:2], [point])
        return [point]

    def _nearest(self, point: Point) -> int:
        if point not in self._near:
            self._near[point] = self.graph.nearest(point)
        return self._near[point]

    def numbers(self, start: End, end: End) -> list[int]:
        """Points of the network along the cheapest lane from one node to another; [] where there is none."""
        pairs = itertools.product(self.gates(*start), self.gates(*end))
        lanes = []
        for a, b in pairs:
            cost, numbers = self.graph.lane(self._nearest(a), self._nearest(b))
            lanes.append((cost + detour(start[1], a) + detour(end[1], b), numbers))
        return min(lanes, key=lambda lane: lane[0])[1]

    def path(self, start: End, end: End) -> LanePath:
        """The lane from one node to another, drawn as simply as the land allows."""
        numbers = self.numbers(start, end)
        if len(numbers) < 2:
            return LanePath(geo.great_circle(start[1], end[1]), [], known=False)
        lane = geo.unwrap([start[1], *map(tuple, self.graph.points[numbers]), end[1]])
        ends = [lane[:2], lane[-2:]]
        before, after = self.inland.crossing(ends)
        drawn = self._simpler(lane[int(before) : len(lane) - int(after)])
        approach = [end for end, over in zip(ends, (before, after), strict=True) if over]
        return LanePath(drawn, approach, not self.inland.crossed(drawn), self._room(drawn))

    def _simpler(self, lane: geo.Path) -> geo.Path:
        """A lane generalised and smoothed, by the greatest tolerance that keeps it off the inland."""
        for tolerance in SIMPLER:
            drawn = geo.simplify(geo.smooth(geo.simplify(lane, tolerance)), 0.03)
            if not self.inland.crossed(drawn):
                return drawn
        return lane

    def _room(self, lane: geo.Path) -> bool:
        """Whether a line to the right of a lane is at sea, too."""
        open_sea = geo.middle(lane, HARBOUR_KM)
        return len(open_sea) < 3 or not self.inland.crossed(geo.parallel(open_sea, ASIDE_KM))


def detour(node: Point, gate: Point) -> float:
    """What a gate costs besides its lane, in km: one across the continent would draw the lane over land."""
    overland = geo.length_km(np.array([node, gate]))
    return OVERLAND * max(0.0, overland - NEAR_KM)


def path_of(mode: str, start: End, end: End, lanes: Lanes) -> LanePath:
    """The illustrative path of one leg."""
    straight = geo.great_circle(start[1], end[1])
    if mode == "air":
        return LanePath(straight, [])
    bowed = geo.arc(start[1], end[1])
    if mode != "maritime":
        return LanePath(bowed, [])
    short = geo.length_km(straight) <= SHORT_KM
    return LanePath(bowed, []) if short and not lanes.inland.crossed(bowed) else lanes.path(start, end)


def path_table(ends: Iterable[tuple[str, str, str]], points: Mapping[str, Point], lanes: Lanes) -> pd.DataFrame:
    """One row per (origin, target, mode), whose text ``EC>BE|maritime`` is its id: the path as JSON
    ``[[lon, lat], ...]``, its length in km, and what ``LanePath`` tells of it (``approach``: JSON, a line each)."""
    rows = []
    for origin, target, mode in sorted(set(ends)):
        path = path_of(mode, (origin, points[origin]), (target, points[target]), lanes)
        approach = json.dumps([np.round(line, 2).tolist() for line in path.approach])
        body = json.dumps(np.round(path.points, 2).tolist())
        cells = (body, geo.length_km(path.points), approach, path.known, path.room)
        rows.append((f"{origin}>{target}|{mode}", origin, target, mode, *cells))
    columns = ["id", "origin", "target", "mode", "points", "km", "approach", "known", "room"]
    return pd.DataFrame(rows, columns=columns)


def corridor_lines(nodes: str, modes: Sequence[str], lanes: Lanes) -> str:
    """The line of a corridor through its nodes as JSON, a leg each: by sea where its statement speaks of ships and the
    straight way is not over land, else an arc. Longitudes run on from leg to leg."""
    stops = [(f"{node['country']}:{node['name']}", (node["lon"], node["lat"])) for node in corridors.parse_nodes(nodes)]
    legs: list[list[list[float]]] = []
    for start, end in itertools.pairwise(stops):
        straight = geo.great_circle(start[1], end[1])
        by_sea = "maritime" in modes and lanes.inland.share(straight) < OVERLAND_SHARE
        path = lanes.path(start, end) if by_sea else LanePath(geo.arc(start[1], end[1]), [])
        points = np.vstack([[start[1]], path.points, [end[1]]])
        points[:, 0] = np.unwrap(points[:, 0], period=360)
        if legs:
            points[:, 0] += 360 * round((legs[-1][-1][0] - points[0, 0]) / 360)
        legs.append(np.round(points, 2).tolist())
    return json.dumps(legs)


def place_points(places: pd.DataFrame) -> dict[str, Point]:
    """(lon, lat) of each node by its key."""
    return {k: (float(x), float(y)) for k, x, y in zip(places["key"], places["lon"], places["lat"], strict=True)}


def lane_numbers(
    ends: Iterable[tuple[str, str]], points: Mapping[str, Point], lanes: Lanes
) -> dict[tuple[str, str], NDArray[np.int64]]:
    """Points of the network along the lane of each pair of ends that has one."""
    by_pair = {(a, b): lanes.numbers((a, points[a]), (b, points[b])) for a, b in sorted(set(ends))}
    return {pair: np.array(numbers) for pair, numbers in by_pair.items() if len(numbers) > 1}
