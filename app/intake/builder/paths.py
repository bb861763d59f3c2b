"""Illustrative paths, made once per pair of ends: sea lanes, great circles, schematic arcs.

Sea lanes come from the searoute network (Apache 2.0). A country may have several sea gates (Colombia has two
coasts) and a landlocked one has a foreign gate; the shortest lane between any two gates is taken.
"""

from __future__ import annotations

import gzip
import itertools
import json
import zlib
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

import numpy as np
import pandas as pd

from app import atomic
from app.core import geo
from app.intake.reference import Reference

Point = tuple[float, float]
LANDLOCKED = frozenset({"PY", "BO", "RS", "ML"})
#: Under this distance a lane would be all harbour approach; an arc reads better.
SHORT_KM = 500.0
#: A gate within this distance of its node costs nothing more; a farther one as much as so many km at sea per km.
NEAR_KM, OVERLAND = 1_500.0, 3.0


class Lanes:
    """Sea lanes between nodes; keeps each pair of gates once."""

    def __init__(self, reference: Reference, file: Path | None = None) -> None:
        gates, self._file = reference.sea_gates, file
        self._gates = {c: list(zip(g["lon"], g["lat"], strict=True)) for c, g in gates.groupby("code")}
        self._lanes: dict[str, tuple[float, list[Point]]] = {}
        if file is not None and file.exists():
            with suppress(OSError, EOFError, ValueError, zlib.error):  # gzip knows a damaged one: lanes are found anew
                self._lanes = json.loads(gzip.decompress(file.read_bytes()))
        self._known = len(self._lanes)

    def keep(self) -> None:
        """Write the lanes down for the next build, if there are new ones."""
        if self._file is not None and len(self._lanes) > self._known:
            atomic.write(self._file, gzip.compress(json.dumps(self._lanes).encode(), 1, mtime=0))

    def gates(self, key: str, point: Point) -> list[Point]:
        """Where a node meets the sea: a country's gates, a landlocked place's foreign gate, or the point."""
        is_country = ":" not in key
        if is_country or key[:2] in LANDLOCKED:
            return self._gates.get(key[:2] if ":" in key else key, [point])
        return [point]

    def between(self, a: Point, b: Point) -> tuple[float, list[Point]]:
        """Length in km and the points of the network's shortest lane between two points."""
        key = f"{a[0]},{a[1]}>{b[0]},{b[1]}"
        if key not in self._lanes:
            import searoute  # it reads a library of networks, which a server that builds nothing never needs

            lane = searoute.searoute(list(a), list(b), algorithm="astar")
            line = lane["geometry"]["coordinates"]
            self._lanes[key] = (float(lane["properties"]["length"]), [(float(x), float(y)) for x, y in line])
        length, points = self._lanes[key]
        return length, points

    def path(self, start: tuple[str, Point], end: tuple[str, Point]) -> geo.Path:
        """The lane from one node to another, trimmed where it passes closest to either end."""
        pairs = itertools.product(self.gates(*start), self.gates(*end))
        lanes = {pair: self.between(*pair) for pair in pairs}
        a, b = min(lanes, key=lambda gates: lanes[gates][0] + detour(start[1], gates[0]) + detour(end[1], gates[1]))
        _, points = lanes[a, b]
        lane = trim(geo.unwrap([a, *points, b]), a, b)
        if a == start[1] or start[0][:2] not in LANDLOCKED:
            return geo.lane(lane, start[1], end[1])
        return geo.lane(np.vstack([[a], lane]), start[1], end[1])


def detour(node: Point, gate: Point) -> float:
    """What a gate costs besides its lane, in km: one across the continent would draw the lane over land."""
    overland = geo.length_km(np.array([node, gate]))
    return OVERLAND * max(0.0, overland - NEAR_KM)


def trim(path: geo.Path, a: Point, b: Point) -> geo.Path:
    """The part of a lane between its closest points to both ends: no overshoot past a port or a sea point."""
    inner = path[1:-1]
    if len(inner) < 3:
        return inner if len(inner) else path
    first = int(np.argmin(_gap(inner, a)))
    last = int(np.argmin(_gap(inner, b)))
    return inner[first : last + 1] if first < last else inner


def _gap(path: geo.Path, point: Point) -> geo.Path:
    dx = (path[:, 0] - point[0] + 180) % 360 - 180
    return np.hypot(dx * np.cos(np.radians(path[:, 1])), path[:, 1] - point[1])


def path_of(mode: str, start: tuple[str, Point], end: tuple[str, Point], lanes: Lanes) -> geo.Path:
    """The illustrative path of one leg."""
    straight = geo.great_circle(start[1], end[1])
    if mode == "air":
        return straight
    if mode == "maritime" and geo.length_km(straight) > SHORT_KM:
        return lanes.path(start, end)
    return geo.arc(start[1], end[1])


def path_table(
    ends: Iterable[tuple[str, str, str]], places: pd.DataFrame, reference: Reference, lanes_file: Path | None = None
) -> pd.DataFrame:
    """One row per (origin, target, mode), whose text ``EC>BE|maritime`` is its id: the path as JSON
    ``[[lon, lat], ...]`` and its length in km.

    ``lanes_file`` is a file of lanes found by earlier builds: a search of the network takes 7 ms, and ends repeat.
    """
    lanes = Lanes(reference, lanes_file)
    points = {k: (float(x), float(y)) for k, x, y in zip(places["key"], places["lon"], places["lat"], strict=True)}
    rows = []
    for origin, target, mode in sorted(set(ends)):
        path = path_of(mode, (origin, points[origin]), (target, points[target]), lanes)
        rows.append(
            (
                f"{origin}>{target}|{mode}",
                origin,
                target,
                mode,
                json.dumps(np.round(path, 2).tolist()),
                geo.length_km(path),
            )
        )
    lanes.keep()
    return pd.DataFrame(rows, columns=["id", "origin", "target", "mode", "points", "km"])
