"""Countries: one template for each, and up to four of them side by side."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from dash import Dash, Input, Output

from app.core import view as view_query
from app.i18n import Translator
from app.page_context import PageContext, parse_context
from app.queries import Queries, current
from app.ui import country, country_chooser, ids, report_drawer, tags
from app.ui.controls import nav
from app.ui.html_part import Html
from app.ui.markup import render
from app.ui.page_parts import address_of, follow_address, frame, head
from app.wording import country_sections

PATH = "/countries"


def layout(_t: Translator, query: str) -> tags.Element:
    """The skeleton, with the query that it opens on."""
    return frame(ids.COUNTRY, query, tags.Main(id=ids.COUNTRY.body, className="countries"), kind="paper")


def file_links(context: PageContext, code: str) -> tags.Element:
    """One country's sheet with what may be written to it, and the events behind it."""
    t = context.t
    query = view_query.to_query(context.filters, view_query.View(lang=context.view.lang, at=(code,)))
    name = t("country_page.pdf", name=t.country(code))
    return report_drawer.drawer(
        f"sheet-{code}", name, "/export/country", query, "", country_sections.IN_A_FILE, t, csv_link(context, code)
    )


def csv_link(context: PageContext, code: str) -> tags.Element:
    """The events behind one country's sheet as a file."""
    query = view_query.to_query(replace(context.filters, country=(code,)), view_query.View())
    return tags.A(context.t("nav.export"), className="button", download="", href=f"/export/events.csv?{query}")


def side_by_side(queries: Queries, context: PageContext) -> tags.Element | None:
    """The sheets, section beside section, so that countries are read across."""
    if not context.view.at:
        return None
    sheets = country.sheets(queries, context)
    cells: list[Any] = []
    if len(sheets) > 1:
        for code in context.view.at:
            rest = tuple(c for c in context.view.at if c != code)
            close = nav("×", context.link(at=rest), className="close", title=context.t("country_page.leave"))
            cells.append(Html(render([context.t.country(code), close]), tag="h2", className="sheet-name"))
    names = [context.t.country(code) if len(sheets) > 1 else "" for code in context.view.at]
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
    """Head, body and address: the countries of the query; without one, the list to choose from."""
    context, problems = parse_context(query, PATH)
    queries, t = current(), context.t
    title = t.all_of([t.country(code) for code in context.view.at]) or t("country_page.title")
    foot = tags.P(f"{t('app.caveat')} {t('app.boundary')}", className="hint")
    files = [file_links(context, code) for code in context.view.at]
    # A sheet's country takes the place of the filter's countries (ui.country.sheets), and the head says so.
    applied = replace(context.filters, country=()) if context.view.at else None
    top = head(queries, context, problems, title, files, filters=applied, idle=("country",))
    body = [country_chooser.chooser(queries, context), side_by_side(queries, context), foot]
    return render(top), body, address_of(context)


def register(app: Dash) -> None:
    """Bind the callbacks of this page."""
    app.callback(
        Output(ids.COUNTRY.head, "html"),
        Output(ids.COUNTRY.body, "children"),
        Output(ids.COUNTRY.address, "data"),
        Input(ids.COUNTRY.query, "data"),
    )(update_country)
    follow_address(app, ids.COUNTRY)
