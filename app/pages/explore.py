"""Explore: the map between the filters and the list, time below."""

from __future__ import annotations

from typing import Any

import dash_ag_grid as dag
from dash import ClientsideFunction, Dash, Input, Output, State, dcc

from app.i18n import Translator
from app.ui import ids, map_export, tags
from app.ui.controls import act, attrs
from app.ui.maps import bare_map

PATH = "/"
GRID = {
    "rowHeight": 31,
    "headerHeight": 31,
    "suppressCellFocus": False,
    "animateRows": False,
    "tooltipShowDelay": 400,
    "rowSelection": {"mode": "singleRow", "checkboxes": False, "enableClickSelection": False},
    "suppressDragLeaveHidesColumns": True,
    "suppressNoRowsOverlay": True,
}


def the_map() -> Any:
    """The map of the page: the world may be turned, the poles are as far as it goes."""
    return bare_map(
        ids.MAP,
        {"height": "100%", "width": "100%"},
        center=[14, -38],
        zoom=3,
        minZoom=2,
        maxZoom=12,
        zoomSnap=0.5,
        zoomDelta=1,
        wheelPxPerZoomLevel=120,
        worldCopyJump=False,
        maxBounds=[[-75, -100000], [84, 100000]],
    )


def event_grid() -> Any:
    """The list asks the server for the rows in sight; it never holds all events."""
    return dag.AgGrid(
        id=ids.EVENTS,
        rowModelType="infinite",
        columnDefs=[],
        className="ag-theme-alpine grid",
        dashGridOptions={**GRID, "cacheBlockSize": 100, "maxBlocksInCache": 20, "infiniteInitialRowCount": 1},
        defaultColDef={"resizable": True},
        getRowId="params.data.event_id",
        eventListeners={
            "rowClicked": ["openEvent(params)"],
            "cellKeyDown": ["enterEvent(params)"],
            "sortChanged": ["sortRows(params)"],
            **{n: ["serveRows(params)"] for n in ("modelUpdated", "viewportChanged", "displayedColumnsChanged")},
        },
    )


def layer_grid() -> Any:
    """The table of a map layer."""
    return dag.AgGrid(
        id=ids.TABLE,
        columnDefs=[],
        rowData=[],
        className="ag-theme-alpine grid",
        dashGridOptions=GRID,
        defaultColDef={"resizable": True, "sortable": True},
        getRowId="params.data.key",
        eventListeners={"rowClicked": ["openKey(params)"], "cellKeyDown": ["enterKey(params)"]},
    )


def map_buttons(t: Translator) -> tags.Element:
    """Zoom, fit, reset, and the fold of the left column."""
    signs = {"zoomin": "+", "zoomout": "−", "fit": "⛶", "home": "⌂", "fold": "☰"}
    return tags.Div(
        [
            act(sign, name, title=t(f"mapbar.{name}"), **attrs(aria_label=t(f"mapbar.{name}")))
            for name, sign in signs.items()
        ],
        className="map-buttons",
    )


def legend(t: Translator) -> tags.Element:
    """Width measure, samples drawn by the map's own code, and what is left out."""
    return tags.Details(
        [
            tags.Summary(t("legend.title")),
            tags.Div(id=ids.METRIC_BAR, className="labelled"),
            tags.Div(id=ids.LEGEND),
            tags.Div(
                [tags.Div(id=ids.MAP_NOTE), tags.Div(id=ids.TOP_BAR, className="labelled")], className="legend-foot"
            ),
        ],
        className="legend",
        open=True,
    )


def layout(t: Translator, query: str) -> tags.Element:
    """The skeleton, with the query that it opens on; what depends on the query comes
    from the endpoints of Explore (see web.explore)."""
    axis = tags.Div(id=ids.TIMELINE, className="timeline")
    side = tags.Aside(
        [
            tags.Div(id=ids.SIDE_HEAD),
            tags.Div(tags.Div(className="loading"), id=ids.EVENTS_PLACE, className="list-view"),
            tags.Div(tags.Div(className="loading"), id=ids.TABLE_PLACE, className="table-view"),
            tags.Div(id=ids.CARD, className="card-view"),
        ],
        id=ids.SIDE,
        className="side list",
    )
    centre = tags.Main(
        [
            tags.Div(the_map(), className="map-frame"),
            tags.Div(id=ids.MAPBAR, className="mapbar"),
            map_buttons(t),
            legend(t),
        ],
        className="centre",
    )
    moving = tags.P(id=ids.MOVING, className="moving-note", role="status", **attrs(aria_live="off"))
    foot = tags.P([tags.Span(t("app.caveat")), tags.Span(t("app.boundary"))], className="caveat")
    # Told, not laid out: their code is half of all that the page reads, so they come when the map stands.
    grids = {grid.id: grid.to_plotly_json() for grid in (event_grid(), layer_grid())}
    data = {ids.QUERY: query, ids.OPENED: None, ids.GRIDS: grids}
    stores = [dcc.Store(id=name, data=value) for name, value in data.items()]
    return tags.Div(
        [
            *stores,
            tags.A(t("nav.skip"), href="#" + ids.EVENTS, className="skip"),
            tags.Header(id=ids.HEAD, className="head"),
            tags.Div(id=ids.FACETS, className="facets"),
            centre,
            side,
            map_export.dialog(t),
            tags.Footer([tags.Div(id=ids.TIMEBAR), axis, moving, tags.Div(id=ids.COVERAGE), foot], className="foot"),
        ],
        className="explore",
        **attrs(data_page=ids.QUERY, data_endpoint="explore"),
    )


def register(app: Dash) -> None:
    """Tell the browser when the page has been laid out."""
    opened = ClientsideFunction("address", "open")
    app.clientside_callback(opened, Output(ids.OPENED, "data"), Input(ids.QUERY, "data"), State(ids.GRIDS, "data"))
