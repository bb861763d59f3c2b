"""Published annual figures: which indicator, whose estimate, which year, the map of it, and every figure as stated."""

from __future__ import annotations

from typing import Any

import pandas as pd

from app.core import published
from app.i18n import Translator
from app.page_context import PageContext
from app.queries import Queries
from app.ui import tags
from app.ui.controls import segmented
from app.wording.published_figures import area_label, indicator_label


def controls(queries: Queries, context: PageContext) -> tags.Element:
    """Figure, estimator and year; each is a part of the address."""
    t, v, held = context.t, context.view, queries.records.annual(context.filters)
    figures = published.of_figure(held, v.figure)
    kinds = [
        (
            indicator_label(r["indicator"], r["form"], r["unit"], t),
            context.link(figure=r["figure"], estimator=None, year=None),
            r["figure"] == v.figure,
        )
        for r in published.indicators(held).to_dict("records")
    ]
    whose = sorted(set(figures["by"]) - {""})
    by = [(t("figures.any"), context.link(estimator=None), not v.estimator)]
    by += [(name, context.link(estimator=name, year=None), name == v.estimator) for name in whose]
    own = figures[figures["by"] == v.estimator] if v.estimator else figures
    annual = own[(own["area_level"] == "country") & own["whole"]]
    years = [(t("figures.latest"), context.link(year=None), not v.year)]
    years += [(str(y), context.link(year=str(y)), str(y) == v.year) for y in sorted(set(annual["year"]))]
    rows = [(t("figures.what"), kinds), (t("figures.by"), by if len(whose) > 1 else []), (t("figures.year"), years)]
    return tags.Div([line(name, options) for name, options in rows if options], className="figures-tools")


def line(name: str, options: list[tuple[str, str, bool]]) -> tags.Element:
    """One choice with its name."""
    return tags.Div([tags.Span(name, className="bar-name"), segmented(name, options)], className="row")


def listed(queries: Queries, context: PageContext) -> Any:
    """Every figure of the indicator as bars by area, estimator and year; each with its source."""
    t, v = context.t, context.view
    held = published.of_figure(queries.records.annual(context.filters), v.figure)
    if v.estimator:
        held = held[held["by"] == v.estimator]
    if held.empty:
        return tags.P(t("country_page.nothing"), className="hint")
    greatest = held.groupby("area_level")["value"].max()
    rows = [row(r, greatest[r["area_level"]], t) for r in held.to_dict("records")]
    return tags.Div(tags.Table(tags.Tbody(rows), className="import-table"), className="scroll figures-list")


def row(r: dict[str, Any], top: float, t: Translator) -> tags.Element:
    """One stated figure: area, estimator, period, value, its length beside areas of its own kind, and its source."""
    said = {name: r[name] if isinstance(r[name], str) else "" for name in ("source_publisher", "note", "source_url")}
    kind = f"figure-bar by-{r['by'].lower()}" + ("" if r["whole"] else " partial")
    bar = tags.Span(className=kind, style={"width": f"{100 * r['value'] / top:.1f}%"})
    source: Any = said["source_publisher"] or t("unstated")
    note = tags.Small(said["note"]) if said["note"] else None
    if said["source_url"]:
        away: Any = {"target": "_blank", "rel": "noopener noreferrer"}
        source = tags.A(source, href=said["source_url"], **away)
    part = published.of_part(r)
    period: Any = [t.period(r["period"]), *([tags.Small(t(f"figures.{part}"))] if part else [])]
    area = area_label(r, t)
    value = tags.Td(f"{t.number(r['value'], 1)} {r['unit']}", className="number")
    return tags.Tr(
        [
            tags.Td(area),
            tags.Td(r["by"]),
            tags.Td(period),
            value,
            tags.Td(bar, className="bar-cell"),
            tags.Td([source, note]),
        ]
    )


def mapped(queries: Queries, context: PageContext) -> str:
    """What the map shows, in one sentence."""
    t, v = context.t, context.view
    figures = published.of_figure(queries.records.annual(context.filters), v.figure)
    found: pd.DataFrame = published.of_map(figures, v.estimator, int(v.year) if v.year else None)
    first = figures.iloc[0] if len(figures) else {"indicator": v.figure, "form": "", "unit": ""}
    what = indicator_label(first["indicator"], first["form"], first["unit"], t)
    if v.year:
        return t("figures.map_year", what=what, year=v.year, n=len(found))
    return t("figures.map_latest", what=what, n=len(found))
