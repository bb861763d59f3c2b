"""Explore: the map between the filters and the list, time below."""

from __future__ import annotations

from typing import Any

import dash_ag_grid as dag
from dash import ClientsideFunction, Dash, Input, Output, State, dcc

from app.i18n import Translator
from app.ui import area_filter, ids, map_export, tags
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
    """Zoom, fit, reset, the layers of the map, and an area of it."""
    signs = {"zoomin": "+", "zoomout": "−", "fit": "⛶", "home": "⌂"}
    buttons = [
        act(sign, name, title=t(f"mapbar.{name}"), **attrs(aria_label=t(f"mapbar.{name}")))
        for name, sign in signs.items()
    ]
    layers = tags.Details(
        [
            tags.Summary("☰", className="button", title=t("layer.title"), **attrs(aria_label=t("layer.title"))),
            tags.Div(id=ids.MAPBAR, className="mapbar drawer-body"),
        ],
        id="layers",
        className="drawer",
    )
    area = tags.Details(
        [
            tags.Summary("⬚", className="button", title=t("area.draw"), **attrs(aria_label=t("area.draw"))),
            tags.Div(area_filter.tools(t, area_filter.DISTANCE), className="mapbar drawer-body"),
        ],
        id="area-drawer",
        className="drawer",
    )
    return tags.Div([*buttons, layers, area], className="map-buttons")


def fold(panel: str, t: Translator) -> tags.Element:
    """The button that folds a panel of the map, or unfolds it: a tab at its edge."""
    return tags.Button(
        tags.Span(t(f"fold.{panel}")),
        type="button",
        className=f"fold fold-{panel}",
        title=t("fold.title", panel=t(f"fold.{panel}")),
        **attrs(data_act="fold", data_panel=panel, aria_expanded="true"),
    )


def legend(t: Translator) -> tags.Element:
    """Width measure, samples drawn by the map's own code, and what is left out."""
    return tags.Section(
        [
            fold("legend", t),
            tags.Div(id=ids.METRIC_BAR, className="labelled"),
            tags.Div(id=ids.LEGEND),
            tags.Div(
                [tags.Div(id=ids.MAP_NOTE), tags.Div(id=ids.TOP_BAR, className="labelled")], className="legend-foot"
            ),
        ],
        className="legend",
        **attrs(aria_label=t("legend.title")),
    )


def skip_links(t: Translator) -> list[tags.Element]:
    """To the map, the list and the time, past the filters; a place of this page, not of its address."""
    targets = {"map": ids.MAP, "list": ids.EVENTS, "time": ids.TIMELINE}
    return [
        tags.Button(t(f"nav.skip_{name}"), type="button", className="skip", **attrs(data_act="skip", data_to=target))
        for name, target in targets.items()
    ]


def caveat(t: Translator) -> tags.Element:
    """What the numbers are not, and what borders on the map do not mean."""
    words = [tags.Span(t("app.caveat")), tags.Span(t("app.boundary"))]
    return tags.Section(words, className="caveat", **attrs(aria_label=t("app.caveat_name")))


def layout(t: Translator, query: str) -> tags.Element:
    """The skeleton, with the query that it opens on; what depends on the query comes
    from the endpoints of Explore (see web.explore)."""
    axis = tags.Div(id=ids.TIMELINE, className="timeline")
    side = tags.Aside(
        [
            fold("side", t),
            tags.Div(id=ids.SIDE_HEAD),
            tags.Div(id=ids.PICKS, className="picks", role="status"),
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
            map_buttons(t),
            tags.Div(id=ids.EDGES, className="edges"),
            legend(t),
        ],
        className="centre",
    )
    moving = tags.P(id=ids.MOVING, className="moving-note", role="status", **attrs(aria_live="off"))
    time = [fold("time", t), tags.Div(id=ids.TIMEBAR), axis, moving, tags.Div(id=ids.COVERAGE)]
    # Told, not laid out: their code is half of all that the page reads, so they come when the map stands.
    grids = {grid.id: grid.to_plotly_json() for grid in (event_grid(), layer_grid())}
    data = {ids.QUERY: query, ids.OPENED: None, ids.GRIDS: grids}
    stores = [dcc.Store(id=name, data=value) for name, value in data.items()]
    return tags.Div(
        [
            *stores,
            *skip_links(t),
            tags.Header(id=ids.HEAD, className="head"),
            tags.Section(
                [fold("facets", t), tags.Div(id=ids.FACETS, className="facets")],
                className="filters",
                **attrs(aria_label=t("facet.drawer")),
            ),
            centre,
            side,
            map_export.dialog(t),
            tags.Footer(time, className="foot"),
            caveat(t),
        ],
        className="explore",
        **attrs(data_page=ids.QUERY, data_endpoint="explore"),
    )


def register(app: Dash) -> None:
    """Tell the browser when the page has been laid out."""
    opened = ClientsideFunction("address", "open")
    app.clientside_callback(opened, Output(ids.OPENED, "data"), Input(ids.QUERY, "data"), State(ids.GRIDS, "data"))
