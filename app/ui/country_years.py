"""Charts of a country: seizures by year and mode, by place, by who seized, and by weight, each with its table."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd

from app.charts import country_places, country_sizes, country_upstream, country_years
from app.charts.description import Chart
from app.core import country as core
from app.core.view import href
from app.page_context import HOME, PageContext
from app.queries import Queries
from app.ui import coverage, tags
from app.ui.chart import as_table, graph
from app.ui.html_part import Html
from app.ui.markup import render

#: What the names of the coverage's lines take, left of the axis of months.
BESIDE_PX = 26
GRAM_KG = 0.001


def block(name: str, chart: Chart, context: PageContext, columns: int = 1) -> Any:
    """A chart, what it says in words, and its numbers as a table; one sentence where there is nothing to draw."""
    if not chart.panels:
        return tags.P(context.t("country_page.nothing"), className="hint")
    said = tags.P(chart.summary.removeprefix(f"{chart.title}. "), className="hint")
    drawn = graph(name, chart, context, columns=columns, left_px=BESIDE_PX)
    return tags.Div([drawn, Html(render([said, as_table(chart, context)]))])


def years(events: pd.DataFrame, code: str, shared: core.SharedScales, queries: Queries, context: PageContext) -> Any:
    """The chart of a country, on the axes of all countries beside each other."""
    t = context.t
    if not core.events_in_role(events, "seizure", code).any():
        return tags.P(t("country_page.nothing"), className="hint")
    chart = country_years.describe(
        events, code, shared, queries.reporting.filling_from(context.filters), lambda y: events_of(code, y, context), t
    )
    covered = coverage.of_country(queries, context, code, f"{shared.first}-01", f"{shared.last}-12")
    return tags.Div(
        [
            graph(f"country-years-{code}", chart, context, left_px=BESIDE_PX),
            Html(render([covered, as_table(chart, context)])),
        ],
        className="with-line",
    )


def places(events: pd.DataFrame, code: str, shared: core.SharedScales, queries: Queries, context: PageContext) -> Any:
    """The chart of the places of a country, with what it leaves out, and the numbers as a table."""
    chart = country_places.describe(
        events, code, shared, queries.reporting.filling_from(context.filters),
        lambda name, year: events_at(name, code, year, context), context.t,
    )  # fmt: skip
    # The name of a place needs 140 px: as much has a panel of two in a window of 390 px, not one of three.
    return block(f"country-places-{code}", chart, context, columns=2)


def upstream(events: pd.DataFrame, code: str, shared: core.SharedScales, queries: Queries, context: PageContext) -> Any:
    """The chart of what a country's authorities seized, beside what others did that was bound for it or left it."""
    chart = country_upstream.describe(
        events, code, shared, queries.reporting.filling_from(context.filters),
        lambda part, year: events_caught(part, code, year, context), context.t,
    )  # fmt: skip
    return block(f"country-upstream-{code}", chart, context)


def events_caught(part: str, code: str, year: int, context: PageContext) -> str:
    """The address of the events of a part and a year; "" of what others seized, for no filter leaves a country out."""
    return events_of(code, year, context) if core.CAUGHT[part] == "seizure" else ""


def sizes(events: pd.DataFrame, code: str, shared: core.SharedScales, context: PageContext) -> Any:
    """The chart of the weights of what a country's authorities seized, and what it leaves out."""
    chart = country_sizes.describe(
        events, code, shared, lambda low, high: events_of_weight(code, low, high, context), context.t
    )
    return block(f"country-sizes-{code}", chart, context)


def events_of_weight(code: str, low_kg: float, high_kg: float, context: PageContext) -> str:
    """The address of the seizures of a class of weights, which does not hold its upper bound; "" where a class is
    finer than the gram that the filter counts in."""
    below = round(high_kg - GRAM_KG, 3)
    if low_kg < GRAM_KG or below <= low_kg:
        return ""
    filters = replace(context.filters, seizure=(code,), min_kg=low_kg, max_kg=below)
    return href(HOME, filters, context.unclicked)


def events_at(place: str, code: str, year: int, context: PageContext) -> str:
    """The address of the seizures at a place in a year."""
    filters = replace(context.filters, seizure=(code,), since=str(year), until=str(year))
    return href(HOME, filters, replace(context.unclicked, sel=f"same:place|{place}"))


def events_of(code: str, year: int, context: PageContext) -> str:
    """The address of the seizures of a year."""
    filters = replace(context.filters, seizure=(code,), since=str(year), until=str(year))
    return href(HOME, filters, context.unclicked)
