"""The callbacks of Explore: parse the query, ask, build. Functions are plain and bound in ``register``."""

from __future__ import annotations

from typing import Any

import orjson
import pandas as pd
from dash import ClientsideFunction, Dash, Input, Output, State, html, no_update

from app.charts import timeline
from app.core import view as view_room
from app.queries import current as queries
from app.ui import card, coverage, ids, mapbar, panel, tables
from app.ui.facets import chips, facets
from app.ui.head import head
from app.ui.here import Here, parse
from app.ui.markup import render


def changed(value: Any, before: Any) -> Any:
    """The value, or nothing to do where the page has it already: a grid lays itself out anew on any answer."""
    return no_update if value == before else value


def update_page(query: str | None, columns: Any, card_before: Any) -> tuple[Any, ...]:
    """Everything that follows from the address, in one answer.

    One callback and not one for each part: the renderer's own work for an answer (10 ms each, measured) was a
    third of a filter change, and a page whose parts arrive together never contradicts itself.
    """
    here, problems = parse(query)
    shown = card.card(queries(), here)
    canonical = view_room.to_query(here.filters, here.view)
    kept = orjson.loads(queries().whole_answer("explore", lambda: of_address(here, bool(shown)), canonical))
    answer = {
        # The head holds the storyboards, too, which change without the data.
        "html": {ids.HEAD: render(head(queries(), here, problems)), **kept["html"]},
        "side": side_class(here, bool(shown)),
        "canonical": canonical,
        "path": here.path,
    }
    return (
        answer,
        kept["figure"],
        changed(shown, card_before),
        changed(tables.event_columns(here), columns),
        *layer_table(here),
    )


def of_address(here: Here, has_card: bool) -> bytes:
    """What follows from the address and the data alone, as JSON: parts of the page, and the figure of the time axis."""
    months = queries().months(here.filters)
    figure = timeline.figure(months, here.filters, here.view, here.t, queries().filling_from(here.filters))
    return orjson.dumps({"html": html_parts(here, months, has_card), "figure": figure})


def html_parts(here: Here, months: pd.DataFrame, has_card: bool) -> dict[str, str]:
    """Parts of the page as HTML by the id of their place (see ui.markup)."""
    parts = {
        ids.MAPBAR: mapbar.mapbar(here),
        ids.METRIC_BAR: mapbar.metric_bar(here),
        ids.TOP_BAR: mapbar.top_bar(here),
        ids.FACETS: [html.Div(chips(here), className="facet-top chips-top"), *facets(queries(), here)],
        ids.TIMEBAR: mapbar.timebar(here, months),
        ids.COVERAGE: coverage.strip(queries(), here, months),
        ids.SIDE_HEAD: [] if has_card else panel.side_head(queries(), here),
    }
    return {place: render(tree) for place, tree in parts.items()}


def side_class(here: Here, has_card: bool) -> str:
    """Which of its three views the right column shows, and how wide."""
    kind = "card" if has_card else "list" if here.view.panel == "events" else "table"
    return f"side {kind}{' wide' if here.view.wide == '1' else ''}"


def layer_table(here: Here) -> tuple[Any, Any]:
    """Columns and rows of the layer's table that is open; a closed one stays as it is."""
    make = tables.TABLES.get(here.view.panel)
    return make(queries(), here) if make else (no_update, no_update)


def rows(request: dict[str, Any] | None, query: str | None) -> Any:
    """One block of the list, in the order that its headings ask for."""
    if request is None:
        return no_update
    here, _problems = parse(query)
    narrowed = here.view.sel
    order = [(s["colId"], s["sort"] == "desc") for s in request.get("sortModel", [])]
    frame = queries().events(here.filters, narrowed, order, request["startRow"], request["endRow"])
    return {"rowData": tables.event_rows(frame, here.t), "rowCount": panel.total_of(queries(), here.filters, narrowed)}


def register(app: Dash) -> None:
    """Bind the callbacks of Explore to one app."""
    app.callback(
        Output(ids.ANSWER, "data"),
        Output(ids.TIMELINE, "figure"),
        Output(ids.CARD, "children"),
        Output(ids.EVENTS, "columnDefs"),
        Output(ids.TABLE, "columnDefs"),
        Output(ids.TABLE, "rowData"),
        Input(ids.QUERY, "data"),
        State(ids.EVENTS, "columnDefs"),
        State(ids.CARD, "children"),
    )(update_page)
    app.callback(Output(ids.EVENTS, "getRowsResponse"), Input(ids.EVENTS, "getRowsRequest"), State(ids.QUERY, "data"))(
        rows
    )
    register_clientside(app)


def register_clientside(app: Dash) -> None:
    """What the browser does alone: put in the parts, settle the address, draw the map, brush the time."""

    def named(name: str) -> ClientsideFunction:
        return ClientsideFunction("address", name)

    app.clientside_callback(named("show"), Output(ids.SETTLED, "data"), Input(ids.ANSWER, "data"))
    app.clientside_callback(
        named("brush"),
        Output(ids.TIMELINE, "selectedData"),
        Input(ids.TIMELINE, "selectedData"),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        named("bar"), Output(ids.TIMELINE, "clickData"), Input(ids.TIMELINE, "clickData"), prevent_initial_call=True
    )
