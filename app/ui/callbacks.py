"""The callbacks of Explore: parse the query, ask, build. Functions are plain and bound in ``register``."""

from __future__ import annotations

from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, State, no_update

from app.charts import timeline
from app.core import view as view_room
from app.queries import current as queries
from app.ui import card, ids, mapbar, panel, tables
from app.ui.facets import facets
from app.ui.head import head
from app.ui.here import parse
from app.ui.markup import render


def changed(value: Any, before: Any) -> Any:
    """The value, or nothing to do where the page has it already: a grid lays itself out anew on any answer."""
    return no_update if value == before else value


def update_head(query: str | None) -> tuple[dict[str, str], str]:
    """Title, sentence and tools; the controls of the map; and the query in its canonical form."""
    here, problems = parse(query)
    parts = {
        ids.HEAD: head(queries(), here, problems),
        ids.MAPBAR: mapbar.mapbar(here),
        ids.METRIC_BAR: mapbar.metric_bar(here),
        ids.TOP_BAR: mapbar.top_bar(here),
    }
    return as_html(parts), view_room.to_query(here.filters, here.view)


def as_html(parts: dict[str, Any]) -> dict[str, str]:
    """Parts of the page as HTML by the id of their place (see ui.markup)."""
    return {place: render(tree) for place, tree in parts.items()}


def update_facets(query: str | None) -> dict[str, str]:
    """The left column."""
    return as_html({ids.FACETS: facets(queries(), parse(query)[0])})


def update_timeline(query: str | None) -> tuple[Any, dict[str, str]]:
    """Bars and their controls."""
    here, _problems = parse(query)
    months = queries().months(here.filters)
    bars = timeline.figure(months, here.filters, here.view, here.t)
    return bars, as_html({ids.TIMEBAR: mapbar.timebar(here, months)})


def update_side(query: str | None, columns: Any) -> tuple[dict[str, str], Any, str, Any]:
    """Selection and numbers, the card, which of the three views shows, and the list's columns."""
    here, _problems = parse(query)
    shown = card.card(queries(), here)
    kind = "card" if shown else "list" if here.view.panel == "events" else "table"
    wide = " wide" if here.view.wide == "1" else ""
    top = as_html({ids.SIDE_HEAD: [] if shown else panel.side_head(queries(), here)})
    return top, shown, f"side {kind}{wide}", changed(tables.event_columns(here), columns)


def update_table(query: str | None, columns: Any, shown: Any) -> tuple[Any, Any]:
    """Columns and rows of the layer's table that is open."""
    here, _problems = parse(query)
    make = tables.TABLES.get(here.view.panel)
    made = make(queries(), here) if make else ([], [])
    return changed(made[0], columns), changed(made[1], shown)


def rows(request: dict[str, Any] | None, query: str | None) -> Any:
    """One block of the list, in the order that its headings ask for."""
    if request is None:
        return no_update
    here, _problems = parse(query)
    narrowed = panel.narrowing(here)
    order = [(s["colId"], s["sort"] == "desc") for s in request.get("sortModel", [])]
    frame = queries().events(here.filters, narrowed, order, request["startRow"], request["endRow"])
    return {"rowData": tables.event_rows(frame, here.t), "rowCount": panel.total_of(queries(), here.filters, narrowed)}


def register(app: Dash) -> None:
    """Bind the callbacks of Explore to one app."""
    query = Input(ids.QUERY, "data")
    app.callback(Output(ids.HEAD_HTML, "data"), Output(ids.CANONICAL, "data"), query)(update_head)
    app.callback(Output(ids.FACETS_HTML, "data"), query)(update_facets)
    app.callback(Output(ids.TIMELINE, "figure"), Output(ids.TIME_HTML, "data"), query)(update_timeline)
    app.callback(
        Output(ids.SIDE_HTML, "data"),
        Output(ids.CARD, "children"),
        Output(ids.SIDE, "className"),
        Output(ids.EVENTS, "columnDefs"),
        query,
        State(ids.EVENTS, "columnDefs"),
    )(update_side)
    app.callback(
        Output(ids.TABLE, "columnDefs"),
        Output(ids.TABLE, "rowData"),
        query,
        State(ids.TABLE, "columnDefs"),
        State(ids.TABLE, "rowData"),
    )(update_table)
    app.callback(Output(ids.EVENTS, "getRowsResponse"), Input(ids.EVENTS, "getRowsRequest"), State(ids.QUERY, "data"))(
        rows
    )
    register_clientside(app)


def register_clientside(app: Dash) -> None:
    """What the browser does alone: settle the address, draw the map, put in the parts, brush the time."""

    def named(name: str) -> ClientsideFunction:
        return ClientsideFunction("address", name)

    app.clientside_callback(named("settle"), Output(ids.SETTLED, "data"), Input(ids.CANONICAL, "data"))
    app.clientside_callback(named("put"), Output(ids.HEAD_SHOWN, "data"), Input(ids.HEAD_HTML, "data"))
    app.clientside_callback(named("put"), Output(ids.FACETS_SHOWN, "data"), Input(ids.FACETS_HTML, "data"))
    app.clientside_callback(named("put"), Output(ids.TIME_SHOWN, "data"), Input(ids.TIME_HTML, "data"))
    app.clientside_callback(named("put"), Output(ids.SIDE_SHOWN, "data"), Input(ids.SIDE_HTML, "data"))
    app.clientside_callback(
        named("brush"),
        Output(ids.TIMELINE, "selectedData"),
        Input(ids.TIMELINE, "selectedData"),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        named("bar"), Output(ids.TIMELINE, "clickData"), Input(ids.TIMELINE, "clickData"), prevent_initial_call=True
    )
