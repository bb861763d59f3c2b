"""Rankings: the same countries and places under several measures, what hangs on single events, who stands between."""

from __future__ import annotations

from typing import Any

from dash import Dash, Input, Output

from app.core import view as view_query
from app.i18n import Translator
from app.page_context import parse_context
from app.queries import current
from app.ui import ids, ranks, tags
from app.ui.html_part import Html
from app.ui.markup import render
from app.ui.page_parts import address_of, follow_address, frame, head
from app.wording import ranking

PATH = "/ranks"


def layout(_t: Translator, query: str) -> tags.Element:
    """The skeleton, with the query that it opens on."""
    return frame(ids.RANKS, query, tags.Main(id=ids.RANKS.body, className="countries"), kind="paper")


def update_ranks(query: str | None) -> tuple[str, list[Any], dict[str, str]]:
    """Head, body and address of the page for a query."""
    context, problems = parse_context(query, PATH)
    queries, t = current(), context.t
    ranked = queries.ranking.ranking(context.filters, context.view)
    canonical = view_query.to_query(context.filters, context.view)
    files = [
        tags.A(t(f"ranks.export_{name}"), href=f"/export/{name}.csv?{canonical}", className="button", download="")
        for name in ("ranking", "network")
    ]
    note = tags.P(" ".join(t(f"ranks.{key}") for key in ("note", "chance_note", "authorities")), className="hint")
    table = [ranks.largest_line(queries, context), ranks.board(queries, context, ranked), note]
    between = [
        tags.H2(t("ranks.between")),
        tags.P(t("ranks.network_note"), className="empty"),
        ranks.network(queries, context),
    ]
    foot = tags.P([t("app.caveat"), " ", t("app.boundary")], className="hint")
    sections = [
        Html(render(ranks.controls(context))),
        tags.Section([tags.H2(t("ranks.chart", measure=t(f"ranks.{context.view.by}").lower())), chart])
        if (chart := ranks.places_chart(queries, context, ranked))
        else None,
        Html(render(table), tag="section"),
        Html(render(between), tag="section"),
        Html(render(foot)),
    ]
    title = ranking.ranking_title(queries, context, ranked)
    return render(head(queries, context, problems, title, files)), sections, address_of(context)


def register(app: Dash) -> None:
    """Bind the callbacks of this page."""
    app.callback(
        Output(ids.RANKS.head, "html"),
        Output(ids.RANKS.body, "children"),
        Output(ids.RANKS.address, "data"),
        Input(ids.RANKS.query, "data"),
    )(update_ranks)
    follow_address(app, ids.RANKS)
