"""Months stacked by mode, with events known only by year apart at the right, never dumped in January."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from typing import Any

import pandas as pd

from app.core import dates, modes
from app.core.filters import Filters
from app.core.style import mode_colour
from app.core.view import View
from app.i18n import Translator

SPLIT = 0.9
#: Left and right of the axes in px, by whether their type is small.
MARGINS = {True: (44, 10), False: (58, 10)}
#: A shorter span than this has a tick at each quarter instead of each year.
SHORT_YEARS = 3
INK = {
    "light": ("#44505B", "#D5DBE0", "#153E84"),
    "dark": ("#A9B6C2", "#2C3742", "#4C9BFF"),
    "projector": ("#1B242C", "#C3CBD1", "#153E84"),
}


@dataclass(frozen=True)
class Axis:
    """Where the months lie: the first (a January) and the last, the margins in px, and the part of the width between
    them that is theirs."""

    first: str
    last: str
    left: int
    right: int
    part: float


def axis_of(months: pd.DataFrame, view: View) -> Axis | None:
    """The axis of the months, or None where there is none to show."""
    found = span_of(months)
    has_bare = bool(months["month"].isna().any())
    left, right = MARGINS[text_size(view) < 14]
    part = SPLIT - 0.03 if has_bare else 1
    return Axis(f"{found[0][:4]}-01", found[1], left, right, part) if found else None


def figure(
    months: pd.DataFrame, filters: Filters, view: View, t: Translator, filling: str | None = None
) -> dict[str, Any]:
    """Two panels on one scale: months (with the chosen period marked; hatched from ``filling`` on, where reports still
    come in) and bare years.

    A plain dict, not a ``go.Figure``: plotly's validators took 200 ms of a filter change (measured); a test
    gives every figure to them instead.
    """
    value = "n" if view.time == "events" else "kg"
    dated, bare = months[months["month"].notna()], months[months["month"].isna()]
    shown = [m for m in modes.MODES if (months["mode"] == m).any()]
    traces = [dated_bars(dated[dated["mode"] == m], m, value, view, t, filling) for m in shown]
    traces += [bare_bars(bare[bare["mode"] == m], m, value, filters, view, t) for m in shown if len(bare)]
    layout = frame(view, t, bool(len(bare)))
    axis = axis_of(months, view)
    if axis:
        layout["xaxis"] |= {"range": [f"{axis.first}-01", f"{dates.span(axis.last)[1].isoformat()}T23:59"]}
        if int(axis.last[:4]) - int(axis.first[:4]) < SHORT_YEARS:
            layout["xaxis"] |= {"dtick": "M3", "tickformat": "%m/%Y"}
    if months.empty:
        layout |= nothing(view, t)
    return {"data": traces, "layout": {**layout, "shapes": period(filters, view)}}


def bars(mode: str, view: View, t: Translator, **more: Any) -> dict[str, Any]:
    """What both panels share: colour by mode and a hover that names mode, time, number and weight."""
    return {
        "type": "bar",
        "name": t.code("mode", mode),
        **more,
        "hovertemplate": f"<b>{t.code('mode', mode)}</b><br>%{{hovertext}}<extra></extra>",
        "marker": {"color": mode_colour(mode, view.theme), "line": {"width": 0}},
    }


def hover(rows: pd.DataFrame, names: list[str], t: Translator) -> list[str]:
    """One line per bar."""
    cells = zip(names, rows["n"].astype(int), rows["kg"], rows["kg_known"], strict=True)
    return [
        t("time.hover", month=name, n=t("sentence.events", n=n), kg=t.kg(kg if known else None))
        for name, n, kg, known in cells
    ]


def dated_bars(
    rows: pd.DataFrame, mode: str, value: str, view: View, t: Translator, filling: str | None
) -> dict[str, Any]:
    """One mode's months; a bar is as wide as its month, and hatched while it is still filling up."""
    rows = rows.sort_values("month")
    names = rows["month"].tolist()
    open_ = [filling is not None and name >= filling for name in names]
    widths = [0.86 * 86_400_000 * calendar.monthrange(int(m[:4]), int(m[5:]))[1] for m in names]
    said = [t("time.filling", month=t.date(m)) if late else t.date(m) for m, late in zip(names, open_, strict=True)]
    made = bars(
        mode,
        view,
        t,
        x=[f"{m}-15T12:00" for m in names],
        y=rows[value].tolist(),
        width=widths,
        customdata=names,
        hovertext=hover(rows, said, t),
    )
    if any(open_):
        made["marker"]["pattern"] = {"shape": ["/" if late else "" for late in open_], "size": 4, "solidity": 0.45}
    return made


def bare_bars(rows: pd.DataFrame, mode: str, value: str, filters: Filters, view: View, t: Translator) -> dict[str, Any]:
    """One mode's events known only by year, on the second axis; years outside the chosen period are pale."""
    years = rows["year"].astype(str).tolist()
    made = bars(
        mode,
        view,
        t,
        x=years,
        y=rows[value].tolist(),
        xaxis="x2",
        customdata=[f"{y}-??" for y in years],
        hovertext=hover(rows, years, t),
    )
    made["marker"]["opacity"] = [0.8 if within(y, filters) else 0.22 for y in years]
    return made


def within(date: str, filters: Filters) -> bool:
    """Whether the span of a date touches the chosen period."""
    first, last = dates.span(date)
    return not (
        (filters.since and last < dates.span(filters.since)[0])
        or (filters.until and first > dates.span(filters.until)[1])
    )


def frame(view: View, t: Translator, has_bare: bool) -> dict[str, Any]:
    """Fonts, margins and what a brush does; nothing of plotly's default look is left."""
    size = text_size(view)
    left, right = MARGINS[size < 14]
    caption = {"text": t("time.undated_axis"), "xref": "paper", "yref": "paper", "x": 1, "y": 1, "xanchor": "right"}
    font = {"size": size, "color": INK[view.theme][0]}
    return {
        "barmode": "stack",
        "bargap": 0.12,
        "showlegend": False,
        "hovermode": "closest",
        "autosize": True,
        "dragmode": "select",
        "selectdirection": "h",
        "newselection": {"line": {"color": font["color"], "width": 1, "dash": "solid"}},
        "activeselection": {"fillcolor": "rgba(0,0,0,0)", "opacity": 0},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": "Inter, DejaVu Sans, Segoe UI, system-ui, sans-serif"},
        "separators": t("time.separators"),
        "margin": {"l": left, "r": right, "t": 6, "b": 24 if size < 14 else 34},
        "annotations": [{**caption, "yanchor": "top", "showarrow": False, "font": font}] if has_bare else [],
        **axes(view, has_bare),
    }


def nothing(view: View, t: Translator) -> dict[str, Any]:
    """No axis where there is nothing to measure; a sentence instead."""
    middle = {"xref": "paper", "yref": "paper", "x": 0.5, "y": 0.5, "showarrow": False}
    font = {"size": text_size(view) + 1, "color": INK[view.theme][0]}
    hidden = {"visible": False, "fixedrange": True}
    return {
        "annotations": [{**middle, "text": t("time.none"), "font": font}],
        **dict.fromkeys(("xaxis", "yaxis"), hidden),
    }


def text_size(view: View) -> int:
    """Type on the axes in px: legible from the back of a room on the projector."""
    return 17 if view.theme == "projector" else 11


def axes(view: View, has_bare: bool) -> dict[str, Any]:
    """Months at the left, bare years at the right, one height for both."""
    ink, grid, _accent = INK[view.theme]
    axis = {"tickfont": {"size": text_size(view), "color": ink}, "showgrid": False, "linecolor": grid, "ticks": ""}
    axis |= {"zeroline": False, "fixedrange": True}
    years: dict[str, Any] = {"type": "date", "tickformat": "%Y", "dtick": "M12", "tick0": "2000-01-01"}
    # A tick at each January: a label centred on its year is read as the month that it stands under.
    years |= {"ticks": "outside", "ticklen": 5, "tickcolor": ink}
    bare = {"type": "category", "categoryorder": "category ascending", "nticks": 2 if view.theme == "projector" else 3}
    bare["tickangle"] = 0
    height = {"showgrid": True, "gridcolor": grid, "nticks": 4, "rangemode": "tozero", "tickformat": ",.0f"}
    return {
        "xaxis": {**axis, **years, "domain": [0, SPLIT - 0.03 if has_bare else 1]},
        "xaxis2": {**axis, **bare, "domain": [SPLIT, 1]},
        "yaxis": {**axis, **height},
    }


def period(filters: Filters, view: View) -> list[dict[str, Any]]:
    """Shade what the time filter leaves out, so that the chosen period stands clear."""
    start = dates.span(filters.since)[0].isoformat() if filters.since else None
    end = f"{dates.span(filters.until)[1].isoformat()}T23:59" if filters.until else None
    veil = "rgba(12,17,22,0.62)" if view.theme == "dark" else "rgba(255,255,255,0.72)"
    across = {"xref": "x", "yref": "paper", "y0": 0, "y1": 1}
    veils = [
        {**across, "type": "rect", "x0": a, "x1": b, "fillcolor": veil, "line": {"width": 0}}
        for a, b in (("1990-01-01", start), (end, "2100-01-01"))
        if a and b
    ]
    edges = [
        {**across, "type": "line", "x0": edge, "x1": edge, "line": {"color": INK[view.theme][2], "width": 2}}
        for edge in (start, end)
        if edge
    ]
    return veils + edges


def span_of(months: pd.DataFrame) -> tuple[str, str] | None:
    """First and last month with an event, or None."""
    known = months["month"].dropna()
    return (str(known.min()), str(known.max())) if len(known) else None
