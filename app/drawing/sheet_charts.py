"""The charts of a sheet for its file: the same descriptions as on the page (app.charts), drawn two by two."""

from __future__ import annotations

from typing import Any, NamedTuple

from app.charts import country_panels, country_sizes, country_upstream, country_years
from app.charts.country_panels import CARRIERS, PLACES
from app.charts.description import Chart
from app.core.country import events_in_role
from app.core.sheet import PLACE, Sheet
from app.drawing import page_layout
from app.drawing.charts.plots import Plots
from app.i18n import Translator

#: Width of a drawing in its units, of half a page; heights of one panel, of two and of three or more on each other.
WIDE, HEIGHTS = 400.0, (150.0, 190.0, 240.0)


class SheetChart(NamedTuple):
    """A chart with its title, what it says in words, and its drawing as SVG."""

    title: str
    said: str
    svg: str


def charts_of(sheet: Sheet, t: Translator) -> list[SheetChart]:
    """Years, who seized, places, carriers and weights: each where there is something to draw."""

    def no_link(*_which: Any) -> str:
        return ""

    seized = bool(events_in_role(sheet.events, "seizure", sheet.key).any())
    described = [(country_years.describe(sheet, no_link, t), 1)] if seized else []
    described.append((country_upstream.describe(sheet, no_link, t), 1))
    described += [] if sheet.subject.kind == PLACE else [(country_panels.describe(PLACES, sheet, no_link, t), 2)]
    described.append((country_panels.describe(CARRIERS, sheet, no_link, t), 2))
    described.append((country_sizes.describe(sheet, no_link, t), 1))
    return [drawn(chart, columns, t) for chart, columns in described if chart.panels]


def drawn(chart: Chart, columns: int, t: Translator) -> SheetChart:
    """One chart, higher where more panels stand on each other."""
    rows = -(-len(chart.panels) // columns)
    size = (WIDE, HEIGHTS[min(rows, len(HEIGHTS)) - 1])
    svg = page_layout.plate_only(Plots([chart], columns, t), size, "light", t)
    return SheetChart(chart.title, chart.summary.removeprefix(f"{chart.title}. "), svg)
