"""The same template for every country, place and area, side by side: what its sections say stands in
wording.country_sections."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from app.core.sheet import PLACE, Sheet
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
from app.wording.sheets import of_subject

#: How long the lists of one sheet's column are.
LENGTHS = sections.Lengths(lists=6, routes=12)
#: What stands on a sheet, in order: sections (wording.country_sections), charts, and the map.
ORDER = (
    "map", "roles", "situation", "to", "from", "years", "upstream", "places", "places_years", "carriers_years",
    "consignment", "concealment", "operations", "new_routes", "figures", "corridors", "quality",
)  # fmt: skip
Part = tuple[str, Any]


def sheets(queries: Queries, context: PageContext, found: dict[str, Sheet]) -> list[list[Part]]:
    """(title, body) of every section for each sheet of the address, in the order of the template; those side by side
    have the same rows, and share their axes."""
    moved = moved_routes.moved_routes(queries, replace(context, filters=context.filters.cleared("country")))
    parts = [parts_of(queries, of_subject(context, sheet.subject), text, sheet, moved) for text, sheet in found.items()]
    shown = [name for name in ORDER if any(name in held for held in parts)]
    blank = {name: next(held[name][0] for held in parts if name in held) for name in shown}
    nothing = tags.P(context.t("profile.not_here"), className="hint")
    return [[held.get(name, (blank[name], nothing)) for name in shown] for held in parts]


def parts_of(queries: Queries, context: PageContext, text: str, sheet: Sheet, moved: sections.Moved) -> dict[str, Part]:
    """(title, body) of each part of a sheet by its name in ORDER; ``moved`` is asked for once for all sheets."""
    t, kind = context.t, sheet.subject.kind
    parts: dict[str, Part] = {"map": (t("country_page.map"), map_of(text, context))}
    for section in sections.of_sheet(queries, context, sheet, moved, LENGTHS):
        parts[section.key.rpartition(".")[2]] = (t(section.key), body(section, sheet, context))
    drawn: dict[str, Callable[[Queries, PageContext, str, Sheet], Any]] = {
        "years": country_years.years,
        "upstream": country_years.upstream,
        **({} if kind == PLACE else {"places_years": country_years.places}),
        "carriers_years": country_years.carriers,
    }
    for name, draw in drawn.items():
        parts[name] = (t(sheet.text(name)), draw(queries, context, text, sheet))
    title, table_of_weights = parts["consignment"]
    sizes = country_years.sizes(queries, context, text, sheet)
    parts["consignment"] = (title, tags.Div([Html(render(table_of_weights)), sizes]))
    return parts


def body(section: sections.Section, sheet: Sheet, context: PageContext) -> Any:
    """A section as a table, and what the page alone has under it."""
    section_table = painted(section, context)
    if section.key == "country_page.figures":
        return tags.Div(section_table, className="long")
    ends = {"country_page.to": ("departure", "destination"), "country_page.from": ("destination", "departure")}
    if section.key not in ends or sheet.subject.kind == PLACE:
        return section_table
    role, other = ends[section.key]
    narrowed = replace(context.filters, **sheet.subject.narrowed(role))
    ranked = href("/ranks", narrowed, replace(context.view, of=other, level="country"))
    return tags.Div([section_table, nav(context.t("country_page.six_ways"), ranked, className="link")])


def map_of(text: str, context: PageContext) -> tags.Element:
    """Flows of the events of a sheet, drawn by the browser."""
    name = f"{ids.SHEET_MAP}-{context.view.at.index(text)}"
    legend = tags.Div(widths(name, context.t), className="board-legend bare")
    return tags.Div([small_map(name), legend], className="chain-map sheet-map")
