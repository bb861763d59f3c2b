"""Overview: the chain explorer beside the map, roles over the years, and published figures."""

from __future__ import annotations

from typing import Any

import dash_leaflet as dl
from dash import Dash, Input, Output, dcc, html

from app.core.query import Problem
from app.i18n import Translator
from app.queries import current
from app.ui import chain, ids
from app.ui.controls import attrs
from app.ui.head import masthead, notes, sentence
from app.ui.here import Here
from app.ui.parted import SHOWN, answered

PATH = "/overview"
PRODUCTION = ("coca_cultivation", "potential_cocaine_production")
SEIZED = ("quantity_seized_cocaine", "quantity_seized_upstream", "number_of_seizures")


def layout(t: Translator, query: str) -> html.Div:
    """The skeleton, with the query that it opens on."""
    the_map = dl.Map(
        id=ids.OVERVIEW_MAP, center=[12, -40], zoom=1, zoomControl=False, attributionControl=False, zoomSnap=0.25,
        children=[], scrollWheelZoom=False, style={"height": "100%", "width": "100%"},
    )  # fmt: skip
    stores = [dcc.Store(id=ids.OVERVIEW_QUERY, data=query)]
    stores += [dcc.Store(id=name) for name in (ids.OVERVIEW_ANSWER, ids.OVERVIEW_SETTLED)]
    foot = html.P([html.Span(t("app.caveat")), html.Span(t("app.boundary"))], className="caveat")
    explorer = html.Div(
        [html.Div(id=ids.OVERVIEW_CHAIN, className="chain-box"), html.Div(the_map, className="board-map chain-map")],
        className="chain-explorer",
    )
    return html.Div(
        [
            *stores,
            html.Header(id=ids.OVERVIEW_HEAD, className="head"),
            html.Main([explorer, html.Div(id=ids.OVERVIEW)], className="board-main"),
            html.Footer(foot, className="foot"),
        ],
        className="board whole",
        **attrs(data_page=ids.OVERVIEW_QUERY),
    )


def parts(here: Here, problems: list[Problem]) -> dict[str, Any]:
    """Every part of the page by its place."""
    queries, t = current(), here.t
    words = [
        html.H1(t("overview.title")),
        html.P(sentence(queries, here.filters, t), id="sentence"),
        notes(problems, t),
    ]
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
        ids.OVERVIEW_HEAD: [html.Div(words, className="head-words"), masthead(here)],
        ids.OVERVIEW_CHAIN: [
            html.Div([html.H2(t("overview.alluvial")), chain.cleared(here)], className="row"),
            chain.drawing(queries.chains(here.filters, here.view.sel), here),
        ],
        ids.OVERVIEW: [html.Section([html.H2(title), *body], className="overview-box") for title, body in sections],
    }


def update_overview(query: str | None) -> dict[str, Any]:
    """The page for an address (see ui.parted)."""
    return answered(query, PATH, parts)


def register(app: Dash) -> None:
    """Bind the callbacks of this page."""
    app.callback(Output(ids.OVERVIEW_ANSWER, "data"), Input(ids.OVERVIEW_QUERY, "data"))(update_overview)
    app.clientside_callback(SHOWN, Output(ids.OVERVIEW_SETTLED, "data"), Input(ids.OVERVIEW_ANSWER, "data"))
