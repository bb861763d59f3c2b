"""Overview: the chain explorer beside the map, roles over the years, and published figures."""

from __future__ import annotations

from typing import Any

import dash_leaflet as dl
from dash import Dash, html

from app.core.query import Problem
from app.i18n import Translator
from app.queries import current
from app.ui import chain, ids
from app.ui.here import Here
from app.ui.parted import answered, bind, frame, head

PATH = "/overview"
PRODUCTION = ("coca_cultivation", "potential_cocaine_production")
SEIZED = ("quantity_seized_cocaine", "quantity_seized_upstream", "number_of_seizures")


def layout(t: Translator, query: str) -> html.Div:
    """The skeleton, with the query that it opens on."""
    the_map = dl.Map(
        id=ids.OVERVIEW_MAP, center=[12, -40], zoom=1, zoomControl=False, attributionControl=False, zoomSnap=0.25,
        children=[], scrollWheelZoom=False, style={"height": "100%", "width": "100%"},
    )  # fmt: skip
    foot = html.P([html.Span(t("app.caveat")), html.Span(t("app.boundary"))], className="caveat")
    explorer = html.Div(
        [html.Div(id=ids.OVERVIEW.tools, className="chain-box"), html.Div(the_map, className="board-map chain-map")],
        className="chain-explorer",
    )
    main = html.Main([explorer, html.Div(id=ids.OVERVIEW.body)], className="board-main")
    return frame(ids.OVERVIEW, query, main, html.Footer(foot, className="foot"), kind="board whole")


def parts(here: Here, problems: list[Problem]) -> dict[str, Any]:
    """Every part of the page by its place."""
    queries, t = current(), here.t
    sections = [
        (
            t("overview.shift"),
            [
                html.P(t("overview.shift_note"), className="hint"),
                chain.role_key(t),
                chain.shift(queries.role_years(here.filters), here),
            ],
        ),
        (
            t("overview.production"),
            [html.P(t("overview.production_note"), className="hint"), chain.figures(queries, here, PRODUCTION)],
        ),
        (
            t("overview.seized"),
            [html.P(t("overview.seized_note"), className="hint"), chain.figures(queries, here, SEIZED)],
        ),
    ]
    return {
        ids.OVERVIEW.head: head(queries, here, problems, t("overview.title"), []),
        ids.OVERVIEW.tools: [
            html.Div([html.H2(t("overview.alluvial")), chain.cleared(here)], className="row"),
            chain.drawing(queries.chains(here.filters, here.view.sel), here),
        ],
        ids.OVERVIEW.body: [
            html.Section([html.H2(title), *body], className="overview-box") for title, body in sections
        ],
    }


def update_overview(query: str | None) -> dict[str, Any]:
    """The page for an address (see ui.parted)."""
    return answered(query, PATH, parts)


def register(app: Dash) -> None:
    """Bind the callbacks of this page."""
    bind(app, ids.OVERVIEW, update_overview)
