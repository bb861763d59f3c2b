"""Published annual figures: which indicator, whose estimate, which year, the map of it, lines over the years, and every
figure as stated."""

from __future__ import annotations

from typing import Any

import pandas as pd

from app.charts import annual_figures
from app.core import published
from app.i18n import Translator
from app.page_context import PageContext
from app.queries import Queries
from app.ui import tags
from app.ui.chart import graph
from app.ui.controls import segmented
from app.wording.published_figures import area_label, indicator_label, period_text, unit_label, value_text


def controls(queries: Queries, context: PageContext) -> tags.Element:
    """Figure, estimator and year; each is a part of the address."""
    t, v, annual_rows = context.t, context.view, queries.records.annual(context.filters)
    figures = published.of_figure(annual_rows, v.figure)
    kinds = [
        (
            indicator_label(r["indicator"], r["form"], r["unit"], t),
            context.link(figure=r["figure"], estimator=None, year=None),
            r["figure"] == v.figure,
        )
        for r in published.indicators(annual_rows).to_dict("records")
    ]
    whose = sorted(set(figures["estimator"]) - {""})
    by = [(t("figures.any"), context.link(estimator=None), not v.estimator)]
    by += [(name, context.link(estimator=name, year=None), name == v.estimator) for name in whose]
    own = figures[figures["estimator"] == v.estimator] if v.estimator else figures
    annual = own[(own["area_level"] == "country") & own["whole"]]
    years = [(t("figures.latest"), context.link(year=None), not v.year)]
    years += [(str(y), context.link(year=str(y)), str(y) == v.year) for y in sorted(set(annual["year"]))]
    rows = [(t("figures.what"), kinds), (t("figures.by"), by if len(whose) > 1 else []), (t("figures.year"), years)]
    return tags.Div([line(name, options) for name, options in rows if options], className="figures-tools")


def line(name: str, options: list[tuple[str, str, bool]]) -> tags.Element:
    """One choice with its name."""
    return tags.Div([tags.Span(name, className="bar-name"), segmented(name, options)], className="row")


def chosen(queries: Queries, context: PageContext) -> pd.DataFrame:
    """The figures of the indicator and estimator of the address."""
    return published.chosen(queries.records.annual(context.filters), context.view.figure, context.view.estimator)


def charts(queries: Queries, context: PageContext, columns: int) -> list[Any]:
    """A chart for each block of areas, its panels in so many columns."""
    t = context.t
    blocks = annual_figures.describe(chosen(queries, context), lambda y: context.link(year=str(y)), t)
    return [
        tags.Section(
            [
                tags.H3([chart.title, tags.Small(chart.value_label)]),
                graph(f"figures-{index}", chart, context, columns=columns),
            ],
            className="figures-block",
        )
        for index, chart in enumerate(blocks)
    ]


def listed(queries: Queries, context: PageContext) -> Any:
    """Every figure of the indicator by area, estimator and year; each with its source."""
    t, figures = context.t, chosen(queries, context)
    if figures.empty:
        return tags.P(t("country_page.nothing"), className="hint")
    head = [t("figures.area"), t("figures.by"), t("figures.year"), t("column.value"), t("column.publisher")]
    names = [tags.Th(name, className="number" if index == 3 else "") for index, name in enumerate(head)]
    rows = [row(r, t) for r in figures.to_dict("records")]
    table = tags.Table([tags.Thead(tags.Tr(names)), tags.Tbody(rows)], className="import-table")
    return tags.Div(table, className="scroll figures-list")


def row(r: dict[str, Any], t: Translator) -> tags.Element:
    """One stated figure: area, estimator, period, value, and its source."""
    texts = {name: r[name] if isinstance(r[name], str) else "" for name in ("source_publisher", "note", "source_url")}
    source: Any = texts["source_publisher"] or t("unstated")
    if texts["source_url"]:
        away: Any = {"target": "_blank", "rel": "noopener noreferrer"}
        source = tags.A(source, href=texts["source_url"], **away)
    cells = [
        tags.Td(area_label(r, t)),
        tags.Td(r["estimator"]),
        tags.Td(period_text(r, t)),
        tags.Td(f"{value_text(r['value'], t)} {unit_label(r['unit'], t)}", className="number"),
        tags.Td([source, tags.Small(texts["note"]) if texts["note"] else None]),
    ]
    return tags.Tr(cells, className=None if r["whole"] else "partial")


def map_note(queries: Queries, context: PageContext) -> str:
    """What the map shows, in one sentence."""
    t, v = context.t, context.view
    figures = published.of_figure(queries.records.annual(context.filters), v.figure)
    map_rows: pd.DataFrame = published.of_map(figures, v.estimator, int(v.year) if v.year else None)
    first = figures.iloc[0] if len(figures) else {"indicator": v.figure, "form": "", "unit": ""}
    what = indicator_label(first["indicator"], first["form"], first["unit"], t)
    if v.year:
        return t("figures.map_year", what=what, year=v.year, n=len(map_rows))
    return t("figures.map_latest", what=what, n=len(map_rows))
