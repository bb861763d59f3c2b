"""Web Mercator in world widths: where the map's tiles, clusters and viewports are counted.

Without what draws paths (``core.geo``): a server that answers need not read that.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

#: The world is square, so it ends there.
LIMIT = 85.0511


def mercator(lon: Any, lat: Any) -> tuple[Any, Any]:
    """Web Mercator in units of one world width: x in [0, 1) from 180 W, y from the north edge. Degrees as numbers or
    as arrays; the answer is of the same kind."""
    lat = np.clip(lat, -LIMIT, LIMIT)
    y = 0.5 - np.log(np.tan(np.pi / 4 + np.radians(lat) / 2)) / (2 * np.pi)
    return ((lon + 180) / 360) % 1.0, y


def latitude(y: float) -> float:
    """The latitude of a height of ``mercator``.

    >>> round(latitude(mercator(0.0, 51.2)[1]), 6)
    51.2
    """
    return math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * y))))


#: Digits of a degree that survive the way into world widths and back: a tenth of a metre.
DIGITS = 6


def degrees(x: Any, y: Any) -> tuple[Any, Any]:
    """Longitude and latitude of places in world widths, as arrays: what was stated as 36.0 is 36.0 again.

    >>> [float(of[0]) for of in degrees(*mercator(np.array([-9.2]), np.array([36.0])))]
    [-9.2, 36.0]
    """
    lat = np.degrees(np.arctan(np.sinh(np.pi * (1 - 2 * y))))
    return np.round(x * 360 - 180, DIGITS), np.round(lat, DIGITS)
