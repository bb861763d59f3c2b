"""A chart as a plotly figure: what a page shows with ``dcc.Graph`` (see ``ui.chart``)."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from app.charts.description import HEADROOM, Chart, Panel, Point, Series, Spread, short_title
from app.charts.templates import template
from app.core.style import CHART_TYPE_PX, row_of_look, style_table

if TYPE_CHECKING:
    import plotly.graph_objects as go

#: Heights in px: a chart of one panel, a panel among several, the legend above them, the years below.
ALONE, PANEL, TOP, FOOT = 150, 108, 30, 22
#: What a letter of the axis takes at the usual size of type.
LETTER_PX = 7.4
#: The part of a panel's height that its title takes.
TITLE = 0.28
#: Years that the axis names: of a chart alone, and of a panel among several.
TICKS_ALONE, TICKS = 8, 3
#: Pattern of bars by its name in the style table -> by plotly's.
PATTERNS = {"": "", "dots": ".", "rules": "-"}
HATCH = "/"
#: Between which parts of a panel's height the box of the quartiles stands.
BOX = (0.9, 0.99)


def figure(chart: Chart, theme: str, columns: int = 1, left_px: int = 44) -> go.Figure:
    """The figure: panels in so many columns from the left, the years named under the lowest of each column. ``left_px``
    is kept free for what stands beside the axes."""
    # Read when a chart is first shown: most pages have none, and it takes 0.4 s.
    import plotly.graph_objects as go

    rows = math.ceil(len(chart.panels) / columns)
    named: set[str] = set()
    traces, layout = [], _layout(chart, theme, rows, left_px)
    for index, panel in enumerate(chart.panels):
        number = "" if index == 0 else str(index + 1)
        for series in panel.series:
            traces += _traces(series, chart, number, theme, named)
        layout |= _axes(chart, index, columns, rows, number, theme)
        layout["annotations"] += _words(chart, panel, index, number, theme)
        layout["shapes"] += _box(panel.spread, number, theme) if panel.spread else []
    return go.Figure(traces, layout)


def is_alone(chart: Chart) -> bool:
    """Whether a chart has one panel that needs no title."""
    return len(chart.panels) == 1 and not chart.panels[0].title


def _layout(chart: Chart, theme: str, rows: int, left_px: int) -> dict[str, Any]:
    alone = is_alone(chart)
    large = CHART_TYPE_PX[theme] / CHART_TYPE_PX["light"]
    longest = max((len(f"{value:,g}") for value in chart.value_ticks()), default=0)
    height = ((ALONE if alone else PANEL * rows) + TOP + FOOT) * large
    return {
        "template": template(theme),
        "height": height,
        "margin": {
            "l": left_px if alone else max(left_px, LETTER_PX * longest + 10) * large,
            "r": 0 if alone else 14,
            "t": TOP * large,
            "b": FOOT * large,
        },
        "barmode": "stack" if chart.stacked else "overlay",
        "legend": {
            "yref": "container",
            "y": 1,
            # A total stands above its bar: a mode that is put away would leave it false.
            "itemclick": False if chart.stacked else "toggle",
            "itemdoubleclick": False,
        },
        "showlegend": True,
        "annotations": [],
        "shapes": [],
    }


def _traces(series: Series, chart: Chart, number: str, theme: str, named: set[str]) -> list[dict[str, Any]]:
    """The series as traces of plotly; the first of each look stands in the legend for all."""
    parts = list(series.points) if chart.stacked else [p for p in series.points if p.partial]
    traces = [_bars(series, parts, theme)] if parts else []
    if not chart.stacked and series.points:
        traces += [_lines(series, theme), _marks(series, theme)]
    shared = {"name": escaped(series.name), "legendgroup": series.look, "xaxis": f"x{number}", "yaxis": f"y{number}"}
    for trace in traces:
        trace |= {**shared, "showlegend": False}
    if series.look not in named and traces:
        traces[-1]["showlegend"] = True
        named.add(series.look)
    return traces


def _hover(points: list[Point]) -> dict[str, Any]:
    return {
        "customdata": [p.link for p in points],
        "hovertext": [escaped(p.text) for p in points],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }


def _bars(series: Series, points: list[Point], theme: str) -> dict[str, Any]:
    style = row_of_look(series.look, style_table(theme))
    shapes = [HATCH if p.partial else PATTERNS[style.get("pattern", "")] for p in points]
    pattern = {"shape": shapes, "size": 5, "solidity": 0.4, "fillmode": "replace"}
    bare = [p.partial or style.get("pattern") == "rules" for p in points]
    paper = style_table(theme)["map"]["halo"]
    return {
        "type": "bar",
        "x": [p.middle for p in points],
        "y": [p.value for p in points],
        "text": [escaped(p.label) for p in points],
        "textposition": "outside",
        "constraintext": "none",
        "cliponaxis": False,
        "width": [p.years - 0.2 for p in points],
        "marker": {
            "color": style["colour"],
            "line": {"color": style["colour"], "width": 0.7},
            "pattern": {
                **pattern,
                "fgcolor": [style["colour"] if empty else paper for empty in bare],
                "bgcolor": [paper if empty else style["colour"] for empty in bare],
            },
        },
        **_hover(points),
    }


def _lines(series: Series, theme: str) -> dict[str, Any]:
    """What joins whole years that follow each other; a gap of a year leaves a gap."""
    style, xs, ys = row_of_look(series.look, style_table(theme)), [], []
    for run in series.lines():
        xs += [*(p.middle for p in run), None]
        ys += [*(p.value for p in run), None]
    line = {"color": style["colour"], "width": 2, "dash": style["dash"]}
    return {"type": "scatter", "mode": "lines", "x": xs, "y": ys, "line": line, "hoverinfo": "skip"}


def _marks(series: Series, theme: str) -> dict[str, Any]:
    style, points = row_of_look(series.look, style_table(theme)), [p for p in series.points if not p.partial]
    return {
        "type": "scatter",
        "mode": "markers+text",
        "x": [p.middle for p in points],
        "y": [p.value for p in points],
        "text": [escaped(p.label) for p in points],
        "textposition": "top center",
        "cliponaxis": False,
        "marker": {"color": style["colour"], "symbol": style["symbol"], "size": 7},
        **_hover(points),
    }


def _axes(chart: Chart, index: int, columns: int, rows: int, number: str, theme: str) -> dict[str, Any]:
    """The pair of axes of a panel; every pair has the same span."""
    row, column = divmod(index, columns)
    alone, lowest = is_alone(chart), index + columns >= len(chart.panels)
    gap = 0 if alone else 0.03
    wide = (1 - gap * (columns - 1)) / columns
    high = 1 / rows
    ticks = chart.ticks(TICKS_ALONE if alone else TICKS)
    x = {
        "domain": [column * (wide + gap), column * (wide + gap) + wide],
        "anchor": f"y{number}",
        "range": [chart.first - 0.5, chart.last + 0.5],
        "tickvals": [place for place, _name in ticks],
        "ticktext": [escaped(name) for _place, name in ticks],
        "showticklabels": lowest,
        "tickangle": 0,
    }
    y = {
        "domain": [1 - (row + 1) * high, 1 - row * high - (0 if alone else TITLE * high)],
        "anchor": f"x{number}",
        "range": [0, (chart.top or 1) * HEADROOM],
        "tickformat": ",",
        "showticklabels": column == 0 and not chart.stacked,
        "tickvals": [0, *chart.value_ticks()],
        "showgrid": not chart.stacked,
    }
    return {f"xaxis{number}": x, f"yaxis{number}": y}


def _words(chart: Chart, panel: Panel, index: int, number: str, theme: str) -> list[dict[str, Any]]:
    """The name of a panel above it, and the totals of stacked bars."""
    ink = style_table(theme)["map"]["ink"]
    words: list[dict[str, Any]] = []
    plain = {"showarrow": False, "xref": f"x{number}", "font": {"color": ink}}
    if panel.title:
        above = {"xref": f"x{number} domain", "yref": f"y{number} domain", "x": 0, "y": 1, "yanchor": "bottom"}
        hover = {"text": escaped(short_title(panel.title)), "hovertext": escaped(panel.title), "xanchor": "left"}
        words.append({**plain, **above, **hover})
    if panel.spread:
        words.append({**plain, "yref": f"y{number} domain", **_spread_text(panel.spread, chart)})
    for year, text in chart.totals[index].items() if chart.totals else ():
        words.append({**plain, "yref": f"y{number}", "x": year, "y": panel.total(year), "yshift": 8, "text": text})
    return words


def _box(spread: Spread, number: str, theme: str) -> list[dict[str, Any]]:
    """Above the bars: a box from quartile to quartile, with a line at the median."""
    ink = style_table(theme)["map"]["ink"]
    place = {"xref": f"x{number}", "yref": f"y{number} domain", "y0": BOX[0], "y1": BOX[1]}
    box = {"type": "rect", "x0": spread.low, "x1": spread.high, "line": {"color": ink, "width": 1}}
    median = {"type": "line", "x0": spread.middle, "x1": spread.middle, "line": {"color": ink, "width": 3}}
    return [{**place, **box}, {**place, **median}]


def _spread_text(spread: Spread, chart: Chart) -> dict[str, Any]:
    """What is said of a box stands on the side that has more room."""
    right = spread.high < (chart.first + chart.last) / 2 or chart.last - spread.high > spread.low - chart.first
    side = (
        {"x": spread.high, "xanchor": "left", "xshift": 6}
        if right
        else {"x": spread.low, "xanchor": "right", "xshift": -6}
    )
    return {**side, "y": sum(BOX) / 2, "yanchor": "middle", "text": escaped(spread.text)}


def escaped(text: str) -> str:
    """A text of the data for plotly, which reads some HTML in its texts."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
