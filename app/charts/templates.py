"""A plotly template for each theme, from the style table: colours, type and grid of the page's charts."""

from __future__ import annotations

import functools
from typing import Any

from app.core.style import CHART_TYPE_PX, style_table


@functools.cache
def template(theme: str) -> dict[str, Any]:
    """The template of a theme as plotly takes it; ``Layout.template`` checks every name in it."""
    import plotly.graph_objects as go

    ink, muted, rule = (style_table(theme)["map"][name] for name in ("ink", "label", "border"))
    axis = {"gridcolor": rule, "linecolor": rule, "zerolinecolor": rule, "tickcolor": rule, "fixedrange": True}
    built = go.layout.Template(
        layout={
            "font": {"family": "Inter, sans-serif", "size": CHART_TYPE_PX[theme], "color": muted},
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "xaxis": {**axis, "showgrid": False, "zeroline": False},
            "yaxis": {**axis, "zeroline": True, "rangemode": "tozero"},
            "legend": {"orientation": "h", "x": 0, "xanchor": "left", "yanchor": "top", "font": {"color": ink}},
            "hoverlabel": {"font": {"family": "Inter, sans-serif", "size": CHART_TYPE_PX[theme]}, "align": "left"},
            "dragmode": False,
            "bargap": 0.18,
        }
    )
    return dict(built.to_plotly_json())
