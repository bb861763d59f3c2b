"""Routes: what is first seen, growing, shrinking or silent, beside what chance foretells, and the map of it."""

from __future__ import annotations

from typing import Any

from dash import Dash

from app.core import view as view_query
from app.core.query import Problem
from app.i18n import Translator
from app.page_context import PageContext
from app.queries import current
from app.ui import board, ids, tags
from app.ui.controls import pair
from app.ui.page_parts import answered, bind, frame, head, small_map, widths
from app.wording import route_board

PATH = "/routes"


def layout(t: Translator, query: str) -> tags.Element:
    """The skeleton, with the query that it opens on."""
    legend = tags.P(
        [
            *widths(ids.BOARD_MAP, t),
            *(pair(f"swatch change-{change}", t(f"board.change_{change}")) for change in ("up", "same", "down")),
        ],
        className="board-legend",
    )
    foot = tags.P([tags.Span(t("app.caveat")), tags.Span(t("app.boundary"))], className="caveat")
    return frame(
        ids.BOARD,
        query,
        tags.Main([tags.Div(id=ids.BOARD.tools), tags.Div(id=ids.BOARD.body)], className="board-main"),
        tags.Aside([small_map(ids.BOARD_MAP, zoom=2, wheel=True), legend], className="board-side"),
        tags.Footer(foot, className="foot"),
        kind="board",
    )


def parts(context: PageContext, problems: list[Problem]) -> dict[str, Any]:
    """Every part of the page by its place."""
    queries, t = current(), context.t
    study = queries.routes.study(context.filters, context.view)
    if study is None:
        return {
            ids.BOARD.head: head(queries, context, problems, t("title.none"), []),
            ids.BOARD.tools: None,
            ids.BOARD.body: None,
        }
    whole = queries.routes.board(context.filters, study)
    finding = tags.P(route_board.finding_text(queries.routes.chance(context.filters, study), t), className="finding")
    kept, dated = view_query.to_query(context.filters, context.view), context.filters.cleared("from", "to")
    export = tags.A(t("nav.export"), href=f"/export/routes.csv?{kept}", className="button", download="", id="export")
    return {
        ids.BOARD.head: head(
            queries, context, problems, route_board.board_title(whole, study, t), [export], finding, filters=dated
        ),
        ids.BOARD.tools: [
            board.chance_line(
                queries.routes.chance(context.filters, study),
                study,
                queries.routes.coverage_of_windows(context.filters, study),
                t,
            ),
            board.controls(context, study),
            board.tier_links(whole, context),
        ],
        ids.BOARD.body: board.table(
            queries,
            context,
            queries.routes.ranked_board(context.filters, context.view),
            queries.routes.route_months(context.filters, study),
            study,
        ),
    }


def update_board(query: str | None) -> dict[str, Any]:
    """The page for an address (see ui.page_parts)."""
    return answered(query, PATH, parts)


def register(app: Dash) -> None:
    """Bind the callbacks of this page."""
    bind(app, ids.BOARD, update_board)
