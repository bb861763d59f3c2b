"""What the pages besides Explore share: their skeleton, their head, and how a page and its address belong together.

Such a page is an ordinary page of Dash: a callback takes the query of the address and gives each part of the page, the
last of them the address in its canonical form.
"""

from __future__ import annotations

from typing import Any

from dash import ClientsideFunction, Dash, Input, dcc

from app.core import view as view_query
from app.core.filters import Filters
from app.core.query import Problem
from app.i18n import Translator
from app.page_context import PageContext
from app.queries import Queries
from app.ui import tags
from app.ui.add_slide import drawer
from app.ui.controls import attrs
from app.ui.filterbar import filterbar
from app.ui.formats import of_page
from app.ui.head import masthead, notes
from app.ui.html_part import Html
from app.ui.ids import Page
from app.ui.maps import bare_map
from app.wording.headings import sentence

#: The browser settles the address of what it shows, and its small maps follow.
SHOWN = ClientsideFunction("board", "shown")


def address_of(context: PageContext) -> dict[str, str]:
    """The address of what a page shows, in its canonical form: the last output of its callback."""
    return {"path": context.path, "query": view_query.to_query(context.filters, context.view)}


def frame(page: Page, query: str, *children: Any, kind: str) -> tags.Element:
    """The skeleton: the query that the page opens on, its head, and what stands below."""
    stores = [dcc.Store(id=page.query, data=query), dcc.Store(id=page.address)]
    head = Html(id=page.head, tag="header", className="head")
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
    idle: tuple[str, ...] = ("from", "to", "time"),
    selection: str | None = None,
) -> list[Any]:
    """Title, what follows from it, the filter as a sentence and as controls, and the files of the page. ``filters`` are
    given where something of the page's own, its period as a rule, stands in place of parts of the filter: those are
    ``idle``. With a ``selection`` the sentence has its figures."""
    words = [
        tags.H1(title),
        *more,
        tags.P(sentence(queries, filters or context.filters, context.t, selection), id="sentence"),
        filterbar(queries, context, idle if filters else ()),
        notes(problems, context.t),
    ]
    tools = tags.Div([*files, of_page(context), drawer(context)], className="tools")
    return [tags.Div(words, className="head-words"), masthead(context, tools)]


def follow_address(app: Dash, page: Page) -> None:
    """Whenever the page has changed, its address and its small maps follow."""
    app.clientside_callback(SHOWN, Input(page.address, "data"))
