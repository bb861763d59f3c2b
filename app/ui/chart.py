"""A chart on a page: a plotly figure by ``dcc.Graph``, said in a sentence for who does not see it."""

from __future__ import annotations

from typing import Any

from dash import dcc

from app.charts.description import Chart
from app.charts.figure import figure
from app.charts.locale import graph_config
from app.charts.row_figure import row_figure
from app.charts.rows import RowChart
from app.i18n import Translator
from app.page_context import PageContext
from app.ui import ids, tags
from app.ui.controls import attrs
from app.ui.html_tables import table
from app.ui.markup import anchor


def graph(name: str, chart: Chart, context: PageContext, **look: Any) -> tags.Element:
    """The chart under an id of its own; ``look`` is what ``charts.figure.figure`` takes besides. A click on a value
    opens its address (assets/js/77_charts.js). Who uses no mouse has the values as a table: each chart has one beside
    it."""
    return shown(name, figure(chart, context.view.theme, **look), chart.summary, context)


def row_graph(name: str, chart: RowChart, context: PageContext) -> tags.Element:
    """A chart of rows under an id of its own; the table that it stands beside has its numbers."""
    return shown(name, row_figure(chart, context.view.theme), chart.summary, context)


def shown(name: str, plotly_figure: Any, summary: str, context: PageContext) -> tags.Element:
    """A figure of plotly at its own height, said in a sentence."""
    height = {"height": f"{plotly_figure.layout.height:g}px"}
    config: Any = graph_config(context.t.language)
    drawn = dcc.Graph(id=ids.chart(name), figure=plotly_figure, config=config, responsive=True, style=height)
    return tags.Div(drawn, className="chart", role="img", **attrs(aria_label=summary))


def as_table(chart: Chart, context: PageContext) -> tags.Element:
    """The numbers of a chart, year by year, folded; a total, or a value without one, opens its events. Of several
    panels each has a column with its totals."""
    t = context.t
    head, values = (_by_series if len(chart.panels) == 1 else _by_panel)(chart, t)
    years = sorted({year for column in values for year in column})
    named = chart.axis.names if chart.axis else {year: str(year) for year in years}
    rows: list[list[Any]] = [[named[year], *(column.get(year, "") for column in values)] for year in years]
    names = [chart.axis.label if chart.axis else t("figures.year"), *head]
    body = table(names, rows, tuple(range(1, len(names))), t)
    return tags.Details([tags.Summary(t("chart.as_table")), body], className="chart-table")


#: The cells of a column by year.
Cells = dict[int, Any]


def _by_series(chart: Chart, t: Translator) -> tuple[list[str], list[Cells]]:
    """A column for each series of the only panel, and the totals before them."""
    series = chart.panels[0].series
    values: list[Cells] = [{p.year: t.number(p.value, 1) for p in one.points} for one in series]
    names = [one.name for one in series]
    return ([t("column.events"), *names], [_totals(chart, 0), *values]) if chart.totals else (names, values)


def _by_panel(chart: Chart, _t: Translator) -> tuple[list[str], list[Cells]]:
    """A column with the totals of each panel."""
    return [panel.title for panel in chart.panels], [_totals(chart, index) for index in range(len(chart.panels))]


def _totals(chart: Chart, index: int) -> Cells:
    """The totals of a panel, each with the address of its events."""
    links = {p.year: p.link for series in chart.panels[index].series for p in series.points}
    return {y: anchor(text, links[y]) if links.get(y) else text for y, text in chart.totals[index].items()}
