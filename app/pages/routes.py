"""Routes: what is first seen, growing, shrinking or silent, beside what chance foretells, and the map of it."""

from __future__ import annotations

from dash import Dash, Input, Output

from app.core import view as view_query
from app.i18n import Translator
from app.page_context import parse_context
from app.queries import current
from app.ui import board, ids, tags
from app.ui.controls import pair
from app.ui.html_part import Html
from app.ui.markup import render
from app.ui.page_parts import address_of, follow_address, frame, head, small_map, widths
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
        tags.Main([Html(id=ids.BOARD.tools), Html(id=ids.BOARD.body)], className="board-main"),
        tags.Aside([small_map(ids.BOARD_MAP, zoom=2, wheel=True), legend], className="board-side"),
        tags.Footer(foot, className="foot"),
        kind="board",
    )


def update_board(query: str | None) -> tuple[str, str, str, dict[str, str]]:
    """Head, tools, table and address of the page for a query."""
    context, problems = parse_context(query, PATH)
    queries, t = current(), context.t
    study = queries.routes.study(context.filters, context.view)
    if study is None:
        return render(head(queries, context, problems, t("title.none"), [])), "", "", address_of(context)
    whole = queries.routes.board(context.filters, study)
    line = queries.routes.chance(context.filters, study)
    finding = tags.P(route_board.finding_text(line, study, t), className="finding")
    canonical, dated = view_query.to_query(context.filters, context.view), context.filters.cleared("from", "to")
    export = tags.A(
        t("nav.export"), href=f"/export/routes.csv?{canonical}", className="button", download="", id="export"
    )
    title, covered = (
        route_board.board_title(whole, study, t),
        queries.routes.coverage_of_windows(context.filters, study),
    )
    top = head(queries, context, problems, title, [export], finding, filters=dated)
    chance = board.chance_line(line, study, covered, queries.routes.reopened(context.filters, study), t)
    tools = [chance, board.controls(context, study), board.tier_links(whole, context)]
    ranked = queries.routes.ranked_board(context.filters, context.view)
    table = board.table(queries, context, ranked, queries.routes.route_months(context.filters, study), study)
    return render(top), render(tools), render(table), address_of(context)


def register(app: Dash) -> None:
    """Bind the callbacks of this page."""
    app.callback(
        Output(ids.BOARD.head, "html"),
        Output(ids.BOARD.tools, "html"),
        Output(ids.BOARD.body, "html"),
        Output(ids.BOARD.address, "data"),
        Input(ids.BOARD.query, "data"),
    )(update_board)
    follow_address(app, ids.BOARD)
