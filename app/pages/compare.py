"""Compare: two periods on one scale, their difference as a map, and the flows that moved."""

from __future__ import annotations

from typing import Any

from dash import Dash, Input, Output

from app.core import view as view_query
from app.i18n import Translator
from app.page_context import parse_context
from app.queries import current
from app.ui import compare, ids, tags
from app.ui.controls import pair
from app.ui.html_part import Html
from app.ui.markup import render
from app.ui.page_parts import address_of, follow_address, frame, head, small_map, widths
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
        Html(id=ids.COMPARE.tools),
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


def update_compare(query: str | None) -> tuple[str, str, list[Any], dict[str, str]]:
    """Head, tools, flows that moved and address of the page for a query."""
    context, problems = parse_context(query, PATH)
    queries, t = current(), context.t
    periods, study = (
        queries.comparison.periods(context.filters, context.view),
        queries.routes.study(context.filters, context.view),
    )
    if periods is None or study is None:
        return render(head(queries, context, problems, t("title.none"), [])), "", [], address_of(context)
    totals = (
        queries.comparison.period_totals(context.filters, periods[0]),
        queries.comparison.period_totals(context.filters, periods[1]),
    )
    changes = queries.comparison.moved(context.filters, context.view)
    canonical, dated = view_query.to_query(context.filters, context.view), context.filters.cleared("from", "to")
    export = tags.A(
        t("nav.export"), href=f"/export/changes.csv?{canonical}", className="button", download="", id="export"
    )
    title = comparison.comparison_title(totals, periods, t)
    tools = [
        compare.controls(context, study.last, periods),
        compare.totals_table(totals, periods, t),
        tags.P(
            [t("compare.note"), " ", compare.undated(queries, context, periods), *compare.by_stretch(context)],
            className="hint",
        ),
    ]
    top = head(queries, context, problems, title, [export], filters=dated)
    chart = compare.pairs(queries, context, changes, periods)
    picture = [tags.Section([tags.H2(t("compare.chart")), chart], className="overview-box")] if chart else []
    moved = [*picture, Html(render(compare.movers(queries, context, changes, periods)))]
    return render(top), render(tools), moved, address_of(context)


def register(app: Dash) -> None:
    """Bind the callbacks of this page."""
    app.callback(
        Output(ids.COMPARE.head, "html"),
        Output(ids.COMPARE.tools, "html"),
        Output(ids.COMPARE.body, "children"),
        Output(ids.COMPARE.address, "data"),
        Input(ids.COMPARE.query, "data"),
    )(update_compare)
    follow_address(app, ids.COMPARE)
