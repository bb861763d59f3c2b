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
    "/ranks": ("ranking",),
    "/routes": ("routes",),
    "/compare": ("movers",),
    "/countries": ("countries", "country_years"),
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


@dataclass(frozen=True)
class Viewport:
    """What the map on screen shows: zoom of the web's tiles, and the middle of the map."""

    zoom: float
    lat: float
    lon: float

    @classmethod
    def parse(cls, text: str) -> Viewport | None:
        """``3.5/14/-38``; None for anything else."""
        try:
            zoom, lat, lon = (float(part) for part in text.split("/"))
        except ValueError:
            return None
        sane = 0 <= zoom <= 20 and abs(lat) <= 85 and abs(lon) <= 100_000
        return cls(zoom, lat, lon) if sane else None


def projection_of(region: str) -> Projection:
    """Equal Earth about the middle of a region."""
    west, _south, east, _north = REGIONS[region]
    return Projection("equal-earth", (west + east) / 2)
