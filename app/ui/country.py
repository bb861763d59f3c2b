"""The same template for every country, side by side: what its sections say stands in wording.country_sections."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd

from app.charts.country_years import MOST
from app.core import country as core
from app.core.view import href
from app.page_context import PageContext
from app.queries import Queries
from app.ui import country_years, ids, tags
from app.ui.controls import nav
from app.ui.html_part import Html
from app.ui.markup import render
from app.ui.page_parts import small_map, widths
from app.ui.sections import painted
from app.wording import country_sections as sections
from app.wording import moved_routes

#: How long the lists of one country's column are.
LENGTHS = sections.Lengths(lists=6, routes=12)


def sheets(queries: Queries, context: PageContext) -> list[list[tuple[str, Any]]]:
    """(title, body) of every section for each country of the address, in the order of the template; those side by side
    share their axes and rows. A sheet's country takes the place of the filter's countries in any role, in its numbers,
    its links and its files."""
    context = replace(context, filters=replace(context.filters, country=()))
    events_by_country = {code: queries.events.naming(context.filters, code) for code in context.view.at}
    shared, moved = core.shared_scales(events_by_country, MOST), moved_routes.moved_routes(queries, context)
    return [sheet(queries, context, code, events, shared, moved) for code, events in events_by_country.items()]


def sheet(
    queries: Queries,
    context: PageContext,
    code: str,
    events: pd.DataFrame,
    shared: core.SharedScales,
    moved: sections.Moved,
) -> list[tuple[str, Any]]:
    """The sections of one country; ``shared`` and ``moved`` are asked for once for all countries."""
    section_list = sections.of_country(queries, context, code, events, shared, moved, LENGTHS)
    bodies = [(context.t(section.key), body(section, code, context)) for section in section_list]
    years = (context.t("country_page.years"), country_years.years(events, code, shared, queries, context))
    weights, table_of_weights = bodies[5]
    drawn = country_years.sizes(events, code, shared, context)
    by_size = (weights, tags.Div([Html(render(table_of_weights)), drawn]))
    by_place = (context.t("country_page.places_years"), country_years.places(events, code, shared, queries, context))
    return [
        (context.t("country_page.map"), map_of(code, context)),
        *bodies[:4],
        years,
        (context.t("country_page.upstream"), country_years.upstream(events, code, shared, queries, context)),
        bodies[4],
        by_place,
        by_size,
        *bodies[6:],
    ]


def body(section: sections.Section, code: str, context: PageContext) -> Any:
    """A section as a table, and what the page alone has under it."""
    section_table = painted(section, context)
    if section.key == "country_page.figures":
        return tags.Div(section_table, className="long")
    ends = {"country_page.to": ("departure", "destination"), "country_page.from": ("destination", "departure")}
    if section.key not in ends:
        return section_table
    role, other = ends[section.key]
    chosen: dict[str, Any] = {role: (code,)}
    ranked = href("/ranks", replace(context.filters, **chosen), replace(context.view, of=other, level="country"))
    return tags.Div([section_table, nav(context.t("country_page.six_ways"), ranked, className="link")])


def map_of(code: str, context: PageContext) -> tags.Element:
    """Flows of the events that name a country, drawn by the browser."""
    name = f"{ids.SHEET_MAP}-{code}"
    legend = tags.Div(widths(name, context.t), className="board-legend bare")
    return tags.Div([small_map(name), legend], className="chain-map sheet-map")
