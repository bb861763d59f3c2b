"""Rankings: the same countries and places under several measures, what hangs on single events, who stands between."""

from __future__ import annotations

from typing import Any

from dash import Dash

from app.core import view as view_query
from app.core.query import Problem
from app.i18n import Translator
from app.page_context import PageContext
from app.queries import current
from app.ui import ids, ranks, tags
from app.ui.page_parts import answered, bind, frame, head
from app.wording import ranking

PATH = "/ranks"


def layout(_t: Translator, query: str) -> tags.Element:
    """The skeleton, with the query that it opens on."""
    return frame(ids.RANKS, query, tags.Div(id=ids.RANKS.body, className="countries"), kind="paper")


def parts(context: PageContext, problems: list[Problem]) -> dict[str, Any]:
    """Every part of the page by its place."""
    queries, t = current(), context.t
    found = queries.ranking.ranking(context.filters, context.view)
    kept = view_query.to_query(context.filters, context.view)
    files = [
        tags.A(t(f"ranks.export_{name}"), href=f"/export/{name}.csv?{kept}", className="button", download="")
        for name in ("ranking", "network")
    ]
    kg = float(queries.summary.totals(context.filters)["kg"] or 0)
    sections = [
        ranks.controls(context),
        tags.Section(
            [
                ranks.largest_line(queries, context, kg),
                ranks.board(queries, context, found),
                tags.P(t("ranks.note"), className="hint"),
            ]
        ),
        tags.Section(
            [
                tags.H2(t("ranks.between")),
                tags.P(t("ranks.network_note"), className="empty"),
                ranks.network(queries, context),
            ]
        ),
        tags.P([t("app.caveat"), " ", t("app.boundary")], className="hint"),
    ]
    title = ranking.ranking_title(queries, context, found)
    return {ids.RANKS.head: head(queries, context, problems, title, files), ids.RANKS.body: sections}


def update_ranks(query: str | None) -> dict[str, Any]:
    """The page for an address (see ui.page_parts)."""
    return answered(query, PATH, parts)


def register(app: Dash) -> None:
    """Bind the callbacks of this page."""
    bind(app, ids.RANKS, update_ranks)
