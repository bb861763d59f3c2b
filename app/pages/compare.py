"""Compare: two periods on one scale, their difference as a map, and the flows that moved."""

from __future__ import annotations

from typing import Any

from dash import Dash

from app.core import view as view_room
from app.core.query import Problem
from app.i18n import Translator
from app.page_context import PageContext
from app.queries import current
from app.ui import compare, ids, tags
from app.ui.controls import pair
from app.ui.page_parts import (
    answered,
    bind,
    frame,
    head,
    small_map,
    widths,
)
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


def parts(here: PageContext, problems: list[Problem]) -> dict[str, Any]:
    """Every part of the page by its place."""
    queries, t = current(), here.t
    periods, study = queries.comparison.periods(here.filters, here.view), queries.routes.study(here.filters, here.view)
    if periods is None or study is None:
        none = head(queries, here, problems, t("title.none"), [])
        return {ids.COMPARE.head: none, ids.COMPARE.tools: None, ids.COMPARE.body: None}
    totals = (
        queries.comparison.period_totals(here.filters, periods[0]),
        queries.comparison.period_totals(here.filters, periods[1]),
    )
    found = queries.comparison.moved(here.filters, here.view)
    kept, dated = view_room.to_query(here.filters, here.view), here.filters.cleared("from", "to")
    export = tags.A(t("nav.export"), href=f"/export/changes.csv?{kept}", className="button", download="", id="export")
    return {
        ids.COMPARE.head: head(
            queries, here, problems, comparison.comparison_title(totals, periods, t), [export], filters=dated
        ),
        ids.COMPARE.tools: [
            compare.controls(here, study.last, periods),
            compare.totals_table(totals, periods, t),
            tags.P([t("compare.note"), " ", compare.undated(queries, here, periods)], className="hint"),
        ],
        ids.COMPARE.body: compare.movers(queries, here, found, periods),
    }


def update_compare(query: str | None) -> dict[str, Any]:
    """The page for an address (see ui.parted)."""
    return answered(query, PATH, parts)


def register(app: Dash) -> None:
    """Bind the callbacks of this page."""
    bind(app, ids.COMPARE, update_compare)
