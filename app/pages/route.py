"""One route: its chain, events, concealment, places and months, and what else could explain what the board says."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from dash import Dash, Input, Output

from app.core import view as view_query
from app.core.view import href
from app.core.windows import index_of, month_of
from app.i18n import Translator
from app.page_context import HOME, PageContext, parse_context
from app.queries import Queries, current
from app.ui import board, coverage, evidence, ids, report_drawer, tags
from app.ui.controls import fact_row, nav
from app.ui.html_part import Html
from app.ui.markup import render
from app.ui.page_parts import address_of, follow_address, frame, head, small_map, widths
from app.ui.sparkline import month_bars
from app.wording import route_board, route_evidence

PATH = "/route"


def layout(t: Translator, query: str) -> tags.Element:
    """The skeleton, with the query that it opens on."""
    legend = tags.P([*widths(ids.ROUTE_MAP, t), tags.Span(t("app.boundary"))], className="board-legend")
    the_map = tags.Div([small_map(ids.ROUTE_MAP), legend], className="chain-map route-map")
    body = tags.Main([the_map, Html(id=ids.ROUTE.body)], className="columns")
    return frame(ids.ROUTE, query, body, kind="paper")


def facts(pairs: list[tuple[str, str]]) -> tags.Element:
    """Names with what is known of them."""
    return tags.Dl([fact_row(name, text) for name, text in pairs], className="facts")


def section(title: str, *children: Any) -> tags.Element:
    """One titled box."""
    return tags.Section([tags.H2(title), *children])


def update_route(query: str | None) -> tuple[str, str, dict[str, str]]:
    """Head, body and address of the page of the selected route; without one, a way back to the board."""
    context, problems = parse_context(query, PATH)
    queries, t = current(), context.t
    kind, _sep, key = (context.view.sel or "").partition(":")
    canonical = view_query.to_query(context.filters, context.view)
    back = nav(t("route.back"), href("/routes", context.filters, replace(context.view, sel=None)), className="button")
    study = queries.routes.study(context.filters, context.view) if kind == "route" else None
    routes = queries.routes.board(context.filters, study) if study else None
    row = routes[routes["route"] == key] if routes is not None else None
    dated = context.filters.cleared("from", "to")
    if study is None or row is None or row.empty:
        none = head(queries, context, problems, t("route.none"), [back], filters=dated)
        return render(none), "", address_of(context)
    title = route_board.route_label(key, queries, t)
    lead = "\n".join(route_evidence.judgement(row.iloc[0].to_dict(), study, t))
    note = report_drawer.drawer("note", t("route.note"), "/export/route", canonical, lead, route_evidence.SECTIONS, t)
    top = head(queries, context, problems, title, [note, back], filters=dated, selection=context.view.sel)
    body = sections(queries, context, key, row.iloc[0].to_dict(), study)
    return render(top), render(body), address_of(context)


def sections(queries: Queries, context: PageContext, key: str, r: dict[str, Any], study: Any) -> list[Any]:
    """Every part of the page."""
    t = context.t
    events = queries.events.export(context.filters.cleared("from", "to"), f"route:{key}")
    months = queries.routes.route_months(context.filters, study)
    mine = months[months["route"] == key]
    counts = dict(zip(mine["month"], mine["n"], strict=True))
    w = study.windows
    months_of = [month_of(i) for i in range(index_of(w.baseline_first), index_of(w.recent_last) + 1)]
    axis = [(t.date(m), t("sentence.events", n=int(counts.get(m, 0))), float(counts.get(m, 0))) for m in months_of]
    strip = coverage.of_countries(queries, context, r["reporters"].split(";"), w.baseline_first, w.recent_last)
    to_map = nav(
        t("route.to_map"), href(HOME, context.filters, replace(context.view, sel=f"route:{key}")), className="button"
    )
    judged = [
        tags.P(
            [
                tags.Span(
                    route_board.tier_name(r["tier"], study.dormant, t),
                    className=f"badge change-{board.TIER_CHANGE[r['tier']]}",
                )
            ]
        ),
        tags.P(route_board.tier_meaning(r["tier"], study.dormant, t)),
        tags.P(route_board.share_text(r, t)) if r["with_reporting"] else None,
    ]
    return [
        section(
            t("route.judgement"),
            *judged,
            facts(route_evidence.figures(r, study, t)),
            tags.Div([month_bars(axis, study.recent), strip], className="with-coverage"),
        ),
        section(
            t("route.readings"),
            tags.P(t("route.readings_lead"), className="hint"),
            facts(route_evidence.other_explanations(r, events, study, t)),
        ),
        section(t("route.events"), *evidence.events_table(events, context), tags.P(to_map)),
        section(t("route.concealment"), evidence.counted(events["concealment"], "concealment", t)),
        section(t("route.places"), evidence.counted(events["place"], "place", t)),
        section(t("route.carriers"), evidence.counted(events["submode"], "submode", t)),
        section(t("route.confidence"), evidence.counted(events["confidence"], "confidence", t)),
        tags.P([t("app.caveat"), " ", t("app.boundary")], className="hint"),
    ]


def register(app: Dash) -> None:
    """Bind the callbacks of this page."""
    app.callback(
        Output(ids.ROUTE.head, "html"),
        Output(ids.ROUTE.body, "html"),
        Output(ids.ROUTE.address, "data"),
        Input(ids.ROUTE.query, "data"),
    )(update_route)
    follow_address(app, ids.ROUTE)
