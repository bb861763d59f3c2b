"""Seizures that stand apart on a drawn map: no mark covers the number of another (as assets/js/52_apart.js on screen).

A group stands in the middle of its events and an indicative mark somewhere in its area: both may give way. A single
seizure at a known place never moves.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterator, Sequence

from app.core.measures import MARK


@dataclasses.dataclass(frozen=True)
class PlacedSeizure:
    """A seizure or a group of them on the page, in its units; ``big`` is how many times its usual size it is drawn."""

    x: float
    y: float
    kind: str
    n: int
    big: float = 1.0

    @property
    def r(self) -> float:
        """Half of its size."""
        least, times, most = MARK["group"]
        return float(self.big * (MARK["seizure"] if self.n == 1 else least + min(most, times * math.log2(self.n))))

    @property
    def reach(self) -> float:
        """How far from its middle it lies on others: a square (a region) has corners."""
        return self.r * (MARK["corner"] if self.kind == "region" else 1.0)

    @property
    def stays(self) -> bool:
        """Whether it marks a known place."""
        return self.n == 1 and self.kind == "point"

    @property
    def core(self) -> float:
        """How far from its middle nothing may lie on it."""
        return self.r if self.n == 1 else self.big * (MARK["beside"] + MARK["digit"] * len(str(self.n)))


def spread_apart(spots: Sequence[PlacedSeizure]) -> list[PlacedSeizure]:
    """The spots in the order in which they are drawn: the largest first, known places on top of all."""
    known = [spot for spot in spots if spot.stays]
    placed = list(known)
    for spot in sorted((spot for spot in spots if not spot.stays), key=lambda spot: -spot.r):
        placed.append(_gave_way(spot, placed))
    return [*placed[len(known) :], *known]


def _room(spot: PlacedSeizure, other: PlacedSeizure) -> float:
    """How far a spot must stand from one that stands already."""
    return other.r + spot.core if other.stays else spot.reach + other.core


def _gave_way(spot: PlacedSeizure, placed: list[PlacedSeizure]) -> PlacedSeizure:
    """A spot moved away from those that stand already, as little as will do; where pushing it from one to the next does
    not end, to the nearest free place around its own."""
    x, y = spot.x, spot.y
    for _round in range(MARK["rounds"]):
        for other in placed:
            room = _room(spot, other)
            right, down = x - other.x, y - other.y
            distance = math.hypot(right, down)
            if distance >= room:
                continue
            if not distance:
                right, down, distance = 0.0, -1.0, 1.0
            x, y = other.x + right / distance * room, other.y + down / distance * room
    if not _is_free(spot, x, y, placed):
        x, y = next((at for at in _around(spot) if _is_free(spot, *at, placed)), (x, y))
    return dataclasses.replace(spot, x=x, y=y)


def _is_free(spot: PlacedSeizure, x: float, y: float, placed: list[PlacedSeizure]) -> bool:
    """Whether a spot at a place covers no number, a rounding error aside."""
    return all(math.hypot(x - other.x, y - other.y) > _room(spot, other) - 1e-6 for other in placed)


def _around(spot: PlacedSeizure) -> Iterator[tuple[float, float]]:
    """Places around that of a spot, ring by ring."""
    rings, step, places = MARK["rings"]
    for ring in range(1, rings + 1):
        for place in range(places):
            angle = 2 * math.pi * (place + ring % 2 / 2) / places
            yield spot.x + ring * step * math.cos(angle), spot.y + ring * step * math.sin(angle)
