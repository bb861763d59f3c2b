"""What a chart says, once: its series and panels, from which ``figure`` makes the plotly figure of a page and
``drawing.charts.plots`` the drawing of a file. Both take values, names, colours and hatching from here alone."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

#: How far the axis of values goes beyond the greatest, for what is written above it.
HEADROOM = 1.25
#: Letters of a title that fit above a panel; the table has all.
LONGEST = 22
#: Steps between the years that an axis names.
STEPS = (1, 2, 5, 10, 20, 50, 100)


@dataclass(frozen=True)
class Point:
    """One value of a year, or of the years ``year`` to ``last``. ``text`` is the whole statement, ``label`` what stands
    beside the mark ("": nothing). A ``partial`` value (part of a year, a sum over years, reports that still come in)
    is hatched and joins no line. ``link`` is the address that a click opens ("": none)."""

    year: int
    value: float
    text: str
    label: str = ""
    partial: bool = False
    last: int = 0
    link: str = ""

    @property
    def years(self) -> int:
        """How many years the value is of."""
        return max(1, self.last - self.year + 1)

    @property
    def middle(self) -> float:
        """Where the value stands on the axis of years."""
        return self.year + (self.years - 1) / 2


@dataclass(frozen=True)
class Series:
    """Values with one name and one look, a row of the style table (core.style.style_table): of bars ``modes.air``,
    ``roles.seizure`` and the like; of lines, which need a symbol and a dash, ``estimators.UNODC`` and the like."""

    name: str
    look: str
    points: tuple[Point, ...]

    def lines(self) -> Iterator[list[Point]]:
        """Values of whole years that follow each other without a gap: what a line may join. A year with two values
        joins nothing: which of them goes on is not known."""
        whole = sorted((p for p in self.points if not p.partial), key=lambda p: p.year)
        once = [p for p in whole if sum(q.year == p.year for q in whole) == 1]
        run: list[Point] = []
        for point in once:
            if run and point.year != run[-1].year + 1:
                yield run
                run = []
            run.append(point)
        if run:
            yield run


@dataclass(frozen=True)
class Spread:
    """The lower quartile, median and upper quartile as places on the axis, and what the chart says of them."""

    low: float
    middle: float
    high: float
    text: str


@dataclass(frozen=True)
class Axis:
    """An axis of classes in place of years: what it measures, the name of each class, and the names of places between
    them. A point's ``year`` is then the number of its class."""

    label: str
    names: tuple[str, ...]
    ticks: tuple[tuple[float, str], ...]


@dataclass(frozen=True)
class Panel:
    """Series on one pair of axes; ``title`` is "" where there is one panel alone."""

    title: str
    series: tuple[Series, ...]
    spread: Spread | None = None

    def total(self, year: int) -> float:
        """The sum of a year's values: how high its bars stand on each other."""
        return sum(p.value for s in self.series for p in s.points if p.year == year)


@dataclass(frozen=True)
class Chart:
    """Panels that share both axes: years (or classes, see ``Axis``) from ``first`` to ``last``, values from 0 to
    ``top``. ``title`` says what is shown, ``value_label`` what is measured, with its unit; ``summary`` says both, for
    who does not see it. Where it is ``stacked``, the series of a year stand on each other as bars, ``totals`` above
    them (a text for each year of each panel); else they are lines."""

    title: str
    value_label: str
    panels: tuple[Panel, ...]
    first: int
    last: int
    top: float
    summary: str
    stacked: bool = False
    totals: tuple[dict[int, str], ...] = ()
    axis: Axis | None = None

    def looks(self) -> dict[str, str]:
        """Looks of the series that have a value -> their names, in the order in which they come."""
        return {s.look: s.name for panel in self.panels for s in panel.series if s.points}

    def value_ticks(self) -> list[float]:
        """Values that the axis names besides zero: one or two round ones, evenly spaced."""
        if self.top <= 0:
            return []
        unit = 10 ** math.floor(math.log10(self.top))
        # A logarithm may be rounded up to the next power of ten.
        step = next((s for s in (5 * unit, 2 * unit, unit) if s <= self.top), unit / 2)
        return [step * n for n in range(1, int(self.top / step) + 1)]

    def ticks(self, most: int) -> list[tuple[float, str]]:
        """Places that the axis names, at most ``most``, each with its name."""
        if self.axis is None:
            return [(year, str(year)) for year in self.year_ticks(most)]
        step = max(1, math.ceil(len(self.axis.ticks) / max(1, most)))
        return list(self.axis.ticks[::step])

    def year_ticks(self, most: int) -> list[int]:
        """Years that the axis names, at most ``most``: all of them, or every second, fifth, tenth …"""
        span = range(self.first, self.last + 1)
        choices = ([y for y in span if y % step == 0] for step in STEPS)
        return next((years for years in choices if 0 < len(years) <= most), [self.last])


def short_title(title: str) -> str:
    """The title of a panel, cut where it would run into the next."""
    return title if len(title) <= LONGEST else f"{title[: LONGEST - 1]}…"
