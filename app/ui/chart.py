"""A chart on a page: a plotly figure by ``dcc.Graph``, said in a sentence for who does not see it."""

from __future__ import annotations

from typing import Any

from dash import dcc

from app.charts.description import Chart
from app.charts.figure import figure
from app.charts.locale import graph_config
from app.page_context import PageContext
from app.ui import ids, tags
from app.ui.controls import attrs
from app.ui.html_tables import table
from app.ui.markup import anchor


def graph(name: str, chart: Chart, context: PageContext, **look: Any) -> tags.Element:
    """The chart under an id of its own; ``look`` is what ``charts.figure.figure`` takes besides. A click on a value
    opens its address (assets/js/77_charts.js). Who uses no mouse has the values as a table: each chart has one beside
    it."""
    plotly_figure = figure(chart, context.view.theme, **look)
    height = {"height": f"{plotly_figure.layout.height:g}px"}
    config: Any = graph_config(context.t.language)
    drawn = dcc.Graph(id=ids.chart(name), figure=plotly_figure, config=config, responsive=True, style=height)
    return tags.Div(drawn, className="chart", role="img", **attrs(aria_label=chart.summary))


def as_table(chart: Chart, context: PageContext) -> tags.Element:
    """The numbers of a chart of one panel, year by year, folded; a total, or a value without one, opens its events."""
    t, (panel,) = context.t, chart.panels
    series_points = [(series.name, {p.year: p for p in series.points}) for series in panel.series]
    rows: list[list[Any]] = []
    for year in sorted({year for _name, points in series_points for year in points}):
        year_points = [points.get(year) for _name, points in series_points]
        cells: list[Any] = [t.number(point.value, 1) if point else "" for point in year_points]
        if chart.totals:
            link = next(point.link for point in year_points if point)
            cells.insert(0, anchor(chart.totals[0][year], link) if link else chart.totals[0][year])
        rows.append([str(year), *cells])
    head = [
        t("figures.year"),
        *([t("column.events")] if chart.totals else []),
        *(name for name, _points in series_points),
    ]
    body = table(head, rows, tuple(range(1, len(head))), t)
    return tags.Details([tags.Summary(t("chart.as_table")), body], className="chart-table")
