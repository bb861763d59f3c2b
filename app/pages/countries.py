"""Countries, places and areas: one template for each, and up to four of them side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import Dash, Input, Output

from app.core import view as view_query
from app.core.filters import Filters
from app.core.sheet import Sheet
from app.i18n import Translator
from app.page_context import PageContext, parse_context
from app.queries import Queries, current
from app.ui import country, country_chooser, ids, report_drawer, tags
from app.ui.controls import nav
from app.ui.html_part import Html
from app.ui.markup import render
from app.ui.page_parts import address_of, follow_address, frame, head
from app.wording import country_sections as sections
from app.wording.sheets import sheets_of

PATH = "/countries"


def layout(_t: Translator, query: str) -> tags.Element:
    """The skeleton, with the query that it opens on."""
    return frame(ids.COUNTRY, query, tags.Main(id=ids.COUNTRY.body, className="countries"), kind="paper")


def file_links(context: PageContext, text: str, sheet: Sheet) -> tags.Element:
    """One sheet with what may be written to it, and the events behind it."""
    t = context.t
    query = view_query.to_query(context.filters, view_query.View(lang=context.view.lang, at=(text,)))
    name = t("country_page.pdf", name=sheet.name)
    return report_drawer.drawer(
        f"sheet-{text}",
        name,
        "/export/country",
        query,
        "",
        sections.in_a_file(sheet.subject),
        t,
        csv_link(context, sheet),
    )


def csv_link(context: PageContext, sheet: Sheet) -> tags.Element:
    """The events behind one sheet as a file."""
    filters, selection = sheet.subject.events_behind(context.filters)
    query = view_query.to_query(filters, view_query.View(sel=selection))
    return tags.A(context.t("nav.export"), className="button", download="", href=f"/export/events.csv?{query}")


def side_by_side(queries: Queries, context: PageContext, found: dict[str, Sheet]) -> tags.Element | None:
    """The sheets, section beside section, so that they are read across."""
    if not found:
        return None
    sheets = country.sheets(queries, context, found)
    cells: list[Any] = []
    if len(sheets) > 1:
        for text, sheet in found.items():
            rest = tuple(other for other in context.view.at if other != text)
            close = nav("×", context.link(at=rest), className="close", title=context.t("country_page.leave"))
            cells.append(Html(render([sheet.name, close]), tag="h2", className="sheet-name"))
    names = [sheet.name if len(sheets) > 1 else "" for sheet in found.values()]
    for row in zip(*sheets, strict=True):
        cells += [section(title, name, part) for name, (title, part) in zip(names, row, strict=True)]
    return tags.Div(cells, className=f"sheets of-{len(sheets)}")


def section(title: str, name: str, body: Any) -> Any:
    """One section of a sheet: as one string, where no chart is in it."""
    heading = tags.H2([title, tags.Small(name)])
    if tags.has_component(body):
        return tags.Section([heading, body])
    return Html(render([heading, body]), tag="section")


def update_country(query: str | None) -> tuple[str, list[Any], dict[str, str]]:
    """Head, body and address: the subjects of the query; without one, the list to choose from."""
    context, problems = parse_context(query, PATH)
    queries, t = current(), context.t
    found = sheets_of(queries, context)
    title = t.all_of([sheet.name for sheet in found.values()]) or t("country_page.title")
    foot = tags.P(f"{t('app.caveat')} {t('app.boundary')}", className="hint")
    files = [file_links(context, text, sheet) for text, sheet in found.items()]
    # What a sheet is about takes the place of the filter's countries, or of its area, and the head says so.
    applied = one_of([sheet.subject.without(context.filters) for sheet in found.values()])
    idle = ("country", "area") if applied and not applied.area else ("country",)
    top = head(queries, context, problems, title, files, filters=applied, idle=idle)
    body = [country_chooser.chooser(queries, context), side_by_side(queries, context, found), foot]
    return render(top), body, address_of(context)


def one_of(filters: Sequence[Filters]) -> Filters | None:
    """The filter that most of the sheets are counted under: without the area where one of them takes its place."""
    return min(filters, key=lambda each: len(each.active()), default=None)


def register(app: Dash) -> None:
    """Bind the callbacks of this page."""
    app.callback(
        Output(ids.COUNTRY.head, "html"),
        Output(ids.COUNTRY.body, "children"),
        Output(ids.COUNTRY.address, "data"),
        Input(ids.COUNTRY.query, "data"),
    )(update_country)
    follow_address(app, ids.COUNTRY)
