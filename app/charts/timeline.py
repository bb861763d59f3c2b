"""Months stacked by mode, with events known only by year apart at the right, never dumped in January."""

from __future__ import annotations

import calendar
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from app.core import dates, modes
from app.core.filters import Filters
from app.core.style import mode_colour
from app.core.view import View
from app.i18n import Translator

SPLIT = 0.9
INK = {"light": ("#44505B", "#D5DBE0", "#153E84"), "dark": ("#A9B6C2", "#2C3742", "#4C9BFF"),
       "projector": ("#1B242C", "#C3CBD1", "#153E84")}


def figure(months: pd.DataFrame, filters: Filters, view: View, t: Translator) -> go.Figure:
    """Two panels on one scale: months (with the chosen period marked) and bare years."""
    value = "n" if view.time == "events" else "kg"
    dated, bare = months[months["month"].notna()], months[months["month"].isna()]
    shown = [m for m in modes.MODES if (months["mode"] == m).any()]
    fig = go.Figure([bar(dated[dated["mode"] == m], m, value, view, t) for m in shown])
    fig.add_traces([undated(bare[bare["mode"] == m], m, value, view, t) for m in shown if len(bare)])
    fig.update_layout(**frame(view, t, bool(len(bare))))
    found = span_of(months)
    if found:
        first, last = (dates.span(m) for m in found)
        fig.update_xaxes(range=[first[0].isoformat(), f"{last[1].isoformat()}T23:59"], selector={"type": "date"})
    mark_period(fig, filters, view)
    return fig


def bar(rows: pd.DataFrame, mode: str, value: str, view: View, t: Translator) -> go.Bar:
    """One mode's months; a bar is as wide as its month."""
    rows = rows.sort_values("month")
    hover = [t("time.hover", month=t.date(m), n=t("sentence.events", n=n), kg=t.kg(kg if known else None))
             for m, n, kg, known in zip(rows["month"], rows["n"].astype(int), rows["kg"], rows["kg_known"], strict=True)]
    widths = [0.86 * 86_400_000 * calendar.monthrange(int(m[:4]), int(m[5:]))[1] for m in rows["month"]]
    middles = [f"{m}-15T12:00" for m in rows["month"]]
    return go.Bar(x=middles, y=rows[value].tolist(), width=widths, name=t.code("mode", mode), customdata=rows["month"].tolist(),
                  hovertext=hover, hovertemplate=f"<b>{t.code('mode', mode)}</b><br>%{{hovertext}}<extra></extra>",
                  marker={"color": mode_colour(mode, view.theme), "line": {"width": 0}})


def undated(rows: pd.DataFrame, mode: str, value: str, view: View, t: Translator) -> go.Bar:
    """One mode's events known only by year, on the second axis."""
    years = rows["year"].astype(str)
    hover = [t("time.hover", month=y, n=t("sentence.events", n=n), kg=t.kg(kg if known else None))
             for y, n, kg, known in zip(years, rows["n"].astype(int), rows["kg"], rows["kg_known"], strict=True)]
    return go.Bar(x=years.tolist(), y=rows[value].tolist(), xaxis="x2", customdata=[f"{y}-??" for y in years],
                  name=t.code("mode", mode), hovertext=hover,
                  hovertemplate=f"<b>{t.code('mode', mode)}</b><br>%{{hovertext}}<extra></extra>",
                  marker={"color": mode_colour(mode, view.theme), "opacity": 0.75, "line": {"width": 0}})


def frame(view: View, t: Translator, has_bare: bool) -> dict[str, Any]:
    """Axes, fonts and margins; nothing of plotly's default look is left."""
    ink, grid, _accent = INK[view.theme]
    size = 17 if view.theme == "projector" else 11
    axis = {"tickfont": {"size": size, "color": ink}, "showgrid": False, "linecolor": grid, "ticks": "",
            "zeroline": False, "fixedrange": True}
    return {
        "barmode": "stack", "bargap": 0.12, "showlegend": False, "dragmode": "select", "selectdirection": "h",
        "paper_bgcolor": "rgba(0,0,0,0)", "plot_bgcolor": "rgba(0,0,0,0)", "hovermode": "closest",
        "font": {"family": "DejaVu Sans, Segoe UI, system-ui, sans-serif"}, "separators": t("time.separators"),
        "margin": {"l": 44, "r": 10, "t": 6, "b": 24 if size < 14 else 34}, "height": None, "autosize": True,
        "xaxis": {**axis, "type": "date", "domain": [0, SPLIT - 0.03 if has_bare else 1], "tickformat": "%Y", "dtick": "M12",
                  "tick0": "2000-01-01", "ticklabelmode": "period"},
        "xaxis2": {**axis, "type": "category", "domain": [SPLIT, 1], "categoryorder": "category ascending",
                   "nticks": 3, "tickangle": 0},
        "yaxis": {**axis, "showgrid": True, "gridcolor": grid, "nticks": 4, "rangemode": "tozero", "tickformat": ",.0f"},
        "newselection": {"line": {"color": ink, "width": 1, "dash": "solid"}},
        "activeselection": {"fillcolor": "rgba(0,0,0,0)", "opacity": 0},
        "uirevision": None,
    }


def mark_period(fig: go.Figure, filters: Filters, view: View) -> None:
    """Shade what the filter leaves out, so that the chosen period stands clear."""
    accent = INK[view.theme][2]
    if not (filters.since or filters.until):
        return
    start = dates.span(filters.since)[0].isoformat() if filters.since else None
    end = f"{dates.span(filters.until)[1].isoformat()}T23:59" if filters.until else None
    veil = "rgba(12,17,22,0.62)" if view.theme == "dark" else "rgba(255,255,255,0.72)"
    for x0, x1 in (("1990-01-01", start), (end, "2100-01-01")):
        if x0 and x1:
            fig.add_shape(type="rect", xref="x", yref="paper", x0=x0, x1=x1, y0=0, y1=1, fillcolor=veil, line={"width": 0})
    for edge in (start, end):
        if edge:
            fig.add_shape(type="line", xref="x", yref="paper", x0=edge, x1=edge, y0=0, y1=1,
                          line={"color": accent, "width": 2})


def span_of(months: pd.DataFrame) -> tuple[str, str] | None:
    """First and last month with an event, or None."""
    known = months["month"].dropna()
    return (str(known.min()), str(known.max())) if len(known) else None
