"""The sea lanes of a level: stretches between junctions, and the row of stretches that each pair of ends sails.

They are made by intake.builder.stretches; a stretch that is sailed against its direction has a minus before its number.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass


@dataclass(frozen=True)
class SeaLanes:
    """``ends``: the two junctions of each stretch by its number; ``points``: its line as JSON; ``through``: the points
    of the network along it, ``-45.12,36.49>-44.24,37.69``; ``lanes``: the stretches of each pair ``EC>BE``."""

    ends: dict[int, tuple[int, int]]
    points: dict[int, str]
    through: dict[int, str]
    lanes: dict[str, tuple[int, ...]]

    def way(self, stretch: int) -> str:
        """The two points in the middle of a stretch, by which an address names it (see core.selection.way_of):
        stretches change with what is stored, the network does not."""
        points = self.through[abs(stretch)].split(">")
        middle = len(points) // 2 - 1
        return ">".join(points[middle : middle + 2][:: 1 if stretch > 0 else -1])

    def stretches_with(self, first: str, last: str) -> set[int]:
        """The stretches that sail from one point of the network to its neighbour."""
        ways = ((f">{first}>{last}>", 1), (f">{last}>{first}>", -1))
        return {n * sign for n, text in self.through.items() for way, sign in ways if way in f">{text}>"}

    def pairs_on(self, stretches: Collection[int]) -> list[str]:
        """The pairs of ends whose lanes sail any of some stretches."""
        wanted = set(stretches)
        return [pair for pair, lane in self.lanes.items() if wanted.intersection(lane)]
