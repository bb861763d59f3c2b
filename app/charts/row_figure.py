"""A chart of rows as a plotly figure (see ``rows`` and ``ui.chart``)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.charts.figure import LETTER_PX, escaped
from app.charts.rows import RowChart, colour_of, short_name
from app.charts.templates import template
from app.core.style import CHART_TYPE_PX, style_table

if TYPE_CHECKING:
    import plotly.graph_objects as go

#: Heights in px: of a row, of the legend above, of the axis below.
ROW, TOP, FOOT = 25, 34, 44
#: Values that the axis names.
TICKS = 8
DOT = 10


def row_figure(chart: RowChart, theme: str) -> go.Figure:
    """The figure: spans below, marks on them, each look once in the legend."""
    import plotly.graph_objects as go

    traces = [trace for look, name in chart.looks for trace in _of_look(chart, look, name, theme)]
    return go.Figure(traces, _layout(chart, theme))


def _of_look(chart: RowChart, look: str, name: str, theme: str) -> list[dict[str, Any]]:
    colour = colour_of(look, style_table(theme))
    shared = {"type": "scatter", "name": escaped(name), "legendgroup": look}
    spans = [(number, span) for number, row in enumerate(chart.rows) for span in row.spans if span.look == look]
    marks = [(number, mark) for number, row in enumerate(chart.rows) for mark in row.marks if mark.look == look]
    traces: list[dict[str, Any]] = []
    if spans:
        xs = [x for _number, span in spans for x in (span.low, span.high, None)]
        ys = [y for number, _span in spans for y in (number, number, None)]
        line = {"color": colour, "width": spans[0][1].width_px}
        traces.append({**shared, "mode": "lines", "x": xs, "y": ys, "line": line, "hoverinfo": "skip"})
    if marks:
        traces.append(
            {
                **shared,
                "mode": "markers",
                "x": [mark.value for _number, mark in marks],
                "y": [number for number, _mark in marks],
                "marker": {"color": colour, "size": DOT},
                "cliponaxis": False,
                "customdata": [mark.link for _number, mark in marks],
                "hovertext": [escaped(mark.text) for _number, mark in marks],
                "hovertemplate": "%{hovertext}<extra></extra>",
            }
        )
    for trace in traces[1:]:
        trace["showlegend"] = False
    return traces


def _layout(chart: RowChart, theme: str) -> dict[str, Any]:
    large, ink = CHART_TYPE_PX[theme] / CHART_TYPE_PX["light"], style_table(theme)["map"]["ink"]
    names = [short_name(row.name) for row in chart.rows]
    rule = style_table(theme)["map"]["border"]
    return {
        "template": template(theme),
        "height": (ROW * len(names) + TOP + FOOT) * large,
        "margin": {
            "l": (LETTER_PX * max(map(len, names), default=0) + 12) * large, "r": 18, "t": TOP * large,
            "b": FOOT * large,
        },
        "legend": {"yref": "container", "y": 1, "itemclick": "toggle", "itemdoubleclick": False},
        "showlegend": True,
        "xaxis": {
            "range": [chart.least - 0.02 * (chart.top - chart.least), chart.top],
            "tickvals": chart.ticks(TICKS), "tickformat": ",", "showgrid": True, "gridcolor": rule,
            "title": {"text": escaped(chart.value_label), "standoff": 6},
        },
        "yaxis": {
            "range": [len(names) - 0.5, -0.5], "tickvals": list(range(len(names))), "zeroline": False,
            "ticktext": [escaped(name) for name in names], "tickfont": {"color": ink}, "showgrid": False,
        },
    }  # fmt: skip
