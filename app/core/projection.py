"""Projections of drawn maps: Equal Earth for pages of the world, Mercator for what is on screen.

Coordinates are in units of the projection, x to the right and y DOWN, as a page has them. A map is cut half a turn away
from its central meridian: nothing is drawn across the cut. Equal Earth: Savric, Patterson and Jenny 2018.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
_A = (1.340264, -0.081106, 0.000893, 0.003796)
#: Mercator has no poles; the web's map ends where it is square.
MERCATOR_MOST = 85.05


@dataclass(frozen=True)
class Projection:
    """``equal-earth`` or ``mercator``, about a central meridian."""

    name: str = "equal-earth"
    centre: float = 0.0

    def project(self, lons: Floats, lats: Floats) -> tuple[Floats, Floats]:
        """Points whose longitudes count from the central meridian (-180 to 180)."""
        return _equal_earth(lons, lats) if self.name == "equal-earth" else _mercator(lons, lats)

    def outline(self) -> tuple[Floats, Floats]:
        """The edge of the world, from the south-west upwards and round."""
        most = 90.0 if self.name == "equal-earth" else MERCATOR_MOST
        up = np.linspace(-most, most, 91)
        lats = np.concatenate([up, up[::-1]])
        return self.project(np.where(np.arange(182) < 91, -180.0, 180.0), lats)


def _equal_earth(lons: Floats, lats: Floats) -> tuple[Floats, Floats]:
    theta = np.arcsin(math.sqrt(3) / 2 * np.sin(np.radians(lats)))
    t2 = theta * theta
    t6 = t2 * t2 * t2
    a1, a2, a3, a4 = _A
    slope = a1 + 3 * a2 * t2 + t6 * (7 * a3 + 9 * a4 * t2)
    x = 2 * np.radians(lons) * np.cos(theta) / (math.sqrt(3) * slope)
    return x, -theta * (a1 + a2 * t2 + t6 * (a3 + a4 * t2))


def _mercator(lons: Floats, lats: Floats) -> tuple[Floats, Floats]:
    bounded = np.radians(np.clip(lats, -MERCATOR_MOST, MERCATOR_MOST))
    return np.radians(lons), -np.arctanh(np.sin(bounded))


@dataclass(frozen=True)
class Frame:
    """A rectangle of the page (left, top, width, height) that shows a box of the projection."""

    left: float
    top: float
    width: float
    height: float
    scale: float
    x0: float
    y0: float

    @classmethod
    def fitted(cls, page: tuple[float, float, float, float], xs: Sequence[float], ys: Sequence[float]) -> Frame:
        """The frame that shows all of some points as large as it can, in the middle."""
        width, height = page[2:]
        x0, x1, y0, y1 = min(xs), max(xs), min(ys), max(ys)
        scale = min(width / max(x1 - x0, 1e-9), height / max(y1 - y0, 1e-9))
        return cls(*page, scale, (x0 + x1) / 2 - width / scale / 2, (y0 + y1) / 2 - height / scale / 2)

    def place(self, xs: Floats, ys: Floats) -> tuple[Floats, Floats]:
        """Points of the projection on the page."""
        return self.left + (xs - self.x0) * self.scale, self.top + (ys - self.y0) * self.scale

    def holds(self, x: float, y: float, edge: float = 0.0) -> bool:
        """Whether a point of the page lies in the frame, at least so far from its edge."""
        across = self.left + edge <= x <= self.left + self.width - edge
        return across and self.top + edge <= y <= self.top + self.height - edge


def turned(lon: float, centre: float) -> float:
    """A longitude counted from a central meridian, -180 to 180.

    >>> turned(-170, 160)
    30
    """
    return (lon - centre + 180) % 360 - 180
