"""Charts of ``app.charts`` as drawings for a file: the second painter of a description, beside ``charts.figure``."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from app.charts.description import HEADROOM, Chart, Panel, Point, Series, Spread, short_title
from app.core.style import row_of_look
from app.drawing import text_width as lettering
from app.drawing.charts import fills
from app.drawing.charts.plates import swatch
from app.drawing.legend import Entry
from app.drawing.plate import SIZES, Box
from app.drawing.svg import dashes, element, path, words
from app.i18n import Translator
from app.wording.published_figures import value_text

#: A panel is no higher than so many sizes of its type.
HIGH = 16.0
#: Between panels, in sizes of the type.
GAP = 1.6
#: Dash of a line by its name in the style table, in px.
DASHES = {"solid": (), "dash": (7, 4), "dot": (2, 3), "dashdot": (7, 3, 2, 3), "longdash": (11, 4)}
R = 3.4
#: A scale of nothing but zeros still has a height.
LEAST = 1e-9


@dataclass(frozen=True)
class Frame:
    """Where a panel's axes stand, and what they span."""

    box: Box
    chart: Chart

    def x(self, year: float) -> float:
        """Where a year stands."""
        left, _top, width, _height = self.box
        return left + width * (year - self.chart.first + 0.5) / (self.chart.last - self.chart.first + 1)

    def y(self, value: float) -> float:
        """Where a value stands."""
        _left, top, _width, height = self.box
        return top + height * (1 - value / (max(self.chart.top, LEAST) * HEADROOM))


@dataclass(frozen=True)
class Plots:
    """Charts below each other, their panels in so many columns."""

    charts: Sequence[Chart]
    columns: int
    t: Translator

    def legend(self, style: dict[str, Any], t: Translator) -> list[list[Entry]]:
        """Each look that is there, once, and what hatching means."""
        looks = {look: name for chart in self.charts for look, name in chart.looks().items()}
        entries = [Entry(14, _sample(look, style), name) for look, name in looks.items()]
        points = (p for chart in self.charts for panel in chart.panels for s in panel.series for p in s.points)
        late = any(p.partial for p in points) and not self.charts[0].stacked
        note = [Entry(0, lambda _x, _y: "", t("figures.hatched"))] if late else []
        return [entries, note] if entries else []

    def drawn(self, box: Box, theme: str, style: dict[str, Any]) -> str:
        """Block by block from the top."""
        left, top, width, height = box
        size = SIZES[theme][2]
        if not self.charts:
            return words(left, top + 40, self.t("title.none"), size, fill=style["map"]["label"])
        rows = [math.ceil(len(chart.panels) / self.columns) for chart in self.charts]
        headings = len(self.charts) > 1
        heading = size * 1.9 if headings else 0
        free = height - len(rows) * (heading + size * 1.6)
        high = min(size * HIGH if headings else free, free / sum(rows))
        looks = {look for chart in self.charts for look in chart.looks()}
        out, y = [fills.definitions(sorted(looks), style)], top
        for chart, n in zip(self.charts, rows, strict=True):
            if headings:
                out.append(words(left, y + size, chart.title, size, font_weight=600, fill=style["map"]["ink"]))
            out += self._block(chart, (left, y + heading, width, high * n), high, size, style)
            y += heading + high * n + size * 1.6
        return "".join(out)

    def _block(self, chart: Chart, box: Box, high: float, size: float, style: dict[str, Any]) -> Iterator[str]:
        values = [] if chart.stacked else chart.value_ticks()
        axis = max((lettering.width(value_text(v, self.t), size) for v in values), default=0.0) + 6
        wide = (box[2] - axis) / self.columns
        for index, panel in enumerate(chart.panels):
            row, column = divmod(index, self.columns)
            title = size * 1.5 if panel.title else 0
            x, y = box[0] + axis + column * wide, box[1] + row * high
            lift = size * 0.8
            frame = Frame((x, y + title + lift, wide - size * GAP, high - title - lift - size * 0.9), chart)
            if panel.title:
                shown_title = short_title(panel.title)
                if lettering.width(shown_title, size) > wide - size * GAP:
                    shown_title = lettering.shorten(shown_title, size, wide - size * GAP)
                yield words(x, y + size, shown_title, size, fill=style["map"]["ink"])
            names = [value_text(v, self.t) for v in (0.0, *values)] if column == 0 and values else []
            yield _grid(frame, [0.0, *values], names, size, style)
            if index + self.columns >= len(chart.panels):
                yield _years(frame, size, style)
            yield from _panel(panel, frame, size, style)
            if panel.spread:
                yield from _spread(panel.spread, frame, size, style)
            for year, text in chart.totals[index].items() if chart.totals else ():
                yield _above(frame.x(year), frame.y(panel.total(year)) - 4, text, size, style)


def _grid(frame: Frame, values: list[float], names: list[str], size: float, style: dict[str, Any]) -> str:
    """Lines at round values, with their names where there are any."""
    left, _top, width, _height = frame.box
    rule = {"stroke": style["map"]["border"], "stroke_width": 0.7}
    heights = [frame.y(value) for value in values]
    lines = [element("line", x1=left, x2=left + width, y1=y, y2=y, **rule) for y in heights]
    for y, name in zip(heights, names, strict=False):
        text_x = left - 5 - lettering.width(name, size)
        lines.append(words(text_x, y + size * 0.35, name, size, fill=style["map"]["label"]))
    return "".join(lines)


def _years(frame: Frame, size: float, style: dict[str, Any]) -> str:
    left, top, width, height = frame.box
    names = [name for _place, name in frame.chart.axis.ticks] if frame.chart.axis else ["2000"]
    widest = max((lettering.width(name, size) for name in names), default=1.0)
    most = max(1, int(width / (widest * 1.25)))
    out = []
    for place, name in frame.chart.ticks(most):
        wide = lettering.width(name, size)
        x = min(max(frame.x(place) - wide / 2, left), left + width - wide)
        out.append(words(x, top + height + size * 1.2, name, size, fill=style["map"]["label"]))
    return "".join(out)


def _spread(spread: Spread, frame: Frame, size: float, style: dict[str, Any]) -> Iterator[str]:
    """Above the bars: a box from quartile to quartile, a line at the median, and what is said of them on the side that
    has more room."""
    left, top, width, _height = frame.box
    low, middle, high = frame.x(spread.low), frame.x(spread.middle), frame.x(spread.high)
    bottom, ink = top + size * 1.1, style["map"]["ink"]
    box = path([(low, top), (high, top), (high, bottom), (low, bottom)], closed=True)
    yield element("path", d=box, fill="none", stroke=ink, stroke_width=1)
    yield element("path", d=path([(middle, top), (middle, bottom)]), fill="none", stroke=ink, stroke_width=3)
    wide = lettering.width(spread.text, size)
    x = high + 6 if left + width - high > low - left else low - 6 - wide
    yield words(x, top + size * 0.9, spread.text, size, fill=ink)


def _panel(panel: Panel, frame: Frame, size: float, style: dict[str, Any]) -> Iterator[str]:
    """Bars on each other, or lines with their marks; hatched bars for what is no whole year."""
    below: dict[int, float] = {}
    for series in panel.series:
        for point in series.points:
            if frame.chart.stacked or point.partial:
                base = below.get(point.year, 0.0) if frame.chart.stacked else 0.0
                yield _bar(point, base, series.look, frame, style)
                below[point.year] = base + point.value
        if not frame.chart.stacked:
            yield from _line(series, frame, style)
        for point in series.points:
            if point.label:
                yield _above(frame.x(point.middle), frame.y(point.value) - R - 3, point.label, size, style)


def _bar(point: Point, base: float, look: str, frame: Frame, style: dict[str, Any]) -> str:
    left, right = frame.x(point.middle - point.years / 2 + 0.1), frame.x(point.middle + point.years / 2 - 0.1)
    bottom, top = frame.y(base), frame.y(base + point.value)
    edge = {"stroke": row_of_look(look, style)["colour"], "stroke_width": 0.7}
    fill = fills.fill(look, point.partial, style)
    return element("rect", x=left, y=top, width=right - left, height=bottom - top, fill=fill, **edge)


def _line(series: Series, frame: Frame, style: dict[str, Any]) -> Iterator[str]:
    row = row_of_look(series.look, style)
    for run in series.lines():
        if len(run) > 1:
            way = path((frame.x(p.middle), frame.y(p.value)) for p in run)
            pattern = dashes(DASHES[row["dash"]])
            yield element("path", d=way, fill="none", stroke=row["colour"], stroke_width=1.8, stroke_dasharray=pattern)
    for point in series.points:
        if not point.partial:
            yield mark(row["symbol"], frame.x(point.middle), frame.y(point.value), row["colour"])


def mark(symbol: str, x: float, y: float, colour: str) -> str:
    """The mark of a value by its name in the style table (plotly's names)."""
    if symbol == "circle":
        return element("circle", cx=x, cy=y, r=R, fill=colour)
    shapes = {
        "square": [(-R, -R), (R, -R), (R, R), (-R, R)],
        "diamond": [(0, -R * 1.3), (R * 1.3, 0), (0, R * 1.3), (-R * 1.3, 0)],
        "triangle-up": [(0, -R * 1.2), (R * 1.2, R), (-R * 1.2, R)],
    }
    if symbol in shapes:
        return element("path", d=path(((x + dx, y + dy) for dx, dy in shapes[symbol]), closed=True), fill=colour)
    cross = path([(x - R, y - R), (x + R, y + R)]) + path([(x - R, y + R), (x + R, y - R)])
    return element("path", d=cross, fill="none", stroke=colour, stroke_width=2)


def _above(x: float, y: float, text: str, size: float, style: dict[str, Any]) -> str:
    return words(x - lettering.width(text, size) / 2, y, text, size, fill=style["map"]["ink"])


def _sample(look: str, style: dict[str, Any]) -> Any:
    """What a look is in the legend: a mark of lines, a swatch of bars."""
    row = row_of_look(look, style)
    if "symbol" in row:
        return lambda x, y: mark(row["symbol"], x + 7, y, row["colour"])
    return swatch(fills.fill(look, False, style))
