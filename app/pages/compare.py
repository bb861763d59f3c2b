"""Compare: two periods on one scale, their difference as a map, and the flows that moved."""

from __future__ import annotations

from typing import Any

from dash import Dash

from app.core import view as view_query
from app.core.query import Problem
from app.i18n import Translator
from app.page_context import PageContext
from app.queries import current
from app.ui import compare, ids, tags
from app.ui.controls import pair
from app.ui.page_parts import answered, bind, frame, head, small_map, widths
from app.wording import comparison

PATH = "/compare"


def named_map(name: str, word: str, t: Translator) -> tags.Element:
    """One of the three maps with its name."""
    return tags.Figure([tags.Figcaption(t(f"compare.{word}")), small_map(name)])


#: The maps in the order in which they stand.
MAPS = ((ids.MAP_A, "map_a"), (ids.MAP_CHANGE, "map_change"), (ids.MAP_B, "map_b"))


def layout(t: Translator, query: str) -> tags.Element:
    """The skeleton, with the query that it opens on."""
    maps = [named_map(name, word, t) for name, word in MAPS]
    foot = tags.P([tags.Span(t("app.caveat")), tags.Span(t("app.boundary"))], className="caveat")
    main = [
        tags.Div(id=ids.COMPARE.tools),
        tags.Div(maps, className="three-maps"),
        tags.P([*widths(ids.MAP_CHANGE, t), tags.Span(t("compare.scale")), *swatches(t)], className="board-legend"),
        tags.Div(id=ids.COMPARE.body),
    ]
    return frame(
        ids.COMPARE,
        query,
        tags.Main(main, className="board-main"),
        tags.Footer(foot, className="foot"),
        kind="board whole",
    )


def swatches(t: Translator) -> list[Any]:
    """What the colours of the difference mean."""
    return [pair(f"swatch change-{turn}", t(f"compare.{turn}")) for turn in ("up", "down")]


def parts(context: PageContext, problems: list[Problem]) -> dict[str, Any]:
    """Every part of the page by its place."""
    queries, t = current(), context.t
    periods, study = (
        queries.comparison.periods(context.filters, context.view),
        queries.routes.study(context.filters, context.view),
    )
    if periods is None or study is None:
        none = head(queries, context, problems, t("title.none"), [])
        return {ids.COMPARE.head: none, ids.COMPARE.tools: None, ids.COMPARE.body: None}
    totals = (
        queries.comparison.period_totals(context.filters, periods[0]),
        queries.comparison.period_totals(context.filters, periods[1]),
    )
    found = queries.comparison.moved(context.filters, context.view)
    kept, dated = view_query.to_query(context.filters, context.view), context.filters.cleared("from", "to")
    export = tags.A(t("nav.export"), href=f"/export/changes.csv?{kept}", className="button", download="", id="export")
    return {
        ids.COMPARE.head: head(
            queries, context, problems, comparison.comparison_title(totals, periods, t), [export], filters=dated
        ),
        ids.COMPARE.tools: [
            compare.controls(context, study.last, periods),
            compare.totals_table(totals, periods, t),
            tags.P([t("compare.note"), " ", compare.undated(queries, context, periods)], className="hint"),
        ],
        ids.COMPARE.body: compare.movers(queries, context, found, periods),
    }


def update_compare(query: str | None) -> dict[str, Any]:
    """The page for an address (see ui.page_parts)."""
    return answered(query, PATH, parts)


def register(app: Dash) -> None:
    """Bind the callbacks of this page."""
    bind(app, ids.COMPARE, update_compare)
