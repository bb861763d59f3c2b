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


def graph(name: str, chart: Chart, context: PageContext, **look: Any) -> tags.Element:
    """The chart under an id of its own; ``look`` is what ``charts.figure.figure`` takes besides. A click on a value
    opens its address (assets/js/77_charts.js). Who uses no mouse has the values as a table: each chart has one beside
    it."""
    made = figure(chart, context.view.theme, **look)
    height = {"height": f"{made.layout.height:g}px"}
    config: Any = graph_config(context.t.language)
    drawn = dcc.Graph(id=ids.chart(name), figure=made, config=config, responsive=True, style=height)
    return tags.Div(drawn, className="chart", role="img", **attrs(aria_label=chart.summary))
