"""Published annual figures: which indicator, whose estimate, which year, the map of it, and every figure as stated."""

from __future__ import annotations

from typing import Any

import pandas as pd
from dash import html

from app.core import published
from app.i18n import Translator
from app.queries import Queries
from app.ui.controls import segmented
from app.ui.here import Here


def named(indicator: str, unit: str, t: Translator) -> str:
    """An indicator with its unit."""
    name = t(f"indicator.{indicator}") if t.has(f"indicator.{indicator}") else indicator
    return f"{name}, {unit}"


def controls(queries: Queries, here: Here) -> html.Div:
    """Indicator, estimator and year; each is a part of the address."""
    t, v, held = here.t, here.view, queries.whole("statistic")
    every = published.indicators(held)
    figures = published.of_indicator(held, v.figure)
    kinds = [
        (named(name, unit, t), here.link(figure=name, estimator=None, year=None), name == v.figure)
        for name, unit in zip(every["indicator"], every["unit"], strict=True)
    ]
    whose = sorted(set(figures["by"]) - {""})
    by = [(t("figures.any"), here.link(estimator=None), not v.estimator)]
    by += [(name, here.link(estimator=name, year=None), name == v.estimator) for name in whose]
    own = figures[figures["by"] == v.estimator] if v.estimator else figures
    stated = own[(own["area_level"] == "country") & own["whole"]]
    years = [(t("figures.latest"), here.link(year=None), not v.year)]
    years += [(str(y), here.link(year=str(y)), str(y) == v.year) for y in sorted(set(stated["year"]))]
    rows = [(t("figures.what"), kinds), (t("figures.by"), by if len(whose) > 1 else []), (t("figures.year"), years)]
    return html.Div(
        [
            html.Div([html.Span(name, className="bar-name"), segmented(name, options)], className="row")
            for name, options in rows
            if options
        ],
        className="figures-tools",
    )


def listed(queries: Queries, here: Here) -> Any:
    """Every figure of the indicator as bars by area, estimator and year; each with its source."""
    t, v = here.t, here.view
    held = published.of_indicator(queries.whole("statistic"), v.figure)
    if v.estimator:
        held = held[held["by"] == v.estimator]
    if held.empty:
        return html.P(t("country_page.nothing"), className="hint")
    greatest = held.groupby("area_level")["value"].max()
    rows = [row(r, greatest[r["area_level"]], t) for r in held.to_dict("records")]
    return html.Div(html.Table(html.Tbody(rows), className="import-table"), className="scroll figures-list")


def row(r: dict[str, Any], top: float, t: Translator) -> html.Tr:
    """One stated figure: area, estimator, period, value, its length beside areas of its own kind, and its source."""
    said = {name: r[name] if isinstance(r[name], str) else "" for name in ("source_publisher", "note", "source_url")}
    kind = "figure-bar" if r["whole"] else "figure-bar partial"
    bar = html.Span(className=kind, style={"width": f"{100 * r['value'] / top:.1f}%"})
    source: Any = said["source_publisher"] or t("unstated")
    if said["source_url"]:
        away: Any = {"target": "_blank", "rel": "noopener noreferrer", "title": said["note"]}
        source = html.A(source, href=said["source_url"], **away)
    part = published.of_part(r)
    period: Any = [t.period(r["period"]), *([html.Small(t(f"figures.{part}"))] if part else [])]
    area = t.country(r["iso2"]) if r["area_level"] == "country" and isinstance(r["iso2"], str) else str(r["area"])
    value = html.Td(f"{t.number(r['value'], 1)} {r['unit']}", className="number")
    return html.Tr(
        [html.Td(area), html.Td(r["by"]), html.Td(period), value, html.Td(bar, className="bar-cell"), html.Td(source)]
    )


def mapped(queries: Queries, here: Here) -> str:
    """What the map shows, in one sentence."""
    t, v = here.t, here.view
    figures = published.of_indicator(queries.whole("statistic"), v.figure)
    found: pd.DataFrame = published.of_map(figures, v.estimator, int(v.year) if v.year else None)
    unit = figures["unit"].iloc[0] if len(figures) else ""
    what = named(v.figure, unit, t)
    if v.year:
        return t("figures.map_year", what=what, year=v.year, n=len(found))
    return t("figures.map_latest", what=what, n=len(found))
