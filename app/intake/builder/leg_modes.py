"""By which mode a leg went, or would have gone.

A source names the mode in which a consignment was seized. What was to follow may have gone on by the same means, or
not: a lorry seized in Panama did not drive to Belgium. An intended leg has the mode of the seizure where a journey by
it is possible; else its mode is not stated. And what left Bolivia through its port in Chile did not sail to Chile: a
leg by sea to the country in which the other's gate to the sea lies has no stated mode. Rules of ours (docs/map.md).
"""

from __future__ import annotations

import functools
from collections.abc import Mapping

from app.core import geo
from app.core.modes import NOT_STATED
from app.intake.builder.inland import Inland

Point = tuple[float, float]
#: Share of the straight line that lies inland: from it on a lorry or a barge is possible, and below it a ship.
OVERLAND = 0.5
#: Beyond so many km a ship is possible in any case: it sails round.
ROUND_KM = 1_500.0


class LegModes:
    """The modes of legs between nodes of given points; ``abroad`` is the country of each foreign gate to the sea, by
    the landlocked country that uses it."""

    def __init__(self, inland: Inland, points: Mapping[str, Point], abroad: Mapping[str, str]) -> None:
        self._inland, self._points, self._abroad = inland, points, abroad
        self._share = functools.cache(self._measured)

    def _measured(self, origin: str, target: str) -> tuple[float, float]:
        """Share of the straight line that lies inland, and its length in km."""
        line = geo.great_circle(self._points[origin], self._points[target])
        return self._inland.share(line), geo.length_km(line)

    def travelled(self, mode: str, origin: str, target: str) -> str:
        """The mode of a leg up to the seizure: that of the seizure, but by sea only between two coasts."""
        a, b = origin[:2], target[:2]
        ashore = mode == "maritime" and (self._abroad.get(a) == b or self._abroad.get(b) == a)
        return NOT_STATED if ashore else mode

    def intended(self, mode: str, origin: str, target: str) -> str:
        """The mode of an intended leg after a seizure in ``mode``: the same, or ``unknown`` where it cannot be."""
        if mode in ("air", "post"):
            return mode
        if mode not in ("land", "river", "maritime"):
            return NOT_STATED
        if self.travelled(mode, origin, target) != mode:
            return NOT_STATED
        share, km = self._share(origin, target)
        possible = share < OVERLAND or km > ROUND_KM if mode == "maritime" else share >= OVERLAND
        return mode if possible else NOT_STATED
