"""Charts of rows (app.charts.rows) as drawings for a file: the second painter of a description, beside
``charts.row_figure``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from app.charts.rows import RowChart, colour_of, short_name
from app.drawing import text_width as lettering
from app.drawing.legend import Entry
from app.drawing.plate import SIZES, Box
from app.drawing.svg import element, words
from app.i18n import Translator

#: A row is no higher than so many sizes of its type; between names and axis, in px; the radius of a mark.
ROW, GAP, R = 2.6, 12.0, 5.0
#: Values that the axis names.
TICKS = 8


@dataclass(frozen=True)
class RowPlot:
    """One chart of rows; ``empty`` is said where there is none."""

    chart: RowChart
    empty: str = ""

    def legend(self, style: dict[str, Any], _t: Translator) -> list[list[Entry]]:
        """Each look with what it means."""
        return [[Entry(18, self._sample(look, style), name) for look, name in self.chart.looks]]

    def _sample(self, look: str, style: dict[str, Any]) -> Any:
        colour = colour_of(look, style)
        widths = [span.width_px for row in self.chart.rows for span in row.spans if span.look == look]
        if not widths:
            return lambda x, y: element("circle", cx=x + 9, cy=y, r=R, fill=colour)
        return lambda x, y: element("line", x1=x, x2=x + 18, y1=y, y2=y, stroke=colour, stroke_width=widths[0])

    def drawn(self, box: Box, theme: str, style: dict[str, Any]) -> str:
        """Names to the left, marks and spans on the axis to the right, values below."""
        left, top, width, height = box
        size, label = SIZES[theme][2], style["map"]["label"]
        if not self.chart.rows:
            return words(left, top + 40, self.empty, size, fill=label)
        names = [short_name(row.name) for row in self.chart.rows]
        beside = min(width * 0.4, max(lettering.width(name, size, 600) for name in names)) + GAP
        foot = size * 3.2
        step = min(size * ROW, (height - foot) / len(names))
        axis = Axis(self.chart, left + beside, width - beside - GAP)
        out = [*self._grid(axis, top, top + step * len(names), size, style)]
        for number, (row, name) in enumerate(zip(self.chart.rows, names, strict=True)):
            y = top + step * (number + 0.5)
            fits = lettering.width(name, size, 600) <= beside - GAP
            shown = name if fits else lettering.shorten(name, size, beside - GAP, 600)
            out.append(words(left, y + size * 0.35, shown, size, font_weight=600, fill=style["map"]["ink"]))
            for look, _name in self.chart.looks:
                out += [self._span(axis, span, y, style) for span in row.spans if span.look == look]
                colour = colour_of(look, style)
                at = [axis.x(mark.value) for mark in row.marks if mark.look == look]
                out += [element("circle", cx=x, cy=y, r=R, fill=colour) for x in at]
        return "".join(out)

    def _span(self, axis: Axis, span: Any, y: float, style: dict[str, Any]) -> str:
        line = {"stroke": colour_of(span.look, style), "stroke_width": span.width_px}
        return element("line", x1=axis.x(span.low), x2=axis.x(span.high), y1=y, y2=y, **line)

    def _grid(self, axis: Axis, top: float, bottom: float, size: float, style: dict[str, Any]) -> Iterator[str]:
        """Lines at round values with their names below, and what is measured."""
        label, rule = style["map"]["label"], {"stroke": style["map"]["border"], "stroke_width": 0.7}
        for value in self.chart.ticks(TICKS):
            x, name = axis.x(value), f"{value:,g}"
            yield element("line", x1=x, x2=x, y1=top, y2=bottom, **rule)
            yield words(x - lettering.width(name, size) / 2, bottom + size * 1.3, name, size, fill=label)
        yield words(axis.left, bottom + size * 2.7, self.chart.value_label, size, fill=label)


@dataclass(frozen=True)
class Axis:
    """Where the axis of values stands."""

    chart: RowChart
    left: float
    width: float

    def x(self, value: float) -> float:
        """Where a value stands."""
        span = max(self.chart.top - self.chart.least, 1e-9)
        return self.left + self.width * (0.02 + 0.98 * (value - self.chart.least) / span)
