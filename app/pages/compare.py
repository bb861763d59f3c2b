"""Compare: two periods on one scale, their difference as a map, and the flows that moved."""

from __future__ import annotations

from typing import Any

import dash_leaflet as dl
from dash import Dash, Input, Output, dcc, html

from app.core import view as view_room
from app.core.query import Problem
from app.i18n import Translator
from app.queries import current
from app.ui import compare, ids
from app.ui.controls import attrs
from app.ui.head import masthead, notes, sentence
from app.ui.here import Here
from app.ui.parted import SHOWN, answered

PATH = "/compare"


def small_map(name: str, word: str, t: Translator) -> html.Figure:
    """One of the three maps with its name."""
    inner = dl.Map(
        id=name, center=[12, -40], zoom=1, zoomControl=False, attributionControl=False, zoomSnap=0.25, children=[],
        scrollWheelZoom=False, style={"height": "100%", "width": "100%"},
    )  # fmt: skip
    return html.Figure([html.Figcaption(t(f"compare.{word}")), html.Div(inner, className="board-map")])


#: The maps in the order in which they stand.
MAPS = ((ids.MAP_A, "map_a"), (ids.MAP_CHANGE, "map_change"), (ids.MAP_B, "map_b"))


def layout(t: Translator, query: str) -> html.Div:
    """The skeleton, with the query that it opens on."""
    stores = [dcc.Store(id=ids.COMPARE_QUERY, data=query)]
    stores += [dcc.Store(id=name) for name in (ids.COMPARE_ANSWER, ids.COMPARE_SETTLED)]
    maps = [small_map(name, word, t) for name, word in MAPS]
    foot = html.P([html.Span(t("app.caveat")), html.Span(t("app.boundary"))], className="caveat")
    return html.Div(
        [
            *stores,
            html.Header(id=ids.COMPARE_HEAD, className="head"),
            html.Main(
                [
                    html.Div(id=ids.COMPARE_TOOLS),
                    html.Div(maps, className="three-maps"),
                    html.P([html.Span(t("compare.scale")), *swatches(t)], className="board-legend"),
                    html.Div(id=ids.COMPARE),
                ],
                className="board-main",
            ),
            html.Footer(foot, className="foot"),
        ],
        className="board whole",
        **attrs(data_page=ids.COMPARE_QUERY),
    )


def swatches(t: Translator) -> list[Any]:
    """What the colours of the difference mean."""
    return [
        part
        for turn in ("up", "down")
        for part in (html.Span(className=f"swatch change-{turn}"), html.Span(t(f"compare.{turn}")))
    ]


def parts(here: Here, problems: list[Problem]) -> dict[str, Any]:
    """Every part of the page by its place."""
    queries, t = current(), here.t
    periods, study = queries.periods(here.filters, here.view), queries.study(here.filters, here.view)
    if periods is None or study is None:
        return {
            ids.COMPARE_HEAD: [html.H1(t("title.none")), masthead(here)],
            ids.COMPARE_TOOLS: None,
            ids.COMPARE: None,
        }
    totals = (queries.period_totals(here.filters, periods[0]), queries.period_totals(here.filters, periods[1]))
    found = queries.changes(here.filters, here.view)
    words = [
        html.H1(compare.title(totals, periods, t)),
        html.P(sentence(queries, here.filters.cleared("from", "to"), t), id="sentence"),
        notes(problems, t),
    ]
    kept = view_room.to_query(here.filters, here.view)
    export = html.A(t("nav.export"), href=f"/export/changes.csv?{kept}", className="button", download="", id="export")
    return {
        ids.COMPARE_HEAD: [
            html.Div(words, className="head-words"),
            masthead(here, html.Div(export, className="tools")),
        ],
        ids.COMPARE_TOOLS: [
            compare.controls(here, study.last, periods),
            compare.totals_table(totals, periods, t),
            html.P([t("compare.note"), " ", compare.undated(queries, here, periods)], className="hint"),
        ],
        ids.COMPARE: compare.movers(queries, here, found, periods),
    }


def update_compare(query: str | None) -> dict[str, Any]:
    """The page for an address (see ui.parted)."""
    return answered(query, PATH, parts)


def register(app: Dash) -> None:
    """Bind the callbacks of this page."""
    app.callback(Output(ids.COMPARE_ANSWER, "data"), Input(ids.COMPARE_QUERY, "data"))(update_compare)
    app.clientside_callback(SHOWN, Output(ids.COMPARE_SETTLED, "data"), Input(ids.COMPARE_ANSWER, "data"))
