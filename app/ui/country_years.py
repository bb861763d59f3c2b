"""Charts of a sheet: seizures by year and mode, place, carrier, who seized, and weight, each with its table."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from app.charts import country_panels, country_sizes, country_upstream, country_years
from app.charts.country_panels import CARRIERS, PLACES
from app.charts.description import Chart
from app.core import country as core
from app.core.modes import SUBMODES
from app.core.sheet import COUNTRY, Sheet
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


def years(queries: Queries, context: PageContext, text: str, sheet: Sheet) -> Any:
    """The chart of the years, on the axes of all sheets beside each other, with what the sources of a country cover."""
    t, shared = context.t, sheet.shared
    if not core.events_in_role(sheet.events, "seizure", sheet.key).any():
        return tags.P(t("country_page.nothing"), className="hint")
    chart = country_years.describe(sheet, lambda year: events_of(sheet, year, context), t)
    covered = None
    if sheet.subject.kind == COUNTRY:
        covered = coverage.of_country(queries, context, sheet.key, f"{shared.first}-01", f"{shared.last}-12")
    return tags.Div(
        [
            graph(f"country-years-{text}", chart, context, left_px=BESIDE_PX),
            Html(render([covered, as_table(chart, context)])),
        ],
        className="with-line",
    )


def places(_queries: Queries, context: PageContext, text: str, sheet: Sheet) -> Any:
    """The chart of the places, with what it leaves out, and the numbers as a table."""
    chart = country_panels.describe(PLACES, sheet, lambda name, year: events_at(name, sheet, year, context), context.t)
    # The name of a place needs 140 px: as much has a panel of two in a window of 390 px, not one of three.
    return block(f"country-places-{text}", chart, context, columns=2)


def carriers(_queries: Queries, context: PageContext, text: str, sheet: Sheet) -> Any:
    """The chart of what carried the consignments, with what it leaves out, and the numbers as a table."""
    chart = country_panels.describe(
        CARRIERS, sheet, lambda carrier, year: events_carried(carrier, sheet, year, context), context.t
    )
    return block(f"country-carriers-{text}", chart, context, columns=2)


def upstream(_queries: Queries, context: PageContext, text: str, sheet: Sheet) -> Any:
    """The chart of what a country's authorities seized, beside what others did that was bound for it or left it."""
    chart = country_upstream.describe(sheet, lambda part, year: events_caught(part, sheet, year, context), context.t)
    return block(f"country-upstream-{text}", chart, context)


def sizes(_queries: Queries, context: PageContext, text: str, sheet: Sheet) -> Any:
    """The chart of the weights, and what it leaves out."""
    chart = country_sizes.describe(sheet, lambda low, high: events_of_weight(sheet, low, high, context), context.t)
    return block(f"country-sizes-{text}", chart, context)


def events_caught(part: str, sheet: Sheet, year: int, context: PageContext) -> str:
    """The address of the events of a part and a year; "" of what others seized, for no filter leaves a country out."""
    return events_of(sheet, year, context) if core.CAUGHT[part] == "seizure" else ""


def events_of_weight(sheet: Sheet, low_kg: float, high_kg: float, context: PageContext) -> str:
    """The address of the seizures of a class of weights, which does not hold its upper bound; "" where a class is
    finer than the gram that the filter counts in."""
    below = round(high_kg - GRAM_KG, 3)
    if low_kg < GRAM_KG or below <= low_kg:
        return ""
    return seized(sheet, context, sheet.subject.selected("seizure"), min_kg=low_kg, max_kg=below)


def events_at(place: str, sheet: Sheet, year: int, context: PageContext) -> str:
    """The address of the seizures at a place in a year."""
    return seized(sheet, context, f"same:place|{place}", since=str(year), until=str(year))


def events_of(sheet: Sheet, year: int, context: PageContext, **more: Any) -> str:
    """The address of the seizures of a year."""
    return seized(sheet, context, sheet.subject.selected("seizure"), since=str(year), until=str(year), **more)


def events_carried(carrier: str, sheet: Sheet, year: int, context: PageContext) -> str:
    """The address of the seizures of a year from a carrier. It stands alone: it narrows no other mode."""
    return events_of(sheet, year, context, mode=(SUBMODES[carrier],), submode=(carrier,))


def seized(sheet: Sheet, context: PageContext, selection: str | None, **narrowed: Any) -> str:
    """The address of some of the seizures of a sheet; "" without the largest ones: those of the sheet are left out, and
    of a part of it no address says that."""
    if context.filters.less:
        return ""
    filters = replace(context.filters, **sheet.subject.narrowed("seizure"), **narrowed)
    return href(HOME, filters, replace(context.unclicked, sel=selection))
