"""The route board: what chance foretells, the tiers with their counts, and a row for each route."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd

from app.core.newness import TIERS, Chance
from app.core.periods import Period
from app.core.routes import UNITS, parts_of
from app.core.selection import window_key
from app.core.study import EVIDENCE, Study
from app.core.style import TIER_CHANGE
from app.core.view import RANKS, href
from app.core.windows import index_of, month_of
from app.i18n import Translator
from app.page_context import HOME, PageContext
from app.queries import Queries
from app.ui import tags
from app.ui.controls import attrs, entry, nav, segmented
from app.ui.sparkline import spark
from app.wording.route_board import (
    chance_range,
    counted,
    kg_text,
    p_text,
    ratio_texts,
    reopened_text,
    route_label,
    routed_shares,
    share_text,
    stop_names,
    tier_meaning,
    tier_name,
    window_text,
)

#: So many rows are shown; the file has all of them.
SHOWN = 200
ROUTE = "/route"


def chance_line(
    line: Chance, study: Study, coverage: pd.Series, again: tuple[int, float], t: Translator
) -> tags.Element:
    """How many recent seizures would fall on routes not seen before if nothing had changed, and how many did; the same
    of routes that are seen ``again`` (queries.RouteBoard.reopened)."""
    expected, what = t("unstated") if line.expected != line.expected else t.number(line.expected, 1), counted(study, t)
    told = [
        (t.number(line.observed), t("board.observed", counted=what)),
        (expected, t("board.expected") + chance_range(line, t)),
        (t.number(line.recent), t("board.recent_n", counted=what)),
        (t.number(line.baseline), t("board.baseline_n")),
    ]
    figures = [tags.Div([tags.Strong(number), tags.Span(text)], className="figure") for number, text in told]
    chance_text = t("board.chance", once=t.number(line.once), baseline=window_text(study, "baseline", t))
    undated, copies = int(coverage["undated"]), int(coverage["copies"])
    notes = [
        chance_text,
        t("board.independent"),
        reopened_text(*again, study, t),
        t("board.undated", n=undated) if undated else None,
        t("board.period_note"),
    ]
    by_day = study.evidence == "days"
    twice = tags.P(t("board.copies", n=copies), className="empty") if copies and not by_day else None
    notes.insert(0, t("board.days_note") if by_day else None)
    return tags.Div(
        [
            tags.Div(figures, className="figures four"),
            tags.P(routed_shares(coverage, t)),
            twice,
            tags.P(" ".join(n for n in notes if n), className="hint"),
        ],
        className="chance",
    )


def controls(context: PageContext, study: Study) -> tags.Element:
    """Unit, windows, floor, thresholds and order; each is a part of the address."""
    t, v = context.t, context.view
    units = segmented(
        t("board.unit"), [(t(f"board.unit_{u}"), context.link(unit=u, routes=()), u == v.unit) for u in UNITS]
    )
    kinds = [(t(f"board.evidence_{e}"), context.link(evidence=e), e == v.evidence) for e in EVIDENCE]
    ranks = segmented(t("board.rank"), [(t(f"board.rank_{r}"), context.link(rank=r), r == v.rank) for r in RANKS])
    boxes = [
        entry(t("board.asof"), "asof", v.asof or "", id="set-asof", placeholder=study.last),
        entry(t("board.recent"), "recent", v.recent, id="set-recent", inputMode="numeric"),
        entry(t("board.baseline"), "baseline", v.baseline, id="set-baseline", inputMode="numeric"),
        entry(t("board.gap"), "gap", v.gap, id="set-gap", inputMode="numeric"),
        entry(t("board.dormant"), "dormant", v.dormant, id="set-dormant", inputMode="numeric"),
        entry(t("board.floor"), "floor_kg", t.number(v.floor_kg, 3), id="set-floor", inputMode="decimal"),
        entry(t("board.alpha"), "alpha", t.number(v.alpha, 4), id="set-alpha", inputMode="decimal"),
        entry(t("board.fdr"), "fdr", t.number(v.fdr, 4), id="set-fdr", inputMode="decimal"),
    ]
    what = segmented(t("board.evidence"), kinds)
    first = tags.Div([tags.Span(t("board.unit"), className="bar-name"), units, what], className="row")
    second = tags.Div([tags.Span(t("board.rank"), className="bar-name"), ranks], className="row")
    summary = t(
        "board.settings",
        recent=window_text(study, "recent", t),
        baseline=window_text(study, "baseline", t),
        floor=t.kg(study.floor_kg),
    )
    more = tags.Details(
        [tags.Summary(summary), tags.Div(boxes, className="windows")], id="board-windows", className="inner-facet"
    )
    return tags.Div([tags.Div([first, second], className="row apart"), more], className="board-tools")


def tier_links(routes: pd.DataFrame, context: PageContext) -> tags.Element:
    """Every tier with its number of routes; a click narrows the board to it."""
    counts = routes["tier"].value_counts()
    links = []
    for tier in TIERS:
        now = tuple(sorted(set(context.view.tier) ^ {tier}))
        n = int(counts.get(tier, 0))
        links.append(
            nav(
                [
                    tags.Span(className=f"swatch change-{TIER_CHANGE[tier]}"),
                    tier_name(tier, context.view.dormant, context.t),
                    tags.B(context.t.number(n)),
                ],
                context.link(tier=now),
                className="tier" + ("" if n else " zero"),
                role="checkbox",
                title=tier_meaning(tier, context.view.dormant, context.t),
                **attrs(aria_checked="true" if tier in context.view.tier else "false", data_key=f"tier-{tier}"),
            )
        )
    return tags.Div(links, className="tiers", role="group", **attrs(aria_label=context.t("board.tiers")))


def table(queries: Queries, context: PageContext, routes: pd.DataFrame, months: pd.DataFrame, study: Study) -> Any:
    """The board itself."""
    t = context.t
    if routes.empty:
        return tags.P(t("board.none"), className="empty")
    shown = routes.head(SHOWN)
    w = study.windows
    axis = [month_of(i) for i in range(index_of(w.baseline_first), index_of(w.recent_last) + 1)]
    by_route = {key: dict(zip(part["month"], part["n"], strict=True)) for key, part in months.groupby("route")}
    head = ["", "route", "tier", "recent", "baseline", "kg", "ratio", "p", "q", "months"]
    kinds = {"recent", "baseline", "kg", "ratio", "p", "q"}
    cells = [
        tags.Th(
            t(f"board.col_{name}"),
            scope="col",
            className="number" if name in kinds else "",
            title=t(f"board.col_{name}_means"),
        )
        if name
        else tags.Td("")
        for name in head
    ]
    body = [
        row(r, queries, context, study, spark([by_route.get(r["route"], {}).get(m, 0) for m in axis], study.recent))
        for r in shown.to_dict("records")
    ]
    more = len(routes) - len(shown)
    rest = tags.P(t("board.more", n=more), className="hint") if more > 0 else None
    return tags.Div(
        [tags.Table([tags.Thead(tags.Tr(cells)), tags.Tbody(body)], className="import-table board-table"), rest]
    )


def row(r: dict[str, Any], queries: Queries, context: PageContext, study: Study, line: Any) -> tags.Element:
    """One route with its figures."""
    t, key = context.t, r["route"]
    chosen = key in context.view.routes
    picked = tuple(sorted(set(context.view.routes) ^ {key}))
    pick = nav(
        tags.Span(className="box"),
        context.link(routes=picked),
        className="pick",
        role="checkbox",
        **attrs(
            aria_checked="true" if chosen else "false", aria_label=route_label(key, queries, t), data_key=f"pick-{key}"
        ),
    )
    seen = (
        t("sentence.span", first=t.date(r["first"]), last=t.date(r["last"]))
        if r["first"] != r["last"]
        else t.date(r["last"])
    )
    reporters = t("board.reported_by", names=t.all_of([t.country(c) for c in r["reporters"].split(";")][:4]))
    mode = parts_of(key)[1]
    name = nav(
        " → ".join(stop_names(key, queries, t)),
        href(ROUTE, context.filters, replace(context.view, sel=f"route:{key}")),
        className="route-name",
    )
    return tags.Tr(
        [
            tags.Td(pick),
            tags.Td(
                [
                    tags.Span(className=f"dot-{mode}", title=t.code("mode", mode)),
                    name,
                    tags.Small(f"{t.code('mode', mode)} · {reporters} · {seen}"),
                ]
            ),
            tags.Td(tier_cell(r, study, t)),
            *(tags.Td(window_count(context, r, which, study), className="number") for which in ("recent", "baseline")),
            tags.Td([kg_text(r["kg_recent"], t), tags.Small(kg_text(r["kg_baseline"], t))], className="number"),
            tags.Td(ratio(r, t), className="number"),
            tags.Td(p_text(r["p"], t), className="number"),
            tags.Td(p_text(r["q"], t), className="number"),
            tags.Td(line),
        ],
        className="picked" if chosen else "",
    )


def tier_cell(r: dict[str, Any], study: Study, t: Translator) -> list[Any]:
    """The tier of a route; of one that rises, that a rise of its share is not shown."""
    name = tier_name(r["tier"], study.dormant, t)
    badge = tags.Span(name, className=f"badge change-{TIER_CHANGE[r['tier']]}")
    if not r["with_reporting"]:
        return [badge]
    return [badge, tags.Small(t("board.with_reporting"), title=share_text(r, t))]


def window_count(context: PageContext, r: dict[str, Any], which: str, study: Study) -> list[Any]:
    """What counts in a window. A number that is a link is that of the seizures it opens: where a day holds several,
    they stand below."""
    t, n, seizures = context.t, int(r[which]), int(r[f"seizures_{which}"])
    link = events_link(context, r["route"], seizures, which, study)
    if n == seizures:
        return [link]
    return [t.number(n), tags.Small([link, " ", t("board.seizures", n=seizures)])]


def events_link(context: PageContext, key: str, n: int, which: str, study: Study) -> Any:
    """The seizures of a window, which opens them on the map and in the list."""
    if not n:
        return context.t.number(n)
    w = study.windows
    period = Period(getattr(w, f"{which}_first"), getattr(w, f"{which}_last"))
    chosen = window_key(period, study.floor_kg, f"route:{key}")
    target = href(HOME, context.filters.cleared("from", "to"), replace(context.view, sel=chosen, card=None))
    return nav(context.t.number(n), target, title=context.t("board.to_events"))


def ratio(r: dict[str, Any], t: Translator) -> list[Any]:
    """The ratio of rates with its exact interval."""
    text, interval = ratio_texts(r, t)
    return [text, tags.Small(interval)] if interval else [text]
