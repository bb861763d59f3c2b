"""Seizures in a country by year and mode: a chart, what is declared to be covered, and the numbers as a table."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd

from app.charts import country_years
from app.charts.description import Chart
from app.core import country as core
from app.core.view import href
from app.page_context import HOME, PageContext
from app.queries import Queries
from app.ui import coverage, tags
from app.ui.chart import graph
from app.ui.file_rows import table
from app.ui.html_part import Html
from app.ui.markup import anchor, render

#: What the names of the coverage's lines take, left of the axis of months.
BESIDE_PX = 26


def years(events: pd.DataFrame, code: str, shared: core.SharedScales, queries: Queries, context: PageContext) -> Any:
    """The chart of a country, on the axes of all countries beside each other."""
    t = context.t
    if not shared.last:
        return tags.P(t("country_page.nothing"), className="hint")
    chart = country_years.describe(
        events, code, shared, queries.reporting.filling_from(context.filters), lambda y: events_of(code, y, context), t
    )
    covered = coverage.of_country(queries, context, code, f"{shared.first}-01", f"{shared.last}-12")
    return tags.Div(
        [
            graph(f"country-years-{code}", chart, context, left_px=BESIDE_PX),
            Html(render([covered, as_table(chart, context)])),
        ],
        className="with-line",
    )


def events_of(code: str, year: int, context: PageContext) -> str:
    """The address of the seizures of a year."""
    kept = replace(context.filters, seizure=(code,), since=str(year), until=str(year))
    return href(HOME, kept, context.unclicked)


def as_table(chart: Chart, context: PageContext) -> tags.Element:
    """The numbers of the chart, year by year; a total opens its events."""
    t, (panel,) = context.t, chart.panels
    held = [(series.name, {p.year: p for p in series.points}) for series in panel.series]
    rows: list[list[Any]] = []
    for year, total in chart.totals[0].items():
        link = next(points[year].link for _name, points in held if year in points)
        cells = [t.number(points[year].value) if year in points else "" for _name, points in held]
        rows.append([str(year), anchor(total, link), *cells])
    head = [t("figures.year"), t("column.events"), *(name for name, _points in held)]
    body = table(head, rows, tuple(range(1, len(head))), t)
    return tags.Details([tags.Summary(t("chart.as_table")), body], className="chart-table")
