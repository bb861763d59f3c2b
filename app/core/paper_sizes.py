"""Pages that a drawing is made for, and the parts of the world that it may show."""

from __future__ import annotations

from dataclasses import dataclass

from app.core.projection import Projection

#: Width and height in units of 1/96 inch, the longer side across.
PAPERS: dict[str, tuple[float, float]] = {
    "16:9": (1280, 720),
    "4:3": (1280, 960),
    "a4": (1122.52, 793.7),
    "a3": (1587.4, 1122.52),
}
#: Kept free on each side of a page, in the same units.
MARGIN = 30.0
#: Boxes (west, south, east, north) and the meridian in their middle; a box may run past 180 degrees.
REGIONS: dict[str, tuple[float, float, float, float]] = {
    "world": (-180, -60, 180, 84),
    "latin-america": (-120, -56, -30, 34),
    "atlantic": (-100, -40, 30, 62),
    "europe": (-25, 33, 45, 66),
    "africa": (-32, -36, 55, 40),
    "pacific": (100, -50, 295, 62),
}
#: Pixels to a unit of the page for a PNG, and the resolution of print.
TIMES = (1, 2, 3, 4)
PRINT_DPI = 300
MOST_TITLE = 300
#: Page -> its charts as files; the first stands for it on a slide. Other pages are maps.
CHARTS_OF_PAGE = {
    "/overview": ("chain", "figures"),
    "/ranks": ("ranking", "ranking_range"),
    "/routes": ("routes",),
    "/compare": ("movers", "moved_pairs"),
    "/countries": (
        "countries",
        "country_years",
        "country_places",
        "country_carriers",
        "country_sizes",
        "country_upstream",
    ),
}


@dataclass(frozen=True)
class Paper:
    """A page by name, upright or across."""

    name: str = "16:9"
    upright: bool = False

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in units of 1/96 inch."""
        across, down = PAPERS[self.name]
        return (down, across) if self.upright else (across, down)


def _numbers(text: str, between: str) -> list[float]:
    """The numbers of a text; none where it has anything else."""
    try:
        return [float(part) for part in text.split(between)]
    except ValueError:
        return []


#: How far round the world a map may have been turned, in degrees.
FARTHEST = 100_000


@dataclass(frozen=True)
class Viewport:
    """What the map on screen shows: zoom of the web's tiles, and the middle of the map."""

    zoom: float
    lat: float
    lon: float

    @classmethod
    def parse(cls, text: str) -> Viewport | None:
        """``3.5/14/-38``; None for anything else."""
        view = cls(*numbers) if len(numbers := _numbers(text, "/")) == 3 else None
        return view if view and 0 <= view.zoom <= 20 and abs(view.lat) <= 85 and abs(view.lon) <= FARTHEST else None


@dataclass(frozen=True)
class Bounds:
    """The part of the world that a map shows at least, in degrees; its longitudes may run on past 180."""

    west: float
    south: float
    east: float
    north: float

    @classmethod
    def parse(cls, text: str) -> Bounds | None:
        """``-110,-40,40,60`` (west, south, east, north); None for anything else."""
        view = cls(*numbers) if len(numbers := _numbers(text, ",")) == 4 else None
        return view if view and view._is_sane else None

    @property
    def _is_sane(self) -> bool:
        high, wide = -85 <= self.south < self.north <= 85, 0 < self.east - self.west <= WIDEST
        return high and wide and abs(self.west) <= FARTHEST

    @property
    def middle(self) -> float:
        """The longitude in the middle."""
        return (self.west + self.east) / 2


#: A screen may show more than one world side by side.
WIDEST = 1080.0
#: A part of the world as a person's screen had it.
Seen = Viewport | Bounds


def read_seen(text: str) -> Seen | None:
    """What a screen showed: bounds, or, of slides and links of earlier editions, zoom and middle."""
    return Bounds.parse(text) or Viewport.parse(text)


def projection_of(region: str) -> Projection:
    """Equal Earth about the middle of a region."""
    west, _south, east, _north = REGIONS[region]
    return Projection("equal-earth", (west + east) / 2)
