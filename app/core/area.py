"""An area of the map as part of a filter: what it is, its text in an address, and its shape.

Its text is ``[relation:]where``. ``where`` is a drawn shape, corners ``lon,lat`` joined by ``|`` (two of them are the
opposite corners of a rectangle), a sea area (``XZ-CAR``), a group of countries or sea areas (``@andean``,
``@sea-north``), or a polygon of an overlay (``core.overlay.shape_key``). The relation says what an event has to do with
it: it was seized there (the default), departs there, arrives there, a leg of its route passes there, or any of these
(it touches the area).
Longitudes of a drawn shape may run on past 180 degrees. A shape is never simplified.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app.core.groups import GROUPS, SEAS, SIGN
from app.core.overlay import shape_of_key
from app.core.query import Vocabulary

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

#: What an event may have to do with an area by itself, and all of these together.
SINGLE_RELATIONS = ("seized", "departs", "arrives", "passes")
TOUCHES = "touches"
RELATIONS = (*SINGLE_RELATIONS, TOUCHES)
#: The role whose node lies in the area.
ROLE_OF = {"seized": "seizure", "departs": "departure", "arrives": "destination"}
#: Corners that a drawn shape may have; an address ends at 8,190 characters.
MOST_CORNERS = 60
#: Digits of a degree: eleven metres.
DIGITS = 4
#: Beside the globe, so that a shape may be drawn over the date line from either side.
MOST_EAST = 540.0
_CORNER = re.compile(r"-?\d{1,3}(\.\d{1,6})?,-?\d{1,2}(\.\d{1,6})?")

Point = tuple[float, float]
Ring = list[Point]


@dataclass(frozen=True)
class Area:
    """``key`` is a sea area, a group or a polygon of an overlay; else ``corners`` are those of a drawn shape."""

    relation: str
    key: str = ""
    corners: tuple[Point, ...] = ()

    @classmethod
    def parse(cls, text: str) -> Area | None:
        """The area of a text; None for a text that is none. Whether a sea area exists the vocabulary knows.

        >>> Area.parse("arrives:-10,36|5,44").ring()
        [(-10.0, 36.0), (5.0, 36.0), (5.0, 44.0), (-10.0, 44.0)]
        """
        relation, sep, where = text.partition(":")
        if not sep:
            relation, where = "seized", text
        if relation not in RELATIONS:
            return None
        if re.fullmatch(r"XZ-[A-Z]{3}", where) or where in GROUPS or where in SEAS or shape_of_key(where):
            return cls(relation, where)
        area = cls(relation, corners=_corners(where))
        if not _spans(area.corners):
            return None
        return cls(relation, corners=(area.ring()[0], area.ring()[2])) if len(area.corners) == 2 else area

    @property
    def where(self) -> str:
        """The text without the relation."""
        return self.key or "|".join(f"{_plain(lon)},{_plain(lat)}" for lon, lat in self.corners)

    @property
    def text(self) -> str:
        """The one text of this area."""
        return self.where if self.relation == "seized" else f"{self.relation}:{self.where}"

    def related(self, relation: str) -> Area:
        """The same area under another relation."""
        return replace(self, relation=relation)

    @property
    def is_group(self) -> bool:
        """Whether it is a group of countries or sea areas."""
        return self.key.startswith(SIGN)

    @property
    def overlay(self) -> tuple[str, int] | None:
        """The overlay and the number of its polygon, where it is one."""
        return shape_of_key(self.key)

    @property
    def is_shape(self) -> bool:
        """Whether it is a shape of its own, which holds points; a sea area or a group holds what is named by it."""
        return not self.key or self.overlay is not None

    def ring(self) -> Ring:
        """The corners of a drawn shape in their order; those of a rectangle from its south-west one."""
        if len(self.corners) != 2:
            return list(self.corners)
        (a, b), (c, d) = self.corners
        west, east, south, north = min(a, c), max(a, c), min(b, d), max(b, d)
        return [(west, south), (east, south), (east, north), (west, north)]

    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east and north of a drawn shape."""
        lons, lats = zip(*self.corners, strict=True)
        return min(lons), min(lats), max(lons), max(lats)


def read(text: str, vocabulary: Vocabulary) -> tuple[str | None, list[str]]:
    """The area of a query in its one form, or the text that is none."""
    area = Area.parse(text)
    if area is None or not (not area.key or area.is_group or _is_known(area, vocabulary)):
        return None, [text]
    return area.text, []


def _is_known(area: Area, vocabulary: Vocabulary) -> bool:
    return area.key in (vocabulary.overlays if area.overlay else vocabulary.nodes)


def union_of(rings: list[Ring]) -> BaseGeometry:
    """The shape of some rings. A ring that crosses itself holds what its loops do."""
    import shapely
    from shapely.geometry import Polygon

    return shapely.union_all([shapely.make_valid(Polygon(ring)) for ring in rings])


def on_the_globe(own: BaseGeometry) -> BaseGeometry:
    """A shape, no wider than the world, that begins at a longitude from -180 to 180, and its copies a turn to the west
    and to the east: a point lies in it wherever it was drawn, and a path that runs on over the date line meets it."""
    import numpy as np
    import shapely

    away = -360.0 * np.floor((own.bounds[0] + 180) / 360)
    turned = [
        shapely.transform(own, lambda lonlat, by=by: np.add(lonlat, (by, 0))) for by in (away - 360, away, away + 360)
    ]
    shape = shapely.union_all(turned)
    shapely.prepare(shape)
    return shape


def _corners(where: str) -> tuple[Point, ...]:
    parts = where.split("|")
    if not 2 <= len(parts) <= MOST_CORNERS or not all(map(_CORNER.fullmatch, parts)):
        return ()
    pairs = (part.split(",") for part in parts)
    return tuple((round(float(lon), DIGITS) + 0.0, round(float(lat), DIGITS) + 0.0) for lon, lat in pairs)


def _spans(corners: tuple[Point, ...]) -> bool:
    """Whether corners make a shape on the globe: it has a width and a height and is no wider than the world."""
    if not corners:
        return False
    lons, lats = zip(*corners, strict=True)
    fits = max(map(abs, lats)) <= 90 and max(map(abs, lons)) <= MOST_EAST and max(lons) - min(lons) <= 360
    return fits and _surface(Area("seized", corners=corners).ring()) > 0


def _surface(ring: Ring) -> float:
    """The largest triangle of the first corner and two others, twice, in square degrees: nought where all corners lie
    on a line. (The signed surface of the whole would be nought for a shape in the form of an eight.)"""
    x0, y0 = ring[0]
    away = [(x - x0, y - y0) for x, y in ring[1:]]
    return max(abs(x1 * y2 - x2 * y1) for x1, y1 in away for x2, y2 in away)


def digits(degrees: float) -> int:
    """How many digits a number of degrees has behind the point."""
    return len(_plain(degrees).partition(".")[2])


def _plain(degrees: float) -> str:
    return f"{degrees:.{DIGITS}f}".rstrip("0").rstrip(".")
