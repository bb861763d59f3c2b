"""Rankings: the same countries and places under several measures, what hangs on single events, who stands between."""

from __future__ import annotations

from typing import Any

from dash import Dash, Input, Output, html

from app.core import view as view_room
from app.i18n import Translator
from app.queries import Queries, current
from app.ui import ids, ranks
from app.ui.controls import paper
from app.ui.head import masthead, sentence
from app.ui.here import Here, parse

PATH = "/ranks"


def layout(_t: Translator, query: str) -> html.Div:
    """The skeleton, with the query that it opens on."""
    return paper(ids.RANKS_QUERY, ids.RANKS, query)


def body(queries: Queries, here: Here) -> list[Any]:
    """The page of a filter."""
    t = here.t
    found = queries.ranking(here.filters, here.view)
    words = html.Div(
        [html.H1(ranks.title(queries, here, found)), html.P(sentence(queries, here.filters, t))], className="head-words"
    )
    kept = view_room.to_query(here.filters, here.view)
    files = [
        html.A(t(f"ranks.export_{name}"), href=f"/export/{name}.csv?{kept}", className="button", download="")
        for name in ("ranking", "network")
    ]
    kg = float(queries.totals(here.filters)["kg"] or 0)
    sections = [
        ranks.controls(here),
        html.Section(
            [
                ranks.largest_line(queries, here, kg),
                ranks.board(queries, here, found),
                html.P(t("ranks.note"), className="hint"),
            ]
        ),
        html.Section(
            [
                html.H2(t("ranks.between")),
                html.P(t("ranks.network_note"), className="empty"),
                ranks.network(queries, here),
            ]
        ),
        html.P([t("app.caveat"), " ", t("app.boundary")], className="hint"),
    ]
    return [
        html.Header([words, masthead(here, html.Div(files, className="tools"))], className="head"),
        html.Div(sections, className="countries"),
    ]


def update_ranks(query: str | None) -> list[Any]:
    """The page for an address."""
    return body(current(), parse(query, PATH)[0])


def register(app: Dash) -> None:
    """Bind the callback of this page."""
    app.callback(Output(ids.RANKS, "children"), Input(ids.RANKS_QUERY, "data"))(update_ranks)
