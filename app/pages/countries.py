"""Countries: one template for each, and up to four of them side by side."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from dash import Dash, Input, Output, html

from app.core import view as view_room
from app.i18n import Translator
from app.queries import Queries, current
from app.ui import country, ids
from app.ui.controls import nav, paper
from app.ui.head import masthead, sentence
from app.ui.here import Here, parse

PATH = "/countries"


def layout(_t: Translator, query: str) -> html.Div:
    """The skeleton, with the query that it opens on."""
    return paper(ids.COUNTRY_QUERY, ids.COUNTRY, query)


def body(queries: Queries, here: Here) -> list[Any]:
    """The page for the countries of the address; without one, the list to choose from."""
    t = here.t
    title = t.all_of([t.country(code) for code in here.view.at]) or t("country_page.title")
    words = html.Div([html.H1(title), html.P(sentence(queries, here.filters, t))], className="head-words")
    files = [csv_link(here, code) for code in here.view.at]
    head = html.Header([words, masthead(here, html.Div(files, className="tools") if files else None)], className="head")
    foot = html.P([t("app.caveat"), " ", t("app.boundary")], className="hint")
    return [head, html.Div([country.chooser(queries, here), beside(queries, here), foot], className="countries")]


def csv_link(here: Here, code: str) -> html.A:
    """The events behind one country's sheet as a file."""
    kept = view_room.to_query(replace(here.filters, country=(code,)), view_room.View())
    text = here.t("country_page.export", name=here.t.country(code))
    return html.A(text, className="button", download="", href=f"/export/events.csv?{kept}")


def beside(queries: Queries, here: Here) -> html.Div | None:
    """The sheets, section beside section, so that countries are read across."""
    if not here.view.at:
        return None
    sheets = [country.sheet(queries, here, code) for code in here.view.at]
    cells: list[Any] = []
    if len(sheets) > 1:
        for code in here.view.at:
            rest = tuple(c for c in here.view.at if c != code)
            close = nav("×", here.link(at=rest), className="close", title=here.t("country_page.leave"))
            cells.append(html.H2([here.t.country(code), close], className="sheet-name"))
    for row in zip(*sheets, strict=True):
        cells += [html.Section([html.H2(title), part]) for title, part in row]
    return html.Div(cells, className=f"sheets of-{len(sheets)}")


def update_country(query: str | None) -> list[Any]:
    """The page for an address."""
    return body(current(), parse(query, PATH)[0])


def register(app: Dash) -> None:
    """Bind the callback of this page."""
    app.callback(Output(ids.COUNTRY, "children"), Input(ids.COUNTRY_QUERY, "data"))(update_country)
