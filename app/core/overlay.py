"""What is known of an overlay: shapes or tiles of one's own that lie on the map."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from typing import Any

#: How the shapes of an overlay are drawn. They differ by stroke and fill, not by colour: hues belong to roles, modes
#: and departures, and a print without colours keeps them apart.
STYLES = ("line", "dashed", "dotted", "filled")
KEY = re.compile(r"[0-9a-f]{12}")
#: A polygon of an overlay as an area: the key of its overlay, and its number among the polygons, from one on.
SHAPE = re.compile(r"overlay\.([0-9a-f]{12})\.([1-9]\d{0,5})")
#: Overlays that may be on at once, and signs of what people write about one.
MOST_ON = 8
MOST_TEXT = 200

Bounds = tuple[float, float, float, float]


@dataclass(frozen=True)
class Overlay:
    """One overlay: its ``key`` is made of its file, so the same file has the same key in every house. ``kind`` is
    ``shapes`` or ``tiles``; polygons come first among the ``shapes``. ``bounds`` are west, south, east and north in
    degrees; ``zooms`` the least and the greatest of tiles. ``taken`` is the ISO day on which it was taken in."""

    key: str
    title: str
    source: str
    marking: str
    style: str
    kind: str
    file: str
    taken: str
    bounds: Bounds
    shapes: int = 0
    polygons: int = 0
    zooms: tuple[int, int] = (0, 0)
    #: The field that its names were read from, where it was asked for.
    names: str = ""

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> Overlay:
        """The overlay that ``plain`` made such values of."""
        west, south, east, north = values["bounds"]
        low, high = values["zooms"]
        return cls(**{**values, "bounds": (west, south, east, north), "zooms": (low, high)})

    def plain(self) -> dict[str, Any]:
        """Plain values, for a file."""
        return asdict(self)

    def holds(self, number: int) -> bool:
        """Whether it has a polygon of this number."""
        return 1 <= number <= self.polygons


def shape_key(overlay: str, number: int) -> str:
    """A polygon of an overlay as the key of an area.

    >>> shape_key("0123456789ab", 3)
    'overlay.0123456789ab.3'
    """
    return f"overlay.{overlay}.{number}"


def shape_of_key(key: str) -> tuple[str, int] | None:
    """The overlay and the number of such a key; None for a text that is none."""
    match = SHAPE.fullmatch(key)
    return (match[1], int(match[2])) if match else None
