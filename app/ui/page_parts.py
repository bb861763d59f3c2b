"""Pages whose parts come as HTML by the id of their place: one answer to an address, put in place by the browser."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, dcc

from app.core import view as view_query
from app.core.filters import Filters
from app.core.query import Problem
from app.i18n import Translator
from app.page_context import PageContext, parse_context
from app.queries import Queries
from app.ui import tags
from app.ui.add_slide import drawer
from app.ui.controls import attrs
from app.ui.filterbar import filterbar
from app.ui.formats import of_page
from app.ui.head import masthead, notes
from app.ui.ids import Page
from app.ui.maps import bare_map
from app.ui.markup import render
from app.wording.headings import sentence

#: The browser puts an answer in its places, settles the address and lets the small maps follow.
SHOWN = ClientsideFunction("board", "show")
Parts = Callable[[PageContext, list[Problem]], dict[str, Any]]
Answer = Callable[[str | None], dict[str, Any]]


def answered(query: str | None, path: str, parts: Parts) -> dict[str, Any]:
    """The parts of a page for an address as HTML, and the address in its canonical form."""
    context, problems = parse_context(query, path)
    made = {place: render(tree) for place, tree in parts(context, problems).items()}
    return {"html": made, "canonical": view_query.to_query(context.filters, context.view), "path": path}


def frame(page: Page, query: str, *children: Any, kind: str) -> tags.Element:
    """The skeleton: what the page remembers, its head, and what stands below."""
    stores = [dcc.Store(id=page.query, data=query), dcc.Store(id=page.answer), dcc.Store(id=page.settled)]
    head = tags.Header(id=page.head, className="head")
    return tags.Div([*stores, head, *children], className=kind, **attrs(data_page=page.query))


def small_map(name: str, zoom: float = 1, wheel: bool = False) -> tags.Element:
    """A map beside a table; the browser draws its lines or marks (assets/js/76_board.js)."""
    whole = {"height": "100%", "width": "100%"}
    inner = bare_map(name, whole, center=[12, -40], zoom=zoom, zoomSnap=0.25, scrollWheelZoom=wheel)
    return tags.Div(inner, className="board-map")


def widths(map_id: str, t: Translator) -> list[tags.Element]:
    """What the widths of a small map mean; the browser draws the samples when it draws the map."""
    return [tags.Span(t("map.width.events")), tags.Span(className="width-key", **attrs(data_widths=map_id))]


def head(
    queries: Queries,
    context: PageContext,
    problems: list[Problem],
    title: str,
    files: list[Any],
    *more: Any,
    filters: Filters | None = None,
    selection: str | None = None,
) -> list[Any]:
    """Title, what follows from it, the filter as a sentence (that of ``filters``, where the page's own period stands in
    place of the filter's; with the figures of a ``selection``, where the page is about one) and as controls, and the
    files of the page."""
    words = [
        tags.H1(title),
        *more,
        tags.P(sentence(queries, filters or context.filters, context.t, selection), id="sentence"),
        filterbar(queries, context, ("from", "to", "time") if filters else ()),
        notes(problems, context.t),
    ]
    tools = tags.Div([*files, of_page(context), drawer(context)], className="tools")
    return [tags.Div(words, className="head-words"), masthead(context, tools)]


def bind(app: Dash, page: Page, update: Answer) -> None:
    """Bind the two callbacks of such a page."""
    app.callback(Output(page.answer, "data"), Input(page.query, "data"))(update)
    app.clientside_callback(SHOWN, Output(page.settled, "data"), Input(page.answer, "data"))
