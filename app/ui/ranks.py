"""Rankings with the range of places that a country holds under other measures, and who stands between others."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd

from app.charts import ranks_range
from app.charts.rows import RowChart
from app.core.modes import JOURNEY_ROLES, LEVELS
from app.core.robust import MEASURES
from app.core.view import href
from app.i18n import Translator
from app.page_context import HOME, PageContext
from app.queries import Queries
from app.ui import tags
from app.ui.chart import row_graph
from app.ui.controls import nav, segmented
from app.ui.html_tables import table

#: So many rows are shown; the file has all of them.
SHOWN = 40


def name(queries: Queries, context: PageContext, key: str) -> Any:
    """A node by name, linked to its events."""
    places = queries.data.places
    text = context.t.place(places[key]) if key in places else key
    return nav(text, href(HOME, context.filters, replace(context.view, sel=f"node:{key}", card=None)))


def controls(context: PageContext) -> tags.Element:
    """Which role is ranked, by what, and at which level."""
    t, v = context.t, context.view
    roles = segmented(t("ranks.of"), [(t(f"role.{r}"), context.link(of=r), r == v.of) for r in JOURNEY_ROLES])
    measures = segmented(t("ranks.by"), [(t(f"ranks.{m}"), context.link(by=m), m == v.by) for m in MEASURES])
    return tags.Div(
        [
            tags.Div([words(t("ranks.of")), roles, level(context)], className="row"),
            tags.Div([words(t("ranks.by")), measures], className="row"),
        ],
        className="board-tools",
    )


def words(text: str) -> tags.Element:
    """The name of a control."""
    return tags.Span(text, className="bar-name")


def level(context: PageContext) -> tags.Element:
    """Countries or places."""
    t = context.t
    return segmented(
        t("compare.level"),
        [(t(f"level.{n}"), context.link(level=n), n == context.view.level) for n in LEVELS],
    )


def largest_line(queries: Queries, context: PageContext) -> tags.Element:
    """How much of the role hangs on one seizure."""
    t, (_n, kg) = context.t, queries.ranking.stating(context.filters, context.view)
    big = queries.ranking.largest(context.filters, context.view)
    if big.empty or not kg:
        return tags.P(t("ranks.no_weight"), className="hint")
    one = nav(
        t.kg(big["kg"].iloc[0]),
        href(HOME, context.filters, replace(context.view, card=f"event:{big['event_id'].iloc[0]}")),
    )
    share, five = t.percent(big["kg"].iloc[0] / kg), t.percent(big["kg"].sum() / kg)
    return tags.P(
        [t("ranks.largest"), " ", one, " ", t("ranks.largest_share", share=share, five=five, n=len(big))],
        className="hint",
    )


def places_chart(queries: Queries, context: PageContext, ranking: pd.DataFrame) -> Any:
    """The first places as a picture, with how far each moves; a click opens the events of a node."""
    if ranking.empty:
        return None
    return row_graph("ranks-range", range_of(queries, context, ranking), context)


def range_of(queries: Queries, context: PageContext, ranking: pd.DataFrame) -> RowChart:
    """The description of that chart, for the page and the file."""
    places = queries.data.places

    def name(key: str) -> str:
        return context.t.place(places[key]) if key in places else key

    def link(key: str) -> str:
        return href(HOME, context.filters, replace(context.view, sel=f"node:{key}", card=None))

    return ranks_range.describe(ranking, context.view.by, name, link, context.t)


def board(queries: Queries, context: PageContext, ranking: pd.DataFrame) -> Any:
    """Every measure with its place beside it, and the range of places."""
    t, n = context.t, len(ranking)
    rows = []
    for r in ranking.head(SHOWN).to_dict("records"):
        rank = r[f"rank_{context.view.by}"]
        cells = [measure(r, m, context, t) for m in MEASURES]
        ranges = [span(r, n, t), by_chance(r, n, t)]
        rows.append(["–" if rank != rank else t.number(rank), name(queries, context, r["key"]), *cells, *ranges])
    names = [*(t(f"ranks.{m}") for m in MEASURES), t("ranks.range"), t("ranks.chance")]
    head = ["", t(f"role.{context.view.of}"), *names]
    return table(head, rows, (0, 2, 3, 4, 5, 6, 7), t)


def measure(r: dict[str, Any], m: str, context: PageContext, t: Translator) -> tags.Element:
    """A figure with its place in that order; what is not stated has none."""
    value, place = r[m], r[f"rank_{m}"]
    if value != value or place != place:
        return tags.Span("–")
    text: Any = t.kg(value) if m in ("kg", "median", "kg_less") else t.number(value)
    narrowed: dict[str, Any] = {"confidence": ("high",)} if m == "graded" else {}
    if m in ("events", "graded"):
        own = context.view.by_authority
        narrowed |= {"seizure": (r["key"],)} if own else {}
        sel = None if own else f"as:{context.view.of}|{r['key']}"
        text = nav(text, href(HOME, replace(context.filters, **narrowed), replace(context.view, sel=sel, card=None)))
    at_sea = m == "events" and context.view.by_authority and r["at_sea"]
    told = [t("ranks.place", n=int(place)), *([t("ranks.by_sea", n=t.number(r["at_sea"]))] if at_sea else [])]
    return tags.Span([tags.B(text) if m == context.view.by else text, tags.Small(" · ".join(told))])


def span(r: dict[str, Any], n: int, t: Translator) -> tags.Element:
    """The best and the worst place under all measures."""
    text = t("ranks.from_to", best=t.number(r["best"]), worst=t.number(r["worst"]))
    return tags.Div([range_bar(r["best"], r["worst"], n), tags.Small(text)])


def by_chance(r: dict[str, Any], n: int, t: Translator) -> tags.Element:
    """The range of places by number if the events were drawn anew, and how often it is the first."""
    low, high = t.number(r["low"]), t.number(r["high"])
    often = t("ranks.by_chance", low=low, high=high, share=share_of(r["first"], t))
    text = often if r["first"] > 0 else t("ranks.from_to", best=low, worst=high)
    return tags.Div([range_bar(r["low"], r["high"], n), tags.Small(text)])


def range_bar(best: float, worst: float, n: int) -> tags.Element:
    """A range of places as a bar on the whole ranking."""
    left, wide = 100 * (best - 1) / max(1, n), 100 * (worst - best + 1) / max(1, n)
    return tags.Div(tags.Span(style={"left": f"{left:.1f}%", "width": f"{wide:.1f}%"}), className="range-bar")


def share_of(share: float, t: Translator) -> str:
    """A share in per cent; a small one with two digits, so that it is not shown as nothing."""
    return t.percent(share) if share >= 0.005 or share == 0 else f"{t.number(100 * share, 2)} %"


def network(queries: Queries, context: PageContext) -> Any:
    """Who stands between others: share of shortest paths, different neighbours, events in and out."""
    t = context.t
    nodes = queries.ranking.betweenness(context.filters, context.view.level).head(SHOWN)
    rows = [
        [
            name(queries, context, r["node"]), share_of(r["betweenness"], t),
            t.number(r["sources"]), t.number(r["targets"]), t.number(r["events_in"]), t.number(r["events_out"]),
        ]
        for r in nodes.to_dict("records")
    ]  # fmt: skip
    head = [
        t("ranks.node"),
        t("ranks.betweenness"),
        t("ranks.sources"),
        t("ranks.targets"),
        t("ranks.events_in"),
        t("ranks.events_out"),
    ]
    return table(head, rows, (1, 2, 3, 4, 5), t)
